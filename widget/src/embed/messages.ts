// The messages between a shop's page (the loader) and the chat in its iframe.
// Both ends check where a message comes from before they look at what it says;
// the types are closed, and anything else is ignored.

/** What the shop's page tells about itself: shown to the agent. */
export interface PageInfo {
  url: string;
  title: string;
  /** What the shop signed about its customer; goes to the server only. */
  identity?: string;
  /** Where on the page the customer opened the chat, as the shop names it. */
  entry?: string;
}

/** From the chat to the loader. */
export type FromChat =
  /** The customer closes the panel from inside. */
  | { type: "close" }
  /** Messages that came while the panel was closed. */
  | { type: "unread"; count: number };

/** From the loader to the chat. */
export type FromLoader =
  /** The panel was opened (true) or closed; a closed panel counts unread messages. */
  | { type: "shown"; shown: boolean }
  /** Somebody signed in at the shop, or ("") out. */
  | { type: "identity"; identity: string };

/** Longest identity that is passed on, in UTF-16 units: signed claims are a few hundred. */
export const maxIdentity = 4096;

/** Marks our messages among those of other scripts on the page. */
const mark = "yiwen/1";

/** Wraps a message for postMessage. */
export function seal(message: FromChat | FromLoader): object {
  return { yiwen: mark, ...message };
}

/** Reads a message of the loader out of whatever came, or null. */
export function openFromLoader(data: unknown): FromLoader | null {
  const o = ours(data);
  if (o?.["type"] === "shown" && typeof o["shown"] === "boolean") {
    return { type: "shown", shown: o["shown"] };
  }
  const identity = o?.["identity"];
  if (o?.["type"] === "identity" && typeof identity === "string" && identity.length <= maxIdentity) {
    return { type: "identity", identity };
  }
  return null;
}

/** Reads a message of the chat out of whatever came, or null. */
export function openFromChat(data: unknown): FromChat | null {
  const o = ours(data);
  if (o?.["type"] === "close") return { type: "close" };
  const count = o?.["count"];
  if (o?.["type"] === "unread" && Number.isSafeInteger(count) && (count as number) >= 0) {
    return { type: "unread", count: count as number };
  }
  return null;
}

function ours(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "object" || data === null) return null;
  const o = data as Record<string, unknown>;
  return o["yiwen"] === mark ? o : null;
}
