import type { Attachment, Info, LogEvent, Row, Severity } from "../../../wire/frames";
import type { Hole } from "../../../wire/log";
import { tried } from "../../context/tried";
import { empty } from "./words";

/** What a new ticket starts from. */
export interface Draft {
  info: Info;
  /** What was sent in the case and can go with it. */
  files: Attachment[];
  team?: string;
  severity: Severity;
  phone?: string;
}

/** The entities that say when it happened, the most telling first. */
const times = ["pay_time", "time", "date"];

/** So many of the customer's messages tell the story, the earliest first. */
const enough = 6;

/** What the customer told in the case, in his words and order. */
function told(row: Row, log: readonly (LogEvent | Hole)[]): string[] {
  const said = log.flatMap((e) =>
    e.kind === "message" && e.case === row.number && e.from.kind === "customer" && !e.recalled ? [e.text.trim()] : []);
  return said.filter((s) => s !== "" && !empty.test(s)).slice(0, enough);
}

/** A ticket as far as the conversation tells: nobody should type again what the customer has said. */
export function prefill(row: Row, log: readonly (LogEvent | Hole)[]): Draft {
  const entity = (name: string) => row.entities?.findLast((e) => e.name === name)?.value;
  const order = entity("order_no");
  const phone = entity("phone");
  const error = entity("error_text");
  const when = times.map((t) => row.entities?.findLast((e) => e.name === t)?.text).find((t) => t !== undefined);
  const known = [row.question, row.asked].filter((s): s is string => Boolean(s));
  const story = [...new Set([told(row, log), known].find((said) => said.length > 0))].join("\n");
  const steps = tried(log, row.number).filter((a) => a.outcome === "answer").map((a) => a.question ?? a.said); // an answer may begin with words of comfort
  return {
    info: {
      ...(order && { order_no: order }), ...(when && { when }), ...(story && { story }), ...(error && { error }),
      ...(steps.length > 0 && { tried: [...new Set(steps)] }),
    },
    files: log.flatMap((e) =>
      e.kind === "message" && e.case === row.number && e.from.kind === "customer" && !e.recalled ? (e.attachments ?? []) : []),
    severity: row.severity ?? "normal",
    ...(row.team && { team: row.team }), ...(phone && { phone }),
  };
}
