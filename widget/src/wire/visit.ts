// What a visit is made of, and what of it is seen.
import type { SocketClass } from "./dial";
import type { Attributes, Page } from "./frames";
import type { Kept } from "./kept";
import type { Shelf } from "./shelf";

/** What a customer's session is made of. */
export interface CustomerOptions {
  /** Of the socket: ws:// or wss://. */
  url: string;
  /** Where long-polling begins, for networks that let no socket through: https://host/poll. Absent = nowhere. */
  polls?: string;
  site: string;
  page?: Page;
  /** What the shop signed about its customer, for the hello. */
  identity?: string;
  /** The language that is shown, for the hello. */
  locale?: () => string;
  /** For the visitor's token, and for what is not sent yet where there is nothing better. */
  shelf: Shelf;
  /**
   * Brings where it is safe what is not sent yet, and what this tab shares with the
   * visitor's others. Asked for when there is something to keep; nothing that was said
   * is sent before. Absent, or where it cannot be had, the shelf does for this page.
   */
  keep?: () => Promise<Kept>;
  socketClass?: SocketClass;
  now?: () => number;
  /** What the shop's page says of its customer, for the hello. */
  attributes?: Attributes;
  /** Hears that the customer has left, or is another one now: nothing of him may stay. */
  forgotten?: () => void;
}

/** The connection as the customer sees it. Online means welcomed, not only connected. */
export type Connection = "connecting" | "online" | "waiting" | "stopped";

/** A customer's judgement. */
export interface Judgement {
  stars: number;
  solved?: boolean | undefined;
  reasons?: readonly string[];
  text?: string;
}
