// Reads the server frames that only desks get, by the rules of decode.ts.
import type { Desks } from "./decode";
import { staffOnly } from "./events-desk";
import { type Obj, all, colleague, count, isCount, isText, oneOf, text } from "./fields";
import { listNames } from "./frames";
import { row } from "./rows";
import type { CaseChange, ListName, Lists, Presence, PresenceState, ServerFrame, Viewers } from "./frames";

const presences: readonly string[] = ["online", "busy", "break", "offline"] satisfies PresenceState[];

/** How desks read what customers do not get. */
export const desks: Desks = { frame: deskFrame, inner: staffOnly };

/** Reads a frame of the desk; null is another one, or one that breaks the rules. */
function deskFrame(o: Obj): ServerFrame | null {
  switch (o["type"]) {
    case "lists":
      return lists(o);
    case "case":
      return caseChange(o);
    case "viewers":
      return viewers(o);
    case "presence":
      return presence(o);
  }
  return null;
}

function viewers(o: Obj): Viewers | null {
  return isText(o["conversation"]) && Array.isArray(o["viewers"])
    ? { type: "viewers", conversation: o["conversation"], viewers: all(o["viewers"], colleague) }
    : null;
}

function presence(o: Obj): Presence | null {
  const { state } = oneOf<"state", PresenceState>(o, "state", presences);
  return state ? { type: "presence", state, ...text(o, "reason"), ...count(o, "since") } : null;
}

function lists(o: Obj): Lists | null {
  if (!isText(o["id"]) || !isCount(o["rev"])) return null;
  const out: Lists = { type: "lists", id: o["id"], rev: o["rev"], resumed: o["resumed"] === true };
  for (const name of listNames) {
    const rows = o[name];
    if (Array.isArray(rows)) out[name] = all(rows, row);
  }
  return out;
}

function caseChange(o: Obj): CaseChange | null {
  if (!isCount(o["rev"]) || !isText(o["conversation"])) return null;
  const names = Array.isArray(o["lists"]) ? o["lists"] : [];
  const r = row(o["row"]);
  return {
    type: "case", rev: o["rev"], conversation: o["conversation"],
    lists: names.filter((n): n is ListName => (listNames as readonly unknown[]).includes(n)),
    ...(r && { row: r }),
  };
}
