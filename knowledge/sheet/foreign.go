package sheet

import (
	"encoding/json"
	"slices"
	"strings"
)

// foreign reads the columns that only other products have.
func (r *reader) foreign(rec record, row *Row) {
	if s, _ := r.cell(rec, fieldMetadata); s != "" {
		for _, pair := range splitList(s, "|") {
			k, v, _ := strings.Cut(pair, ":")
			if k = strings.TrimSpace(k); k == "category" || k == "分类" {
				row.Entry.Category = category(v)
			} else {
				row.Entry.Tags = append(row.Entry.Tags, pair)
			}
		}
		row.Entry.Tags = once(row.Entry.Tags)
	}
	if s, _ := r.cell(rec, fieldContext); plain(s) == "true" {
		row.note("原来只在追问时回答（IsContextOnly），导入后任何时候都会回答")
	}
	if s, _ := r.cell(rec, fieldHook); plain(s) == "true" {
		row.note("原来由程序（webhook）回答，这里只导入文字答案")
	}
	if s, _ := r.cell(rec, fieldLanguage); s != "" {
		if l := plain(s); !strings.HasPrefix(l, "zh") && !strings.Contains(l, "中文") && !strings.Contains(l, "chinese") && l != "cn" {
			row.note("语言是「%s」", short(s, 20))
		}
	}
	if s, column := r.cell(rec, fieldScope); s != "" {
		if p := plain(s); strings.Contains(p, "canned") || strings.Contains(p, "快捷") || strings.Contains(p, "话术") {
			row.problem(r.at(column), "是坐席的快捷话术，不属于知识库，请导入到「话术」")
		}
	}
}

// keywords makes an entry of a keyword reply.
func (r *reader) keywords(rec record, row *Row) {
	e := &row.Entry
	words := r.list(rec, FieldKeywords, betweenWords)
	replies := r.list(rec, fieldReplies, "|｜")
	s, _ := r.cell(rec, FieldCategory)
	e.Category = category(s)
	if len(words) > 0 {
		e.Question, e.Variants = words[0], words[1:]
	}
	if len(replies) > 0 {
		a, note := markdown(replies[0])
		e.Answer = a
		if note != "" {
			row.Notes = append(row.Notes, note)
		}
	}
	if len(replies) > 1 {
		row.note("有 %d 条随机回复，只导入了第一条", len(replies))
	}
	mode, column := r.cell(rec, fieldMode)
	switch plain(mode) {
	case "regex", "regexp", "正则", "正则匹配", "正则表达式":
		row.problem(r.at(column), "是正则匹配，属于「规则」而不是知识条目，请在「规则」页新建")
	case "exact", "精确", "精确匹配", "完全匹配":
		row.note("精确匹配的关键词成了标准问题和相似问题，意思相近的问法也会命中")
	case "fuzzy", "contains", "模糊", "模糊匹配", "包含", "":
		e.Keywords = slices.Clone(words)
		row.note("模糊匹配的关键词成了标准问题、相似问题和关键词；句子里有这个词，不等于一定由这一条回答")
	default:
		row.problem(r.at(column), "不认识匹配方式「%s」，应为 exact、fuzzy 或 regex", short(mode, 20))
	}
	s, _ = r.cell(rec, FieldState)
	e.Off = stateOff[plain(s)]
}

// promptsOf returns the other product's ids of the questions to go on with.
func (r *reader) promptsOf(rec record) (groups []string) {
	s, _ := r.cell(rec, fieldPrompts)
	if s == "" {
		return nil
	}
	var list []struct {
		QnaID json.Number `json:"qnaId"`
	}
	if json.Unmarshal([]byte(s), &list) != nil {
		return nil
	}
	for _, p := range list {
		if p.QnaID != "" && p.QnaID != "0" {
			groups = append(groups, p.QnaID.String())
		}
	}
	return groups
}
