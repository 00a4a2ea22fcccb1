import type { Question, Refusal, ServerFrame } from "./frames";
import { newID } from "./id";

/** Why a question has no answer. */
export class Unanswered extends Error {
  constructor(
    /** "lost": the connection went. "silent": it stayed and nothing came. Else the server's code. */
    readonly code: string,
    message: string,
    readonly retry: boolean,
  ) {
    super(message);
  }
}

/** How long an answer may take, in milliseconds, before the connection counts as dead. */
export const answerWithin = 10_000;

interface Waiting {
  resolve(frame: ServerFrame): void;
  reject(error: Unanswered): void;
  taken: ((frame: ServerFrame) => void) | undefined;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Questions and their answers on one connection, matched by id. An answer comes
 * once or never: when the connection goes, all questions end as Unanswered.
 */
export class Requests {
  private waiting = new Map<string, Waiting>();

  constructor(private readonly send: (frame: Question & { id: string; conversation?: string }) => boolean) {}

  /**
   * Asks, and waits at most ten seconds for the answer. taken runs while the
   * answer is taken in, before the frames behind it; the promise resolves later.
   */
  ask(question: Question, conversation?: string, taken?: (frame: ServerFrame) => void): Promise<ServerFrame> {
    const id = newID();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(id, new Unanswered("silent", "no answer in time", true)), answerWithin);
      this.waiting.set(id, { resolve, reject, timer, taken });
      if (!this.send({ ...question, id, ...(conversation !== undefined && { conversation }) })) {
        this.end(id, new Unanswered("lost", "the connection is gone", true));
      }
    });
  }

  /** Takes an answer to its question; reports whether there was one. */
  answered(frame: ServerFrame & { id?: string }): boolean {
    const w = frame.id === undefined ? undefined : this.take(frame.id);
    if (!w) return false;
    if (frame.type === "error") {
      w.reject(refused(frame));
    } else {
      w.taken?.(frame);
      w.resolve(frame);
    }
    return true;
  }

  /** The connection is gone. */
  lost(): void {
    for (const id of [...this.waiting.keys()]) this.end(id, new Unanswered("lost", "the connection is gone", true));
  }

  private end(id: string, error: Unanswered): void {
    this.take(id)?.reject(error);
  }

  private take(id: string): Waiting | undefined {
    const w = this.waiting.get(id);
    this.waiting.delete(id);
    clearTimeout(w?.timer);
    return w;
  }
}

function refused(r: Refusal): Unanswered {
  return new Unanswered(r.code, r.message, r.retry);
}
