import { type EntryFilter, query } from "../api";

const names = ["q", "by", "category", "tag", "team", "audience", "owner", "state", "sort"] as const satisfies (keyof EntryFilter)[];

/** The filter that an address has in its query. What the server does not know it refuses itself. */
export function filterOf(search: string): EntryFilter {
  const params = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((n) => (params.get(n) ? [[n, params.get(n)]] : []))) as EntryFilter;
}

/** The query of an address for a filter, in one order, so that equal filters have equal addresses. */
export const queryOf = (filter: EntryFilter): string => query(Object.fromEntries(names.map((n) => [n, filter[n]])));

/** The filter with some of it changed; what is set to nothing is gone. */
export function narrowed(filter: EntryFilter, part: { [K in keyof EntryFilter]?: EntryFilter[K] | undefined }): EntryFilter {
  return Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, v]) => v !== undefined && v !== "")) as EntryFilter;
}

/** Whether a filter leaves entries out. */
export const narrows = ({ by: _by, sort: _sort, ...rest }: EntryFilter): boolean => Object.keys(rest).length > 0;
