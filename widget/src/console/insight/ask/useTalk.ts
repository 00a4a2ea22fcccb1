import { useEffect, useRef, useState } from "react";
import type { Audience } from "../../knowledge/shapes";
import * as api from "../api";
import { useKeepTrial, useTrial } from "../queries";
import type { Against, Line, Trial } from "../shapes";
import { placeOfTrial, type Wanted } from "./place";

/** Who asks, where and when. */
export interface Circumstances {
  site?: string;
  audience?: Audience;
  at?: number;
}

/** One side of a trial: what came of it, or why nothing did. */
export interface Side {
  trial?: Trial | undefined;
  error?: Error | undefined;
}

/** A trial that goes on. */
export interface Talk {
  against: Against;
  /** What came of it on the chosen side. */
  main: Side;
  /** The same asked of the other content, where both are compared. */
  other?: Side | undefined;
  comparing: boolean;
  circumstances: Circumstances;
  /** What was said last and is on its way. */
  waiting: Line | undefined;
  /** A stored trial is being read. */
  loading: ReturnType<typeof useTrial>;
  /** Resolves to whether it could be asked. */
  say(line: Line): Promise<boolean>;
  /** Asks everything again, in other circumstances or of another content. */
  change(next: { against?: Against; comparing?: boolean; circumstances?: Circumstances }): void;
  clear(): void;
}

/** The trial that the address names, or a new one; each step of it is stored by the server and named in the address. */
export function useTalk(wanted: Wanted, move: (rest: string) => void): Talk {
  const keep = useKeepTrial();
  const [against, setAgainst] = useState(wanted.against);
  const [comparing, setComparing] = useState(wanted.other !== "" || wanted.compare);
  const [circumstances, setCircumstances] = useState<Circumstances>(wanted.site === "" ? {} : { site: wanted.site });
  const [sides, setSides] = useState<{ main: Side; other?: Side | undefined }>({ main: {} });
  const [waiting, setWaiting] = useState<Line>();
  const loading = useTrial(wanted.id === sides.main.trial?.id ? "" : wanted.id);
  const loadingOther = useTrial(wanted.other === sides.other?.trial?.id ? "" : wanted.other);
  const stored = wanted.id === "" ? undefined : loading.data;
  const storedOther = loadingOther.data;
  const round = useRef(0);
  // An answer that comes when somebody has left the page does not bring him back.
  useEffect(() => () => void round.current++, []);

  // A stored trial is taken over once, and can be gone on with.
  useEffect(() => {
    if (!stored || stored.id !== wanted.id) return;
    setSides((s) => (s.main.trial?.id === stored.id ? s : { main: { trial: stored } }));
    setAgainst(stored.against);
    setCircumstances({ ...(stored.site && { site: stored.site }), ...(stored.audience && { audience: stored.audience }) });
  }, [stored, wanted.id]);
  useEffect(() => {
    if (storedOther) setSides((s) => ({ ...s, other: { trial: storedOther } }));
  }, [storedOther]);

  const ask = async (turns: Line[], how: { against: Against; comparing: boolean; circumstances: Circumstances }): Promise<boolean> => {
    const mine = ++round.current;
    const one = async (of: Against): Promise<Side> => {
      try {
        return { trial: await api.ask({ turns, against: of, ...how.circumstances }) };
      } catch (error) {
        return { error: error as Error };
      }
    };
    setWaiting(turns.at(-1));
    const [main, other] = await Promise.all([one(how.against), how.comparing ? one(how.against === "live" ? "draft" : "live") : undefined]);
    if (mine !== round.current) return true; // a later question has overtaken it
    setWaiting(undefined);
    for (const side of [main, other]) if (side?.trial) keep(side.trial);
    // What could not be asked leaves what was asked before in sight.
    setSides((s) => ({ main: main.error ? { ...s.main, error: main.error } : main, other }));
    if (main.trial) move(placeOfTrial(main.trial.id, { other: other?.trial?.id, entry: wanted.entry }));
    return !main.error;
  };

  const how = { against, comparing, circumstances };
  const said = linesOf(sides.main.trial);
  const say = (line: Line) => ask([...said, line], how);
  const clear = () => {
    round.current++;
    setWaiting(undefined);
    setSides({ main: {} });
    move("");
  };
  const change: Talk["change"] = (next) => {
    const all = { ...how, ...next };
    setAgainst(all.against);
    setComparing(all.comparing);
    setCircumstances(all.circumstances);
    if (said.length > 0) void ask(said, all);
  };
  const begun = useRef("");
  useEffect(() => {
    // What the address asks is asked once, however often this is drawn.
    const what = JSON.stringify([wanted.q, wanted.against, wanted.compare, wanted.site]);
    if (wanted.q === "" || wanted.id !== "" || begun.current === what) return;
    begun.current = what;
    const asked = {
      against: wanted.against, comparing: comparing || wanted.compare,
      circumstances: wanted.site === "" ? circumstances : { ...circumstances, site: wanted.site },
    };
    setAgainst(asked.against);
    setComparing(asked.comparing);
    setCircumstances(asked.circumstances);
    void ask([{ text: wanted.q }], asked);
  });
  return { against, ...sides, comparing, circumstances, waiting, loading, say, change, clear };
}

/** What was said in a trial, to be said again. */
export const linesOf = (trial: Trial | undefined): Line[] =>
  (trial?.turns ?? []).map((t) => (t.choice ? { text: "", choice: t.choice } : { text: t.text }));
