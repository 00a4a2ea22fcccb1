import { pick } from "../locale";
import type { Why } from "./shapes";

// The words that several pages of what editors learn from share.
const zh = {
  undo: "撤销",
  open: "打开",
  percent: (share: number) => `${(100 * share).toFixed(1)}%`,
  whys: { fallback: "没听懂", clarify: "反问没人选", downvote: "被踩", handoff: "转了人工" } satisfies Record<Why, string>,
  table: "看数据表",
  pick: "选择条目",
  loading: "正在加载",
};

const en: typeof zh = {
  undo: "Undo",
  open: "Open",
  percent: (share: number) => `${(100 * share).toFixed(1)}%`,
  whys: { fallback: "Not understood", clarify: "Nothing chosen", downvote: "Voted down", handoff: "Handed off" },
  table: "Show the table",
  pick: "Choose an entry",
  loading: "Loading",
};

export const words = pick(zh, en);
