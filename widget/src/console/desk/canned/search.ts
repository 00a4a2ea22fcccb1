import type { Canned } from "../../http";

/** Replies under one heading. */
export interface CannedGroup {
  key: string;
  scope: Canned["scope"];
  /** Id of the team, of a team's. */
  team: string | undefined;
  group: string;
  items: Canned[];
}

/**
 * The replies that a query finds, under their headings. It looks for the query in
 * the title, its pinyin initials, the heading and the text; what is hit earlier
 * in that order stands first, then what is used more. With `upset` what meets an
 * upset customer stands before everything else. Headings stand where their best
 * reply would.
 */
export function searchCanned(all: readonly Canned[], query: string, upset = false): CannedGroup[] {
  const q = query.trim().toLowerCase();
  const ranked = all
    .map((reply) => ({ reply, hit: hit(reply, q), opener: upset && reply.opener === true }))
    .filter((r) => r.hit > 0)
    .sort((a, b) =>
      Number(b.opener) - Number(a.opener) || b.hit - a.hit || b.reply.uses - a.reply.uses ||
      a.reply.title.localeCompare(b.reply.title, "zh") || (a.reply.id < b.reply.id ? -1 : 1),
    )
    .map((r) => r.reply);
  const groups = new Map<string, CannedGroup>();
  for (const reply of ranked) {
    const { scope, team, group = "" } = reply;
    const key = [scope, team ?? "", group].join("\n");
    const under = groups.get(key);
    if (under) under.items.push(reply);
    else groups.set(key, { key, scope, team: scope === "team" ? team : undefined, group, items: [reply] });
  }
  return [...groups.values()];
}

/** How well a reply is hit: 0 = not at all. */
function hit(r: Canned, q: string): number {
  if (q === "") return 1;
  const title = r.title.toLowerCase();
  if (title.startsWith(q) || r.initials.startsWith(q)) return 5;
  if (title.includes(q)) return 4;
  if (r.initials.includes(q)) return 3;
  if (r.group?.toLowerCase().includes(q)) return 2;
  return r.text.toLowerCase().includes(q) ? 1 : 0;
}

/** The replies in the order in which they are shown. */
export const flat = (groups: readonly CannedGroup[]): Canned[] => groups.flatMap((g) => g.items);
