import { type KeyboardEvent, useState } from "react";

/** A list that is worked with the keyboard while the focus stays in a text box. */
export interface Chooser<T> {
  active: T | undefined;
  /** Takes a key; true when it was for the list. */
  key(e: KeyboardEvent): boolean;
  point(option: T): void;
}

/**
 * Up and down move through the options, around the ends; Enter and Tab choose;
 * Escape closes. `about` is what the options are for: with another one the first
 * is active again. Keys of an input method are its own.
 */
export function useChooser<T>(
  options: readonly T[],
  about: string,
  { choose, close }: { choose(option: T): void; close(): void },
): Chooser<T> {
  const [place, setPlace] = useState({ about, index: 0 });
  const index = place.about === about ? Math.min(place.index, Math.max(0, options.length - 1)) : 0;
  const move = (by: number) => setPlace({ about, index: (index + by + options.length) % options.length });
  const active = options[index];
  return {
    active,
    point: (option) => setPlace({ about, index: Math.max(0, options.indexOf(option)) }),
    key(e) {
      if (e.nativeEvent.isComposing || e.keyCode === 229 || e.altKey || e.ctrlKey || e.metaKey) return false;
      if (e.key === "Escape") close();
      else if (active === undefined) return false;
      else if (e.key === "ArrowDown") move(1);
      else if (e.key === "ArrowUp") move(-1);
      else if ((e.key === "Enter" && !e.shiftKey) || e.key === "Tab") choose(active);
      else return false;
      e.preventDefault();
      e.stopPropagation();
      return true;
    },
  };
}
