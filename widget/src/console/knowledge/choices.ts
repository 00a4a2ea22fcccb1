// What entries name and does not stand in them, to choose from by name: teams,
// owners, and what can be asked for. A value that is not (any more) among them
// stays to be seen.
import { useQuery } from "@tanstack/react-query";
import { call } from "../api";
import { useEditors } from "../insight/queries";
import { useTeams } from "../queries";
import { strings } from "../strings";

export interface Choice {
  value: string;
  label: string;
}

/** What there is to choose from, with what is chosen already. */
export const withChosen = (choices: readonly Choice[], chosen: readonly (string | undefined)[]): Choice[] => [
  ...choices,
  ...chosen.filter((v): v is string => !!v && choices.every((c) => c.value !== v)).map((value) => ({ value, label: value })),
];

/** The teams that may take over. */
export const useTeamChoices = (): Choice[] => (useTeams().data?.items ?? []).map((t) => ({ value: t.id, label: t.name || t.id }));

/** Who may keep an entry. */
export const useOwnerChoices = (): Choice[] => (useEditors().data ?? []).map((e) => ({ value: e.id, label: e.name || e.id }));

/** What the bot can ask for before a person takes over. */
export function useNeedChoices(): Choice[] {
  const asked = useQuery({
    queryKey: ["needs"], staleTime: Infinity,
    queryFn: ({ signal }) => call<{ items: { name: string; label: string }[] }>("GET", "/api/needs", { signal }),
  });
  return (asked.data?.items ?? []).map((n) => ({ value: n.name, label: strings.entities[n.name] ?? n.label }));
}
