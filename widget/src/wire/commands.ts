// What a customer does: each is one command, kept until the server has it.
import type { Attachment, Card, Command } from "./frames";
import { Source } from "./source";
import { tidy } from "./tidy";
import type { Judgement } from "./visit";

/** The commands of a customer. Each says whether it was taken: not where too much is waiting already. */
export abstract class Commands extends Source {
  /** Takes a command, with the files that are shown in it until its event is there. */
  protected abstract command(command: Command, files?: readonly Attachment[]): boolean;

  /**
   * Sends a message, in answer to event `re` and with uploaded files where there
   * are any, or a card of the shop's page. False, and nothing is sent, when it is empty or too much is waiting
   * already.
   */
  say(text: string, { re, attachments = [], card }: { re?: number | undefined; attachments?: readonly Attachment[]; card?: Card } = {}): boolean {
    const clean = tidy(text);
    if (clean === "" && attachments.length === 0 && !card) return false;
    const ids = attachments.map((a) => a.id);
    return this.command({ type: "say", text: clean, ...(re !== undefined && { re }), ...(ids.length > 0 && { attachments: ids }), ...(card && { card }) }, attachments);
  }

  /** Sends what was filled into the form of event `of`, or (0) into that of the greeting, by the names of its fields, and the files beside it. */
  fill(of: number, values: Record<string, string>, files: readonly Attachment[] = []): boolean {
    const ids = files.map((f) => f.id);
    return this.command({ type: "form", ...(of > 0 ? { of } : { form: "info" }), values, ...(ids.length > 0 && { attachments: ids }) }, files);
  }

  /** Judges the bot's answer `of`, or changes the judgement. */
  vote(of: number, helpful: boolean): boolean {
    return this.command({ type: "vote", of, helpful });
  }

  /** Takes the customer's own message `of` back. */
  recall(of: number): boolean {
    return this.command({ type: "recall", of });
  }

  /** Taps a choice that event `of` offered. */
  choose(of: number, choice: string): boolean {
    return this.command({ type: "choose", of, choice });
  }

  /** Asks for a person. */
  human(): boolean {
    return this.command({ type: "human" });
  }

  /** Leaves the waiting line. */
  cancel(): boolean {
    return this.command({ type: "cancel" });
  }

  /** Rates the last closed case, or changes the rating. */
  rate({ stars, solved, reasons = [], text = "" }: Judgement): boolean {
    const words = tidy(text);
    return this.command({
      type: "rate", stars, ...(solved !== undefined && { solved }), ...(reasons.length > 0 && { reasons: [...reasons] }),
      ...(words && { text: words }),
    });
  }
}
