import { lazy, Suspense } from "react";
import { Differences } from "../../understanding/Differences";
import { differences, same } from "../../understanding/merge";
import { words } from "../words";
import { shown } from "./names";

const TextDiff = lazy(() => import("./TextDiff"));

interface ComparisonProps {
  kind: string;
  /** A piece of the content; undefined where it is not there. */
  before: unknown;
  after: unknown;
  /** What the two sides are. */
  names?: readonly [string, string];
  /** What is said where both say the same. */
  none?: string;
}

const w = words.diff;

/** What differs between two states of a piece: field by field, lists by what came and went. */
export function Comparison({ kind, before, after, names = [w.before, w.after], none = w.none }: ComparisonProps) {
  const fields = [...new Set([...keys(before), ...keys(after)])].filter((k) => !same(at(before, k), at(after, k)));
  if (before === undefined && after === undefined) return <p className="soft">{w.absent}</p>;
  if (fields.length === 0) return <p className="soft">{none}</p>;
  return (
    <div className="diff">
      {before === undefined && <p className="good">{w.added}</p>}
      {after === undefined && <p className="bad">{w.removed}</p>}
      {fields.map((k) => (
        <section key={k}>
          {k !== whole && <h4>{shown(kind, k)}</h4>}
          <Field kind={kind} name={k} before={at(before, k)} after={at(after, k)} names={names} />
        </section>
      ))}
    </div>
  );
}

/** The name of a value that has no fields. */
const whole = "";

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);
const keys = (v: unknown): string[] => (isObject(v) ? Object.keys(v) : v === undefined ? [] : [whole]);
const at = (v: unknown, key: string): unknown => (isObject(v) ? v[key] : key === whole ? v : undefined);

const isLine = (v: unknown): boolean => v === undefined || ((typeof v === "string" || typeof v === "number" || typeof v === "boolean") && !String(v).includes("\n"));
const isWords = (v: unknown): v is string[] => Array.isArray(v) && v.every((x) => typeof x === "string");

interface FieldProps {
  kind: string;
  name: string;
  before: unknown;
  after: unknown;
  names: readonly [string, string];
}

function Field({ kind, name, before, after, names }: FieldProps) {
  if (isWords(before ?? []) && isWords(after ?? [])) return <Words before={(before ?? []) as string[]} after={(after ?? []) as string[]} />;
  if (isLine(before) && isLine(after)) {
    return (
      <p className="diff-line">
        {before !== undefined && <del aria-label={names[0]}>{line(before)}</del>}
        {after !== undefined && <ins aria-label={names[1]}>{line(after)}</ins>}
      </p>
    );
  }
  if (kind !== "entry" && typeof before !== "string" && typeof after !== "string") {
    const none = Array.isArray(before ?? after) ? [] : {};
    return <Differences of={differences(before ?? none, after ?? none).map((d) => ({ ...d, path: name === whole ? d.path : [name, ...d.path] }))} />;
  }
  return <Suspense><TextDiff before={text(before)} after={text(after)} names={names} /></Suspense>;
}

function Words({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const [gone, come] = [before.filter((v) => !after.includes(v)), after.filter((v) => !before.includes(v))];
  return (
    <ul className="diff-words">
      {gone.map((v) => <li key={`-${v}`}><del>{v}</del></li>)}
      {come.map((v) => <li key={`+${v}`}><ins>{v}</ins></li>)}
      {gone.length + come.length === 0 && <li className="soft">{w.order}</li>}
    </ul>
  );
}

const line = (v: unknown): string => (v === true ? w.yes : v === false ? w.no : String(v));
const text = (v: unknown): string => (v === undefined ? "" : typeof v === "string" ? v : JSON.stringify(v, null, 2));
