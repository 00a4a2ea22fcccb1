// What is rare, in files of its own: nobody waits for it who does not need it.
import { later } from "./later";

export const Card = later(async () => (await import("./Card")).Card);
export const Face = later(async () => (await import("./person")).Face, true);
export const FormCard = later(async () => (await import("./FormCard")).FormCard);
export const Menu = later(async () => (await import("./Menu")).Menu);
export const Rating = later(async () => (await import("./person")).Rating);
export const Staging = later(async () => (await import("./Staging")).Staging);
export const TicketCard = later(async () => (await import("./ticketing")).TicketCard);
export const TicketPanel = later(async () => (await import("./ticketing")).TicketPanel);
export const Transcript = later(async () => (await import("./Transcript")).Transcript);
export const Waiting = later(async () => (await import("./person")).Waiting);
export const Zoom = later(async () => (await import("./Zoom")).Zoom);

/** All of them at once, for tests. */
export const loadParts = () => Promise.all([Card, Face, FormCard, Menu, Rating, Staging, TicketCard, TicketPanel, Transcript, Waiting, Zoom].map((part) => part.load()));
