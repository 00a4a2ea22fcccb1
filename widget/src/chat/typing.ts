/** How often a customer who types on tells what, in milliseconds: the server wants no more. */
const every = 1_000;

/**
 * Tells others that somebody types, and what: at once, then once a second at
 * most, the last words always. That he stopped is told at once, and once.
 */
export class TypingSigns {
  private told = 0; // when; 0 = nobody thinks that he types
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly tell: (on: boolean, text: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** The box holds this text now. */
  wrote(text: string): void {
    clearTimeout(this.timer);
    if (text === "") {
      this.stop();
      return;
    }
    const wait = this.told + every - this.now();
    if (wait <= 0) this.say(text);
    else this.timer = setTimeout(() => this.say(text), wait);
  }

  /** He has sent it, or left the box. */
  stop(): void {
    clearTimeout(this.timer);
    if (this.told === 0) return;
    this.told = 0;
    this.tell(false, "");
  }

  private say(text: string): void {
    this.told = this.now();
    this.tell(true, text);
  }
}
