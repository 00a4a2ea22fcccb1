// The HTTP API that the rooms of the editors work with. Every function rejects
// with a Problem whose message may be shown.
import { answered, call, Problem } from "../api";
import type {
  Bulk, ChangePage, ChangeState, Checked, Difference, Entry, EntryDetail, EntryFilter, EntryPage, Job, MoveStep, Moved, Paged, Product, Ref,
  Remark, Revision, RowKind, SheetFormat, SheetRow, Theirs, Version, VersionChange,
} from "./shapes";
import { strings } from "../strings";

export type * from "./shapes";
export { Problem };

// Entries

const entryPath = (id: string) => `/api/entries/${part(id)}`;

export const entries = (filter: EntryFilter, page: number, signal?: AbortSignal) =>
  get<EntryPage>(`/api/entries${query({ ...filter, page })}`, signal);
export const entry = (id: string, signal?: AbortSignal) => get<EntryDetail>(entryPath(id), signal);

/** Saves an entry as a draft. `rev` is the revision that it was made from; a new entry has none and may leave its id to the server. */
export const saveEntry = (entry: Entry, rev: number | undefined, note?: string) =>
  rev === undefined
    ? call<EntryDetail>("POST", "/api/entries", { body: { entry, ...(note && { note }) } })
    : call<EntryDetail>("PUT", entryPath(entry.id), { body: { entry, rev, ...(note && { note }) } });
export const checkEntry = (entry: Entry, signal?: AbortSignal) =>
  call<Checked>("POST", "/api/entries/check", { body: { entry }, ...(signal && { signal }) });
export const bulk = (change: Bulk) => call<Moved>("POST", "/api/entries/bulk", { body: change });

/** Of the kind of entries the routes and the fields have names of their own. */
const isEntry = (ref: Ref) => ref.kind === "entry";
const piecePath = (ref: Ref) => (isEntry(ref) ? entryPath(ref.id) : `/api/content/${part(ref.kind)}/${part(ref.id)}`);

/** The history of a piece, the newest first. */
export async function history(ref: Ref, signal?: AbortSignal): Promise<Revision[]> {
  const { items } = await get<{ items: (Revision & { entry?: unknown })[] }>(`${piecePath(ref)}/history`, signal);
  return items.map(({ entry, ...r }) => (entry === undefined ? r : { ...r, body: entry }));
}

/** Makes an older revision of a piece the draft again. */
export const restore = (ref: Ref, to: number, rev: number) => call<unknown>("POST", `${piecePath(ref)}/restore`, { body: { to, rev } });

// Changes and versions

export const changes = (filter: { state?: ChangeState; kind?: string }, page: number, signal?: AbortSignal) =>
  get<ChangePage>(`/api/changes${query({ ...filter, page })}`, signal);
export const difference = (ref: Ref, signal?: AbortSignal) => get<Difference>(`/api/changes/${part(ref.kind)}/${part(ref.id)}`, signal);
/** Takes a step with changes: those named, or all that are in a state. */
export const moveChanges = (which: { refs: (Ref & { rev: number })[] } | { all: ChangeState }, step: MoveStep, note?: string) =>
  call<Moved>("POST", "/api/changes/step", { body: { ...which, step, ...(note && { note }) } });

export const versions = (page: number, signal?: AbortSignal) => get<Paged<Version>>(`/api/versions${query({ page })}`, signal);
export const versionDiff = (number: number, against: number, page: number, signal?: AbortSignal) =>
  get<Paged<VersionChange>>(`/api/versions/${number}/diff${query({ against, page })}`, signal);
/** A piece as it was in a version; undefined where it was not there. */
export async function versionItem(number: number, ref: Ref, signal?: AbortSignal): Promise<unknown> {
  const { body } = await get<{ body?: unknown }>(`/api/versions/${number}/items/${part(ref.kind)}/${part(ref.id)}`, signal);
  return body;
}

/** Begins to publish the approved changes. `override` is the reason to do it although golden questions fail. */
export const publish = (note: string, override?: string) =>
  call<{ job: string }>("POST", "/api/publish", { body: { note, ...(override && { override }) } });
export const restoreVersion = (number: number, note: string) =>
  call<{ job: string }>("POST", `/api/versions/${number}/restore`, { body: { note } });

/** Begins to ask again, of what is live and of the working copy, what customers asked in the last days. */
export const replay = (days: number) => call<{ job: string }>("POST", "/api/replays", { body: { days } });

// The shop

export interface Shop {
  timezone?: string;
  /** Whether a change is approved by somebody else than its author. */
  review?: boolean;
  sites?: { id: string; name?: string }[];
}

/** The settings of the working copy. */
export async function settings(signal?: AbortSignal): Promise<Shop | undefined> {
  const { items } = await get<{ items: { body: Shop }[] }>("/api/content/settings", signal);
  return items[0]?.body;
}

// Jobs

export const job = <R>(id: string, signal?: AbortSignal) => get<Job<R>>(`/api/jobs/${part(id)}`, signal);
export const jobs = (kind: string, signal?: AbortSignal) => get<Paged<Job>>(`/api/jobs${query({ kind })}`, signal);
export const cancelJob = (id: string) => call<unknown>("DELETE", `/api/jobs/${part(id)}`);

// Sheets: addresses are for links, which the browser saves.

export const templateURL = (format: SheetFormat) => `/api/sheets/template${query({ format })}`;
export const exportURL = (format: SheetFormat, of: "draft" | "live", filter: EntryFilter) => `/api/export${query({ format, of, ...filter })}`;
export const reportURL = (id: string) => `/api/imports/${part(id)}/report.csv`;
export const sheetRows = (id: string, what: RowKind, page: number, signal?: AbortSignal) =>
  get<Paged<SheetRow>>(`/api/imports/${part(id)}/rows${query({ what, page })}`, signal);
export const commitSheet = (id: string, skipBad: boolean) =>
  call<{ job: string }>("POST", `/api/imports/${part(id)}/commit`, { body: { skip_bad: skipBad } });

/** Uploads a sheet and begins to check it. `progress` is told the share that was sent, 0 to 1. */
export function checkSheet(file: File, product: Product, progress: (share: number) => void, signal?: AbortSignal): Promise<{ job: string }> {
  // Over XMLHttpRequest, because fetch does not say how far an upload is.
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/imports");
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onerror = () => fail(new Problem(0, strings.api.network));
    request.onabort = () => fail(new DOMException("aborted", "AbortError"));
    request.onload = () => {
      try {
        done(answered<{ job: string }>(request.status, request.responseText));
      } catch (error) {
        fail(error as Error);
      }
    };
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    const form = new FormData();
    form.append("file", file);
    if (product !== "auto") form.append("product", product);
    request.send(form);
  });
}

// What a refusal says besides its sentence

/** Of a conflict: what a colleague has made of the entry meanwhile. */
export function theirsOf(error: unknown): Theirs | undefined {
  if (!(error instanceof Problem) || error.status !== 409) return undefined;
  const theirs = error.document["theirs"];
  return typeof theirs === "object" && theirs !== null ? (theirs as Theirs) : undefined;
}

/** Of a refused piece: what is wrong, and where in it. */
export function remarksOf(error: unknown): Remark[] {
  if (!(error instanceof Problem) || !Array.isArray(error.document["errors"])) return [];
  return (error.document["errors"] as { location?: string; message?: string }[])
    .map((e) => ({ path: (e.location ?? "").replace(/^body\.?/, "").replace(/^(entry|body)(\.|$)/, ""), message: e.message ?? "" }))
    .filter((r) => r.message !== "");
}

// How

const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, signal && { signal });

const part = (id: string) => encodeURIComponent(id);

/** A query string without what is empty, "" where that is everything. */
export function query(fields: object): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text && `?${text}`;
}
