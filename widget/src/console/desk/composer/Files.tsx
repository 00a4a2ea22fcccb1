import { CloseOutlined, FileOutlined, ReloadOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useEffect, useRef } from "react";
import { size } from "../size";
import { words } from "../talk-words";
import type { FileItem, Uploads } from "../uploads";

/** The files that go with a message, and how far they are. */
export function Files({ files }: { files: Uploads }) {
  if (files.items.length === 0) return null;
  return (
    <ul className="files" aria-label={words.files.list}>
      {files.items.map((item) => (
        <li key={item.key} data-state={item.state}>
          <Preview item={item} />
          <span className="files-name" title={item.name}>
            {item.name}
            <small>{item.state === "failed" ? <span className="bad" role="alert">{item.problem}</span> : size(item.size)}</small>
            {item.state === "sending" && (
              <Progress percent={Math.round(item.share * 100)} size="small" showInfo={false} aria-label={words.files.sending(Math.round(item.share * 100))} />
            )}
          </span>
          {item.state === "failed" && (
            <Button size="small" type="text" icon={<ReloadOutlined />} aria-label={words.files.retry} title={words.files.retry} onClick={() => files.retry(item.key)} />
          )}
          <Button size="small" type="text" icon={<CloseOutlined />} aria-label={words.files.remove} title={words.files.remove} onClick={() => files.remove(item.key)} />
        </li>
      ))}
    </ul>
  );
}

/** The edge of a preview on the screen, in pixels. */
const edge = 40;

/** What a picture looks like, before the server has it. It is drawn: the page's policy forbids addresses of local files. */
function Preview({ item }: { item: FileItem }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { file } = item;
  const picture = file?.type.startsWith("image/") ?? false;
  useEffect(() => {
    if (file && picture) void draw(file, canvas.current);
  }, [file, picture]);
  if (picture) return <canvas ref={canvas} className="files-preview" width={edge * 2} height={edge * 2} aria-hidden="true" />;
  if (item.upload?.type.startsWith("image/")) return <img className="files-preview" src={item.upload.url} alt="" width={edge} height={edge} />;
  return <FileOutlined className="files-preview" aria-hidden="true" />;
}

async function draw(file: File, canvas: HTMLCanvasElement | null): Promise<void> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max((edge * 2) / picture.width, (edge * 2) / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas?.getContext("2d")?.drawImage(picture, edge - width / 2, edge - height / 2, width, height);
    picture.close();
  } catch {
    // Not a picture after all: the place stays empty, and the server says what it is.
  }
}
