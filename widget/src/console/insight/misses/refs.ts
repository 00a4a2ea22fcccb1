import type { AskedRef, Miss, MissAction } from "../shapes";

/** The most questions that one action may be about. */
const most = 500;

/**
 * The questions of a group that an action is about: those chosen and those that
 * say the same. What nobody has seen becomes no similar question; but where all
 * that is shown is put aside or given away, the whole group is.
 */
export function refsOf(miss: Miss, chosen: ReadonlySet<number>, action: MissAction["action"]): AskedRef[] {
  const whole = chosen.size === miss.texts.length && action !== "variant" && action !== "entry";
  const shown = miss.texts.filter((_, i) => chosen.has(i));
  const rest = miss.rest.filter((r) => whole || chosen.has(r.as));
  return [...shown, ...rest].slice(0, most).map(({ conversation, seq }) => ({ conversation, seq }));
}
