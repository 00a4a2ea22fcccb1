// Tickets in the conversation, and the panel that they open.
export { TicketCard } from "./TicketCard";
export { TicketPanel } from "./TicketPanel";
