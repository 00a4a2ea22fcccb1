import { useMemo } from "react";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { useColleagues, useTeams } from "../queries";
import { strings } from "../strings";
import type { Reader } from "./talk";

/** Who looks at a conversation, and what the ids in it are called, as far as the server has said. */
export function useReader(staff: Staff, row: Row): Reader {
  const colleagues = useColleagues().data?.items;
  const teams = useTeams().data;
  const customer = row.profile?.name ?? "";
  return useMemo(
    () => ({
      me: staff.id,
      customer,
      agent: (id) => (id === staff.id ? strings.you : (colleagues?.find((c) => c.id === id)?.name ?? id)),
      team: (id) => teams?.items.find((t) => t.id === id)?.name ?? strings.teams[id] ?? id,
      topic: (id) => teams?.classes.find((c) => c.id === id)?.label ?? id,
    }),
    [staff.id, customer, colleagues, teams],
  );
}
