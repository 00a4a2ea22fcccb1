import type { CaseChange, ListName, Lists, Row } from "./frames";

/**
 * The desk lists of one agent: a snapshot, and the changes since. The law: an
 * old snapshot with its changes is the same as a fresh snapshot. Pure data.
 */
export class DeskLists {
  private rows = new Map<string, { row: Row; lists: ListName[] }>();
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
    for (const row of s.waiting) this.rows.set(row.conversation, { row, lists: ["waiting"] });
    for (const row of s.mine) this.rows.set(row.conversation, { row, lists: ["mine"] });
  }

  /** Takes one change. One that is older than the lists is passed over. */
  change(c: CaseChange): void {
    if (this.current === undefined || c.rev < this.current) return;
    this.current = c.rev;
    if (c.row && c.lists.length > 0) this.rows.set(c.conversation, { row: c.row, lists: c.lists });
    else this.rows.delete(c.conversation);
  }

  /** The waiting line, in its order. */
  waiting(): Row[] {
    return this.of("waiting").sort(inLine);
  }

  /** What is offered to the agent, in the order of the line; then his own cases, the one with the newest message first. */
  mine(): Row[] {
    return this.of("mine").sort((a, b) => {
      if ((a.state === "offered") !== (b.state === "offered")) return a.state === "offered" ? -1 : 1;
      if (a.state === "offered") return inLine(a, b);
      return (b.last_at ?? 0) - (a.last_at ?? 0) || byText(a.conversation, b.conversation);
    });
  }

  get(conversation: string): Row | undefined {
    return this.rows.get(conversation)?.row;
  }

  private of(list: ListName): Row[] {
    return [...this.rows.values()].filter((r) => r.lists.includes(list)).map((r) => r.row);
  }
}

// As package handoff orders the line: by its key, then by id.
function inLine(a: Row, b: Row): number {
  return lineKey(a) - lineKey(b) || byText(a.conversation, b.conversation);
}

const lineKey = (r: Row) => r.line_at ?? r.waiting_since ?? 0;

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
