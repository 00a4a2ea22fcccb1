import type { ReactNode } from "react";
import type { MoodLabel, Severity } from "../../wire/frames";
import { strings } from "../strings";
import { words } from "./strings";
import "../desk/frame.css"; // the look of marks, as the lists have them: it can be read in both colours, which that of the library's tags cannot

/** What a mark means for who reads it. */
export type Tone = "plain" | "bad" | "warn" | "good" | "blue";

/** A word or two that stand out. */
export function Mark({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className="mark" data-tone={tone}>{children}</span>;
}

const moodTones: Record<MoodLabel, Tone> = { calm: "good", uneasy: "warn", handoff: "bad" };

/** How the customer sounds. Calm is worth a mark only where it is asked for. */
export function MoodMark({ mood, always = false }: { mood: MoodLabel | undefined; always?: boolean }) {
  if (!mood || (mood === "calm" && !always)) return null;
  return <Mark tone={moodTones[mood]}>{strings.moods[mood]}</Mark>;
}

const severityTones: Record<Severity, Tone> = { low: "plain", normal: "plain", high: "warn", urgent: "bad" };

/** How bad the matter is. What is as usual is not worth a mark. */
export function SeverityMark({ severity, always = false }: { severity: Severity | undefined; always?: boolean }) {
  if (!severity || (!always && (severity === "normal" || severity === "low"))) return null;
  return <Mark tone={severityTones[severity]}>{words.severities[severity]}</Mark>;
}
