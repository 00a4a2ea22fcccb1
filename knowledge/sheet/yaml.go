package sheet

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

const (
	// maxItem bounds an entry in a YAML file, in bytes: 500 similar questions and
	// an answer are 500 kB.
	maxItem = 1 << 20
	// maxSigns bounds what may begin a token of it: the parser keeps 250 bytes for
	// each, and nests as deeply as they do.
	maxSigns = 64 << 10
)

// yamlFields are what a YAML file may say of an entry.
var yamlFields = []Column{
	{"id", FieldID}, {"category", FieldCategory}, {"question", FieldQuestion}, {"variants", FieldVariants}, {"keywords", FieldKeywords},
	{"exclude", FieldExclude}, {"answer", FieldAnswer}, {"answers", FieldAnswers}, {"related", FieldRelated}, {"tags", FieldTags},
	{"needs", FieldNeeds}, {"flow", FieldFlow}, {"severity", FieldSeverity}, {"team", FieldTeam}, {"audience", FieldAudience}, {"from", FieldFrom},
	{"until", FieldUntil}, {"off", FieldState}, {"owner", FieldOwner}, {"review_on", FieldReviewOn},
}

// readYAML reads a list of entries as faq.yaml has it. Each is parsed alone, so
// that a mistake in one costs no other, and memory is bounded by the longest.
func (f *file) readYAML() (*Table, error) {
	s, encoding, err := f.decode()
	if err != nil {
		return nil, err
	}
	s = bytes.ReplaceAll(s, []byte("\r\n"), []byte("\n"))
	t := &Table{File: f.name, Format: "yaml", Product: Yiwen, Encoding: encoding, Columns: yamlFields}
	parts, ok := items(s)
	if !ok {
		return nil, f.refuse("不是知识条目的列表：每个条目要从行首的“- ”开始，例如“- question: 怎么退款”")
	}
	if len(parts) > MaxRows {
		return nil, f.refuse("超过 %d 个条目，请拆成几个文件分别导入", MaxRows)
	}
	byID := map[string]int{}
	for i, p := range parts {
		if i%every == 0 {
			if err := f.ctx.Err(); err != nil {
				return nil, err
			}
			f.Progress(int64(i), int64(len(parts)))
		}
		row := yamlRow(p)
		if first, ok := byID[row.Entry.ID]; ok && row.Entry.ID != "" {
			row.problem("", "ID「%s」与第 %d 行的条目重复", row.Entry.ID, first)
		} else {
			byID[row.Entry.ID] = row.Line
		}
		if row.Entry.Question == exampleQuestion {
			t.Notes = append(t.Notes, "跳过了模板里的示例")
			continue
		}
		t.Rows = append(t.Rows, row)
	}
	t.Read = len(parts)
	return t, nil
}

// part is the text of one item of a list, and the line that it begins on.
type part struct {
	line int
	text []byte
}

// items cuts a list into its items, up to one more than may be. It reports whether s is a list at all, whose
// items begin at the beginning of a line.
func items(s []byte) (list []part, ok bool) {
	line, begin, first := 0, -1, 0
	flush := func(end int) {
		if begin >= 0 {
			list = append(list, part{first, s[begin:end]})
		}
	}
	for at := 0; at < len(s); {
		end := len(s)
		if i := bytes.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		l := s[at:end]
		line++
		switch {
		case bytes.HasPrefix(l, []byte("- ")), bytes.HasPrefix(l, []byte("-\n")), bytes.HasPrefix(l, []byte("-\t")):
			flush(at)
			begin, first = at, line
			if len(list) > MaxRows {
				return list, true
			}
		case begin < 0 && !isSpace(l):
			return nil, false
		}
		at = end
	}
	flush(len(s))
	return list, len(list) > 0
}

// isSpace reports whether a line before the first item says nothing.
func isSpace(l []byte) bool {
	l = bytes.TrimSpace(l)
	return len(l) == 0 || l[0] == '#' || bytes.Equal(l, []byte("---"))
}

// yamlRow reads one item.
func yamlRow(p part) Row {
	row := Row{Line: p.line}
	if len(p.text) > maxItem || signs(p.text) > maxSigns {
		row.problem("", "这个条目太大（%d KB），最大 %d KB", len(p.text)>>10, maxItem>>10)
		return row
	}
	var n yaml.Node
	if err := yaml.Load(p.text, &n); err != nil {
		row.problem("", "不是正确的 YAML：%s", yamlText(err, p.line))
		return row
	}
	item := &n
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		item = n.Content[0]
	}
	if item.Kind != yaml.SequenceNode || len(item.Content) != 1 || item.Content[0].Kind != yaml.MappingNode {
		row.problem("", "不是一个条目：应有 question 和 answer")
		return row
	}
	item = item.Content[0]
	seen := map[string]bool{}
	for i := 0; i+1 < len(item.Content); i += 2 {
		key, value := item.Content[i], item.Content[i+1]
		if seen[key.Value] {
			row.Problems = append(row.Problems, Problem{Line: p.line + key.Line - 1, Column: "「" + short(key.Value, 20) + "」", Text: "写了两次"})
			continue
		}
		seen[key.Value] = true
		if text := yamlField(&row.Entry, key.Value, value); text != "" {
			row.Problems = append(row.Problems, Problem{Line: p.line + value.Line - 1, Column: "「" + short(key.Value, 20) + "」", Text: text})
		}
	}
	e := &row.Entry
	if e.ID != "" && text.CheckID(e.ID) != nil {
		row.problem("「id」", "「%s」只能由小写字母、数字和短横线组成，最多 64 个", short(e.ID, 40))
	}
	if e.Question == "" && e.ID == "" {
		row.problem("", "没有标准问题（question）")
	}
	tidy(e)
	return row
}

// yamlText is what the library says of a mistake, with the line in the file.
func yamlText(err error, line int) string {
	msg := err.Error()
	if i := strings.Index(msg, "line "); i >= 0 {
		n := 0
		if _, err := fmt.Sscanf(msg[i:], "line %d", &n); err == nil && n > 0 {
			return fmt.Sprintf("第 %d 行写错了，请检查缩进、冒号和引号", line+n-1)
		}
	}
	return "请检查缩进、冒号和引号"
}

// signs counts what may begin a token.
func signs(b []byte) (n int) {
	for _, c := range b {
		if strings.IndexByte("\n-:,?[]{}\"'|>#&*!%@`", c) >= 0 {
			n++
		}
	}
	return n
}

// yamlField puts one value in its place, and says what is wrong with it.
func yamlField(e *knowledge.Entry, key string, n *yaml.Node) string {
	texts := map[string]*string{
		"id": &e.ID, "category": &e.Category, "question": &e.Question, "answer": &e.Answer, "severity": &e.Severity, "team": &e.Team, "flow": &e.Flow,
		"audience": (*string)(&e.Audience), "from": (*string)(&e.From), "until": (*string)(&e.Until), "owner": &e.Owner,
		"review_on": (*string)(&e.ReviewOn),
	}
	lists := map[string]*[]string{
		"variants": &e.Variants, "keywords": &e.Keywords, "exclude": &e.Exclude, "related": &e.Related, "tags": &e.Tags, "needs": &e.Needs,
	}
	switch {
	case texts[key] != nil:
		return scalar(n, texts[key])
	case lists[key] != nil:
		return list(n, lists[key])
	case key == "off":
		var s string
		if why := scalar(n, &s); why != "" {
			return why
		}
		if e.Off = s == "true"; s != "true" && s != "false" {
			return "应为 true 或 false"
		}
		return ""
	case key == "answers":
		return siteList(n, &e.Answers)
	}
	return "不认识的字段，可以用的有：" + fieldNames()
}

func fieldNames() string {
	var names []string
	for _, c := range yamlFields {
		names = append(names, c.Header)
	}
	return strings.Join(names, "、")
}

func scalar(n *yaml.Node, to *string) string {
	if n.Kind != yaml.ScalarNode || n.Anchor != "" {
		return "应为一段文字"
	}
	if n.Tag == "!!null" {
		return ""
	}
	*to = strings.TrimRight(n.Value, "\n")
	return ""
}

func list(n *yaml.Node, to *[]string) string {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return ""
	}
	if n.Kind != yaml.SequenceNode {
		return "应为列表，每项一行，以“- ”开头"
	}
	for _, c := range n.Content {
		var s string
		if why := scalar(c, &s); why != "" {
			return "列表里的每一项" + why
		}
		*to = append(*to, s)
	}
	return ""
}

func siteList(n *yaml.Node, to *[]knowledge.SiteAnswer) string {
	const wants = "应为列表，每项有 site 和 answer"
	if n.Kind != yaml.SequenceNode {
		return wants
	}
	for _, c := range n.Content {
		var a knowledge.SiteAnswer
		if c.Kind != yaml.MappingNode {
			return wants
		}
		for i := 0; i+1 < len(c.Content); i += 2 {
			to := map[string]*string{"site": &a.Site, "answer": &a.Answer}[c.Content[i].Value]
			if to == nil || scalar(c.Content[i+1], to) != "" {
				return wants
			}
		}
		*to = append(*to, a)
	}
	return ""
}
