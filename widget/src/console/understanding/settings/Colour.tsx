import { Button, Input } from "antd";
import { contrast, rgbOf, textOn } from "../../../embed/colour";
import { words } from "./strings";

interface ColourProps {
  label: string;
  /** #rrggbb as it is typed, "" = none. */
  value: string;
  /** What is shown, and said, where none is chosen. */
  absent: { colour: string; text: string };
  disabled?: boolean;
  change(value: string): void;
}

const w = words.colours;
/** Below this a button does not stand out on a white page (WCAG 2.2, 1.4.11). */
const visible = 3;
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** Chooses a colour, by eye or by its number, and says what will be written on it. */
export function Colour({ label, value, absent, disabled = false, change }: ColourProps) {
  const shown = isColour(value) ? value : absent.colour;
  const [ink, ratio] = [textOn(shown), contrast(rgbOf(textOn(shown) === "#fff" ? "#ffffff" : "#000000"), rgbOf(shown))];
  return (
    <span className="colour">
      <input type="color" value={shown.toLowerCase()} disabled={disabled} aria-label={w.pick(label)} onChange={(e) => change(e.target.value)} />
      <Input
        size="small" className="mono" value={value} disabled={disabled} maxLength={7} placeholder={absent.colour} aria-label={label}
        status={value === "" || isColour(value) ? "" : "error"} onChange={(e) => change(e.target.value.trim())}
      />
      {value !== "" && <Button size="small" type="text" disabled={disabled} onClick={() => change("")}>{absent.text}</Button>}
      {value !== "" && !isColour(value)
        ? <span className="und-wrong">{w.bad}</span>
        : <span className="soft"><b className="colour-sample" style={{ background: shown, color: ink }} aria-hidden>{w.sample}</b> {value === "" ? absent.text : w.ink(ink === "#fff", ratio.toFixed(1))}</span>}
      {isColour(value) && contrast([255, 255, 255], rgbOf(value)) < visible && <span className="und-warn">{w.pale}</span>}
    </span>
  );
}
