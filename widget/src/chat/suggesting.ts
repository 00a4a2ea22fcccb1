import { signal } from "@preact/signals";
import type { QuestionHint } from "../wire/frames";

/** How long typing pauses before it is asked what is typed, in milliseconds. */
const pause = 150;

/** A single character says nothing, and so long no question is. */
const [fewest, most] = [2, 40];

/**
 * The questions that somebody may be typing, and which of them is about to be
 * taken. Asks when typing pauses; of several answers only that to what stands in
 * the box counts, and until it comes the one before stays, so that nothing flickers.
 */
export class Suggesting {
  readonly list = signal<readonly QuestionHint[]>([]);
  /** The place in the list that the arrow keys are at; -1 = none. */
  readonly active = signal(-1);
  private typed = "";
  private committed = ""; // what stands in the box without what an input method has not turned into characters yet
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: (typed: string) => Promise<QuestionHint[]>) {}

  /** Hears of every input into the box. */
  input(value: string, e?: Pick<InputEvent, "isComposing" | "data">): void {
    if (!e?.isComposing) this.committed = value;
    this.wrote(e?.isComposing ? typedSoFar(value, this.committed, e.data ?? "") : value);
  }

  /** Offers a key to the list; true = it took it. */
  press(key: string, take: (question: string) => void): boolean {
    if (this.list.value.length === 0) return false;
    const question = this.list.value[this.active.value]?.question;
    if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && question !== undefined) take(question);
    else return false;
    return true;
  }

  /** So much is typed now. What is too short or too long to be a question ends the suggestions. */
  private wrote(text: string): void {
    const typed = text.trim();
    if (typed === this.typed) return;
    const length = typed.replace(/[^\p{L}\p{N}]/gu, "").length;
    if (length < fewest || length > most) {
      this.close();
      return;
    }
    clearTimeout(this.timer);
    this.typed = typed;
    this.timer = setTimeout(() => void this.find(typed), pause);
  }

  /** Nothing is suggested until something else is typed. */
  close(): void {
    clearTimeout(this.timer);
    this.typed = "";
    this.show([]);
  }

  /** At the ends of the list is none, where Enter sends what was typed. */
  private move(by: 1 | -1): void {
    const stops = this.list.value.length + 1;
    this.active.value = ((this.active.value + 1 + by + stops) % stops) - 1;
  }

  private async find(typed: string): Promise<void> {
    const found = await this.ask(typed);
    if (typed !== this.typed) return;
    this.show(found.filter((q) => q.question !== typed)); // who has typed it all needs no help
  }

  private show(list: readonly QuestionHint[]): void {
    this.active.value = -1;
    if (list.length > 0 || this.list.value.length > 0) this.list.value = list;
  }
}

/**
 * What of a box counts as typed while an input method is at work: all of it where
 * what it has not turned into characters yet are letters, which pinyin and its
 * initials are found by; else only what was there before.
 */
export function typedSoFar(value: string, committed: string, composing: string): string {
  return /^[a-z' ]+$/i.test(composing) ? value : committed;
}
