import { pick } from "../../locale";

// The words of the limits.
const zh = {
  intro: "阈值决定机器人多大把握才直接回答、什么时候反问、什么时候转人工。改动先存为草稿，发布后生效。",
  auto: (learned: string) => `自动（学到的 ${learned}）`,
  unlearned: "自动",
  now: (value: string) => `线上 ${value}`,
  groups: { answering: "回答", feeling: "情绪", patience: "耐心" },
  names: {
    answer: "直接回答", suggest: "列为选项", gap: "领先第二名", uneasy: "语气放软", mood: "情绪转人工", unresolved: "没解决就转人工", choices: "最多列出",
  },
  says: {
    answer: "得分达到这里，机器人直接给出答案。越高越不容易答错，但会更多反问。",
    suggest: "得分在这里和「直接回答」之间，机器人问「您是不是想问」。越低选项越多，也越不相干。",
    gap: "第一名要领先第二名这么多才直接回答，否则两条都列出来让客户选。",
    uneasy: "情绪分达到这里，回答前先说一句安抚的话。",
    mood: "情绪分达到这里，马上转人工。越低转得越多。",
    unresolved: "连续这么多句没解决，就转人工。",
    choices: "反问时最多给几个选项。",
  },
  times: (n: number) => `${n} 句`,
  pieces: (n: number) => `${n} 个`,
  curve: "覆盖率与准确率",
  curveSays: "曲线上每一点是一个「直接回答」的阈值：越往右，直接答对的越多；越往上，答错的越少。",
  of: "用谁来画",
  ofs: { draft: "草稿", live: "线上" },
  coverage: "覆盖率",
  precision: "准确率",
  limit: "阈值",
  coverageHint: "知识库能答的问题里，直接答对的比例",
  precisionHint: "直接回答的里面，答对的比例",
  present: "现在",
  moved: "拖动后",
  drawing: "正在画曲线，第一次要几秒",
  from: (judged: number, golden: number, made: number) =>
    golden + made === 0
      ? `用客户评过的 ${judged} 个问题画出：点过有帮助、没帮助，或者在反问里选过的。`
      : `客户评过的问题只有 ${judged} 个，另外用了 ${golden} 个黄金问题和知识库自己的 ${made} 个问法。黄金问题都是答得对的，会让曲线偏高；客户评过 50 个以后，只用客户的。`,
  steps: "阈值调高，覆盖率只会不变或下降；准确率多半上升，也会有小的起伏：少答的那几个里有答对的，准确率反而低一点。",
  mix: (inside: number) => `按每 100 个问题里 ${inside} 个知识库能答来计算。`,
  onlyAnswer: "曲线只随「直接回答」移动；改了其他两项，保存后按新值重画。",
  points: { right: "直接答对", wrong: "答错", offered: "列为选项" },
  of100: "每 100 个问题",
  same: "和现在一样。",
  more: (right: number, wrong: number) => `每 100 个问题${right >= 0 ? `多答对 ${right}` : `少答对 ${-right}`} 个，${wrong > 0 ? `多答错 ${wrong}` : wrong < 0 ? `少答错 ${-wrong}` : "答错的一样多"}${wrong === 0 ? "" : " 个"}。`,
  none: "没有可以用来画曲线的问题。先加一些黄金问题。",
};

const en: typeof zh = {
  intro: "Limits decide how sure the bot must be to answer, when it asks back, and when it hands off. Changes are a draft until published.",
  auto: (learned: string) => `Automatic (learned ${learned})`,
  unlearned: "Automatic",
  now: (value: string) => `live ${value}`,
  groups: { answering: "Answering", feeling: "Mood", patience: "Patience" },
  names: { answer: "Answer", suggest: "Offer", gap: "Ahead of the second", uneasy: "Warmer wording", mood: "Hand off for mood", unresolved: "Hand off unresolved", choices: "Most choices" },
  says: {
    answer: "From this score the bot answers outright. Higher makes fewer mistakes and asks back more.",
    suggest: "Between this and an answer the bot offers choices. Lower offers more, and less to the point.",
    gap: "The first must be so far ahead of the second to be the answer; else both are offered.",
    uneasy: "From this mood the answer begins with a kind sentence.",
    mood: "From this mood a person takes over. Lower hands off more.",
    unresolved: "After so many unresolved messages in a row a person takes over.",
    choices: "At most so many are offered.",
  },
  times: (n: number) => `${n} messages`,
  pieces: (n: number) => `${n}`,
  curve: "Coverage and precision",
  curveSays: "Each point is a limit of a direct answer: farther right more is answered rightly, higher up less is answered wrongly.",
  of: "Drawn of",
  ofs: { draft: "Draft", live: "Live" },
  coverage: "Coverage",
  precision: "Precision",
  limit: "Limit",
  coverageHint: "Answered rightly, of what the knowledge answers",
  precisionHint: "Right, of what is answered outright",
  present: "Now",
  moved: "Moved",
  drawing: "Drawing the curve, which takes seconds the first time",
  from: (judged: number, golden: number, made: number) =>
    golden + made === 0
      ? `Drawn from ${judged} questions that customers judged: by a vote, or by what they chose when asked back.`
      : `Customers have judged only ${judged} questions, so ${golden} golden questions and ${made} of the knowledge's own were used too. Golden questions are all answered rightly, which lifts the curve; from 50 judged questions on those alone are used.`,
  steps: "A higher limit never raises coverage. It mostly raises precision, with small steps back where what is no longer answered was right.",
  mix: (inside: number) => `Counted as if the knowledge answered ${inside} of 100 questions.`,
  onlyAnswer: "The curve follows the limit of an answer only; the other two are drawn anew once saved.",
  points: { right: "Answered rightly", wrong: "Answered wrongly", offered: "Offered" },
  of100: "Of 100 questions",
  same: "The same as now.",
  more: (right: number, wrong: number) => `Of 100 questions ${Math.abs(right)} ${right >= 0 ? "more" : "fewer"} are answered rightly, ${wrong === 0 ? "as many wrongly" : `${Math.abs(wrong)} ${wrong > 0 ? "more" : "fewer"} wrongly`}.`,
  none: "There are no questions to draw it from. Add golden questions first.",
};

export const words = pick(zh, en);
