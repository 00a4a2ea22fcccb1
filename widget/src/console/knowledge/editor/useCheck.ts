import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { Entry, Remark, Twin } from "../api";
import * as api from "../api";
import { tidied } from "./form";

/** A remark about a field; one that only warns does not keep an entry from being saved. */
export interface Said {
  message: string;
  warns: boolean;
}

/** What is known to be wrong with an entry, by field. */
export interface Check {
  /** What is said of a field, or of the entry with ""; of a list that shows its elements, as a whole. */
  of(field: string): Said | undefined;
  /** What is said of the elements of a list. */
  within(field: string): ReadonlyMap<number, string>;
  twins: readonly Twin[];
  /** The entry was left for a moment: it is checked as it is now. */
  look(): void;
  /** What a save was refused for. */
  refused(remarks: Remark[]): void;
}

const none: readonly Remark[] = [];
/** Fields that show what is said of their elements beside each; the others show the first at the field. */
const listed: readonly string[] = ["variants", "answers"];

/** Checks an entry on the server whenever a field is left. A new entry has no id, which nothing is said about. */
export function useCheck(value: Entry, warnings: readonly Remark[] = none): Check {
  const [looked, setLooked] = useState<Entry>();
  const [refusal, setRefusal] = useState<{ of: Entry; remarks: Remark[] }>();
  const asked = useQuery({
    queryKey: ["check", looked], queryFn: ({ signal }) => api.checkEntry(looked as Entry, signal), enabled: looked !== undefined && looked.question !== "",
    placeholderData: (before) => before, staleTime: 60_000, retry: false,
  });
  const found = asked.data;
  const refused = refusal && looked === refusal.of ? refusal.remarks : undefined;
  const remarks = useMemo(() => {
    const problems = (refused ?? found?.problems ?? []).map((r) => placed(r, false));
    const odd = (found?.warnings ?? (found ? [] : warnings)).map((r) => placed(r, true));
    return [...problems, ...odd].filter((r) => r.field !== "id" || value.id !== "");
  }, [refused, found, warnings, value.id]);

  return {
    of: (field) => remarks.find((r) => r.field === field && (r.at === undefined || !listed.includes(field))),
    within: (field) => new Map(remarks.flatMap((r) => (r.field === field && r.at !== undefined ? [[r.at, r.message]] : []))),
    twins: found?.twins ?? [],
    look: useCallback(() => setLooked(tidied(value)), [value]),
    refused: useCallback((list: Remark[]) => {
      const of = tidied(value);
      setLooked(of);
      setRefusal({ of, remarks: list });
    }, [value]),
  };
}

/** The field and the place in it that a remark is about: "variants[3]", "answers.0.answer". */
function placed({ path, message }: Remark, warns: boolean): Said & { field: string; at?: number } {
  const [field = "", at] = path.split(/[.[\]]+/);
  return { field, warns, ...(at !== undefined && /^\d+$/.test(at) && { at: Number(at) }), message };
}
