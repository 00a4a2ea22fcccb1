import { usePieces } from "../queries";

/** The mood scores from which on the bot does something. */
export interface MoodLimits {
  uneasy: number;
  handoff: number;
}

/** Those of the working copy; until they are known, those that the program comes with. */
export function useMoodLimits(): MoodLimits {
  const limits = usePieces("settings").data?.[0]?.body?.limits;
  return { uneasy: limits?.uneasy ?? 0.35, handoff: limits?.mood ?? 0.6 };
}

export type Level = "low" | "uneasy" | "handoff";

/** What a word of this strength does alone. */
export const levelOf = (weight: number, limits: MoodLimits): Level =>
  weight >= limits.handoff ? "handoff" : weight >= limits.uneasy ? "uneasy" : "low";
