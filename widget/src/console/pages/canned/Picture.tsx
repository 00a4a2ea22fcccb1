import { App, Button, Progress } from "antd";
import { useEffect, useRef, useState } from "react";
import { type Upload, upload } from "../../http";
import { words } from "../strings";

interface PictureProps {
  value?: Upload | null;
  onChange?(value: Upload | null): void;
  id?: string;
}

const w = words.canned;

/** A picture that goes with a reply: chosen, uploaded, shown, taken out again. A field of a form. */
export function Picture({ value, onChange, id }: PictureProps) {
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const running = useRef<AbortController>(undefined);
  const [share, setShare] = useState<number>();
  useEffect(() => () => running.current?.abort(), []);

  const send = async (file: File | undefined) => {
    if (!file) return;
    if (!file.type.startsWith("image/")) {
      message.warning(w.pictureBad);
      return;
    }
    const stop = new AbortController();
    running.current = stop;
    setShare(0);
    try {
      onChange?.(await upload(file, setShare, stop.signal));
    } catch (error) {
      if (!stop.signal.aborted) message.error((error as Error).message);
    }
    if (!stop.signal.aborted) setShare(undefined);
  };
  return (
    <div className="picture">
      <input
        ref={input} id={id} type="file" accept="image/png,image/jpeg,image/webp,image/gif" hidden
        onChange={(e) => {
          void send(e.target.files?.[0]);
          e.target.value = ""; // so that the same file can be chosen again
        }}
      />
      {value && <img src={value.url} alt={value.name} />}
      {share !== undefined && <Progress percent={Math.round(share * 100)} size="small" />}
      <Button size="small" disabled={share !== undefined} onClick={() => input.current?.click()}>{w.pictureAdd}</Button>
      {value && <Button size="small" danger onClick={() => onChange?.(null)}>{words.remove}</Button>}
    </div>
  );
}
