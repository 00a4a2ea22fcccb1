// Parts of pieces in words, for whoever compares two of them.
import type { Fault } from "./api";
import type { Path } from "./merge";
import { words } from "./strings";

/** Limits that 0 leaves to what was learned. */
const learned: ReadonlySet<string | undefined> = new Set(["answer", "suggest", "gap"]);

/** Texts longer than this many characters are cut. */
const longest = 120;
/** Elements of a list that are named. */
const most = 6;

/** Where something is, by what people call it. */
export const placeText = (path: Path): string => path.map((part) => words.fields[part] ?? part).join(" · ");

/** What stands at a place, in one line. */
export function valueAt(path: Path, value: unknown): string {
  const [first, limit] = path;
  if (value === 0 && first === "limits" && learned.has(limit)) return words.learned;
  // An element of a list is called by the name of the list.
  if (first === "sites" || first === "entrances") return settingText([path.at(-1), path.at(-2)].find((part) => part !== undefined && part in words.values) ?? "", value);
  return valueText(value);
}

/** A part of a site or an entrance: what has names is named, and so are the fields of what has several. */
function settingText(field: string, value: unknown): string {
  if (typeof value === "string") return words.values[field]?.[value] ?? valueText(value);
  if (Array.isArray(value) && value.length > 0) return words.series(value.map((v) => settingText(field, v)));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return valueText(value);
  const said = Object.entries(value).filter(([, v]) => v !== undefined && v !== "" && !(Array.isArray(v) && v.length === 0));
  return words.sentences(said.map(([name, v]) => `${words.fields[name] ?? name}${words.colon}${settingText(name, v)}`));
}

/** What something is, in one line. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === "") return words.nothing;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (Array.isArray(value)) {
    if (value.length === 0) return words.nothing;
    const shown = value.slice(0, most).map(valueText).join(" / ");
    return cut(value.length > most ? `${shown} … (${value.length})` : shown);
  }
  if (typeof value === "object") return cut(Object.values(value).filter((v) => v !== undefined && v !== "").map(valueText).join(" "));
  return cut(String(value));
}

const cut = (s: string): string => ([...s].length > longest ? `${[...s].slice(0, longest).join("")}…` : s);

/** What is wrong at a place and below it, by the next part of its path; "" is the place itself. */
export function faultsAt(faults: readonly Fault[], ...at: (string | number)[]): Fault[] {
  return faults
    .filter((f) => at.every((part, i) => String(f.path[i]) === String(part)))
    .map((f) => ({ path: f.path.slice(at.length), message: f.message }));
}

/**
 * What is wrong with the lines of the list at a place, by their places. Where the
 * server names the list alone, its sentence begins with the line in quotes.
 */
export function faultsBy(faults: readonly Fault[], list: readonly unknown[], ...at: (string | number)[]): Map<number, string> {
  const out = new Map<number, string>();
  for (const { path: [place], message } of faultsAt(faults, ...at)) {
    const i = typeof place === "number" ? place : place === undefined ? list.indexOf(quoted(message)?.line) : -1;
    if (i >= 0 && !out.has(i)) out.set(i, typeof place === "number" ? message : (quoted(message)?.rest ?? message));
  }
  return out;
}

/** The line that a sentence begins with in quotes, and what it says of it. */
function quoted(message: string): { line: string; rest: string } | undefined {
  const [, literal, rest] = /^("(?:[^"\\]|\\.)*")\s*[:\uff1a]\s*(.*)$/s.exec(message) ?? [];
  if (literal === undefined || rest === undefined) return undefined;
  try {
    return { line: JSON.parse(literal) as string, rest };
  } catch {
    return undefined; // escapes of another language
  }
}

/** What is wrong with exactly this place, "" where nothing is. What `faultsBy` tells at the lines is left out. */
export const faultOf = (faults: readonly Fault[], ...at: (string | number)[]): string =>
  words.sentences(faultsAt(faults, ...at).filter((f) => f.path.length === 0 && !(at.length > 0 && quoted(f.message))).map((f) => f.message));

