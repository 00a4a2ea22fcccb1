// What the form of a flow does to it, without the form.
import type { Flow, Sentence, Slot, SlotKind } from "../shapes";

/** The wordings of a sentence; one that is not there has none. */
export const wordings = (s: Sentence | undefined): string[] => (s === undefined || s === "" ? [] : Array.isArray(s) ? s : [s]);

/** The shorter form of a sentence. */
export const sentence = (list: readonly string[]): Sentence => (list.length === 1 ? (list[0] ?? "") : [...list]);

/** A slot of another kind: what belongs to the old one is refused by the server, so it is not kept. */
export function turned(slot: Slot, kind: SlotKind): Slot {
  const { entity: _e, options: _o, pattern: _p, plain: _l, min: _n, max: _x, ...rest } = slot;
  if (kind === "entity") return { ...rest, kind, entity: "order_no" };
  if (kind === "choice") return { ...rest, kind, options: [{ label: "" }, { label: "" }] };
  return { ...rest, kind };
}

/** A slot that is asked for behind all others, with a name that none of them has. */
export function another(slots: readonly Slot[]): Slot {
  let n = slots.length + 1;
  while (slots.some((s) => s.name === `slot${n}`)) n++;
  return { name: `slot${n}`, label: "", kind: "text", ask: "" };
}

/** The words that one writes with blanks or commas between them. */
export const split = (text: string): string[] => [...new Set(text.split(/[\s,\uff0c\u3001|]+/).filter((w) => w !== ""))];

/** What may stand in braces in the last words of a flow. */
export const holes = (flow: Flow): string[] => [...flow.slots.map((s) => s.name), ...(flow.end.do === "ticket" ? ["number"] : [])].map((name) => `{${name}}`);

/** What a new flow begins as. */
export const blank = (id: string): Flow => ({ id, name: "", slots: [{ name: "slot1", label: "", kind: "entity", entity: "order_no", ask: "" }], confirm: true, end: { do: "handoff" } });
