import type { facts } from "./strings";

export type Fact = (typeof facts)[number][0];

/** Entities that can be recognised, as the program names them. */
export const entityNames = [
  "order_no", "ticket_no", "phone", "qq", "game_account", "card_code", "amount", "time", "error_text", "product", "payment_channel",
] as const;
