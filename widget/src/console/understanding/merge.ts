// Pieces of the content as values that two people change at once: what differs,
// and how both changes become one. Lists are joined by their elements, not by
// their places: two words added at the end are no clash.

/** A place in a value, by names that another edit does not move: keys of objects, identities of elements. */
export type Path = readonly string[];

/** One difference between two values. What is undefined is not there. */
export interface Difference {
  path: Path;
  before: unknown;
  after: unknown;
}

/** A place that both changed, each in his own way. */
export interface Clash {
  path: Path;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What becomes of two edits of the same value; a clash is settled as `choose` says, else for mine. */
export function merge<T>(base: T, mine: T, theirs: T, choose: (path: Path) => "mine" | "theirs" = () => "mine"): { value: T; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const join = (b: unknown, m: unknown, t: unknown, path: Path): unknown => {
    if (same(m, t) || same(b, t)) return m;
    if (same(b, m)) return t;
    if (isObject(m) && isObject(t)) return joinObjects(isObject(b) ? b : {}, m, t, path, join);
    if (Array.isArray(m) && Array.isArray(t)) return joinLists(Array.isArray(b) ? b : [], m, t, path, join);
    clashes.push({ path, base: b, mine: m, theirs: t });
    return choose(path) === "mine" ? m : t;
  };
  return { value: join(base, mine, theirs, []) as T, clashes };
}

/** What there is to do to make `before` into `after`. */
export function differences(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  const compare = (b: unknown, a: unknown, path: Path) => {
    if (same(b, a)) return;
    if (isObject(b) && isObject(a)) {
      for (const key of keysOf(b, a)) compare(b[key], a[key], [...path, key]);
    } else if (Array.isArray(b) && Array.isArray(a)) {
      const [old, now] = [named(b, b), named(a, b)];
      for (const key of old.keys()) if (!now.has(key)) found.push({ path: [...path, key], before: old.get(key), after: undefined });
      for (const [key, value] of now) compare(old.get(key), value, [...path, key]);
    } else found.push({ path, before: b, after: a });
  };
  compare(before, after, []);
  return found;
}

/** Whether two values of JSON are the same. A key may be missing where it says nothing: the server leaves out what is empty. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (saysNothing(a) && saysNothing(b))) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  return isObject(a) && isObject(b) && keysOf(a, b).every((key) => same(a[key], b[key]));
}

const saysNothing = (v: unknown): boolean => v === undefined || v === null || v === false || v === "" || (Array.isArray(v) && v.length === 0);

type Json = Record<string, unknown>;
type Join = (b: unknown, m: unknown, t: unknown, path: Path) => unknown;

const isObject = (v: unknown): v is Json => typeof v === "object" && v !== null && !Array.isArray(v);
const keysOf = (...of: Json[]): string[] => [...new Set(of.flatMap((o) => Object.keys(o)))];

function joinObjects(b: Json, m: Json, t: Json, path: Path, join: Join): Json {
  const out: Json = {};
  for (const key of keysOf(m, t)) {
    const value = join(b[key], m[key], t[key], [...path, key]);
    if (value !== undefined) out[key] = value;
  }
  return out;
}

function joinLists(b: unknown[], m: unknown[], t: unknown[], path: Path, join: Join): unknown[] {
  const [base, mine, theirs] = [named(b, b), named(m, b), named(t, b)];
  // Whoever moved elements about decides on the order; where both did, I do.
  const kept = [...mine.keys()].filter((k) => base.has(k));
  const moved = !same(kept, [...base.keys()].filter((k) => mine.has(k)));
  const order = moved ? interleaved(mine, theirs) : interleaved(theirs, mine);
  return order.map((key) => join(base.get(key), mine.get(key), theirs.get(key), [...path, key])).filter((v) => v !== undefined);
}

/** The keys of `first` in their order, each followed by those of `second` that stand behind it there and are not in `first`. */
function interleaved(first: Map<string, unknown>, second: Map<string, unknown>): string[] {
  const head: string[] = [];
  const behind = new Map([...first.keys()].map((key) => [key, [key]]));
  let last = head;
  for (const key of second.keys()) {
    const own = behind.get(key);
    if (own) last = own;
    else last.push(key);
  }
  return [...head, ...[...behind.values()].flat()];
}

/** The elements of a list by identities that hold in all edits of `base`, in order. */
function named(list: unknown[], base: unknown[]): Map<string, unknown> {
  const names = list.map(identity);
  if (names.every((n) => n !== undefined)) {
    const seen = new Map<string, number>();
    return new Map(list.map((v, i) => {
      const name = names[i] as string;
      const n = (seen.get(name) ?? 0) + 1;
      seen.set(name, n);
      return [n === 1 ? name : `${name} #${n}`, v];
    }));
  }
  return aligned(list, base);
}

/** What an element is known by: a word by itself, a group by its first word, an object by its name. */
function identity(v: unknown): string | undefined {
  if (typeof v === "string") return v;
  if (Array.isArray(v)) return typeof v[0] === "string" ? v[0] : undefined;
  if (!isObject(v)) return undefined;
  const name = v["id"] ?? v["text"] ?? v["typed"] ?? v["name"];
  return typeof name === "string" ? name : undefined;
}

/** Elements without a name: those that are as in `base` stand fast, and what lies between two of them there and here belongs together. */
function aligned(list: unknown[], base: unknown[]): Map<string, unknown> {
  const out = new Map<string, unknown>();
  let from = 0; // in base
  let open: number[] = []; // in list, since the last element that stands fast
  const close = (to: number) => {
    for (const i of open) {
      const at = base.findIndex((b, k) => k >= from && k < to && sort(b) === sort(list[i]));
      if (at < 0) out.set(`+${JSON.stringify(list[i])}`, list[i]);
      else {
        out.set(String(at + 1), list[i]);
        from = at + 1;
      }
    }
    open = [];
  };
  for (const [i, v] of list.entries()) {
    const at = base.findIndex((b, k) => k >= from && same(b, v));
    if (at < 0) {
      open.push(i);
      continue;
    }
    close(at);
    out.set(String(at + 1), v);
    from = at + 1;
  }
  close(base.length);
  return out;
}

/** Of what sort an element without a name is: only such of one sort can be edits of each other. */
const sort = (v: unknown): unknown => (isObject(v) ? v["class"] : typeof v);
