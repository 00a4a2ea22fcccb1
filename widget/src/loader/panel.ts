import { type FromChat, type FromLoader, greeting, openFromChat } from "../embed/messages";
import { each, type Options } from "./options";

/** Writes pairs as a query, what is empty left out, each name after `prefix`. */
function query(pairs: object, prefix = ""): string {
  let text = "";
  each(pairs as Record<string, string>, (name, value) => {
    if (value) text += `&${encodeURIComponent(prefix + name)}=${encodeURIComponent(value)}`;
  });
  return text;
}

/**
 * The address of the chat page. What is behind "#" never reaches the server's
 * log: the page's own address may hold things that are nobody's business there,
 * and so may what the shop says of its customer, whose names have "." before
 * them. Nothing is written as JSON, which old libraries bend (toJSON).
 */
export function chatURL(options: Options, page: { url: string; title: string; uncalled?: string | false }, host: string): string {
  const { origin, site = "default", entry, team, locale, theme, colour, identity, attributes } = options;
  return `${origin}/chat/?${query({ host, site, entry, team, locale, theme, colour })}#${
    query({ ...page, identity })}${query(attributes || {}, ".")}`;
}

/**
 * Lets a frame talk with its loader as often as it loads: gives the chat in it
 * one end of a channel, from `origin` only, and calls `loaded` with what sends.
 * Handlers are properties, because pages bend addEventListener.
 */
export function connect(
  frame: HTMLIFrameElement,
  origin: string,
  loaded: (send: (message: FromLoader) => void) => void,
  heard: (message: FromChat) => void,
): void {
  frame.onload = () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (e) => {
      const message = openFromChat(e.data);
      if (message) heard(message);
    };
    loaded((message) => port1.postMessage(message));
    (frame.contentWindow as Window).postMessage({ yiwen: greeting }, origin, [port2]);
  };
}
