import type { Link } from "./link";
import { type Requests, Unanswered } from "./requests";

/** The close code of a visit that has ended: the customer logged out, here or in another tab. */
export const loggedOut = 4005;

/** So long the server may take to hear that the customer logs out. Milliseconds. */
const patience = 5_000;

/** What a farewell needs to tell the server. */
interface Leaving {
  site: string;
  /** Of who leaves; nothing else is known of him here any more. */
  token: string;
  requests: Requests;
  link: Link;
  /** Called once, when the server knows or will have none of it. */
  over(): void;
}

/**
 * The end of a visit. The server is told on the connection that there is, or on the
 * next one, as often as it takes; who leaves is kept in memory for that alone.
 */
export class Farewell {
  /** Somebody wants to begin anew after it. */
  anew = false;
  /** Resolves when the server knows, or has had its time to hear it. */
  readonly done: Promise<void>;
  private ended = false;
  private resolve = (): void => undefined;

  constructor(private readonly of: Leaving) {
    this.done = new Promise((resolve) => {
      this.resolve = resolve;
      setTimeout(resolve, patience);
    });
  }

  /** Comes back as who leaves, for no more than to say so. */
  async come(): Promise<void> {
    const { site, token, requests } = this.of;
    try {
      await requests.ask({ type: "hello", site, visitor: token, after: 0 });
      await this.tell();
    } catch (error) {
      this.unheard(error);
    }
  }

  /** Has the server end the visit. */
  async tell(): Promise<void> {
    try {
      await this.of.requests.ask({ type: "logout" });
      this.end();
    } catch (error) {
      this.unheard(error);
    }
  }

  /** It is said on the next connection, unless the server will have none of it. */
  private unheard(error: unknown): void {
    const { link } = this.of;
    if (link.state.kind === "stopped" || !(error instanceof Unanswered && error.retry)) this.end();
    else if (link.state.kind === "open") link.comeBack();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.of.over();
    this.resolve();
  }
}
