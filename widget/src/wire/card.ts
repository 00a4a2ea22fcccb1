import { all, isText, object, text } from "./fields";
import { type Card, runes } from "./frames";

/** Longest id, title, and other text of a card, in code points; most further lines; longest address, in UTF-16 units. */
const most = { id: 64, title: 200, text: 100, lines: 10, address: 2048 };

/**
 * Reads a card, of the shop's page or of the log; null where it is none. It is a stranger's: what is shown
 * of it is cut to its limits and to one line, and an address that does not lead to the web is left out.
 */
export function card(value: unknown): Card | null {
  const o = object(value);
  if (!o || (o["kind"] !== "order" && o["kind"] !== "goods")) return null;
  const id = line(o["id"], most.id + 1);
  const title = line(o["title"], most.title);
  // Half a number names another order.
  if (id === "" || runes(id) > most.id || title === "") return null;
  const price = line(o["price"], most.text);
  const status = line(o["status"], most.text);
  const fields = Array.isArray(o["fields"]) ? all(o["fields"], field).slice(0, most.lines) : [];
  return {
    kind: o["kind"], id, title, ...address(o, "url", /^https?:$/), ...address(o, "image", /^https:$/),
    ...(price && { price }), ...(status && { status }), ...(fields.length > 0 && { fields }),
  };
}

function field(value: unknown): { label: string; value: string } | null {
  const o = object(value);
  const label = line(o?.["label"], most.text);
  return label === "" ? null : { label, value: line(o?.["value"], most.text) };
}

/** A text, or a number of a careless page, in one line. */
function line(value: unknown, length: number): string {
  const said = isText(value) ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : "";
  return [...said.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim()].slice(0, length).join("").trim();
}

function address<K extends "url" | "image">(o: Record<string, unknown>, key: K, scheme: RegExp): Partial<Record<K, string>> {
  const { [key]: whole = "" } = text(o, key) as Partial<Record<string, string>>;
  if (whole.length > most.address || /\s/.test(whole)) return {};
  try {
    const { protocol, host, username, password } = new URL(whole);
    const fits = scheme.test(protocol) && host !== "" && username === "" && password === "";
    return fits ? ({ [key]: whole } as Record<K, string>) : {};
  } catch {
    return {};
  }
}
