// The demo's content with its people there around the clock, or not at all: what
// tests show may not depend on the hour at which they run.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** When people are there. */
export type Hours = "open" | "closed";

const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const threeDays = 3 * 24 * 3600 * 1000;

/** Copies the pack of `from` into a scratch folder, with these hours for all teams and the greeting of the day; returns the folder. */
export function packWith(from: string, hours: Hours): string {
  const folder = mkdtempSync(join(tmpdir(), "yiwen-pack-"));
  cpSync(from, folder, { recursive: true });
  const file = join(folder, "teams.yaml");
  writeFileSync(file, teamsWith(readFileSync(file, "utf8"), hours));
  const settings = join(folder, "settings.yaml");
  writeFileSync(settings, byDay(readFileSync(settings, "utf8")));
  return folder;
}

/** Takes what is said at some hours only out of the text of a settings.yaml. */
function byDay(text: string): string {
  return text.replace(/^( +)at:\n(?:\1 .*\n)+/gm, "");
}

/** Replaces the hours of every team in the text of a teams.yaml. */
function teamsWith(text: string, hours: Hours): string {
  const bare = text
    .replace(/^ {4}hours:\n(?: {6}.*\n)+/gm, "")
    .replace(/^holidays:\n(?: {2}.*\n)+/gm, "");
  if (hours === "open") return bare;
  // A day that is neither today nor tomorrow, wherever the shop is.
  const day = dayNames[new Date(Date.now() + threeDays).getDay()];
  return bare.replace(/^( {4}name: .*)$/gm, `$1\n    hours:\n      - {days: [${day}], from: "08:00", to: "09:00"}`);
}
