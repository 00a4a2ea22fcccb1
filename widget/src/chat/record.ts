import { plainLines } from "../markup/plain";
import type { Card } from "../wire/frames";
import type { Item } from "./screen";
import { rare, strings } from "./strings";

const pad = (n: number) => String(n).padStart(2, "0");

/** A time that says all: a record is read later, and elsewhere. Local time. */
export function stamp(at: number): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${pad(d.getHours())}:${pad(d.getMinutes())}`;
}

/** A conversation as a text to keep: who said what and when, with the addresses of files. Pure. */
export function record(shop: string, items: readonly Item[], now: number, origin: string): string {
  const lines = [rare.recordTitle(shop), rare.recordMade(stamp(now)), ""];
  for (const item of items) {
    if (item.kind === "line" || item.kind === "rated") lines.push(`—— ${item.text} ——`, "");
    if (item.kind === "ticket") lines.push(`—— ${rare.ticketNumber} ${item.number} ——`, "");
    if (item.kind === "hole") lines.push(`—— ${strings.holeFailed} ——`, "");
    if (item.kind !== "message" || item.state !== "sent") continue;
    lines.push(`[${stamp(item.at)}] ${item.name}`);
    if (item.quote?.text) lines.push(`> ${item.quote.text}`);
    if (item.text !== "") lines.push(...(item.rich ? plainLines(item.text, { addresses: true }) : [item.text]));
    if (item.card) lines.push(...carded(item.card));
    for (const { name, url } of item.files) lines.push(`${name} ${new URL(url, origin).href}`);
    for (const { label } of item.choices) lines.push(`· ${label}`);
    if (item.form) lines.push(...filled(item.form));
    if (item.ticket !== undefined) lines.push(`${rare.ticketNumber} ${item.ticket}`);
    lines.push("");
  }
  return lines.join("\n").replace(/\r?\n/g, "\r\n"); // as Windows ends its lines, those of messages too
}

function carded({ kind, id, title, price, status, url, fields = [] }: Card): string[] {
  const head = [`[${strings.cards[kind]}]`, title, kind === "order" ? id : "", price, status].filter(Boolean).join(" ");
  return [head, ...fields.map((f) => `${f.label}: ${f.value}`), ...(url ? [url] : [])];
}

function filled({ form, values }: NonNullable<Extract<Item, { kind: "message" }>["form"]>): string[] {
  return form.fields.flatMap((f) => (values[f.name] ? [`${f.label}: ${values[f.name]}`] : []));
}
