import type { Tone } from "../../context/Mark";
import type { Outcome } from "../shapes";

/** What each outcome means for the customer. */
export const tones: Record<Outcome, Tone> = { answer: "good", clarify: "blue", collect: "blue", handoff: "warn", smalltalk: "plain", fallback: "bad" };
