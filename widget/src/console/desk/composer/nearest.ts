import type { Colleague } from "../../shapes";

const presence: Record<Colleague["state"], number> = { online: 0, busy: 1, break: 2, offline: 3 };

/**
 * Those whom one would ask about a case of a team first: who is online and serves
 * it, then who serves it or is online, then the rest; who runs the system last.
 */
export function nearestFirst(colleagues: readonly Colleague[], team: string | undefined): Colleague[] {
  const far = (c: Colleague) => (c.role === "admin" ? 3 : Number(c.state !== "online") + Number(team === undefined || !c.teams.includes(team)));
  return [...colleagues].sort((a, b) => far(a) - far(b) || presence[a.state] - presence[b.state] || a.name.localeCompare(b.name, "zh"));
}
