// Reads the commands that a page kept before it was closed, or that another keeps.
// Apart from the outbox, because who opens the chat for the first time has none.
import { attachment } from "./events";
import type { Command } from "./frames";
import type { Entry, Read } from "./outbox";

/** The entries on a shelf, in order. What cannot be read, and what is not behind `after`, is taken off it. */
export const read: Read = (shelf, prefix, after) =>
  shelf
    .keys(prefix)
    .sort()
    .flatMap((key) => {
      const [order = "", id = ""] = key.slice(prefix.length).split("/");
      const found = id && order > after ? parse(shelf.get(key), id, order) : null;
      if (!found) shelf.remove(key);
      return found ? [found] : [];
    });

function parse(text: string | null, id: string, order: string): Entry | null {
  try {
    const { command, lane, at, files: kept, problem } = JSON.parse(text ?? "") as Entry;
    if (typeof lane !== "string" || typeof at !== "number" || !sound(command)) return null;
    const files = Array.isArray(kept) ? kept.map(attachment).filter((f) => f !== null) : [];
    const state = problem ? { state: "failed" as const, problem: String(problem) } : { state: "pending" as const };
    return { id, command, lane, at, order, ...state, ...(files.length > 0 && { files }) };
  } catch {
    // Not written by this program: it can be neither sent nor shown.
    return null;
  }
}

/** Whether a command that was read back has what it is shown and sent by. */
function sound(c: Command): boolean {
  switch (c.type) {
    case "say":
    case "note":
    case "whisper":
      return typeof c.text === "string";
    case "form":
      return (typeof c.of === "number" || c.form === "info") && typeof c.values === "object" && c.values !== null;
    case "choose":
      return typeof c.of === "number" && typeof c.choice === "string";
    default:
      return typeof c.type === "string";
  }
}
