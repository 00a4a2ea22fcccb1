package sheet

import (
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// Field is what a column is read as. The names are those of an entry where there
// is one.
type Field string

// The closed list of fields. The second half are those of other products.
const (
	FieldCategory Field = "category"
	FieldQuestion Field = "question"
	FieldVariants Field = "variants"
	FieldAnswer   Field = "answer"
	FieldExclude  Field = "exclude"
	FieldRelated  Field = "related"
	FieldAction   Field = "action" // team, severity, flow and needs in one
	FieldAudience Field = "audience"
	FieldFrom     Field = "from"
	FieldUntil    Field = "until"
	FieldState    Field = "off"
	FieldTags     Field = "tags"
	FieldID       Field = "id"
	FieldKeywords Field = "keywords"
	FieldAnswers  Field = "answers"
	FieldOwner    Field = "owner"
	FieldReviewOn Field = "review_on"
	FieldTeam     Field = "team"
	FieldSeverity Field = "severity"
	FieldNeeds    Field = "needs"
	FieldFlow     Field = "flow"

	FieldValid    Field = "valid" // from and until in one
	fieldReplies  Field = "replies"
	fieldMode     Field = "mode"
	fieldKind     Field = "answer_type"
	fieldScope    Field = "scope" // standard question or canned reply
	fieldLanguage Field = "language"
	fieldMetadata Field = "metadata"
	fieldContext  Field = "context_only"
	fieldPrompts  Field = "prompts"
	fieldGroup    Field = "group" // the other product's id: rows of one entry share it
	fieldHook     Field = "webhook"
	fieldIgnored  Field = "" // known, of no use to us
)

// aliases are the headers that a column may have, by normHeader.
var aliases = headers(map[Field]string{
	FieldCategory: "分类 类别 类目 目录 分组 问题分类 知识分类 所属分类 分类名称 分类路径 category categories group folder",
	FieldQuestion: "标准问题 标准问 标准问法 标准提问 问题 问题标题 标题 主问题 知识标题 question questions standard standardquestion title q",
	FieldVariants: "相似问题 相似问 相似问法 相似提问 扩展问 扩展问题 扩展问法 同义问法 similar similarquestion similarquestions variants alternatequestions",
	FieldAnswer:   "答案 回答 答复 标准答案 答案内容 回复 回复内容 answer answers response a",
	FieldExclude:  "排除词 排除关键词 不匹配词 exclude excludes excludingwords excludewords excludedwords",
	FieldRelated:  "关联问题 相关问题 关联问 相关问 推荐问题 related relatedquestions",
	FieldAction:   "意图/动作 意图动作 意图 动作 intent/action action",
	FieldAudience: "受众 适用人群 可见范围 适用对象 audience",
	FieldFrom:     "生效 生效时间 生效日期 开始时间 开始日期 有效期开始 from start starttime startdate validfrom",
	FieldUntil:    "失效 失效时间 失效日期 结束时间 结束日期 截止时间 到期时间 有效期结束 until end endtime enddate validuntil",
	FieldState:    "状态 启用状态 是否启用 启用 status state enabled",
	FieldTags:     "标签 tags tag labels label",
	FieldID:       "id 知识id 问题id 条目id 编码",
	FieldKeywords: "关键词 关键字 keyword keywords",
	FieldAnswers:  "渠道答案 分渠道答案",
	FieldOwner:    "负责人 维护人 owner",
	FieldReviewOn: "复核日期 复审日期 review_on reviewon",
	FieldTeam:     "技能组 team",
	FieldSeverity: "级别 严重程度 紧急程度 severity",
	FieldFlow:     "流程 接着办 flow",
	FieldNeeds:    "收集 收集信息 词槽 needs slots",
	FieldValid:    "有效期 有效时间 有效期限 validity",
	fieldReplies:  "回复列表 回复语 replies reply",
	fieldMode:     "匹配方式 匹配模式 匹配类型 mode matchmode matchtype",
	fieldKind:     "答案类型 回答类型 回复类型 answertype",
	fieldScope:    "标准/快捷 标准/话术 问题类型 知识类型 standard/canned standardorcanned",
	fieldLanguage: "语言 语种 language lang locale",
	fieldMetadata: "metadata 元数据",
	fieldContext:  "iscontextonly",
	fieldPrompts:  "prompts",
	fieldGroup:    "qnaid intentid",
	fieldHook:     "webhook webhookenabled",
})

// own are headers that mean something else in the sheets of one product.
var own = map[Product]map[string]Field{
	Bytedesk:        {"type": fieldKind, "类型": fieldKind, "status": fieldIgnored, "状态": fieldIgnored, "启用": FieldState, "id": fieldGroup},
	BytedeskKeyword: {"type": fieldIgnored, "类型": fieldIgnored, "回复": fieldReplies, "回复内容": fieldReplies, "answer": fieldReplies},
	SaleSmartly:     {"type": fieldKind, "类型": fieldKind, "id": fieldGroup, "standard": FieldQuestion, "快捷/标准": fieldScope, "canned": fieldScope},
	Zhima:           {"type": fieldKind, "类型": fieldKind, "id": fieldGroup},
	Qidian:          {"id": fieldGroup},
	QnAMaker:        {"source": fieldIgnored, "suggestedquestions": fieldIgnored},
}

func headers(of map[Field]string) map[string]Field {
	out := map[string]Field{}
	for f, names := range of {
		for _, n := range strings.Fields(names) {
			out[n] = f
		}
	}
	return out
}

// normHeader is a header without width, case, blanks, what stands in brackets
// (必填, at most 50 ...) and the marks of required columns.
func normHeader(s string) string {
	s = strings.ToLower(width.Fold.String(s))
	for {
		i := strings.IndexAny(s, "([【")
		j := strings.IndexAny(s, ")]】")
		if i < 0 || j < i {
			break
		}
		s = s[:i] + s[j+len(closing(s[j:])):]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\r\u3000*:：。-_“”\"'", r) {
			return -1
		}
		return r
	}, s)
}

// closing is the bracket that s begins with.
func closing(s string) string {
	if strings.HasPrefix(s, "】") {
		return "】"
	}
	return s[:1]
}

// fieldOf reads a header; 相似问题3 is one of several columns.
func fieldOf(norm string, p Product) (f Field, known bool) {
	for _, n := range []string{norm, strings.TrimRight(norm, "0123456789")} {
		if f, known = own[p][n]; known {
			return f, true
		}
		if f, known = aliases[n]; known {
			return f, true
		}
	}
	return fieldIgnored, false
}

// layout is what the columns of a sheet are.
type layout struct {
	product Product
	columns []Column
	fields  []Field // by column; empty = left out
	unknown []string
	twice   string // a header that stands twice where one is wanted; empty = none
}

// several are the fields that may have more than one column.
var several = []Field{FieldVariants, FieldExclude, FieldRelated, FieldTags, FieldKeywords, FieldNeeds, fieldReplies, fieldIgnored}

// readHeader reads a row as the header of a sheet of product, or of the product
// that its columns tell of. It reports whether it is one.
func readHeader(cells []string, product Product) (l layout, ok bool) {
	norms := make([]string, len(cells))
	for i, c := range cells {
		norms[i] = normHeader(c)
	}
	if product == Auto {
		product = tell(norms)
	}
	l = layout{product: product}
	seen := map[Field]bool{}
	for i, n := range norms {
		f, known := fieldOf(n, product)
		if f != "" && seen[f] && !slices.Contains(several, f) {
			l.twice = strings.TrimSpace(cells[i])
		}
		if !known && n != "" {
			l.unknown = append(l.unknown, strings.TrimSpace(cells[i]))
		}
		seen[f] = true
		l.fields = append(l.fields, f)
		l.columns = append(l.columns, Column{short(strings.TrimSpace(cells[i]), 60), f})
	}
	if product == BytedeskKeyword {
		return l, seen[FieldKeywords] && seen[fieldReplies]
	}
	return l, seen[FieldQuestion] && (seen[FieldAnswer] || seen[FieldVariants])
}

// tell says whose sheet has these columns.
func tell(norms []string) Product {
	has := func(names ...string) bool {
		return slices.ContainsFunc(norms, func(n string) bool { return slices.Contains(names, n) })
	}
	field := func(f Field) bool {
		return slices.ContainsFunc(norms, func(n string) bool { return n != "" && aliases[n] == f })
	}
	switch {
	case field(FieldKeywords) && !field(FieldQuestion) && (field(fieldReplies) || field(FieldAnswer)):
		return BytedeskKeyword
	case has("qnaid", "suggestedquestions", "iscontextonly") && has("question"):
		return QnAMaker
	case has("source") && has("metadata") && has("question"):
		return QnAMaker
	case field(fieldLanguage) && field(FieldQuestion) && (field(FieldVariants) || field(fieldScope)):
		return SaleSmartly
	case field(FieldValid), has("相关问题") && field(FieldVariants) && !has("意图/动作"):
		return Qidian
	case field(fieldKind) && field(FieldExclude):
		return Zhima
	case has("type", "类型") && has("category", "分类") && has("question", "问题"):
		return Bytedesk
	}
	return Yiwen
}

// tiledesk is the layout of Tiledesk's sheets, which have no header.
func tiledesk() layout {
	l := layout{product: Tiledesk}
	for _, c := range []Column{
		{"问题", FieldQuestion}, {"答案", FieldAnswer}, {"意图编号", fieldGroup}, {"意图名称", fieldIgnored}, {"webhook", fieldHook},
	} {
		l.columns, l.fields = append(l.columns, c), append(l.fields, c.Field)
	}
	return l
}

// letter is what a spreadsheet calls a column, counted from 0.
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letter(i/26-1) + letter(i%26)
}

// at names a column for a sentence.
func (l *layout) at(i int) string {
	header := ""
	if i < len(l.columns) && l.columns[i].Header != "" {
		header = "「" + short(l.columns[i].Header, 20) + "」"
	}
	return header + "（" + letter(i) + " 列）"
}

// column returns the place of a field, or -1.
func (l *layout) column(f Field) int { return slices.Index(l.fields, f) }
