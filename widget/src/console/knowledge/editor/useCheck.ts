import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { Entry, Remark, Twin } from "../api";
import * as api from "../api";
import { tidied } from "./form";

/** What is known to be wrong with an entry, by field. */
export interface Check {
  /** What is said of a field as a whole, or of the entry with "". */
  of(field: string): string | undefined;
  /** What is said of the elements of a list. */
  within(field: string): ReadonlyMap<number, string>;
  twins: readonly Twin[];
  /** Remarks about fields that have no place of their own. */
  count: number;
  /** The entry was left for a moment: it is checked as it is now. */
  look(): void;
  /** What a save was refused for. */
  refused(remarks: Remark[]): void;
}

/** Checks an entry on the server whenever a field is left. A new entry has no id, which nothing is said about. */
export function useCheck(value: Entry, warnings: readonly Remark[] = []): Check {
  const [looked, setLooked] = useState<Entry>();
  const [refusal, setRefusal] = useState<{ of: Entry; remarks: Remark[] }>();
  const asked = useQuery({
    queryKey: ["check", looked], queryFn: ({ signal }) => api.checkEntry(looked as Entry, signal), enabled: looked !== undefined && looked.question !== "",
    placeholderData: (before) => before, staleTime: 60_000, retry: false,
  });
  const found = asked.data;
  const problems = refusal && looked === refusal.of ? refusal.remarks : (found?.problems ?? warnings);
  const remarks = useMemo(() => problems.map(placed).filter((r) => r.field !== "id" || value.id !== ""), [problems, value.id]);

  return {
    of: (field) => remarks.find((r) => r.field === field && r.at === undefined)?.message,
    within: (field) => new Map(remarks.flatMap((r) => (r.field === field && r.at !== undefined ? [[r.at, r.message]] : []))),
    twins: found?.twins ?? [],
    count: remarks.length,
    look: useCallback(() => setLooked(tidied(value)), [value]),
    refused: useCallback((list: Remark[]) => {
      const of = tidied(value);
      setLooked(of);
      setRefusal({ of, remarks: list });
    }, [value]),
  };
}

/** The field and the place in it that a remark is about: "variants[3]", "answers.0.answer". */
function placed({ path, message }: Remark): { field: string; at?: number; message: string } {
  const [field = "", at] = String(path).split(/[.[\]]+/);
  return { field, ...(at !== undefined && /^\d+$/.test(at) && { at: Number(at) }), message };
}
