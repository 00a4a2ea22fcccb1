import { listNames, type CaseChange, type ListName, type Lists, type Row } from "./frames";

/**
 * The desk lists of one agent: a snapshot, and the changes since. The law: an
 * old snapshot with its changes is the same as a fresh snapshot (but for the list
 * of the bot, of which a snapshot has the newest cases only). Pure data. The
 * array of a list stays the same one until something in it has changed.
 */
export class DeskLists {
  private rows = new Map<string, { row: Row; lists: readonly ListName[] }>();
  private sorted = new Map<ListName, readonly Row[]>();
  private current: number | undefined;

  /** The newest revision that is in the lists; undefined before the first snapshot. */
  get rev(): number | undefined {
    return this.current;
  }

  /** Takes the answer to a watch: everything anew, or nothing where it only resumes. */
  snapshot(s: Lists): void {
    if (s.resumed) return;
    this.current = s.rev;
    this.rows.clear();
    this.sorted.clear();
    for (const name of listNames) {
      for (const row of s[name] ?? []) {
        const lists = this.rows.get(row.conversation)?.lists ?? [];
        this.rows.set(row.conversation, { row, lists: [...lists, name] });
      }
    }
  }

  /** Takes one change. One that is older than the lists is passed over. */
  change(c: CaseChange): void {
    if (this.current === undefined || c.rev < this.current) return;
    this.current = c.rev;
    for (const name of [...(this.rows.get(c.conversation)?.lists ?? []), ...c.lists]) this.sorted.delete(name);
    if (c.row && c.lists.length > 0) this.rows.set(c.conversation, { row: c.row, lists: c.lists });
    else this.rows.delete(c.conversation);
  }

  /** A list in its order. Not to be changed. */
  list(name: ListName): readonly Row[] {
    let rows = this.sorted.get(name);
    if (!rows) {
      rows = [...this.rows.values()].filter((r) => r.lists.includes(name)).map((r) => r.row).sort(orders[name]);
      this.sorted.set(name, rows);
    }
    return rows;
  }

  /** The waiting line, in its order. */
  waiting(): readonly Row[] {
    return this.list("waiting");
  }

  /** What is offered to the agent, in the order of the line; then his own cases, the one with the newest message first. */
  mine(): readonly Row[] {
    return this.list("mine");
  }

  get(conversation: string): Row | undefined {
    return this.rows.get(conversation)?.row;
  }

  /** The lists that a case is in. */
  listsOf(conversation: string): readonly ListName[] {
    return this.rows.get(conversation)?.lists ?? [];
  }
}

// As package handoff orders the line: by its key, then by id.
function inLine(a: Row, b: Row): number {
  return lineKey(a) - lineKey(b) || byText(a.conversation, b.conversation);
}

const lineKey = (r: Row) => r.line_at ?? r.waiting_since ?? 0;

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The newest message first. */
const newest = (a: Row, b: Row): number => (b.last_at ?? 0) - (a.last_at ?? 0) || byText(a.conversation, b.conversation);

function offersFirst(a: Row, b: Row): number {
  if ((a.state === "offered") !== (b.state === "offered")) return a.state === "offered" ? -1 : 1;
  return a.state === "offered" ? inLine(a, b) : newest(a, b);
}

const orders: Record<ListName, (a: Row, b: Row) => number> = {
  waiting: inLine, mine: offersFirst, bot: newest, team: newest, mentioned: newest,
};
