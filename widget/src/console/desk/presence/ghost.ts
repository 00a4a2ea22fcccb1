/** The reason that the server gives a break by itself, after offers that nobody answered (handoff.GhostReason). It is data here, not a word for people. */
export const ghostReason = "\u672a\u54cd\u5e94";
