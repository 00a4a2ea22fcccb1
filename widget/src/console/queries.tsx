// The HTTP API as components use it: cached, shared and kept fresh by react-query.
import {
  keepPreviousData, MutationCache, QueryCache, QueryClient, QueryClientProvider, useMutation, useQuery, useQueryClient,
} from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import * as http from "./http";
import { entry } from "./knowledge/api";

/** Lists that others change are asked for this often while they are looked at. Milliseconds. */
const poll = 5_000;
const seldom = 5 * 60_000;

/**
 * Gives hooks their cache. Whenever the server says that nobody is signed in,
 * `recheck` is called: the session may have ended.
 */
export function HttpProvider({ recheck, children }: { recheck(): void; children: ReactNode }) {
  const [client] = useState(() => queryClient(recheck));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function queryClient(recheck: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof http.Problem && error.status === 401) recheck();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // A shop's own network need not reach the internet: what the browser thinks of being online says nothing.
        networkMode: "always",
        staleTime: 10_000,
        // What the server refused it will refuse again; a lost connection comes back.
        retry: (count, error) => count < 2 && !(error instanceof http.Problem && error.status >= 400 && error.status < 500),
      },
      // A change is not repeated by itself: whoever made it sees that it failed.
      mutations: { networkMode: "always", retry: false },
    },
  });
}

const keys = {
  colleagues: ["colleagues"],
  teams: ["teams"],
  cases: ["cases"],
  customer: (conversation: string) => ["customer", conversation],
  canned: ["canned"],
  tickets: ["tickets"],
  ticket: (number: string) => ["tickets", "one", number],
  reviews: ["reviews"],
  feedback: ["feedback"],
  blocks: ["blocks"],
  announcements: ["announcements"],
};

/** Everybody who serves customers, oneself included, with presence and load. */
export const useColleagues = (enabled = true) =>
  useQuery({ queryKey: keys.colleagues, queryFn: ({ signal }) => http.colleagues(signal), refetchInterval: poll, enabled });

export const useRemoveFace = () => useChange(http.removeFaceOf, () => [keys.colleagues]);

/** The teams, and the classes of a closing summary. */
export const useTeams = (enabled = true) =>
  useQuery({ queryKey: keys.teams, queryFn: ({ signal }) => http.teams(signal), staleTime: seldom, refetchInterval: seldom, enabled });

/** A page of closed cases; the last page stays while the next is on its way. */
export const useClosedCases = (filter: http.CaseFilter, enabled = true) =>
  useQuery({
    queryKey: [...keys.cases, filter], queryFn: ({ signal }) => http.closedCases(filter, signal),
    placeholderData: keepPreviousData, enabled,
  });

/** Suggested answers to the customer's message with this seq; nothing is asked for 0. */
export const useSuggestions = (conversation: string, seq: number) =>
  useQuery({
    queryKey: ["suggest", conversation, seq], queryFn: ({ signal }) => http.suggestions(conversation, signal),
    staleTime: Infinity, enabled: seq > 0,
  });

/** The closing summary as the bot would write it, asked anew each time it is wanted. */
export const usePrefill = (conversation: string, enabled: boolean) =>
  useQuery({
    queryKey: ["summary", conversation], queryFn: ({ signal }) => http.prefill(conversation, signal),
    enabled, gcTime: 0, staleTime: Infinity, retry: false,
  });

/** Answers of the FAQ to a question; nothing is asked for an empty one. */
export const useAsk = (q: string) =>
  useQuery({
    queryKey: ["ask", q], queryFn: ({ signal }) => http.ask(q, signal), enabled: q !== "",
    placeholderData: (before) => (q === "" ? undefined : before),
  });

/** Everything about a customer. It is asked for again now and then, and when `stamp` (what is known of the case) changes. */
export const useCustomer = (conversation: string, stamp = "") =>
  useQuery({
    queryKey: [...keys.customer(conversation), stamp], queryFn: ({ signal }) => http.customer(conversation, signal),
    placeholderData: (before) => (before?.conversation === conversation ? before : undefined),
    refetchInterval: 6 * poll,
  });

export const useBlocks = (enabled = true) =>
  useQuery({ queryKey: keys.blocks, queryFn: ({ signal }) => http.blocks(signal), refetchInterval: 2 * poll, enabled });

/** What customers are told, and were. */
export const useAnnouncements = () =>
  useQuery({ queryKey: keys.announcements, queryFn: ({ signal }) => http.announcements(signal), refetchInterval: poll });
export const useAnnounce = () => useChange(http.announce, () => [keys.announcements]);
export const useEndAnnouncement = () => useChange(http.endAnnouncement, () => [keys.announcements]);

export const useCanned = () => useQuery({ queryKey: keys.canned, queryFn: ({ signal }) => http.cannedReplies(signal), staleTime: 60_000 });

export const useTickets = (filter: http.TicketFilter) =>
  useQuery({
    queryKey: [...keys.tickets, "list", filter], queryFn: ({ signal }) => http.tickets(filter, signal),
    placeholderData: keepPreviousData, refetchInterval: 3 * poll,
  });

/** One ticket with its entries; nothing is asked for none. */
export const useTicket = (number: string | undefined) =>
  useQuery({
    queryKey: keys.ticket(number ?? ""), queryFn: ({ signal }) => http.ticket(number ?? "", signal),
    enabled: number !== undefined, refetchInterval: 3 * poll,
  });

export const useReviews = (filter: { state: "open" | "closed"; page: number }) =>
  useQuery({
    queryKey: [...keys.reviews, filter], queryFn: ({ signal }) => http.reviews(filter, signal), placeholderData: keepPreviousData,
  });

export const useFeedback = (filter: { state: http.FeedbackState; page: number }) =>
  useQuery({
    queryKey: [...keys.feedback, filter], queryFn: ({ signal }) => http.feedbackList(filter, signal), placeholderData: keepPreviousData,
  });

/** What one told the editors oneself, the latest first, with what became of it. */
export const useMyFeedback = () =>
  useQuery({ queryKey: [...keys.feedback, "mine"], queryFn: ({ signal }) => http.myFeedback(signal), refetchInterval: seldom });

/** The entry with this id as it is live, else as its draft, or null where there is none (any more). */
export const useEntry = (id: string) =>
  useQuery({
    queryKey: ["entry", id],
    queryFn: async ({ signal }) => {
      try {
        const detail = await entry(id, signal);
        return detail.live ?? detail.entry;
      } catch (error) {
        if (error instanceof http.Problem && error.status === 404) return null;
        throw error;
      }
    },
  });

/** A change, after which what it touched is asked for again. */
function useChange<V, R>(change: (value: V) => Promise<R>, touched: (value: V) => readonly string[][]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: (_r, _e, value) => Promise.all(touched(value).map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export const useSendFeedback = () => useChange(http.sendFeedback, () => [keys.feedback]);
export const useSettleFeedback = () =>
  useChange((v: { id: number; state: http.FeedbackState; answer: string }) => {
    const { id, ...change } = v;
    return http.settleFeedback(id, change);
  }, () => [keys.feedback]);

export const useSetTags = (conversation: string) =>
  useChange((tags: string[]) => http.setTags(conversation, tags), () => [keys.customer(conversation)]);
export const useAddNote = (conversation: string) =>
  useChange((text: string) => http.addCustomerNote(conversation, text), () => [keys.customer(conversation)]);
export const useDeleteNote = (conversation: string) =>
  useChange((id: number) => http.deleteCustomerNote(conversation, id), () => [keys.customer(conversation)]);
export const useBlock = (conversation: string) =>
  useChange((b: { reason: string; until?: number }) => http.block(conversation, b), () => [keys.customer(conversation), keys.blocks]);
export const useUnblock = () =>
  useChange((conversation: string) => http.unblock(conversation), (conversation) => [keys.customer(conversation), keys.blocks]);

export const useSaveCanned = () =>
  useChange((v: { draft: http.CannedDraft; id?: string }) => http.saveCanned(v.draft, v.id), () => [keys.canned]);
export const useDeleteCanned = () => useChange(http.deleteCanned, () => [keys.canned]);
/** Counts a use; the list is not asked for again because of it. */
export const useUsedCanned = () => useChange(http.usedCanned, () => []);

export const useMoveTicket = (number: string) =>
  useChange((entry: http.NewTicketEntry) => http.moveTicket(number, entry), () => [keys.tickets, ["customer"]]);

export const useCloseReview = () =>
  useChange((v: { id: number; cause: http.ReviewCause; finding: string }) => {
    const { id, ...change } = v;
    return http.closeReview(id, change);
  }, () => [keys.reviews]);
