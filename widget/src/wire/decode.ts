// Reads server frames. The server is ours, but it may be newer or older than
// this page, and what breaks here breaks a conversation: so every field that is
// used is checked, what is unknown is passed over, and nothing throws.
import { type Obj, all, count, from, isCount, isText, object, oneOf, states, str, text } from "./fields";
import { event, type Inner } from "./events";
import type { Announced, CaseState, QuestionHint, Queue, Read, ServerFrame, Typing, Welcome } from "./frames";

export { attachment } from "./events";

/** Reads what only desks get. */
export interface Desks {
  frame(o: Obj): ServerFrame | null;
  inner: Inner;
}

/**
 * Decodes one server frame; null is one that this program does not understand.
 * Customers load only what is for them: a desk says how the rest is read.
 */
export function decode(data: unknown, desk?: Desks): ServerFrame | null {
  if (typeof data !== "string") return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return null;
  }
  const o = object(parsed);
  return o && (frame(o, desk?.inner) ?? desk?.frame(o) ?? null);
}

function frame(o: Obj, inner?: Inner): ServerFrame | null {
  switch (o["type"]) {
    case "welcome":
      return welcome(o);
    case "ack":
      return isText(o["id"]) && isCount(o["seq"]) ? { type: "ack", id: o["id"], seq: o["seq"], ...text(o, "conversation") } : null;
    case "event": {
      const e = event(o, inner);
      return e && { type: "event", ...e };
    }
    case "events":
      return isText(o["id"]) && Array.isArray(o["events"])
        ? { type: "events", id: o["id"], events: all(o["events"], (v) => event(v, inner)), more: o["more"] === true }
        : null;
    case "error":
      return isText(o["code"])
        ? { type: "error", ...text(o, "id"), ...text(o, "conversation"), code: o["code"], message: str(o["message"]), retry: o["retry"] === true }
        : null;
    case "typing":
      return typing(o);
    case "read":
      return read(o);
    case "queue":
      return queue(o);
    case "notice": {
      const said = announced(o);
      return said && { type: "notice", ...said };
    }
    case "suggestions":
      return isText(o["id"]) && Array.isArray(o["questions"])
        ? { type: "suggestions", id: o["id"], questions: all(o["questions"], hint) }
        : null;
  }
  return null;
}

/** Decodes an announcement, of a frame or of the greeting, or null. One whose level is newer than this page is worth a warning. */
export function announced(v: unknown): Announced | null {
  const o = object(v);
  return o && isText(o["id"])
    ? { id: o["id"], text: str(o["text"]), level: o["level"] === "info" || str(o["level"]) === "" ? "info" : "warning", ...count(o, "until_ms") }
    : null;
}

function typing(o: Obj): Typing | null {
  return isText(o["conversation"])
    ? { type: "typing", conversation: o["conversation"], from: from(o["from"]), on: o["on"] === true, ...text(o, "text") }
    : null;
}

function read(o: Obj): Read | null {
  const { conversation, seq } = o;
  return isText(conversation) && isCount(seq) ? { type: "read", conversation, from: from(o["from"]), seq } : null;
}

function hint(v: unknown): QuestionHint | null {
  const o = object(v);
  if (!o || !isText(o["id"]) || !isText(o["question"])) return null;
  const [from, to] = Array.isArray(o["mark"]) ? o["mark"] : [];
  return { id: o["id"], question: o["question"], ...(isCount(from) && isCount(to) && from < to && { mark: [from, to] as [number, number] }) };
}

function queue(o: Obj): Queue | null {
  const { conversation, position, eta_s } = o;
  if (!isText(conversation) || !isCount(position)) return null;
  return { type: "queue", conversation, position, ...(isCount(eta_s) && { eta_s }) };
}

function welcome(o: Obj): Welcome | null {
  const { id, visitor, conversation, seq, after } = o;
  if (!isText(id) || !isText(visitor) || !isText(conversation) || !isCount(seq)) return null;
  const notice = announced(o["notice"]);
  return {
    type: "welcome", id, visitor, conversation, seq,
    after: isCount(after) ? after : 0,
    resumed: o["resumed"] === true,
    ...oneOf<"state", CaseState>(o, "state", states),
    ...oneOf<"identity", "ok" | "invalid">(o, "identity", ["ok", "invalid"]),
    ...(notice && { notice }),
  };
}
