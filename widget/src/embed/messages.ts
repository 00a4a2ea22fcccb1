// The messages between a shop's page (the loader) and the chat in its iframe.
//
// They go over a MessageChannel, of which the loader hands the chat one end when
// its page is there: strangers on the shop's page cannot write into it, and it
// works where the page has bent `addEventListener`. The chat takes that end from
// the window around it and from the origin it was told only. Both ends read what
// comes with the functions here: the types are closed, and anything else is
// ignored.
import { card as readCard } from "../wire/card";
import type { Card } from "../wire/frames";

/** What the shop's page tells about itself: shown to the agent. */
export interface PageInfo {
  url: string;
  title: string;
  /** Where on the page the customer opened the chat, as the shop names it. */
  entry?: string;
  /** The team that the shop wants its handoffs to go to. */
  team?: string;
}

/** What the shop says of its customer and unsigned, by name. */
export type Attributes = Readonly<Record<string, string>>;

/** What holds now; the loader sends all of it again when any of it changes. */
export interface State {
  /** Whether the panel is open; a closed one counts unread messages. */
  shown: boolean;
  /** What the shop signed about its customer; "" = nobody is signed in. */
  identity: string;
  attributes: Attributes;
  // How it is to look and to speak, as it came: whoever does it checks it. Absent = as the site has it.
  locale?: unknown;
  colour?: unknown;
  theme?: unknown;
}

/** From the loader to the chat. */
export type FromLoader =
  | ({ type: "state" } & State)
  | { type: "card"; card: Card }
  /** The customer signed out at the shop: nothing of him stays in this browser. */
  | { type: "logout" };

/** Who has a customer's case. */
export type Standing = "bot" | "waiting" | "assigned" | "closed";

/** From the chat to the loader. */
export type FromChat =
  /** The chat hears. */
  | { type: "ready" }
  /** The customer closes the panel from inside. */
  | { type: "close" }
  /** Messages that came while the panel was closed. */
  | { type: "unread"; count: number }
  /** Somebody said something now. */
  | { type: "message"; from: string; text: string }
  /** The case has gone to a person or come back. */
  | { type: "handoff"; state: Standing }
  /** The shop announces something; "" = it does no more. */
  | { type: "announcement"; text: string }
  /** Nothing of the customer is left. */
  | { type: "loggedout" };

// Lengths are UTF-16 units.
/** Longest identity that is passed on: signed claims are a few hundred. */
export const maxIdentity = 4096;
/** Most attributes, and the longest name and value of one. */
export const maxAttributes = 20;
export const maxName = 40;
export const maxValue = 200;

/** What the loader posts with the port: marks it among the messages of other scripts. */
export const greeting = "yiwen/2";

/** Longest text of a message that the shop's page hears. */
const maxText = 500;

/** Reads a message of the loader out of whatever came, or null. */
export function openFromLoader(data: unknown): FromLoader | null {
  const o = obj(data);
  switch (o?.["type"]) {
    case "state":
      return state(o);
    case "card": {
      const card = readCard(o["card"]);
      return card && { type: "card", card };
    }
    case "logout":
      return { type: "logout" };
  }
  return null;
}

/** Reads a message of the chat out of whatever came, or null. */
export function openFromChat(data: unknown): FromChat | null {
  const o = obj(data) || {};
  const { type, count, from, text, state } = o;
  const whole =
    type === "unread" ? isCount(count)
    : type === "message" ? isText(from) && isText(text)
    : type === "handoff" ? isText(state)
    : type === "announcement" ? isText(text)
    : type === "ready" || type === "close" || type === "loggedout";
  return whole ? (o as unknown as FromChat) : null;
}

/** Cuts what the shop's page hears of a message. */
export const excerpt = (text: string): string => text.slice(0, maxText);

function state(o: Obj): FromLoader | null {
  const { shown, identity } = o;
  if (typeof shown !== "boolean") return null;
  return {
    type: "state",
    shown,
    // Half of a signature is none.
    identity: isText(identity) && identity.length <= maxIdentity ? identity : "",
    attributes: readAttributes(obj(o["attributes"]) ?? {}),
    locale: o["locale"], colour: o["colour"], theme: o["theme"],
  };
}

/** The usable attributes: short texts under short names. */
export function readAttributes(o: Readonly<Record<string, unknown>>): Attributes {
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(o)) {
    if (kept.length === maxAttributes) break;
    if (name !== "" && name.length <= maxName && isText(value) && value !== "" && value.length <= maxValue) kept.push([name, value]);
  }
  // fromEntries defines: a name like __proto__ is a name.
  return Object.fromEntries(kept);
}

type Obj = Record<string, unknown>;

const obj = (v: unknown): Obj | null => (typeof v === "object" && v !== null ? (v as Obj) : null);
const isText = (v: unknown): v is string => typeof v === "string";
const isCount = (v: unknown): v is number => typeof v === "number" && v >= 0 && v % 1 === 0;
