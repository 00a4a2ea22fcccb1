import type { Attachment } from "../wire/frames";
import { Icon } from "./icons";
import { strings } from "./strings";

/** Pictures that are shown as such; others are files. */
const shown = /^image\/(png|jpeg|gif|webp)$/;

/** Longest side of a thumbnail, in pixels. */
const thumb = 180;

/** The files of a message: pictures to look at, others to take. */
export function Files({ files, zoom }: { files: readonly Attachment[]; zoom(a: Attachment): void }) {
  if (files.length === 0) return null;
  return (
    <div class="files">
      {files.map((f) =>
        shown.test(f.type) ? (
          <button type="button" class="picture" key={f.id} aria-label={strings.zoom(f.name)} onClick={() => zoom(f)}>
            <img src={f.url} alt="" loading="lazy" {...fit(f)} />
          </button>
        ) : (
          <a class="file" key={f.id} href={f.url} download={f.name} target="_blank" rel="noopener">
            <Icon name="file" />
            <span>
              {f.name}
              <small>{size(f.size)}</small>
            </span>
          </a>
        ),
      )}
    </div>
  );
}

// The place is kept before the picture is there, so that the log does not jump.
function fit({ width, height }: Attachment): { width?: number; height?: number } {
  if (!width || !height) return {};
  const scale = Math.min(1, thumb / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function size(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
