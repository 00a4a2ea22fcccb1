import type { DeskSession } from "../wire/desk";
import type { Staff } from "./api";

/** What every page of the console is given. */
export interface PageProps {
  staff: Staff;
  /** The live session, which runs on every page; absent without the right "desk". */
  desk: DeskSession | undefined;
  /** What follows the page's own path in the address, as "WO20261122..." in /desk/tickets/WO20261122... */
  rest: string;
  /** Shows another place of the same page, and writes it into the address. */
  move(rest: string): void;
  /** Goes to the desk and opens a conversation there, at place seq where one is given. */
  openCase(conversation: string, seq?: number): void;
  /** Asks anew who is signed in: call it when the server answered 401. */
  recheck(): void;
}
