import { maxIdentity, openFromLoader, seal, type FromChat, type FromLoader, type PageInfo } from "../embed/messages";

/** What the address of the chat page says. */
export interface Address {
  site: string;
  /** Origin of the page around the iframe; "" when the chat is a page of its own. */
  host: string;
  page: PageInfo | null;
}

/** Reads the address that the loader made. Anybody can make one: nothing in it is trusted, all of it is bounded. */
export function readAddress(location: { search: string; hash: string }): Address {
  const query = new URLSearchParams(location.search);
  return {
    site: (query.get("site") || "default").slice(0, 64),
    host: query.get("host") ?? "",
    page: readPage(location.hash.slice(1)),
  };
}

function readPage(fragment: string): PageInfo | null {
  try {
    const o = JSON.parse(decodeURIComponent(fragment)) as Record<string, unknown>;
    const text = (key: string, most: number) => (typeof o[key] === "string" ? o[key].slice(0, most) : "");
    const entry = text("entry", 200);
    // Half of a signature is none.
    const identity = text("identity", maxIdentity + 1);
    const whole = identity !== "" && identity.length <= maxIdentity;
    return { url: text("url", 1000), title: text("title", 200), ...(entry && { entry }), ...(whole && { identity }) };
  } catch {
    // Opened without the loader.
    return null;
  }
}

/**
 * The page around the chat. Messages go only to the origin that the address
 * names and come only from it; which pages may hold the chat at all is decided
 * by the server's frame-ancestors.
 */
export class Host {
  /** Whether there is a page around the chat. */
  readonly embedded: boolean;

  constructor(
    private readonly origin: string,
    heard: (message: FromLoader) => void,
  ) {
    this.embedded = window.parent !== window && /^https?:\/\/[^/]+$/.test(origin);
    if (!this.embedded) return;
    window.addEventListener("message", (e) => {
      if (e.source !== window.parent || e.origin !== this.origin) return;
      const message = openFromLoader(e.data);
      if (message) heard(message);
    });
  }

  tell(message: FromChat): void {
    if (this.embedded) window.parent.postMessage(seal(message), this.origin);
  }
}
