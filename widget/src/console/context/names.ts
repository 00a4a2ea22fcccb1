import { useTeams } from "../queries";
import { strings } from "../strings";

/** How ids are called: as the server says or, until it has, as the catalogue does; else the id itself. */
export interface Names {
  team(id: string): string;
  /** A class of closing summaries. */
  topic(id: string): string;
}

export function useNames(): Names {
  const { data } = useTeams();
  return {
    team: (id) => data?.items.find((t) => t.id === id)?.name ?? strings.teams[id] ?? id,
    topic: (id) => data?.classes.find((c) => c.id === id)?.label ?? id,
  };
}
