// What editors learn from, as components use it.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import * as api from "./api";

// Below the key of all content: a change of it may change what is found.
const root = "content";
/** What colleagues do is asked for this often while it is looked at, in milliseconds. */
const poll = 30_000;

/** A stored trial; nothing is asked for "". It never changes. */
export const useTrial = (id: string) =>
  useQuery({ queryKey: ["trial", id], queryFn: ({ signal }) => api.trial(id, signal), enabled: id !== "", staleTime: Infinity });

/** Keeps a trial that was just held, so that it is not asked for again. */
export function useKeepTrial(): (trial: api.Trial) => void {
  const client = useQueryClient();
  return useCallback((trial) => client.setQueryData(["trial", trial.id], trial), [client]);
}

export const useLimits = () => useQuery({ queryKey: [root, "limits"], queryFn: ({ signal }) => api.limits(signal) });

/** The curve of a content; the first time it is drawn takes seconds. */
export const useCurve = (of: api.Against) =>
  useQuery({ queryKey: [root, "curve", of], queryFn: ({ signal }) => api.curve(of, signal), staleTime: 60_000 });

/** The inbox; while it is held it stays as it is, so that nothing moves under somebody's hands. */
export const useMisses = (filter: api.MissFilter, page: number | api.AskedRef, held: boolean) =>
  useQuery({
    queryKey: [root, "misses", filter, page], queryFn: ({ signal }) => api.misses(filter, page, signal), placeholderData: keepPreviousData,
    refetchInterval: held ? false : poll, refetchOnWindowFocus: !held, refetchOnReconnect: !held,
  });

export const useEditors = () => useQuery({ queryKey: ["editors"], queryFn: ({ signal }) => api.editors(signal), staleTime: 5 * 60_000 });

export const useFigures = (filter: api.FiguresFilter, page: number) =>
  useQuery({ queryKey: [root, "figures", filter, page], queryFn: ({ signal }) => api.figures(filter, page, signal), placeholderData: keepPreviousData });

export const useGaps = () => useQuery({ queryKey: [root, "gaps"], queryFn: ({ signal }) => api.gaps(signal) });
export const useStale = (days: number) =>
  useQuery({ queryKey: [root, "stale", days], queryFn: ({ signal }) => api.stale(days, signal), placeholderData: keepPreviousData });

export const useLatestTwins = () => useQuery({ queryKey: [root, "twins"], queryFn: ({ signal }) => api.latestTwins(signal) });
