import type { Flow } from "../shapes";
import { words as shared } from "../strings";
import { words } from "./strings";

/** What the places of a flow and of a slot are called in their form, where that is not what they are called elsewhere. */
const names: Readonly<Record<string, string>> = {
  intro: words.opening, name: words.name, slots: words.slots, label: words.label, kind: words.kind, entity: words.entity, ask: words.ask, options: words.options,
  pattern: words.pattern, plain: words.plain, min: words.min, max: words.max, skip: words.skip, example: words.example, retry: words.retry,
  team: words.team, say: words.say, confirm: words.confirm, end: words.end, words: words.optionWords,
};
const named = (part: string | number | undefined): string => (part === undefined ? "" : (names[String(part)] ?? shared.fields[String(part)] ?? String(part)));

/** Where in the form of a flow something is. */
export function placeOf(flow: Flow, [first, second, third, fourth, ...more]: readonly (string | number)[]): string {
  const said = (...parts: string[]) => parts.filter((p) => p !== "").join(" · ");
  if (first !== "slots" || typeof second !== "number") return said(named(first), typeof second === "string" ? named(second) : "");
  const slot = words.slot(second + 1, flow.slots[second]?.label ?? "");
  if (third === "name") return said(slot, words.slotName);
  if (third === "options" && typeof fourth === "number") return said(slot, `${words.option} ${fourth + 1}`, more[0] === "words" ? words.optionWords : "");
  return said(slot, named(third));
}
