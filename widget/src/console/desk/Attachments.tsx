import { FileOutlined } from "@ant-design/icons";
import { Image } from "antd";
import type { Attachment } from "../../wire/frames";
import { size } from "./size";
import { words } from "./talk-words";

/** Files of a message: pictures to be looked at, others to be had. */
export function Attachments({ items }: { items: readonly Attachment[] }) {
  if (items.length === 0) return null;
  const pictures = items.filter(isPicture);
  return (
    <div className="attachments">
      {pictures.length > 0 && (
        <Image.PreviewGroup>
          {pictures.map((a) => (
            <Image key={a.id} {...thumb(a)} src={a.url} alt={words.openPicture(a.name)} />
          ))}
        </Image.PreviewGroup>
      )}
      {items.filter((a) => !isPicture(a)).map((a) => (
        <a key={a.id} className="file" href={a.url} target="_blank" rel="noopener noreferrer" download={a.name}>
          <FileOutlined /> <span>{a.name}</span> <small>{size(a.size)}</small>
        </a>
      ))}
    </div>
  );
}

const isPicture = (a: Attachment): boolean => a.type.startsWith("image/");

/** The greatest width and height of a picture in the log, in pixels. */
const most = { width: 220, height: 180 };

/** Its place on the page, known before it is loaded: the log must not jump. */
function thumb({ width = most.width, height = most.height }: Attachment): { width: number; height: number } {
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(32, Math.round(width * scale)), height: Math.max(32, Math.round(height * scale)) };
}
