import { useEffect, useRef, useState } from "preact/hooks";
import type { Attachment } from "../wire/frames";
import { useDialog } from "./dialog";
import { rare, strings } from "./strings";
import "./Zoom.css";

/** How far a picture may be enlarged, one step of it, and what a double tap makes of it. */
const largest = 6;
const step = 1.5;
const tapped = 2.5;

/** So soon after the first the second tap makes it a double one, in milliseconds. */
const between = 280;

interface View {
  scale: number;
  x: number;
  y: number;
}

const whole: View = { scale: 1, x: 0, y: 0 };

/**
 * A picture as large as the chat: larger with two fingers, the wheel, + and -, a double tap; moved with one finger,
 * the mouse or the arrows. One tap closes it, as Escape does and the way back of phones.
 */
export function Zoom({ file, close }: { file: Pick<Attachment, "url" | "name">; close(): void }) {
  const { ref, shut } = useDialog();
  const [view, setView] = useState(whole);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(false);
  const tap = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(tap.current), []);
  const by = (factor: number) =>
    setView((v) => {
      const scale = Math.min(largest, Math.max(1, v.scale * factor));
      return scale === 1 ? whole : { scale, x: (v.x * scale) / v.scale, y: (v.y * scale) / v.scale };
    });
  const move = (x: number, y: number) => setView((v) => (v.scale === 1 ? v : { ...v, x: v.x + x, y: v.y + y }));

  const keys = (e: KeyboardEvent) => {
    const does: Record<string, () => void> = {
      "+": () => by(step), "=": () => by(step), "-": () => by(1 / step), "0": () => setView(whole),
      ArrowLeft: () => move(40, 0), ArrowRight: () => move(-40, 0), ArrowUp: () => move(0, 40), ArrowDown: () => move(0, -40),
    };
    const act = does[e.key];
    if (!act || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    act();
  };
  const drag = (e: PointerEvent) => {
    const all = fingers.current;
    const before = all.get(e.pointerId);
    if (!before) return;
    const other = [...all].find(([id]) => id !== e.pointerId)?.[1];
    const far = (p: { x: number; y: number }) => (other ? Math.hypot(p.x - other.x, p.y - other.y) : 0);
    const now = { x: e.clientX, y: e.clientY };
    all.set(e.pointerId, now);
    if (Math.hypot(now.x - before.x, now.y - before.y) > 2) moved.current = true;
    if (other && far(before) > 0) by(far(now) / far(before));
    else move(now.x - before.x, now.y - before.y);
  };
  const click = (e: MouseEvent) => {
    if (moved.current) return;
    const first = tap.current === undefined;
    clearTimeout(tap.current);
    tap.current = undefined;
    if (first) {
      // What has been enlarged is not closed by mistake.
      tap.current = setTimeout(() => ((tap.current = undefined), view.scale === 1 && shut()), between);
      return;
    }
    if (view.scale > 1) return setView(whole);
    // The place that was tapped stays where it is.
    const box = (e.currentTarget as HTMLElement).getBoundingClientRect();
    const [x, y] = [e.clientX - box.left - box.width / 2, e.clientY - box.top - box.height / 2];
    setView({ scale: tapped, x: x * (1 - tapped), y: y * (1 - tapped) });
  };
  const lift = (e: PointerEvent) => void fingers.current.delete(e.pointerId);

  return (
    <dialog class="zoom" ref={ref} aria-label={file.name || strings.picture} onClose={close} onKeyDown={keys} onClick={(e) => e.target === e.currentTarget && shut()}>
      <div
        class={view.scale > 1 ? "canvas large" : "canvas"}
        onPointerDown={(e) => {
          moved.current = false;
          fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY });
        }}
        onPointerMove={drag}
        onPointerUp={lift}
        onPointerCancel={lift}
        onPointerLeave={lift}
        onClick={click}
        onWheel={(e) => {
          e.preventDefault();
          by(e.deltaY < 0 ? 1.15 : 1 / 1.15);
        }}
      >
        <img src={file.url} alt={file.name || strings.picture} draggable={false} style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }} />
      </div>
      <p>
        <button type="button" aria-label={rare.zoomOut} disabled={view.scale === 1} onClick={() => by(1 / step)}>−</button>
        <button type="button" aria-label={rare.zoomIn} disabled={view.scale === largest} onClick={() => by(step)}>+</button>
        <a href={file.url} download={file.name} target="_blank" rel="noopener">{strings.download}</a>
        <button type="button" onClick={shut}>{strings.back}</button>
      </p>
    </dialog>
  );
}
