// What the oldest browsers of the chat lack (vite/old.ts names them) and is worth
// having: imported before anything else. It touches our own page only.

/** Gives an object a function that newer browsers have. */
function mend(where: object, name: string, what: (this: never, ...args: never[]) => unknown): void {
  if (!(name in where)) Object.defineProperty(where, name, { value: what, writable: true, configurable: true });
}

type List = readonly unknown[];
type Test = (item: unknown, index: number) => unknown;

for (const kind of [Array.prototype, String.prototype]) {
  mend(kind, "at", function (this: List, n: number) {
    return this[n < 0 ? this.length + n : n];
  });
}
mend(Array.prototype, "findLast", function (this: List, test: Test) {
  for (let i = this.length - 1; i >= 0; i--) if (test(this[i], i)) return this[i];
  return undefined;
});
mend(Array.prototype, "toReversed", function (this: List) {
  return [...this].reverse();
});
mend(Object, "fromEntries", (pairs: Iterable<[string, unknown]>) => {
  const made: Record<string, unknown> = {};
  for (const [key, value] of pairs) made[key] = value;
  return made;
});
mend(String.prototype, "matchAll", function* (this: string, pattern: RegExp) {
  const own = new RegExp(pattern.source, pattern.flags); // with a place of its own
  for (let found = own.exec(this); found; found = own.exec(this)) {
    yield found;
    if (found[0] === "") own.lastIndex++;
  }
});
mend(window, "queueMicrotask", (task: () => void) => void Promise.resolve().then(task));
