// What is right in the fields of a form. The server checks the same (bot/values.go).
import { attachment } from "../wire/decode";
import { type Attachment, type Field, maxText, runes } from "../wire/frames";
import { rare } from "./strings";

/** Longest text of a field of one line, in code points, and most steps that are chosen or written. */
const maxLine = 200;
const maxLines = 20;

/** By so much the clock of a customer may be before another, in milliseconds. */
const ahead = 5 * 60_000;

/** What is wrong with the values, by the names of the fields. Files are in them as `keepFiles` writes them. */
export function check(fields: readonly Field[], values: Record<string, string>, now = Date.now()): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const f of fields) {
    const problem = wrong(f, (values[f.name] ?? "").trim(), now);
    if (problem) errors[f.name] = problem;
  }
  return errors;
}

function wrong(f: Field, value: string, now: number): string {
  if (f.kind === "files") return f.required && readFiles(value).length === 0 ? rare.formFilesRequired : "";
  if (value === "") return f.required ? rare.formRequired : "";
  if (f.kind === "checks") return checks(value);
  const most = f.kind === "text" ? maxText : maxLine;
  if (runes(value) > most) return rare.formLong(most);
  switch (f.kind) {
    case "phone":
      return value === f.value || phone(value) ? "" : rare.formPhone; // the one that the shop signed comes half hidden
    case "amount":
      return amount(value) === null ? rare.formAmount : "";
    case "time":
      return picked(value) && new Date(value).getTime() > now + ahead ? rare.formFuture : "";
    default:
      return "";
  }
}

function checks(value: string): string {
  const lines = value.split("\n").filter((l) => l.trim() !== "");
  if (lines.some((l) => runes(l.trim()) > maxLine)) return rare.formLong(maxLine);
  return lines.length > maxLines || runes(value) > maxText ? rare.formMany(maxLines) : "";
}

// A mobile number of the mainland, or anything that can be dialled elsewhere.
function phone(value: string): boolean {
  const digits = value.normalize("NFKC").replace(/[\s()-]/g, "").replace(/^(\+|00)86(?=1)/, "");
  return /^1\d{10}$/.test(digits) ? /^1[3-9]/.test(digits) : /^(\+\d{7,15}|0\d{9,11}|[2-9]\d{6,7}|400\d{7})$/.test(digits);
}

/** A sum of money in yuan as people type it, in figures; null where it is none. */
export function amount(value: string): string | null {
  const figures = value.normalize("NFKC").replace(/[¥\u5143,\s]|rmb/gi, "").replace("\u3002", ".");
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(figures)) return null;
  return figures.replace(/^0+(?=\d)/, "");
}

/** Whether a time is what the browser's picker gives; else it is in words. */
export const picked = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(new Date(value).getTime());

/** A time as the browser's picker has it. */
export function picker(at: number): string {
  const d = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** A time as it is sent: with the zone of this browser, which need not be the shop's. */
function zoned(value: string): string {
  const minutes = -new Date(value).getTimezoneOffset();
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  return `${value.slice(0, 16)}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** A time of the picker, of what was sent or of the shop, as it is read. */
export const readable = (value: string): string => value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2");

/** What is sent of the values: what was filled in, and the files beside it. */
export function send(fields: readonly Field[], values: Record<string, string>): { values: Record<string, string>; files: Attachment[] } {
  const out: Record<string, string> = {};
  const files: Attachment[] = [];
  for (const { name, kind } of fields) {
    const value = (values[name] ?? "").trim();
    if (value === "") continue;
    if (kind === "files") files.push(...readFiles(value));
    else out[name] = kind === "amount" ? (amount(value) ?? value) : kind === "time" && picked(value) ? zoned(value) : value;
  }
  return { values: out, files };
}

/** Uploaded files as a value of a form, so that they are kept with what else was written. */
export const keepFiles = (files: readonly Attachment[]): string => (files.length > 0 ? JSON.stringify(files) : "");

/** Reads what `keepFiles` wrote; nothing of anything else. */
export function readFiles(value: string): Attachment[] {
  try {
    const list = JSON.parse(value) as unknown;
    return Array.isArray(list) ? list.map(attachment).filter((f) => f !== null) : [];
  } catch {
    return [];
  }
}
