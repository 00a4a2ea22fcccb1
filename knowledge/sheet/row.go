package sheet

import (
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/text"
	"yiwen/bot/text/cell"
	"yiwen/knowledge"
)

// record is a row of a sheet, as it was read: cells without the blanks around
// them. The cells of a record are not used again.
type record struct {
	line  int
	cells []string
}

// reader makes entries of the records of one sheet.
type reader struct {
	*layout
	since1904 bool
	table     *Table

	byID       map[string]int // place of the row of an id of ours
	byQuestion map[string]int
	byGroup    map[string]int
	prompts    []prompt // of QnA Maker, by the other's ids
	wholeDays  int      // ends of validity without a time
	examples   int      // rows of the template that were left in
}

// prompt is a related question that is named by the other product's id.
type prompt struct {
	row   int
	group string
}

func newReader(l *layout, t *Table) *reader {
	t.Product, t.Columns = l.product, l.columns
	return &reader{
		layout: l, table: t, byID: map[string]int{}, byQuestion: map[string]int{}, byGroup: map[string]int{},
	}
}

// cell returns a field of a record, and its column.
func (r *reader) cell(rec record, f Field) (string, int) {
	i := r.column(f)
	if i < 0 || i >= len(rec.cells) {
		return "", i
	}
	return cell.Unguard(rec.cells[i]), i
}

// list returns the texts of all columns of a field, each text once.
func (r *reader) list(rec record, f Field, between string) (list []string) {
	for i, of := range r.fields {
		if of == f && i < len(rec.cells) {
			list = append(list, splitList(cell.Unguard(rec.cells[i]), between)...)
		}
	}
	return once(list)
}

func once(list []string) []string {
	if len(list) < 2 {
		return list
	}
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		was := seen[s]
		seen[s] = true
		return was
	})
}

// add takes one record.
func (r *reader) add(rec record) {
	r.table.Read++
	row := Row{Line: rec.line}
	for i, c := range rec.cells {
		switch {
		case errorValues[c]:
			row.problem(r.at(i), "是 Excel 的错误值 %s，请改成文字", c)
		case units(c) > MaxCell:
			row.problem(r.at(i), "有 %d 个字符，单元格最多 %d 个", units(c), MaxCell)
			rec.cells[i] = ""
		}
	}
	group := ""
	switch r.product {
	case BytedeskKeyword:
		r.keywords(rec, &row)
	default:
		r.entry(rec, &row)
		group, _ = r.cell(rec, fieldGroup)
	}
	if row.Entry.Question == exampleQuestion {
		r.examples++
		return
	}
	r.place(row, group, r.promptsOf(rec))
}

// errorValues are what a spreadsheet shows where a formula has no value.
var errorValues = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NUM!": true, "#NULL!": true,
}

func (row *Row) problem(column, format string, args ...any) {
	row.Problems = append(row.Problems, Problem{Line: row.Line, Column: column, Text: fmt.Sprintf(format, args...)})
}

func (row *Row) note(format string, args ...any) {
	row.Notes = append(row.Notes, fmt.Sprintf(format, args...))
}

// entry reads the fields of an entry.
func (r *reader) entry(rec record, row *Row) {
	e := &row.Entry
	get := func(f Field) string { s, _ := r.cell(rec, f); return s }
	e.ID = get(FieldID)
	if e.ID != "" && text.CheckID(e.ID) != nil {
		row.problem(r.at(r.column(FieldID)), "ID「%s」只能由小写字母、数字和短横线组成，最多 64 个。新条目请留空，系统会自动生成", short(e.ID, 40))
	}
	e.Category = category(get(FieldCategory))
	e.Question, e.Variants = r.questions(rec)
	e.Answer = r.answer(rec, row)
	e.Exclude = r.list(rec, FieldExclude, betweenWords)
	e.Keywords = r.list(rec, FieldKeywords, betweenWords)
	e.Tags = r.list(rec, FieldTags, betweenWords)
	e.Related = r.list(rec, FieldRelated, betweenQuestions+";；")
	e.Needs = r.list(rec, FieldNeeds, betweenWords)
	e.Team = get(FieldTeam)
	e.Flow = get(FieldFlow)
	e.Severity = severity(get(FieldSeverity))
	e.Owner = get(FieldOwner)
	r.action(rec, row)
	r.sites(rec, row)
	r.words(rec, row)
	r.dates(rec, row)
	r.foreign(rec, row)
}

// category is a path with "/" between its parts.
func category(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/／>＞\\", r) })
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "/")
}

// questions returns the standard question and the similar ones.
func (r *reader) questions(rec record) (string, []string) {
	q, _ := r.cell(rec, FieldQuestion)
	variants := r.list(rec, FieldVariants, betweenQuestions)
	if r.product == Tiledesk { // a question a line, the first is the standard one
		if list := splitList(q, "\n"); len(list) > 1 {
			q, variants = list[0], once(list[1:])
		}
	}
	return q, slices.DeleteFunc(variants, func(v string) bool { return v == q })
}

// answer returns the answer as Markdown.
func (r *reader) answer(rec record, row *Row) string {
	a, column := r.cell(rec, FieldAnswer)
	if r.product == QnAMaker {
		a = strings.NewReplacer(`\r\n`, "\n", `\n`, "\n", `\t`, "\t").Replace(a)
	}
	kind, _ := r.cell(rec, fieldKind)
	switch k := plain(kind); {
	case a == "" || k == "" || k == "文本" || k == "文字" || k == "富文本" || k == "图文" || k == "text" || k == "richtext" || k == "html" || k == "markdown":
	case k == "图片" || k == "image" || k == "picture":
		if isLink(a) {
			return "![](" + a + ")"
		}
		row.problem(r.at(column), "答案类型是图片，但这里不是图片链接")
	case (k == "视频" || k == "video" || k == "文件" || k == "file" || k == "链接" || k == "link") && isLink(a):
		return "[" + kind + "](" + a + ")"
	default:
		row.note("答案类型「%s」按文本导入", short(kind, 20))
	}
	if row.Entry.ID != "" { // of an export of our own: Markdown already
		return a
	}
	a, note := markdown(a)
	if note != "" {
		row.Notes = append(row.Notes, note)
	}
	return a
}

func isLink(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) && !strings.ContainsAny(s, " \n\t()<>")
}

func severity(s string) string {
	if code, ok := severities[plain(s)]; ok {
		return code
	}
	return s
}

// action reads 技能组=trade；级别=high；收集=order_no,phone；流程=invoice-request.
func (r *reader) action(rec record, row *Row) {
	s, column := r.cell(rec, FieldAction)
	for _, pair := range splitList(s, ";；\n") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			name, value, ok = strings.Cut(pair, "＝")
		}
		value = strings.TrimSpace(value)
		switch plain(name) {
		case "技能组", "team", "组":
			row.Entry.Team = value
		case "流程", "接着办", "flow":
			row.Entry.Flow = value
		case "级别", "严重程度", "紧急程度", "severity":
			row.Entry.Severity = severity(value)
		case "收集", "收集信息", "词槽", "needs", "slots":
			row.Entry.Needs = once(splitList(value, betweenWords))
		default:
			ok = false
		}
		if !ok {
			row.problem(r.at(column), "看不懂「%s」，请写成 技能组=trade；级别=高；收集=order_no；流程=invoice-request", short(pair, 40))
		}
	}
}

// words reads the columns whose words are of a closed list.
func (r *reader) words(rec record, row *Row) {
	s, column := r.cell(rec, FieldState)
	switch p := plain(s); {
	case stateOff[p]:
		row.Entry.Off = true
	case p != "" && !stateOn[p]:
		row.problem(r.at(column), "不认识状态「%s」，请填 启用 或 停用", short(s, 20))
	}
	s, column = r.cell(rec, FieldAudience)
	a, ok := audiences[plain(s)]
	if row.Entry.Audience = a; !ok && strings.TrimSpace(s) != "" {
		row.problem(r.at(column), "不认识受众「%s」，请填 所有人、买家、商家 或 VIP", short(s, 20))
	}
}

// dates reads the validity and the day of review.
func (r *reader) dates(rec record, row *Row) {
	e := &row.Entry
	wrong := func(column int, s string, err error) {
		if err != nil {
			row.problem(r.at(column), "「%s」%v", short(s, 30), err)
		}
	}
	wholeDay := func(day bool, err error) {
		if day && err == nil {
			r.wholeDays++
			row.note("失效只写了 %s，按当天结束算：%s 起不再回答", untilText(e.Until), e.Until)
		}
	}
	var (
		err error
		day bool
	)
	if s, column := r.cell(rec, FieldFrom); s != "" && !forever[plain(s)] {
		e.From, err = from(s, r.since1904)
		wrong(column, s, err)
	}
	if s, column := r.cell(rec, FieldUntil); s != "" && !forever[plain(s)] {
		e.Until, day, err = until(s, r.since1904)
		wrong(column, s, err)
		wholeDay(day, err)
	}
	if s, column := r.cell(rec, FieldValid); s != "" {
		e.From, e.Until, day, err = validity(s, r.since1904)
		wrong(column, s, err)
		wholeDay(day, err)
	}
	if s, column := r.cell(rec, FieldReviewOn); s != "" {
		m, err := from(s, r.since1904)
		wrong(column, s, err)
		e.ReviewOn = knowledge.Day(m[:min(len(m), len("2006-01-02"))])
	}
	if e.From != "" && e.Until != "" && e.From >= e.Until {
		row.problem("", "失效时间 %s 不晚于生效时间 %s", untilText(e.Until), e.From)
	}
}

// sites reads the answers of single sites: 【site】 on a line of its own, then
// the answer.
func (r *reader) sites(rec record, row *Row) {
	s, column := r.cell(rec, FieldAnswers)
	if strings.TrimSpace(s) == "" {
		return
	}
	var list []knowledge.SiteAnswer
	for l := range strings.SplitSeq(s, "\n") {
		name, rest, ok := siteLine(l)
		switch {
		case ok:
			list = append(list, knowledge.SiteAnswer{Site: name, Answer: rest})
		case len(list) == 0:
			row.problem(r.at(column), "请先写【站点】，再写这个站点的答案")
			return
		default:
			a := &list[len(list)-1].Answer
			*a += "\n" + strings.TrimPrefix(l, siteEscape)
		}
	}
	for i := range list {
		list[i].Answer = strings.TrimSpace(list[i].Answer)
	}
	row.Entry.Answers = list
}

// siteEscape stands before a line of an answer that looks like the heading of a
// site, or like this mark.
const siteEscape = "\\"

func siteLine(l string) (name, rest string, ok bool) {
	if l, ok = strings.CutPrefix(l, "【"); !ok {
		return "", "", false
	}
	name, rest, ok = strings.Cut(l, "】")
	return strings.TrimSpace(name), strings.TrimSpace(rest), ok
}
