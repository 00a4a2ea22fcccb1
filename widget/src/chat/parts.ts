// What is rare, in files of its own: nobody waits for it who does not need it.
import { later } from "./later";

export const Card = later(async () => (await import("./Card")).Card);
export const FormCard = later(async () => (await import("./FormCard")).FormCard);
export const Rating = later(async () => (await import("./Rating")).Rating);
export const TicketPanel = later(async () => (await import("./TicketPanel")).TicketPanel);
export const Waiting = later(async () => (await import("./Waiting")).Waiting);
export const Zoom = later(async () => (await import("./Zoom")).Zoom);

/** All of them at once, for tests. */
export const loadParts = () => Promise.all([Card, FormCard, Rating, TicketPanel, Waiting, Zoom].map((part) => part.load()));
