package sheet

import (
	"context"
	"io"
	"slices"
	"strings"

	"yiwen/bot/fault"
	"yiwen/bot/text/cell"
	"yiwen/knowledge"
)

// Format is how entries are written. The list is closed.
type Format string

// The closed list of formats.
const (
	XLSX   Format = "xlsx"
	CSV    Format = "csv"     // UTF-8 with a byte order mark, for Excel
	CSVGBK Format = "csv-gbk" // GBK, and GB18030's four bytes for what GBK does not have
	YAML   Format = "yaml"    // as faq.yaml
)

// Formats returns the closed list.
func Formats() []Format { return []Format{XLSX, CSV, CSVGBK, YAML} }

// column is a column of our own sheets.
type column struct {
	header string
	width  float64
	text   func(*knowledge.Entry) string
}

// columns are those of our own sheets, in their order.
var columns = []column{
	{"分类", 16, func(e *knowledge.Entry) string { return e.Category }},
	{"标准问题", 36, func(e *knowledge.Entry) string { return e.Question }},
	{"相似问题", 40, func(e *knowledge.Entry) string { return joinList(e.Variants, betweenQuestions, "\n") }},
	{"答案", 60, func(e *knowledge.Entry) string { return e.Answer }},
	{"排除词", 14, func(e *knowledge.Entry) string { return joinList(e.Exclude, betweenWords, "|") }},
	{"关联问题", 24, func(e *knowledge.Entry) string { return joinList(e.Related, betweenQuestions+";；", "|") }},
	{"意图/动作", 28, action},
	{"受众", 10, func(e *knowledge.Entry) string { return audienceWord(e.Audience) }},
	{"生效", 18, func(e *knowledge.Entry) string { return string(e.From) }},
	{"失效", 18, func(e *knowledge.Entry) string { return untilText(e.Until) }},
	{"状态", 8, func(e *knowledge.Entry) string { return stateWord(e.Off) }},
	{"标签", 16, func(e *knowledge.Entry) string { return joinList(e.Tags, betweenWords, "|") }},
	{"ID", 24, func(e *knowledge.Entry) string { return e.ID }},
	{"关键词", 20, func(e *knowledge.Entry) string { return joinList(e.Keywords, betweenWords, "|") }},
	{"渠道答案", 24, sitesText},
	{"负责人", 10, func(e *knowledge.Entry) string { return e.Owner }},
	{"复核日期", 12, func(e *knowledge.Entry) string { return string(e.ReviewOn) }},
}

// Places in columns.
const (
	columnVariants = 2
	columnAudience = 7
	columnState    = 10
	columnID       = 12
)

func action(e *knowledge.Entry) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, quote(name+"="+value, ";；\n"))
		}
	}
	add("技能组", e.Team)
	add("级别", severityWord(e.Severity))
	add("流程", e.Flow)
	add("收集", joinList(e.Needs, betweenWords, ","))
	return strings.Join(parts, "; ")
}

func severityWord(s string) string {
	switch s {
	case "low":
		return "低"
	case "normal":
		return "普通"
	case "high":
		return "高"
	case "urgent":
		return "紧急"
	}
	return s
}

func audienceWord(a knowledge.Audience) string {
	switch a {
	case knowledge.Everybody:
		return "所有人"
	case knowledge.Buyers:
		return "买家"
	case knowledge.Merchants:
		return "商家"
	case knowledge.VIPs:
		return "VIP"
	}
	return string(a)
}

func stateWord(off bool) string {
	if off {
		return "停用"
	}
	return "启用"
}

func sitesText(e *knowledge.Entry) string {
	var b strings.Builder
	for i, a := range e.Answers {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("【" + a.Site + "】")
		for l := range strings.SplitSeq(a.Answer, "\n") {
			if _, _, ok := siteLine(l); ok || strings.HasPrefix(l, siteEscape) {
				l = siteEscape + l
			}
			b.WriteString("\n" + l)
		}
	}
	return b.String()
}

// rowsOf returns the rows of an entry: one, and where its similar questions do
// not fit a cell further ones that hold the id and the rest of them.
func rowsOf(e knowledge.Entry) [][]string {
	parts := chunks(e.Variants)
	rows := make([][]string, max(1, len(parts)))
	for i := range rows {
		rows[i] = make([]string, len(columns))
		if i > 0 {
			rows[i][columnVariants] = cell.Guard(joinList(parts[i], betweenQuestions, "\n"))
			rows[i][columnID] = cell.Guard(e.ID)
			continue
		}
		first := e
		if len(parts) > 0 {
			first.Variants = parts[0]
		}
		for j, c := range columns {
			rows[0][j] = cell.Guard(c.text(&first))
		}
	}
	return rows
}

// chunks cuts a list so that each part fits a cell, quotes and all.
func chunks(list []string) (parts [][]string) {
	size := 0
	for i, s := range list {
		n := len(quote(s, betweenQuestions)) + 1 // bytes are no fewer than units
		if size+n > MaxCell-1 || i == 0 {
			parts, size = append(parts, nil), 0
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], s)
		size += n
	}
	return parts
}

// Write writes entries to w. Those whose id is empty are read back as new ones.
// An entry with a text that no cell holds, which one that may be published never
// has, is a fault.Invalid.
func Write(ctx context.Context, w io.Writer, format Format, entries []knowledge.Entry) error {
	if format != YAML {
		for i := range entries {
			for j, c := range columns {
				if j != columnVariants && units(cell.Guard(c.text(&entries[i]))) > MaxCell {
					return fault.New(fault.Invalid, "条目「%s」的%s超过 %d 个字符，表格放不下，请用 YAML 导出", short(entries[i].Question, 40), c.header, MaxCell)
				}
			}
		}
	}
	if format == CSVGBK {
		for i := range entries {
			for _, c := range columns {
				if strings.ContainsFunc(c.text(&entries[i]), private) {
					return fault.New(fault.Invalid, "条目「%s」的%s里有自造字，GBK 存不下，请用 UTF-8 的 CSV 或 XLSX 导出", short(entries[i].Question, 40), c.header)
				}
			}
		}
	}
	switch format {
	case XLSX:
		return writeXLSX(ctx, w, entries)
	case CSV, CSVGBK:
		return writeCSV(ctx, w, format == CSVGBK, entries)
	case YAML:
		return writeYAML(ctx, w, entries)
	}
	return fault.New(fault.Invalid, "不认识的导出格式“%s”", format)
}

// private reports whether r is a character for private use. The library's tables
// of GB18030 write these as they do not read them.
func private(r rune) bool { return r >= '\ue000' && r <= '\uf8ff' }

// Notes says what a reader of the file should know, in Chinese: which characters
// GBK has no two bytes for, and where.
func Notes(format Format, entries []knowledge.Entry) []string {
	if format != CSVGBK {
		return nil
	}
	var found []rune
	var where []string
	for i := range entries {
		n := len(found)
		for _, s := range rowsOf(entries[i])[0] {
			for _, r := range s {
				if !inGBK(r) {
					found = append(found, r)
				}
			}
		}
		if len(found) > n && len(where) < 3 {
			where = append(where, "「"+short(entries[i].Question, 20)+"」")
		}
	}
	if len(found) == 0 {
		return nil
	}
	kinds := slices.Compact(slices.Sorted(slices.Values(found)))
	return []string{"有 " + itoa(len(found)) + " 个字符 GBK 没有（如 " + short(string(kinds[:min(len(kinds), 10)]), 10) + "，在 " + strings.Join(where, "、") +
		" 等条目），已按 GB18030 写入：一问能原样读回，旧版 Excel 可能显示成乱码。需要完整显示请用 XLSX"}
}
