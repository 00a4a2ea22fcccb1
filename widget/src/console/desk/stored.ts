import { useState } from "react";
import { BrowserShelf } from "../../wire/shelf";

/** A state that a reload keeps, as long as it is still one of the known values. */
export function useStored<T extends string>(key: string, first: T, known: readonly T[]): [T, (next: T) => void] {
  const [shelf] = useState(() => new BrowserShelf());
  const [value, setValue] = useState<T>(() => known.find((k) => k === shelf.get(key)) ?? first);
  const change = (next: T) => {
    setValue(next);
    shelf.set(key, next);
  };
  return [value, change];
}
