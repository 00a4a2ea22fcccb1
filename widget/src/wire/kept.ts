// What a browser keeps for all tabs of a visitor. It comes in a file of its own, when
// the visitor begins to do something: before that, nothing is kept.
import { BrowserDisk, type Disk } from "./disk";
import { DiskShelf } from "./diskshelf";
import { outboxes, type Read } from "./outbox";
import { read } from "./read";
import type { Sender } from "./sender";
import type { SharedShelf, Shelf } from "./shelf";
import { Tabs } from "./tabs";
import { type Locks, Turn } from "./turn";

/** Where what is not sent yet is kept, and the visitor's other tabs that see the same, if it is shared. */
export interface Kept {
  shelf: Shelf & Partial<SharedShelf>;
  read: Read;
  tabs?: Tabs;
  /** Whose turn it is to send what tabs share; the sender is told when it is this one's. */
  turn?: (sender: Pick<Sender, "connected" | "lost">) => Turn;
  /** For what is not text. */
  disk?: Disk;
  /** By which a tab marks what is its own; the browser may have none. */
  locks?: Locks | undefined;
}

/** The browser's, when what was kept is here; before is where values go that the disk does not take. */
export async function keep(
  site: string,
  before: Shelf,
  disk: Disk = new BrowserDisk(),
  locks: Locks | undefined = "locks" in navigator ? navigator.locks : undefined,
): Promise<Kept> {
  const tabs = new Tabs(`kept/${site}`);
  const shelf = new DiskShelf(disk, before, tabs, outboxes);
  await shelf.ready;
  return {
    shelf, read, tabs, disk, locks,
    turn: (sender) => {
      const turn: Turn = new Turn(
        `yiwen/send/${site}`,
        {
          // What another tab wrote a moment ago goes first, though it has not been heard yet.
          given: () => void shelf.refresh().then(() => turn.mine && sender.connected()),
          taken: () => sender.lost(),
        },
        // Who does not see at once what others write does not leave the sending to them.
        tabs.together ? locks : undefined,
      );
      void shelf.ready.then(() => turn.take()); // what was left before waits for no tab that may be frozen
      return turn;
    },
  };
}
