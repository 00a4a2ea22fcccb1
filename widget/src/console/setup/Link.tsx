import { Button, QRCode } from "antd";
import { useRef } from "react";
import { Copied } from "./Copied";
import { Part } from "./Part";
import { type Choices, link } from "./snippet";
import { words } from "./words";

/** Pixels of the saved picture: enough for print. */
const printed = 1024;

/** The chat without a shop's page: its link, and the code that phones read. */
export function Link({ origin, choices }: { origin: string; choices: Choices }) {
  const drawn = useRef<HTMLDivElement>(null);
  const address = link(origin, choices);
  const name = `yiwen-${choices.site}${choices.entry && `-${choices.entry}`}`;
  const vector = () => {
    const svg = drawn.current?.querySelector("svg");
    if (svg) save(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }), `${name}.svg`);
  };
  const pixels = () => drawn.current?.querySelector("canvas")?.toBlob((blob) => blob && save(blob, `${name}.png`));
  // Black on white in every theme: it is printed, and scanners know nothing else.
  const code = { value: address, color: "#000", bgColor: "#fff", errorLevel: "M", marginSize: 4 } as const;
  return (
    <Part title={words.link} hint={words.linkHint}>
      <Copied text={address} label={words.link} />
      <div className="setup-qr" ref={drawn}>
        <span role="img" aria-label={words.qr}><span aria-hidden><QRCode {...code} type="svg" size={176} bordered={false} /></span></span>
        <span hidden><QRCode {...code} type="canvas" size={printed} bordered={false} /></span>
        <span className="setup-do">
          <Button href={address} target="_blank" rel="noreferrer">{words.linkOpen}</Button>
          <Button onClick={pixels}>{words.png}</Button>
          <Button onClick={vector}>{words.svg}</Button>
        </span>
      </div>
    </Part>
  );
}

function save(blob: Blob, name: string): void {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  URL.revokeObjectURL(a.href);
}
