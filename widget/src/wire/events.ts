// Reads the entries of a log, and what is in them, as far as customers get it.
import { type Obj, actor, all, count, from, isCount, isText, num, object, oneOf, promises, reason, solved, str, text, texts } from "./fields";
import { card } from "./card";
import type { Attachment, Choice, EventHead, Field, FieldKind, Form, LogEvent, Payload, PromiseKind } from "./frames";

const fieldKinds: readonly string[] = ["line", "text", "phone", "time", "amount", "files", "checks"] satisfies FieldKind[];

/** Reads what an entry of the log has for staff alone, the kind where customers do not get it; null = nothing. */
export type Inner = (o: Obj) => object | null;

/** Decodes an entry of the log. Without a seq it has no place, and is null. */
export function event(value: unknown, inner?: Inner): LogEvent | null {
  const o = object(value);
  if (!o || !isText(o["conversation"]) || !isCount(o["seq"]) || o["seq"] < 1) return null;
  const head: EventHead = {
    conversation: o["conversation"],
    seq: o["seq"],
    at: num(o["at"]),
    case: num(o["case"]),
    from: from(o["from"]),
    ...text(o, "cid"),
  };
  return { ...head, ...(payload(o) ?? { kind: "unknown" }), ...inner?.(o) };
}

function payload(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "message":
      return message(o);
    case "recalled":
      return isCount(o["of"]) ? { kind: "recalled", of: o["of"] } : null;
    case "filled":
      return isCount(o["of"])
        ? { kind: "filled", of: o["of"], form: str(o["form"]), values: words(o["values"]), ...attachments(o), ...texts(o, "page") }
        : null;
    case "voted":
      return isCount(o["of"]) && typeof o["helpful"] === "boolean" ? { kind: "voted", of: o["of"], helpful: o["helpful"] } : null;
    case "rated":
      return isCount(o["stars"])
        ? { kind: "rated", stars: o["stars"], ...solved(o), ...texts(o, "reasons"), ...text(o, "text") }
        : null;
    case "hidden":
      return { kind: "hidden" };
  }
  return moved(o);
}

// A message has words, or files that stand for them, or had either.
function message(o: Obj): Payload | null {
  const files = attachments(o);
  const shown = card(o["card"]);
  const gone = o["recalled"] === true;
  if (!isText(o["text"]) && !files.attachments && !shown && !gone) return null;
  return {
    kind: "message", text: str(o["text"]), ...choices(o), ...count(o, "re"), ...text(o, "choice"), ...(o["answers"] === true && { answers: true }),
    ...files, ...(shown && { card: shown }), ...form(o["form"]), ...text(o, "ticket"), ...(o["vote"] === true && { vote: true }),
    ...(gone && { recalled: true }),
  };
}

function attachments(o: Obj): { attachments?: Attachment[] } {
  const list = Array.isArray(o["attachments"]) ? all(o["attachments"], attachment) : [];
  return list.length ? { attachments: list } : {};
}

/** Decodes an uploaded file, or null. Its address is one of this server's, whatever the frame says. */
export function attachment(v: unknown): Attachment | null {
  const o = object(v);
  if (!o || !isText(o["id"]) || o["id"] === "") return null;
  const { id, url } = o;
  const own = isText(url) && /^\/(?![/\\])/.test(url);
  return {
    id, name: str(o["name"]), type: str(o["type"]), size: num(o["size"]), ...count(o, "width"), ...count(o, "height"),
    url: own ? url : `/files/${encodeURIComponent(id)}`,
  };
}

/** Decodes a form, or nothing. */
export function form(v: unknown): { form?: Form } {
  const o = object(v);
  if (!o || !isText(o["id"]) || !Array.isArray(o["fields"])) return {};
  return { form: { id: o["id"], title: str(o["title"]), fields: all(o["fields"], field) } };
}

// A field of a kind that is newer than this page can still be written in.
function field(v: unknown): Field | null {
  const o = object(v);
  if (!o || !isText(o["name"])) return null;
  const kind = oneOf<"kind", FieldKind>(o, "kind", fieldKinds).kind ?? "line";
  return {
    name: o["name"], label: isText(o["label"]) ? o["label"] : o["name"], kind,
    ...(o["required"] === true && { required: true }), ...text(o, "value"), ...text(o, "hint"), ...texts(o, "options"),
  };
}

function words(v: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(object(v) ?? {}).filter((e): e is [string, string] => isText(e[1])));
}

/** The kinds that say how a case gets to its owner, and what he owes. */
function moved(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "handoff":
      return { kind: "handoff", ...reason(o), ...text(o, "team") };
    case "assigned":
      return isText(o["agent"]) ? { kind: "assigned", agent: o["agent"] } : null;
    case "transferred":
      return { kind: "transferred", ...text(o, "team") };
    case "returned":
      return { kind: "returned", ...(o["reason"] === "silence" && { reason: "silence" }) };
    case "closed":
      return { kind: "closed", by: actor(o["by"]) };
    case "promise": {
      const { what } = oneOf<"what", PromiseKind>(o, "what", promises);
      return what && isCount(o["due"]) ? { kind: "promise", what, due: o["due"] } : null;
    }
    case "alarm": {
      const { what } = oneOf<"what", PromiseKind>(o, "what", promises);
      const step = o["step"];
      return what && (step === "remind" || step === "breach") ? { kind: "alarm", what, step } : null;
    }
    case "ticketed":
      return isText(o["number"]) ? { kind: "ticketed", number: o["number"] } : null;
  }
  return null;
}

function choices(o: Obj): { choices?: Choice[] } {
  if (!Array.isArray(o["choices"])) return {};
  const list = all(o["choices"], (v): Choice | null => {
    const c = object(v);
    return c && isText(c["key"]) && isText(c["label"]) ? { key: c["key"], label: c["label"] } : null;
  });
  return list.length ? { choices: list } : {};
}
