// Reads what the entries of a log have for staff alone, by the rules of events.ts.
import { type Obj, all, count, isCount, isText, moods, num, object, oneOf, score, severities, summary, text, texts } from "./fields";
import type { Bonus, BonusKind, MoodLabel, Payload, Severity } from "./frames";

const bonuses: readonly string[] = [
  "urgent", "severity", "mood", "vip", "loyal", "requeued", "transferred", "overdue",
] satisfies BonusKind[];

/** The fields of an entry that customers do not get, with the kind where they get none of it. */
export function staffOnly(o: Obj): object {
  return { ...trace(o["trace"]), ...(payload(o) ?? moved(o) ?? more(o)) };
}

/** The kinds that say what staff do with each other in a conversation. */
function payload(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "note":
      return isText(o["text"]) ? { kind: "note", text: o["text"], ...texts(o, "mentions") } : null;
    case "whisper":
      return isText(o["text"]) ? { kind: "whisper", text: o["text"] } : null;
    case "invited":
      return isText(o["agent"]) && isText(o["agent_id"])
        ? { kind: "invited", agent: o["agent"], agent_id: o["agent_id"], ...(o["gone"] === true && { gone: true }) }
        : null;
    case "attended":
      return { kind: "attended" };
  }
  return null;
}

/** The kinds that say how a case gets to its owner. */
function moved(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "offered":
      return isText(o["agent"]) && isText(o["agent_id"]) && isCount(o["until"])
        ? { kind: "offered", agent: o["agent"], agent_id: o["agent_id"], until: o["until"], ...text(o, "why") }
        : null;
    case "declined":
      return isText(o["agent_id"])
        ? { kind: "declined", agent_id: o["agent_id"], ...text(o, "reason"), ...(o["lapsed"] === true && { lapsed: true }) }
        : null;
    case "raised":
      return { kind: "raised", ...place(o) };
    case "snoozed":
      return isCount(o["until"]) ? { kind: "snoozed", until: o["until"] } : null;
    case "woken":
      return { kind: "woken" };
  }
  return null;
}

/** What staff read beside what customers read of a kind. */
function more(o: Obj): object {
  switch (o["kind"]) {
    case "handoff":
      return { ...place(o), ...detail(o) };
    case "assigned":
      return text(o, "agent_id");
    case "transferred":
      return { ...text(o, "agent"), ...text(o, "agent_id"), ...text(o, "note"), ...gains(o) };
    case "closed":
      return summary(o["summary"]);
    case "promise":
      return { ...count(o, "remind"), ...text(o, "text") };
  }
  return {};
}

function trace(v: unknown): { trace?: Obj } {
  const o = object(v);
  return o ? { trace: o } : {};
}

const place = (o: Obj): { mood?: MoodLabel; severity?: Severity; bonuses?: Bonus[] } => ({
  ...oneOf<"mood", MoodLabel>(o, "mood", moods), ...oneOf<"severity", Severity>(o, "severity", severities), ...gains(o),
});

function gains(o: Obj): { bonuses?: Bonus[] } {
  if (!Array.isArray(o["bonuses"])) return {};
  return {
    bonuses: all(o["bonuses"], (v): Bonus | null => {
      const b = object(v);
      const why = b && oneOf<"why", BonusKind>(b, "why", bonuses).why;
      return b && why ? { why, minutes: num(b["minutes"]) } : null;
    }),
  };
}

function detail(o: Obj) {
  const d = object(o["detail"]);
  return d ? { detail: { ...text(d, "rule"), ...score(d), ...texts(d, "evidence") } } : {};
}
