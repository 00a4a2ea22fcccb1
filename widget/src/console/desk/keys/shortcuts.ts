import { useEffect, useRef } from "react";
import { Source } from "../../../wire/source";

/** Where a key stands on the sheet. */
export type KeyGroup = "lists" | "case" | "write" | "page";

/** A key of the desk, and what it does. */
export interface Shortcut {
  id: string;
  /**
   * Ways to press it, each like "Alt+A", "Ctrl+Shift+K", "j" or "?". Letters
   * and digits with a modifier are told by their place on the keyboard, because
   * Alt writes other signs on some systems; others by the sign they write.
   */
  keys: readonly string[];
  /** What it does, for the sheet. */
  label: string;
  group: KeyGroup;
  /** Works in text boxes too. Keys with Ctrl, Alt or Meta always do. */
  inText?: boolean;
  /** What happens; false = not now, so that the key keeps its usual meaning. Absent: only written on the sheet. */
  run?: (() => boolean | void) | undefined;
}

/** The one table of keys: what it holds is what works, and what the sheet shows. The newest of two with one key wins. */
export class Shortcuts extends Source {
  private table: Shortcut[] = [];

  /** Adds a key until the returned function is called. */
  readonly register = (shortcut: Shortcut): (() => void) => {
    this.table = [...this.table, shortcut];
    this.changed();
    return () => {
      this.table = this.table.filter((s) => s !== shortcut);
      this.changed();
    };
  };

  /** All keys; of several with one id the newest. */
  list(): Shortcut[] {
    return [...new Map(this.table.map((s) => [s.id, s])).values()];
  }

  /** Takes a key press. True when it did something. */
  handle(e: KeyboardEvent): boolean {
    // 229: a key that an input method takes for itself.
    if (e.defaultPrevented || e.isComposing || e.keyCode === 229) return false;
    const target = e.target instanceof Element ? e.target : null;
    // A dialog is a room of its own: what lies below it does not move.
    if (target?.closest("[role=dialog]")) return false;
    const text = writes(target);
    for (const s of this.table.toReversed()) {
      const key = s.keys.find((k) => matches(k, e));
      if (key === undefined || !s.run || (text && !s.inText && !/Alt|Ctrl|Meta/.test(key))) continue;
      if (s.run() === false) continue;
      e.preventDefault();
      return true;
    }
    return false;
  }
}

/** Whether a key press is the one that `key` names. */
export function matches(key: string, e: KeyboardEvent): boolean {
  const parts = key.split("+");
  const name = parts.pop() ?? "";
  const has = (modifier: string) => parts.includes(modifier);
  if (e.altKey !== has("Alt") || e.ctrlKey !== has("Ctrl") || e.metaKey !== has("Meta")) return false;
  if (parts.length > 0 && /^[A-Z0-9]$/.test(name)) {
    const code = /\d/.test(name) ? `Digit${name}` : `Key${name}`;
    if (e.shiftKey !== has("Shift")) return false;
    return e.code === code || (e.code === "" && e.key.toUpperCase() === name);
  }
  // Signs such as "?" need Shift on one keyboard and not on another.
  if (name.length > 1 && e.shiftKey !== has("Shift")) return false;
  return e.key === name;
}

function writes(target: Element | null): boolean {
  if (!target) return false;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !/^(button|checkbox|radio|range|submit)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The table of this page. */
export const shortcuts = new Shortcuts();

/** Adds a key to the table of this page until the returned function is called. */
export const registerShortcut = shortcuts.register;

/** A key as long as the component is on the page; `run` may change with every drawing. */
export function useShortcut(shortcut: Shortcut): void {
  const { id, label, group, inText = false } = shortcut;
  const keys = shortcut.keys.join(" ");
  const run = useRef(shortcut.run);
  run.current = shortcut.run;
  useEffect(
    () => registerShortcut({ id, keys: keys.split(" "), label, group, inText, run: () => run.current?.() ?? (run.current ? undefined : false) }),
    [id, keys, label, group, inText],
  );
}
