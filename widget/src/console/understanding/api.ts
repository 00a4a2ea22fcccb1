// The HTTP API of the pieces of the content. Every function rejects with a
// Problem whose message may be shown.
import { call, Problem } from "../api";
import { moveChanges, type MoveStep, type Pending } from "../knowledge/api";
import type { Bodies, Kind } from "./shapes";

export type { ChangeState, MoveStep } from "../knowledge/api";
export { Problem };

/** A piece of the working copy. */
export interface Piece<B> {
  id: string;
  position: number;
  /** Not there where the change removes it. */
  body?: B | null;
  /** What the next edit must be based on; 0 where there was none. */
  rev: number;
  change?: Pending;
  live?: B | null;
}

/** What a piece is now that another changed it. */
export interface Theirs<B> {
  /** Not there where it was removed. */
  body?: B | null;
  rev: number;
  /** The name with which whoever saved it signs in. */
  by?: string;
  by_name?: string;
  at?: number;
}

/** Something wrong, and where in the piece: names and places from 0. */
export interface Fault {
  path: (string | number)[];
  message: string;
}

export interface Checked {
  problems: Fault[];
  warnings: Fault[];
  /** What the worst message costs, in microseconds. */
  cost_us?: number;
}

const path = (kind: Kind, id?: string, more = "") => `/api/content/${kind}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${more}`;

/** The pieces of a kind in their order, with those that the working copy removes. */
export const pieces = async <K extends Kind>(kind: K, signal?: AbortSignal) =>
  (await call<{ items: Piece<Bodies[K]>[] }>("GET", path(kind), signal && { signal })).items;

export interface Saved<B> {
  body: B;
  /** What it was changed from. */
  rev: number;
  position?: number;
  note?: string;
}
export const savePiece = <K extends Kind>(kind: K, id: string, edit: Saved<Bodies[K]>) => call<Piece<Bodies[K]>>("PUT", path(kind, id), { body: edit });

/** Of many pieces of a kind, at most this many are saved at once. */
export const mostEdits = 5000;
/** Saves pieces of a kind, all or none; what is wrong is told by `faultsByEdit`. */
export const savePieces = <K extends "rule" | "smalltalk" | "golden" | "flow">(kind: K, edits: readonly (Omit<Saved<Bodies[K]>, "note"> & { id: string })[]) =>
  call<unknown>("POST", path(kind), { body: { edits } });
export const removePiece = (kind: Kind, id: string, rev: number) => call<unknown>("DELETE", path(kind, id, `?rev=${rev}`));

/** What is wrong with a piece, and odd about it; nothing is stored. */
export async function checkPiece<K extends Kind>(kind: K, id: string, body: Bodies[K], signal?: AbortSignal): Promise<Checked> {
  type Raw = { problems?: RawFault[] | null; warnings?: (RawFault | string)[] | null; cost_us?: number };
  const { problems, warnings, cost_us } = await call<Raw>("POST", path(kind, undefined, "/check"), { body: { id, body }, ...(signal && { signal }) });
  return {
    problems: (problems ?? []).map(fault),
    warnings: (warnings ?? []).map((w) => (typeof w === "string" ? { path: [], message: w } : fault(w))),
    ...(cost_us !== undefined && { cost_us }),
  };
}

/** Takes a step with a change; where it could not be taken, the reason is thrown. */
export async function stepChange(kind: Kind, id: string, rev: number, step: MoveStep): Promise<void> {
  const { skipped } = await moveChanges({ refs: [{ kind, id, rev }] }, step);
  const [first] = skipped ?? [];
  if (first) throw new Problem(409, first.reason);
}

/** What patterns find in a sentence, as the bot reads it. */
export interface Tried {
  norm: string;
  hits: { pattern: number; text: string }[];
}
export const tryPatterns = (patterns: readonly string[], text: string) =>
  call<Tried>("POST", "/api/patterns/try", { body: { patterns, text } });

/** Whether a rule would match a sentence that is a conversation's first, and why. */
export interface TriedRule {
  norm: string;
  matched: boolean;
  /** The words and conditions that spoke for it. */
  why: string[];
  /** What was missing, where something spoke for it. */
  missing?: string;
}
export const tryRule = (rule: Bodies["rule"], text: string) => call<TriedRule>("POST", "/api/patterns/rule", { body: { rule, text } });

interface RawFault {
  path?: string | (string | number)[];
  message: string;
}
const fault = ({ path, message }: RawFault): Fault => ({ path: typeof path === "string" ? placeIn(path) : (path ?? []), message });

/** What a refused edit says is wrong with it, place by place. */
export function faultsOf(error: unknown): Fault[] {
  if (!(error instanceof Problem) || error.status !== 422) return [];
  // A location begins with the request's "body", in which the piece is "body" again.
  return errorsOf(error).map((e) => ({ path: placeIn((e.location ?? "").replace(/^body(\.body)?\.?/, "")), message: e.message ?? error.message }));
}

/** What refused edits say is wrong with them, by their places in the request: one sentence each. */
export function faultsByEdit(error: unknown): Map<number, string> {
  const out = new Map<number, string>();
  if (!(error instanceof Problem) || error.status !== 422) return out;
  for (const { location = "", message = error.message } of errorsOf(error)) {
    const [, at] = /^body\.edits\[(\d+)\]/.exec(location) ?? [];
    if (at !== undefined && !out.has(Number(at))) out.set(Number(at), message);
  }
  return out;
}

const errorsOf = ({ document: { errors } }: Problem) => (Array.isArray(errors) ? (errors as { location?: string; message?: string }[]) : []);

/** What the piece is now, where an edit was refused because another came between. */
export function theirsOf<B>(error: unknown): Theirs<B> | undefined {
  if (!(error instanceof Problem) || error.status !== 409) return undefined;
  const { theirs } = error.document;
  return typeof theirs === "object" && theirs !== null && "rev" in theirs ? (theirs as Theirs<B>) : undefined;
}

/** The parts of a written place: `words[3].words[0]`. */
export const placeIn = (place: string): (string | number)[] =>
  (place.match(/[^.[\]]+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
