import { Button } from "antd";
import { words } from "./strings";

/** As many are listed; the history of the piece has the others. */
const most = 200;

interface GoneProps<T> {
  /** What was there, in its order, and is no more. */
  rows: readonly T[];
  text(row: T): string;
  back(row: T): void;
}

/** What was taken out of a list and is still live, each with the way back. */
export function Gone<T>({ rows, text, back }: GoneProps<T>) {
  if (rows.length === 0) return null;
  return (
    <details className="und-gone">
      <summary>{words.gone(rows.length)}</summary>
      <ul>
        {rows.slice(0, most).map((row, i) => (
          <li key={i}>
            <del>{text(row)}</del>
            <Button size="small" type="link" aria-label={words.part(words.bringBack, text(row))} onClick={() => back(row)}>{words.bringBack}</Button>
          </li>
        ))}
      </ul>
      {rows.length > most && <p className="soft">{words.diffMore(rows.length - most)}</p>}
    </details>
  );
}
