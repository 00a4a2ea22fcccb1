/** Questions while typing. */
export default {
  suggestions: "您可能想问",
  suggested: (n: number) => `${n} 个相关问题，按上下方向键选择，按回车发送`,
};
