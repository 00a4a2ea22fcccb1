import type { Difference } from "./merge";
import { placeText, valueAt } from "./shown";
import { words } from "./strings";
import "./understanding.css";

/** As many are listed; more are counted. */
const most = 60;

/** What was changed, a line each. */
export function Differences({ of }: { of: readonly Difference[] }) {
  if (of.length === 0) return <p className="soft">{words.compareNone}</p>;
  return (
    <ul className="und-diff">
      {of.slice(0, most).map((d) => (
        <li key={d.path.join("\u0000")}><One {...d} /></li>
      ))}
      {of.length > most && <li className="soft">{words.diffMore(of.length - most)}</li>}
    </ul>
  );
}

function One({ path, before, after }: Difference) {
  // An element that came or went says itself what it is.
  const place = placeText(path.length > 0 && (before === undefined || after === undefined) ? path.slice(0, -1) : path);
  return (
    <>
      {place && <span className="soft">{place} </span>}
      {before !== undefined && <del>{valueAt(path, before)}</del>}
      {before !== undefined && after !== undefined && <span className="soft"> {words.changedTo} </span>}
      {after !== undefined && <ins>{valueAt(path, after)}</ins>}
    </>
  );
}
