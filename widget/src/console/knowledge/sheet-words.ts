import { pick } from "../locale";
import type { Product, RowKind, SheetFormat } from "./shapes";

// The words of sheets.
const zh = {
  template: "下载模板：",
  formats: { xlsx: "Excel (XLSX)", csv: "CSV (UTF-8)", "csv-gbk": "CSV (GBK)", yaml: "YAML" } satisfies Record<SheetFormat, string>,
  products: {
    auto: "自动识别", yiwen: "一问", bytedesk: "微语", "bytedesk-keyword": "微语关键词回复", qidian: "企点", salesmartly: "SaleSmartly", zhima: "芝麻小客服",
    qnamaker: "QnA Maker", tiledesk: "Tiledesk",
  } satisfies Record<Product, string>,
  in: {
    title: "导入",
    about: "先检查，再写入：检查结果逐行列出，确认之前什么都不会改变。", product: "表格来自", drop: "把表格拖到这里，或者", choose: "选择文件",
    limits: "支持 XLSX、CSV、TSV、YAML，最大 50 MB、50,000 行", uploading: "上传进度", onlyOne: "一次导入一个文件，只取了第一个",
    tooBig: (name: string) => `「${name}」超过 50 MB，请拆成几个文件`, empty: (name: string) => `「${name}」是空文件`, another: "换一个文件",
    read: (rows: number, format: string, product: string, encoding: string) => [`${rows} 行`, format.toUpperCase(), product, encoding].filter(Boolean).join(" · "),
    columns: (known: number, all: number) => `认出 ${known} / ${all} 列`, ignored: "没有用到", noHeader: (n: number) => `第 ${n} 列`,
    commit: (n: number) => `写入 ${n} 条`, commitGood: (n: number, bad: number) => `写入 ${n} 条，跳过 ${bad} 行有问题的`,
    nothing: "没有要写入的内容", drafts: "写入后是草稿，审核并发布后客户才能看到。",
    done: (added: number, changed: number, skipped: number) => `已写入：新增 ${added} 条，修改 ${changed} 条${skipped > 0 ? `，跳过 ${skipped} 行` : ""}`, toChanges: "查看待发布的修改",
    conflict: (question: string, who: string) => `「${question}」刚被 ${who} 修改，请重新检查这个文件`,
  },
  fields: {
    category: "分类", question: "标准问题", variants: "相似问题", answer: "答案", exclude: "排除词", related: "关联问题", action: "意图/动作", audience: "受众", from: "生效",
    until: "失效", off: "状态", tags: "标签", id: "ID", keywords: "关键词", answers: "各站点的答案", owner: "负责人", review_on: "复核日期", team: "技能组", severity: "优先级",
    needs: "转人工前收集", flow: "接着办的流程", valid: "有效期",
    replies: "回复列表", mode: "匹配方式", answer_type: "答案类型", scope: "标准问题或快捷回复", language: "语言", metadata: "附加信息", context_only: "只在追问时回答", prompts: "追问",
    group: "原系统的编号", webhook: "外部接口",
  } as Record<string, string>,
  rows: {
    row: "行", question: "标准问题", id: "编号", reasons: "说明", none: "没有这样的行", report: (n: number) => `下载全部检查结果（CSV，${n} 行有问题）`,
    kinds: {
      add: (n: number) => `新增 ${n}`, change: (n: number) => `修改 ${n}`, same: (n: number) => `没有变化 ${n}`, bad: (n: number) => `有问题 ${n}`,
    } satisfies Record<RowKind, (n: number) => string>,
  },
  out: {
    title: "导出", draft: "草稿（包含没发布的修改）", live: "线上", format: "格式", filtered: "筛选出的条目", all: "全部条目", go: "导出",
    about: "导出的文件可以改好再导入，按编号对应，没有编号的按标准问题对应。从条目列表筛选后点「导出」，只导出筛选出的条目。",
  },
};

const en: typeof zh = {
  template: "Templates: ",
  formats: { xlsx: "Excel (XLSX)", csv: "CSV (UTF-8)", "csv-gbk": "CSV (GBK)", yaml: "YAML" },
  products: {
    auto: "Find out", yiwen: "Yiwen", bytedesk: "Bytedesk", "bytedesk-keyword": "Bytedesk keyword replies", qidian: "Qidian", salesmartly: "SaleSmartly", zhima: "Zhima",
    qnamaker: "QnA Maker", tiledesk: "Tiledesk",
  },
  in: {
    title: "Import",
    about: "Checked first, stored then: every row is listed, and nothing changes before you say so.", product: "The sheet is from", drop: "Drop a sheet here, or", choose: "Choose a file",
    limits: "XLSX, CSV, TSV, YAML; at most 50 MB and 50,000 rows", uploading: "Upload", onlyOne: "One file at a time: only the first was taken",
    tooBig: (name: string) => `${name} is over 50 MB, please split it`, empty: (name: string) => `${name} is empty`, another: "Another file",
    read: (rows: number, format: string, product: string, encoding: string) => [`${rows} rows`, format.toUpperCase(), product, encoding].filter(Boolean).join(" · "),
    columns: (known: number, all: number) => `${known} of ${all} columns recognised`, ignored: "not used", noHeader: (n: number) => `Column ${n}`,
    commit: (n: number) => `Store ${n}`, commitGood: (n: number, bad: number) => `Store ${n}, leave out ${bad} bad rows`,
    nothing: "There is nothing to store", drafts: "What is stored is a draft: customers see it when it is approved and published.",
    done: (added: number, changed: number, skipped: number) => `Stored: ${added} added, ${changed} changed${skipped > 0 ? `, ${skipped} rows left out` : ""}`, toChanges: "See the changes",
    conflict: (question: string, who: string) => `${who} has just changed "${question}": please check the file again`,
  },
  fields: {
    category: "Category", question: "Question", variants: "Similar questions", answer: "Answer", exclude: "Excluded words", related: "Related", action: "Action", audience: "Audience", from: "From",
    until: "Until", off: "State", tags: "Tags", id: "Id", keywords: "Keywords", answers: "Answers of sites", owner: "Owner", review_on: "Review on", team: "Team", severity: "Severity",
    needs: "Asked before a handoff", flow: "Goes on to the flow", valid: "Valid",
    replies: "Replies", mode: "Match mode", answer_type: "Kind of answer", scope: "Standard or canned", language: "Language", metadata: "Metadata", context_only: "Follow-up only", prompts: "Follow-ups",
    group: "Id in the other product", webhook: "Webhook",
  },
  rows: {
    row: "Row", question: "Question", id: "Id", reasons: "Remarks", none: "There are no such rows", report: (n: number) => `Download all rows with their remarks (CSV, ${n} bad)`,
    kinds: { add: (n: number) => `Added ${n}`, change: (n: number) => `Changed ${n}`, same: (n: number) => `Same ${n}`, bad: (n: number) => `Bad ${n}` },
  },
  out: {
    title: "Export", draft: "Working copy (with unpublished changes)", live: "Live", format: "Format", filtered: "Filtered entries", all: "All entries", go: "Export",
    about: "An export can be changed and imported again: rows are matched by id. Opened from a filtered list, it has those entries.",
  },
};

export const words = pick(zh, en);
