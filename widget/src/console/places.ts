import { useCallback, useEffect, useRef, useState } from "react";
import type { Right } from "./api";
import { keeper } from "./keeper";

/** The pages in the order of the menu: where each one is, and the right that it needs. */
const table = {
  desk: { path: "/desk/", needs: "desk" },
  tickets: { path: "/desk/tickets", needs: "desk" },
  canned: { path: "/desk/canned", needs: "desk" },
  reviews: { path: "/desk/reviews", needs: "reports" },
  floor: { path: "/desk/floor", needs: "cases" },
  knowledge: { path: "/console/", needs: "knowledge" },
  feedback: { path: "/console/feedback", needs: "knowledge" },
} as const satisfies Record<string, { path: string; needs: Right }>;

export type PageName = keyof typeof table;

const names = Object.keys(table) as PageName[];

/** The pages that somebody with these rights may use. */
export const allowedPages = (rights: readonly Right[]): PageName[] => names.filter((p) => rights.includes(table[p].needs));

/** Where somebody is: a page, and the place on it. */
export interface Place {
  page: PageName | undefined;
  rest: string;
}

/** The place that a path names, or the first page where it names none that is allowed. */
export function placeOf(path: string, allowed: readonly PageName[]): Place {
  const longest = allowed
    .filter((p) => path === table[p].path || path.startsWith(table[p].path.replace(/\/?$/, "/")))
    .sort((a, b) => table[b].path.length - table[a].path.length)[0];
  if (!longest) return { page: allowed[0], rest: "" };
  return { page: longest, rest: path.slice(table[longest].path.length).replace(/^\//, "") };
}

/** The path of a place. */
export function pathOf(page: PageName, rest = ""): string {
  const { path } = table[page];
  return rest === "" ? path : `${path.replace(/\/$/, "")}/${rest}`;
}

/** The place of a conversation on the desk. */
export const placeOfCase = (conversation: string): string => `c/${encodeURIComponent(conversation)}`;

/** The conversation that a place on the desk names; "" where it names none. */
export function caseOf(rest: string): string {
  if (!rest.startsWith("c/")) return "";
  try {
    return decodeURIComponent(rest.slice(2));
  } catch {
    return ""; // a hand-made address
  }
}

/** The place in the address, and the ways to others: `go` to a page (back to where one was on it), `move` on the same page. */
export function usePlace(allowed: readonly PageName[]) {
  const [address, setAddress] = useState(here);
  const [path = "", query = ""] = address.split(/(?=\?)/);
  const { page, rest } = placeOf(path, allowed);
  const left = useRef(new Map<PageName, string>());
  if (page) left.current.set(page, rest + query);

  useEffect(() => {
    const moved = () => {
      const to = here();
      // The browser has gone back already: who stays is taken forth again.
      if (keeper.mayLeave(to)) return setAddress(to);
      history.pushState(null, "", address);
      keeper.ask(to, () => {
        history.pushState(null, "", to);
        setAddress(to);
      });
    };
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, [address]);

  const change = useCallback((next: string, how: "pushState" | "replaceState") => {
    keeper.ask(next, () => {
      if (next !== here()) history[how](null, "", next);
      setAddress(next);
    });
  }, []);
  const go = useCallback((to: PageName, where?: string) => change(pathOf(to, where ?? left.current.get(to)), "pushState"), [change]);
  const move = useCallback(
    (where: string) => {
      if (page) change(pathOf(page, where), "replaceState");
    },
    [page, change],
  );
  return { page, rest, query, go, move };
}

const here = (): string => location.pathname + location.search;
