import type { AskedRef, Miss, MissAction, MissText } from "../shapes";

/** The most questions that one action may be about. */
const most = 500;

/** Names a question. */
export const nameOf = (r: AskedRef): string => `${r.conversation}/${r.seq}`;

/** The place in the inbox of the group that a question is in. */
export const placeOfQuestion = ({ conversation, seq }: AskedRef): string => `?${new URLSearchParams({ of: conversation, seq: String(seq) })}`;

/** The question that such a place names, if it does. */
export function questionIn(query: string): AskedRef | undefined {
  const params = new URLSearchParams(query);
  const [conversation, seq] = [params.get("of"), Number(params.get("seq"))];
  return conversation && Number.isSafeInteger(seq) && seq > 0 ? { conversation, seq } : undefined;
}

/**
 * The questions of a group that an action is about: those shown but for what is
 * left out (by its names), and those that say the same. What nobody has seen becomes no similar question; but where all
 * that is shown is put aside or given away, the whole group is.
 */
export function refsOf(miss: Miss, left: ReadonlySet<string>, action: MissAction["action"]): AskedRef[] {
  const shown = miss.texts.filter((t) => !left.has(nameOf(t)));
  const whole = shown.length === miss.texts.length && action !== "variant" && action !== "entry";
  const rest = miss.rest.filter((r) => whole || shown.includes(miss.texts[r.as] as MissText));
  return [...shown, ...rest].slice(0, most).map(({ conversation, seq }) => ({ conversation, seq }));
}
