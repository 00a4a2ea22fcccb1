import { computed, signal } from "@preact/signals";
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
  readonly taken = computed(() => this.list.value[this.active.value]);
  private typed = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: (typed: string) => Promise<QuestionHint[]>) {}

  /** So much is typed now. What is too short or too long to be a question ends the suggestions. */
  wrote(text: string): void {
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

  /** Goes to the next question or the one before; at the ends to none, where Enter sends what was typed. */
  move(by: 1 | -1): void {
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
export function typedSoFar(value: string, committed: string, composing: string | null): string {
  return composing === null || /^[a-z' ]+$/i.test(composing) ? value : committed;
}
