import { effect } from "@preact/signals";
import { plainLines } from "../markup/plain";
import type { Item } from "./screen";
import type { Model } from "./model";
import { strings, tongue } from "./strings";

/** So long a message stays in the voice's box: who goes through the page finds it in the log, and there only. Milliseconds. */
const kept = 7_000;

/**
 * The voice of the chat: a box that is not seen and that screen readers speak from.
 * What others say from now on, and what becomes of the case, comes into it once and
 * in order. What was said before the page was opened, older pages and the
 * customer's own words do not: the log, in which they are, is silent.
 */
export function voice({ session, items }: Pick<Model, "session" | "items">): HTMLElement {
  const box = document.createElement("div");
  box.className = "hidden";
  box.setAttribute("aria-live", "polite");
  let told: number | undefined;
  effect(() => {
    const all = items.value;
    const { thread, caughtUp } = session;
    // Another conversation, after another customer signed in, begins anew.
    if (told !== undefined && thread.last < told) told = undefined;
    if (!caughtUp) return;
    told ??= thread.last;
    for (const item of all) {
      if (item.kind === "hole") break; // what is missing is said first
      const seq = seqOf(item);
      if (seq <= told) continue;
      told = seq;
      const words = spoken(item);
      if (words) say(box, words);
    }
  });
  return box;
}

function say(box: HTMLElement, words: string): void {
  const line = document.createElement("p");
  line.textContent = words;
  const lang = tongue(words);
  if (lang) line.lang = lang;
  box.append(line);
  setTimeout(() => line.remove(), kept);
}

/** 0 = not of the log. */
function seqOf(item: Item): number {
  return item.kind === "message" ? item.seq : Number(/^s(\d+)$/.exec(item.key)?.[1] ?? 0);
}

function spoken(item: Item): string {
  if (item.kind === "line") return item.text;
  if (item.kind !== "message" || item.from === "customer") return "";
  const { name, text, files, form, choices } = item;
  const rest = [...plainLines(text), files.length > 0 && strings.files(files), form?.form.title, ...choices.map((c, i) => `${i + 1} ${c.label}`)];
  return `${name}: ${rest.filter(Boolean).join("\n")}`;
}
