import { Segmented } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Options } from "./snippet";
import { words } from "./words";

type Width = "desktop" | "phone";

/** Pixels that a computer's page has at least: below 520 the chat would take it for a phone. */
const wide = 760;

/** A shop's page with the chat on it, which follows what is chosen. */
export function Preview({ options }: { options: Options }) {
  const [width, setWidth] = useState<Width>("desktop");
  const frame = useRef<HTMLIFrameElement>(null);
  const { site, autoOpen } = options;
  // What holds from the beginning only takes another page.
  const page = JSON.stringify([site, autoOpen]);
  const latest = useRef(options);
  latest.current = options;
  const address = useMemo(() => `/console/preview#${encodeURIComponent(JSON.stringify(latest.current))}`, [page]);
  const tell = () => frame.current?.contentWindow?.postMessage({ options: latest.current }, location.origin);
  useEffect(tell, [options]);
  const stage = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(wide);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    if (stage.current) watch.observe(stage.current);
    return () => watch.disconnect();
  }, []);
  const scale = width === "desktop" ? Math.min(1, room / wide) : 1;
  return (
    <section className="setup-preview" aria-label={words.preview}>
      <header>
        <h2>{words.preview}</h2>
        <Segmented<Width> size="small" aria-label={words.preview} value={width} options={[{ value: "desktop", label: words.widths.desktop }, { value: "phone", label: words.widths.phone }]} onChange={setWidth} />
      </header>
      <div ref={stage} className="setup-stage" data-width={width}>
        <iframe
          key={page} ref={frame} title={words.preview} src={address} onLoad={tell}
          style={scale < 1 ? { width: wide, height: `${100 / scale}%`, transform: `scale(${scale})` } : undefined}
        />
      </div>
      <p className="soft">{words.previewHint}</p>
    </section>
  );
}
