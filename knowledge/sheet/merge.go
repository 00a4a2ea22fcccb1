package sheet

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// place adds a row, or what it says to the row of the same entry before it: an
// entry may go on over several rows, each with further similar questions. Rows
// are of one entry where their id, the other product's id or their standard
// question is the same, or where a row has similar questions only.
func (r *reader) place(row Row, group string, prompts []string) {
	rows := &r.table.Rows
	i := r.same(&row, group)
	if i < 0 {
		i = len(*rows)
		*rows = append(*rows, row)
		r.known(i, row.Entry, group)
	} else {
		r.join(i, row)
	}
	for _, p := range prompts {
		r.prompts = append(r.prompts, prompt{i, p})
	}
}

// same returns the place of the row that this one goes on, or -1.
func (r *reader) same(row *Row, group string) int {
	e := &row.Entry
	last := len(r.table.Rows) - 1
	if e.ID != "" {
		if i, ok := r.byID[e.ID]; ok {
			return i
		}
	} else if i, ok := r.byGroup[group]; ok && group != "" {
		return i
	} else if i, ok := r.byQuestion[text.Normalise(e.Question)]; ok && e.Question != "" && group == "" {
		return i
	}
	if e.Question == "" && e.ID == "" && group == "" && len(e.Variants) > 0 && e.Answer == "" && last >= 0 && r.column(FieldQuestion) >= 0 {
		return last // the cell of the question was merged, or left blank
	}
	return -1
}

// known notes where an entry is.
func (r *reader) known(i int, e knowledge.Entry, group string) {
	if e.ID != "" {
		r.byID[e.ID] = i
	}
	if group != "" {
		r.byGroup[group] = i
	}
	if e.ID == "" && group == "" && e.Question != "" {
		r.byQuestion[text.Normalise(e.Question)] = i
	}
}

// join adds to a row what another of the same entry says. Where the two say
// different things of anything but lists, the entry cannot be taken.
func (r *reader) join(i int, row Row) {
	to := &r.table.Rows[i]
	to.More = append(to.More, row.Line)
	to.Problems = append(to.Problems, row.Problems...)
	for _, n := range row.Notes {
		if !slices.Contains(to.Notes, n) {
			to.Notes = append(to.Notes, n)
		}
	}
	a, b := &to.Entry, row.Entry
	if b.Question != "" && b.Question != a.Question {
		if r.column(fieldGroup) >= 0 { // the other product has a question a row
			b.Variants = append(b.Variants, b.Question)
			b.Question = ""
		} else if text.Normalise(b.Question) == text.Normalise(a.Question) {
			b.Question = ""
		}
	}
	a.Variants = once(append(a.Variants, b.Variants...))
	a.Variants = slices.DeleteFunc(a.Variants, func(v string) bool { return v == a.Question })
	a.Keywords = once(append(a.Keywords, b.Keywords...))
	a.Exclude = once(append(a.Exclude, b.Exclude...))
	a.Related = once(append(a.Related, b.Related...))
	a.Tags = once(append(a.Tags, b.Tags...))
	a.Needs = once(append(a.Needs, b.Needs...))
	for _, f := range singles {
		from, into := f.of(&b), f.of(a)
		if from.IsZero() || reflect.DeepEqual(from.Interface(), into.Interface()) {
			continue
		}
		if into.IsZero() {
			into.Set(from)
			continue
		}
		to.Problems = append(to.Problems, Problem{
			Line: row.Line, Text: fmt.Sprintf("与第 %d 行是同一个条目，但%s不一样", to.Line, f.name),
		})
	}
}

// singles are the fields that an entry has one value of.
var singles = []struct {
	name string
	of   func(*knowledge.Entry) reflect.Value
}{
	{"标准问题", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Question).Elem() }},
	{"分类", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Category).Elem() }},
	{"答案", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Answer).Elem() }},
	{"渠道答案", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Answers).Elem() }},
	{"技能组", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Team).Elem() }},
	{"流程", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Flow).Elem() }},
	{"级别", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Severity).Elem() }},
	{"受众", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Audience).Elem() }},
	{"生效时间", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.From).Elem() }},
	{"失效时间", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Until).Elem() }},
	{"状态", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Off).Elem() }},
	{"负责人", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.Owner).Elem() }},
	{"复核日期", func(e *knowledge.Entry) reflect.Value { return reflect.ValueOf(&e.ReviewOn).Elem() }},
}

// finish settles what only the whole sheet knows, and sums up what was done.
func (r *reader) finish() {
	t := r.table
	for _, p := range r.prompts {
		e := &t.Rows[p.row].Entry
		if i, ok := r.byGroup[p.group]; ok && i != p.row {
			if q := t.Rows[i].Entry.Question; !slices.Contains(e.Related, q) {
				e.Related = append(e.Related, q)
			}
		}
	}
	merged := 0
	for i := range t.Rows {
		row := &t.Rows[i]
		merged += len(row.More)
		tidy(&row.Entry)
		if row.Entry.Question == "" && row.Entry.ID == "" {
			row.problem("", "没有标准问题")
		}
	}
	say := func(n int, format string, args ...any) {
		if n > 0 {
			t.Notes = append(t.Notes, fmt.Sprintf(format, args...))
		}
	}
	say(len(r.unknown), "没有用到的列：%s", short(strings.Join(r.unknown, "、"), 200))
	say(merged, "有 %d 行是前面条目的延续，已合并", merged)
	say(r.wholeDays, "有 %d 行的失效只写了日期，按当天结束算", r.wholeDays)
	say(r.examples, "跳过了模板里的示例行")
}

// tidy makes empty lists none at all.
func tidy(e *knowledge.Entry) {
	for _, l := range []*[]string{&e.Variants, &e.Keywords, &e.Exclude, &e.Related, &e.Tags, &e.Needs} {
		if len(*l) == 0 {
			*l = nil
		}
	}
	if len(e.Answers) == 0 {
		e.Answers = nil
	}
}
