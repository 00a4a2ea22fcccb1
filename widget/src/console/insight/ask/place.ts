// Where a trial is in the address: ask/ID?with=ID of the other side, ask?q=...&against=draft&compare=1&site=...&entry=...
import type { Against } from "../shapes";

/** What an address asks for. */
export interface Wanted {
  /** The stored trial, "" for none. */
  id: string;
  /** Of the other side of a comparison. */
  other: string;
  /** What to ask at once. */
  q: string;
  against: Against;
  /** To ask the other content too. */
  compare: boolean;
  /** Where it is asked, "" for the shop's own site. */
  site: string;
  /** The entry to be explained. */
  entry: string;
}

export function wantedIn(rest: string, query: string): Wanted {
  const params = new URLSearchParams(query);
  return {
    id: idIn(rest), other: params.get("with") ?? "", q: (params.get("q") ?? "").trim(), against: params.get("against") === "draft" ? "draft" : "live",
    compare: params.has("compare"), site: params.get("site") ?? "", entry: params.get("entry") ?? "",
  };
}

/** The place of a stored trial. */
export function placeOfTrial(id: string, { other, entry }: { other?: string | undefined; entry?: string } = {}): string {
  const params = new URLSearchParams({ ...(other && { with: other }), ...(entry && { entry }) });
  return encodeURIComponent(id) + (params.size > 0 ? `?${params}` : "");
}

function idIn(rest: string): string {
  try {
    return decodeURIComponent(rest.split("/")[0] ?? "");
  } catch {
    return ""; // a hand-made address
  }
}
