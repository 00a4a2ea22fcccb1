// The HTTP API that the desk and the pages beside it work with. Every function
// rejects with a Problem whose message may be shown.
import { answered, call, Problem, type Staff } from "./api";
import type {
  Announcement, AnnouncementDraft, Announcements, BlockedCustomer, Canned, CannedDraft, CaseFilter, ClosedCase, Colleague, Customer, CustomerNote, Feedback, FeedbackState,
  FoundAnswer, Items, NewFeedback, NewTicketEntry, Paged, Prefill, Review, ReviewCause, Suggestions, Teams, Ticket,
  TicketFilter, TicketHead, Upload,
} from "./shapes";
import { strings } from "./strings";

export type * from "./shapes";
export { Problem };

/** The longest searches that the server takes, in lists and of the FAQ, in code points. */
export const [maxQuery, maxAsk] = [100, 200];

// Who serves

export const colleagues = (signal?: AbortSignal) => get<Items<Colleague>>("/api/colleagues", signal);
export const teams = (signal?: AbortSignal) => get<Teams>("/api/teams", signal);

/** Gives oneself a picture, or none. */
export const setFace = (file: File) => sendFile<Staff>("PUT", "/api/session/face", file);
export const removeFace = () => call<Staff>("DELETE", "/api/session/face");
/** Takes a colleague's picture away. */
export const removeFaceOf = (id: string) => call<unknown>("DELETE", `/api/colleagues/${part(id)}/face`);

// Cases

/** Closed cases, the latest first. */
export const closedCases = (filter: CaseFilter, signal?: AbortSignal) =>
  get<Paged<ClosedCase>>(`/api/cases${query({ list: "closed", ...filter })}`, signal);

/** At most three answers to the customer's newest message. */
export const suggestions = (conversation: string, signal?: AbortSignal) =>
  get<Suggestions>(`/api/cases/${part(conversation)}/suggest`, signal);

/** The closing summary as the bot would write it. */
export const prefill = (conversation: string, signal?: AbortSignal) =>
  get<Prefill>(`/api/cases/${part(conversation)}/summary`, signal);

// What the bot knows

/** At most ten entries of the FAQ, found as the bot finds them. */
export const ask = (q: string, signal?: AbortSignal) => get<Items<FoundAnswer>>(`/api/ask${query({ q })}`, signal);

export const sendFeedback = (feedback: NewFeedback) => call<{ id: number }>("POST", "/api/feedback", { body: feedback });
export const feedbackList = (filter: { state?: FeedbackState; page?: number }, signal?: AbortSignal) =>
  get<Paged<Feedback>>(`/api/feedback${query(filter)}`, signal);
export const myFeedback = (signal?: AbortSignal) => get<Paged<Feedback>>("/api/feedback/mine", signal);
export const settleFeedback = (id: number, change: { state: FeedbackState; answer: string }) =>
  call<Feedback>("PATCH", `/api/feedback/${id}`, { body: change });

// Customers

const customerPath = (conversation: string) => `/api/customers/${part(conversation)}`;

export const customer = (conversation: string, signal?: AbortSignal) => get<Customer>(customerPath(conversation), signal);
export const setTags = (conversation: string, tags: string[]) =>
  call<unknown>("PUT", `${customerPath(conversation)}/tags`, { body: { tags } });
export const addCustomerNote = (conversation: string, text: string) =>
  call<CustomerNote>("POST", `${customerPath(conversation)}/notes`, { body: { text } });
export const deleteCustomerNote = (conversation: string, id: number) =>
  call<unknown>("DELETE", `${customerPath(conversation)}/notes/${id}`);
/** Keeps a customer out; without `until` for good. */
export const block = (conversation: string, change: { reason: string; until?: number }) =>
  call<unknown>("PUT", `${customerPath(conversation)}/block`, { body: change });
export const unblock = (conversation: string) => call<unknown>("DELETE", `${customerPath(conversation)}/block`);
export const blocks = (signal?: AbortSignal) => get<Items<BlockedCustomer>>("/api/blocks", signal);

// Announcements

export const announcements = (signal?: AbortSignal) => get<Announcements>("/api/announcements", signal);
export const announce = (draft: AnnouncementDraft) => call<Announcement>("POST", "/api/announcements", { body: draft });
export const endAnnouncement = (id: string) => call<undefined>("DELETE", `/api/announcements/${encodeURIComponent(id)}`);

// Canned replies

export const cannedReplies = (signal?: AbortSignal) => get<Items<Canned>>("/api/canned", signal);
/** Writes a new reply, or (with an id) changes one. */
export const saveCanned = (draft: CannedDraft, id?: string) =>
  id === undefined
    ? call<Canned>("POST", "/api/canned", { body: draft })
    : call<Canned>("PUT", `/api/canned/${part(id)}`, { body: draft });
export const deleteCanned = (id: string) => call<unknown>("DELETE", `/api/canned/${part(id)}`);
/** Counts one use. */
export const usedCanned = (id: string) => call<unknown>("POST", `/api/canned/${part(id)}/used`);

// Tickets

export const tickets = ({ overdue, ...filter }: TicketFilter, signal?: AbortSignal) =>
  get<Paged<TicketHead>>(`/api/tickets${query({ ...filter, ...(overdue && { overdue: 1 }) })}`, signal);
export const ticket = (number: string, signal?: AbortSignal) => get<Ticket>(`/api/tickets/${part(number)}`, signal);
export const moveTicket = (number: string, entry: NewTicketEntry) =>
  call<Ticket>("POST", `/api/tickets/${part(number)}/entries`, { body: entry });

// Reviews

export const reviews = (filter: { state: "open" | "closed"; page?: number }, signal?: AbortSignal) =>
  get<Paged<Review>>(`/api/reviews${query(filter)}`, signal);
export const closeReview = (id: number, change: { cause: ReviewCause; finding: string }) =>
  call<Review>("PUT", `/api/reviews/${id}`, { body: change });

// Uploads

/** Uploads a file. `progress` is told the share that was sent, 0 to 1. */
export const upload = (file: File, progress?: (share: number) => void, signal?: AbortSignal): Promise<Upload> =>
  sendFile("POST", "/api/uploads", file, progress, signal);

/** Sends a file in a form. It goes over XMLHttpRequest, because fetch does not say how far an upload is. */
function sendFile<T>(method: string, path: string, file: File, progress: (share: number) => void = () => undefined, signal?: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onerror = () => fail(new Problem(0, strings.api.network));
    request.onabort = () => fail(new DOMException("aborted", "AbortError"));
    request.onload = () => {
      try {
        done(answered<T>(request.status, request.responseText));
      } catch (error) {
        fail(error as Error);
      }
    };
    if (signal?.aborted) return request.onabort(new ProgressEvent("abort"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

/** The page of an upload. */
export const fileURL = (id: string) => `/files/${part(id)}`;

// How

const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, signal && { signal });

/** One part of a path: ids hold colons and slashes for all we know. */
const part = (id: string) => encodeURIComponent(id);

/** A query string without what is empty, "" where that is everything. */
function query(fields: Record<string, string | number | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text && `?${text}`;
}
