import { afterEach, beforeEach, vi } from "vitest";
import { CustomerSession } from "../customer";
import { read } from "../read";
import { FakeServer } from "./server";
import { MemoryShelf } from "./shelf";

/** A visitor's browser and the server that it talks to, anew for every test of the calling file, on a clock of the test's. */
export interface Visitor {
  server: FakeServer;
  shelf: MemoryShelf;
  /** Opens a tab: a session on the shared shelf. */
  tab(identity?: string, forgotten?: () => void): CustomerSession;
  /** Begins again, with a server and a browser that know nothing. */
  anew(): void;
}

export function visitor(): Visitor {
  let sessions: CustomerSession[] = [];
  const at: Visitor = {
    server: new FakeServer(),
    shelf: new MemoryShelf(),
    tab: (identity, forgotten) => {
      const s = new CustomerSession({
        url: "ws://test/ws", site: "default", shelf: at.shelf, keep: async () => ({ shelf: at.shelf, read }), socketClass: at.server.sockets.socketClass, ...(identity !== undefined && { identity }),
        ...(forgotten && { forgotten }),
      });
      sessions.push(s);
      s.start();
      return s;
    },
    anew: () => {
      at.server = new FakeServer();
      at.shelf = new MemoryShelf();
    },
  };
  beforeEach(() => {
    vi.useFakeTimers();
    at.anew();
    sessions = [];
  });
  afterEach(() => {
    for (const s of sessions) s.close();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  return at;
}

/** Lets time go by, in milliseconds. */
export const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

/** What a tab shows: the texts of messages, and the kinds of everything else. */
export const texts = (s: CustomerSession) => s.thread.list().map((e) => (e.kind === "message" ? e.text : e.kind));

/** The same of what the server has stored. */
export const stored = ({ server }: Visitor) => server.log.map((e) => (e.kind === "message" ? e.text : e.kind));
