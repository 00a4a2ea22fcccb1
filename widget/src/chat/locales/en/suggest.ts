import type words from "../zh-CN/suggest";

export default {
  suggestions: "Suggested questions",
  suggested: (n: number) => (n === 1 ? "1 question suggested. Arrow keys choose, Enter sends" : `${n} questions suggested. Arrow keys choose, Enter sends`),
} satisfies typeof words;
