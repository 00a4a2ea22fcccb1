import {
  type Attributes, type FromChat, type FromLoader, greeting, maxIdentity, openFromLoader, type PageInfo, readAttributes,
} from "../embed/messages";

/** What the address of the chat page says. */
export interface Address {
  site: string;
  /** Origin of the page around the iframe; "" when the chat is a page of its own. */
  host: string;
  /** What is known of the page that it was opened from; null = nothing. */
  page: PageInfo | null;
  /** What the shop signed about its customer; "" = nothing. */
  identity: string;
  attributes: Attributes;
  /** Whether it came by itself, without the customer having done anything. */
  uncalled: boolean;
}

/** Longest parts of an address, in UTF-16 units. */
const [maxSite, maxEntry, maxTeam, maxURL, maxTitle] = [64, 200, 64, 1000, 200];

/**
 * Reads the address that the loader made, or the one behind a QR code: site,
 * entry and team are in its query (and how it is to look, see wish.ts), what is
 * nobody else's business behind the "#". Anybody can make one: nothing in it is trusted, all of it is bounded.
 */
export function readAddress(location: { search: string; hash: string }): Address {
  const query = new URLSearchParams(location.search);
  const rest = new URLSearchParams(location.hash.slice(1));
  const entry = (query.get("entry") ?? "").slice(0, maxEntry);
  const team = (query.get("team") ?? "").slice(0, maxTeam);
  const url = (rest.get("url") ?? "").slice(0, maxURL);
  const title = (rest.get("title") ?? "").slice(0, maxTitle);
  const identity = rest.get("identity") ?? "";
  const named = [...rest].flatMap(([name, value]) => (name.startsWith(".") ? [[name.slice(1), value] as const] : []));
  return {
    site: (query.get("site") || "default").slice(0, maxSite),
    host: query.get("host") ?? "",
    page: url || title || entry || team ? { url, title, ...(entry && { entry }), ...(team && { team }) } : null,
    // Half of a signature is none.
    identity: identity.length <= maxIdentity ? identity : "",
    attributes: readAttributes(Object.fromEntries(named)),
    uncalled: rest.has("uncalled"),
  };
}

/** The same address without what the shop signed about its customer. */
export function withoutIdentity({ pathname, search, hash }: { pathname: string; search: string; hash: string }): string {
  const rest = new URLSearchParams(hash.slice(1));
  rest.delete("identity");
  return `${pathname}${search}#${rest}`;
}

/** Told before the page around hears at all; more is forgotten. */
const mostWaiting = 50;

/**
 * The page around the chat. Its loader hands over one end of a channel, which is
 * taken from the window around and from the origin that the address names, and
 * from nobody else; which pages may hold the chat at all is decided by the
 * server's frame-ancestors. A loader that begins anew hands over a new end.
 */
export class Host {
  /** Whether there is a page around the chat. */
  readonly embedded: boolean;
  private port: MessagePort | undefined;
  private waiting: FromChat[] = [];

  constructor(origin: string, heard: (message: FromLoader) => void) {
    this.embedded = window.parent !== window && /^https?:\/\/[^/]+$/.test(origin);
    if (!this.embedded) return;
    window.addEventListener("message", (e) => {
      const port = e.ports[0];
      if (e.source !== window.parent || e.origin !== origin || !port || e.data?.yiwen !== greeting) return;
      this.take(port, heard);
    });
  }

  private take(port: MessagePort, heard: (message: FromLoader) => void): void {
    this.port?.close();
    this.port = port;
    port.onmessage = (e) => {
      const message = openFromLoader(e.data);
      if (message) heard(message);
    };
    port.postMessage({ type: "ready" } satisfies FromChat);
    for (const message of this.waiting.splice(0)) this.tell(message);
  }

  tell(message: FromChat): void {
    if (this.port) this.port.postMessage(message);
    else if (this.embedded && this.waiting.length < mostWaiting) this.waiting.push(message);
  }
}
