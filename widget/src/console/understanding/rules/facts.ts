// What a condition may ask about: the names that the program knows, in both
// languages that it takes. They are syntax, not words of the page.
export const facts = [
  ["mood", "情绪"], ["carried", "累计情绪"], ["amount", "金额"], ["page", "页面"], ["url", "网址"], ["site", "站点"], ["audience", "人群"],
  ["hour", "小时"], ["weekday", "星期"], ["turns", "轮次"], ["waiting", "已等"], ["idle", "距上句"], ["answered", "距上答"], ["length", "字数"],
  ["has", "有"], ["value", "取值"], ["says", "说了"],
] as const;

export type Fact = (typeof facts)[number][0];

/** Entities that can be recognised, as the program names them. */
export const entityNames = [
  "order_no", "ticket_no", "phone", "qq", "game_account", "card_code", "amount", "time", "error_text", "product", "payment_channel",
] as const;
