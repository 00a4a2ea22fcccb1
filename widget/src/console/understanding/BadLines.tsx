import { Alert } from "antd";
import { words } from "./strings";

/** A pasted line that cannot be taken. */
export interface BadLine {
  /** From 1. */
  line: number;
  text: string;
  wrong: string;
}

/** As many bad lines are listed; more are counted. */
const most = 100;

/** Pasted lines that cannot be taken, each with its number and what is wrong with it. */
export function BadLines({ title, lines }: { title: string; lines: readonly BadLine[] }) {
  return (
    <Alert
      type="warning" showIcon title={title}
      description={
        <ul>
          {lines.slice(0, most).map((b) => <li key={b.line}><strong>{words.pasting.line(b.line)}</strong> {b.wrong}<span className="soft"> {b.text}</span></li>)}
          {lines.length > most && <li>{words.faultsMore(lines.length - most)}</li>}
        </ul>
      }
    />
  );
}
