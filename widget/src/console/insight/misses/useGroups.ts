import { App } from "antd";
import { useEffect, useState } from "react";
import { useMisses } from "../queries";
import type { Miss, MissFilter } from "../shapes";
import { questionIn } from "./refs";
import { words } from "./words";

/**
 * The groups of a page of the inbox, and the one that is looked at: that of the
 * place, or that of the question which the query names; the first where there is
 * none such. The place follows what is shown.
 */
export function useGroups(rest: string, query: string, move: (rest: string) => void) {
  const { message } = App.useApp();
  const [filter, setFilter] = useState<MissFilter>({ days: 30, state: "open" });
  const [page, setPage] = useState(1);
  const [held, hold] = useState<Miss>();
  const question = questionIn(query);
  const asked = useMisses(filter, question ?? page, held !== undefined);
  const { data } = asked;
  const items = data?.items ?? [];
  const wanted = question ? data?.of : rest;
  // Under somebody's hands nothing goes away, though a colleague has settled it.
  const shown = items.find((m) => m.key === wanted) ?? (held && held.key === wanted ? held : items[0]);

  const found = asked.isPlaceholderData ? undefined : shown?.key;
  useEffect(() => {
    // What is looked at stays so when others move up.
    if (found !== undefined && found !== rest) move(found);
  }, [found, rest, move]);
  const at = question && !asked.isPlaceholderData ? data : undefined;
  useEffect(() => {
    if (!at) return;
    setPage(at.page);
    if (at.of === undefined) void message.info(words.goneGroup);
  }, [at, message]);

  const narrow = (next: Partial<MissFilter>) => {
    setFilter((f) => {
      const all = { ...f, ...next };
      if (!all.why) delete all.why;
      return all;
    });
    setPage(1);
  };
  return { filter, narrow, page: data?.page ?? page, setPage, asked, items, shown, hold };
}
