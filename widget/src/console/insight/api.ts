// The HTTP API of what editors learn from. Every function rejects with a Problem
// whose message may be shown.
import { call } from "../api";
import { type Job, Problem, query } from "../knowledge/api";
import type {
  Acted, Against, AllLimits, AskedRef, Curve, Editor, FiguresFilter, Gap, MissAction, Misses, MissFilter, MissState, Report, Stale, Trial, TrialRequest, TwinsResult,
} from "./shapes";

export type * from "./shapes";
export { Problem };

/** The longest thing that can be said to the bot, in characters, and the most turns of a trial. */
export const [longest, mostTurns] = [2000, 20];

export const ask = (request: TrialRequest) => call<Trial>("POST", "/api/trials", { body: request });
export const trial = (id: string, signal?: AbortSignal) => get<Trial>(`/api/trials/${encodeURIComponent(id)}`, signal);
/** Why an entry did not answer the last turn of a trial. */
export const whyNot = (id: string, entry: string) =>
  call<{ text: string }>("POST", `/api/trials/${encodeURIComponent(id)}/why`, { body: { entry } });

export const limits = (signal?: AbortSignal) => get<AllLimits>("/api/limits", signal);
export const curve = (of: Against, signal?: AbortSignal) => get<Curve>(`/api/limits/curve${query({ of })}`, signal);

/** A page of the inbox: that of a number, or the one with the group that a question is in. */
export const misses = (filter: MissFilter, page: number | AskedRef, signal?: AbortSignal) =>
  get<Misses>(`/api/misses${query({ ...filter, ...(typeof page === "number" ? { page } : { of: page.conversation, seq: page.seq }) })}`, signal);
/** Does something about questions that were shown in a state; a conflict, and nothing done, where one is in another meanwhile. */
export const actOnMisses = (texts: readonly AskedRef[], state: MissState, action: MissAction) =>
  call<Acted>("POST", "/api/misses/act", { body: { texts: texts.map(({ conversation, seq }) => ({ conversation, seq })), state, ...action } });
export const undoMisses = (undo: number) => call<{ changed: number }>("POST", "/api/misses/undo", { body: { undo } });
/** Who may be given questions. */
export const editors = async (signal?: AbortSignal) => (await get<{ items: Editor[] }>("/api/editors", signal)).items;

export const figures = (filter: FiguresFilter, page: number, signal?: AbortSignal) => get<Report>(`/api/reports/entries${query({ ...filter, page })}`, signal);
/** The address of the same as a sheet, which the browser saves. */
export const figuresURL = (filter: FiguresFilter) => `/api/reports/entries.csv${query(filter)}`;
export const gaps = async (signal?: AbortSignal) => (await get<{ items: Gap[] }>("/api/reports/gaps", signal)).items;
export const stale = async (days: number, signal?: AbortSignal) => (await get<{ items: Stale[] }>(`/api/reports/stale${query({ days })}`, signal)).items;

export const findTwins = () => call<{ job: string }>("POST", "/api/twins");
/** What was found last; null where nobody has looked yet. */
export async function latestTwins(signal?: AbortSignal): Promise<Job<TwinsResult> | null> {
  try {
    return await get<Job<TwinsResult>>("/api/twins/latest", signal);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, signal && { signal });
