import type words from "../zh-CN/suggest";

export default {
  suggestions: "您可能想問",
  suggested: (n: number) => `${n} 個相關問題，按上下方向鍵選擇，按 Enter 鍵傳送`,
} satisfies typeof words;
