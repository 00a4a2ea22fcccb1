import { words as parts } from "../../understanding/strings";
import { words } from "../words";

/** The name of a field of a piece for people; the field's own where there is none. */
export function shown(kind: string, field: string): string {
  if (kind === "entry" && field === "off") return words.statuses.off; // the form asks the other way round
  return kind === "entry" ? ((words.fields as Record<string, string>)[field] ?? field) : (parts.fields[field] ?? field);
}

/** The kind of a piece for people. */
export const kindName = (kind: string): string => (words.kinds as Record<string, string>)[kind] ?? kind;
