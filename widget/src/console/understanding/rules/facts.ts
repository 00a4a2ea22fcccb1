/** What a condition may ask about. The program takes these names and Chinese ones. */
export const facts = [
  "mood", "carried", "amount", "page", "url", "site", "audience", "hour", "weekday",
  "turns", "waiting", "idle", "answered", "length", "has", "value", "says",
] as const;

export type Fact = (typeof facts)[number];

/** Entities that can be recognised, as the program names them. */
export const entityNames = [
  "order_no", "ticket_no", "phone", "qq", "game_account", "card_code", "amount", "time", "error_text", "product", "payment_channel",
] as const;
