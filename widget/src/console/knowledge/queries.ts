// The content as components use it: cached, shared, and asked for again after every change.
import { keepPreviousData, type QueryClient, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import * as api from "./api";

/** Everything about the content stands below this key: a change may touch any of it. */
export const root = "content";

/** Jobs are asked how far they are this often, in milliseconds. */
const jobPoll = 400;
/** What colleagues change is asked for this often while it is looked at. */
const poll = 10_000;

/** Has everything about the content asked for again, as after a change. */
export const touch = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: [root] });

const entriesOptions = (filter: api.EntryFilter, page: number) => ({
  queryKey: [root, "entries", filter, page],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.entries(filter, page, signal),
});

/** The first page of the entries that a filter finds, with the counts of all; the last one stays while another is on its way. */
export const useEntries = (filter: api.EntryFilter) =>
  useQuery({ ...entriesOptions(filter, 1), placeholderData: keepPreviousData, refetchInterval: 3 * poll });

/** Pages of the entries that a filter finds. */
export const useEntryPages = (filter: api.EntryFilter, pages: readonly number[]) =>
  useQueries({ queries: pages.map((page) => ({ ...entriesOptions(filter, page), staleTime: 30_000 })) });

/** Entries whose text holds the words, for choosing; nothing is asked for none. */
export const useFound = (q: string) =>
  useQuery({ ...entriesOptions({ q }, 1), enabled: q !== "", placeholderData: keepPreviousData });

/** One entry of the working copy; nothing is asked for "". It is not asked for again by itself: a form stands on it. */
export const useEntryDetail = (id: string) =>
  useQuery({
    queryKey: [root, "entry", id], queryFn: ({ signal }) => api.entry(id, signal), enabled: id !== "", staleTime: 0, gcTime: 0,
    refetchOnWindowFocus: false, refetchOnReconnect: false,
  });

/** The questions of entries by their ids; the id where there is none (yet). */
export function useQuestions(ids: readonly string[]): string[] {
  const asked = useQueries({
    queries: ids.map((id) => ({
      queryKey: [root, "question", id], queryFn: async ({ signal }: { signal: AbortSignal }) => (await api.entry(id, signal)).entry.question,
      staleTime: 60_000, retry: false,
    })),
  });
  return ids.map((id, i) => asked[i]?.data ?? id);
}

export const useHistory = (ref: api.Ref) =>
  useQuery({ queryKey: [root, "history", ref.kind, ref.id], queryFn: ({ signal }) => api.history(ref, signal) });

export const useChanges = (filter: { state?: api.ChangeState; kind?: string }, page: number) =>
  useQuery({
    queryKey: [root, "changes", filter, page], queryFn: ({ signal }) => api.changes(filter, page, signal),
    placeholderData: keepPreviousData, refetchInterval: poll,
  });

export const useDifference = (ref: api.Ref, enabled = true) =>
  useQuery({ queryKey: [root, "difference", ref.kind, ref.id], enabled, queryFn: ({ signal }) => api.difference(ref, signal) });

export const useVersions = (page: number) =>
  useQuery({
    queryKey: [root, "versions", page], queryFn: ({ signal }) => api.versions(page, signal), placeholderData: keepPreviousData, refetchInterval: poll,
  });

export const useVersionDiff = (number: number, against: number, page: number) =>
  useQuery({
    queryKey: [root, "versions", "diff", number, against, page], queryFn: ({ signal }) => api.versionDiff(number, against, page, signal),
    placeholderData: keepPreviousData, staleTime: Infinity,
  });

/** A piece in two versions. */
export const useTwoVersions = (before: number, after: number, ref: api.Ref) =>
  useQuery({
    queryKey: [root, "versions", "piece", before, after, ref.kind, ref.id], staleTime: Infinity,
    queryFn: async ({ signal }): Promise<api.Difference> => {
      const [b, a] = await Promise.all([api.versionItem(before, ref, signal), api.versionItem(after, ref, signal)]);
      return { before: b, after: a };
    },
  });

/** A job, followed until it has ended; nothing is asked for "". When it ends, everything about the content is asked for again. */
export function useJob<R>(id: string) {
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ["job", id], queryFn: ({ signal }) => api.job<R>(id, signal), enabled: id !== "", staleTime: 0,
    refetchInterval: ({ state }) => (state.data && state.data.state !== "running" ? false : jobPoll),
  });
  const ended = asked.data !== undefined && asked.data.state !== "running";
  useEffect(() => {
    if (ended) void touch(client);
  }, [ended, client]);
  return asked;
}

export const useJobs = (kind: api.JobKind) =>
  useQuery({ queryKey: ["job", "list", kind], queryFn: ({ signal }) => api.jobs(kind, signal) });

export const useSheetRows = (id: string, what: api.RowKind, page: number) =>
  useQuery({
    queryKey: ["sheet", id, what, page], queryFn: ({ signal }) => api.sheetRows(id, what, page, signal),
    placeholderData: keepPreviousData, staleTime: Infinity,
  });

/** The shop's settings: its sites and the zone of its clock. */
export const useShop = () =>
  useQuery({
    queryKey: [root, "settings"], staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.settings(signal)) ?? {},
  });

/** What the place of an act is told when it is over, and once all content was asked for again. */
export interface Told<R> {
  onSuccess?(result: R): void;
  onError?(error: Error): void;
}

/**
 * A change of the content, after which all of it is asked for again. While one
 * is on its way `mutate` does nothing: the second half of a double click comes
 * before the button can show that the first was heard, and what it is answered
 * ("already running") would be taken for the answer to the first. Its place is
 * told of the end also where the change took the button away.
 */
export function useAct<V, R>(act: (value: V) => Promise<R>) {
  const client = useQueryClient();
  const going = useRef(false);
  const mutation = useMutation({
    mutationFn: act,
    onSettled: () => {
      going.current = false;
      return touch(client);
    },
  });
  const { mutateAsync } = mutation;
  const once = useCallback((value: V, told?: Told<R>) => {
    if (going.current) return;
    going.current = true;
    void mutateAsync(value).then(told?.onSuccess, (error: Error) => told?.onError?.(error));
  }, [mutateAsync]);
  return { ...mutation, mutate: once };
}
