import { useEffect, useState } from "react";
import { BrowserShelf, type Shelf } from "../../wire/shelf";

const key = "yiwen.tags";
/** So many are offered: more is no help. */
const most = 50;

/** Tags that this browser saw on customers, the latest first. What is stored may be anything: only words are taken. */
export function usedTags(shelf: Shelf): string[] {
  try {
    const list: unknown = JSON.parse(shelf.get(key) ?? "[]");
    return Array.isArray(list) ? list.filter((t): t is string => typeof t === "string" && t !== "").slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Remembers tags; returns all that are known then. */
export function rememberTags(shelf: Shelf, tags: readonly string[]): string[] {
  const known = usedTags(shelf);
  const next = [...new Set([...tags, ...known])].slice(0, most);
  if (next.join("\n") !== known.join("\n")) shelf.set(key, JSON.stringify(next));
  return next;
}

/** The tags to offer for a customer who has these. */
export function useUsedTags(tags: readonly string[] | undefined): string[] {
  const [shelf] = useState(() => new BrowserShelf());
  const [used, setUsed] = useState(() => usedTags(shelf));
  useEffect(() => {
    if (tags) setUsed(rememberTags(shelf, tags));
  }, [shelf, tags]);
  return used;
}
