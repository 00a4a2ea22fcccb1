package intents

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"yiwen/bot/chat"
)

// Bounds of a condition. There are no loops and no functions but has, value and
// says, so that these bound its cost: about a microsecond.
const (
	maxCondition = 500 // runes
	maxNodes     = 100
	maxSaid      = 64 // different patterns in says; bits of tally.said
)

// condition is a compiled Rule.When. Immutable.
type condition struct {
	program *vm.Program
	said    []string // patterns of says, by the bit that says they were found
}

// facts are what a condition may ask about: the names on the left in an
// editor's expression, each with a Chinese one beside it.
type facts struct {
	Mood     float64             `expr:"mood"`     // 情绪: of this message
	Carried  float64             `expr:"carried"`  // 累计情绪: of the turns before
	Amount   float64             `expr:"amount"`   // 金额: the greatest sum named, in yuan; 0 = none
	Page     string              `expr:"page"`     // 页面: the entry that the page belongs to
	URL      string              `expr:"url"`      // 网址
	Site     string              `expr:"site"`     // 站点
	Audience string              `expr:"audience"` // 人群: "" = not known
	Hour     int                 `expr:"hour"`     // 小时: 0 to 23; -1 = not known
	Weekday  int                 `expr:"weekday"`  // 星期: Monday is 1; 0 = not known
	Turns    int                 `expr:"turns"`    // 轮次
	Waiting  int                 `expr:"waiting"`  // 已等: seconds
	Idle     int                 `expr:"idle"`     // 距上句: seconds; -1 = no message before
	Answered int                 `expr:"answered"` // 距上答: seconds; -1 = no answer yet
	Length   int                 `expr:"length"`   // 字数: characters of the normal form
	Has      func(string) bool   `expr:"has"`      // 有("order_no")
	Value    func(string) string `expr:"value"`    // 取值("amount"): of the first, or ""
	Says     func(string) bool   `expr:"says"`     // 说了("退{款|钱}"): a pattern
}

// factNames are the names of facts, Chinese first, for translation and errors.
func factNames() [][2]string {
	return [][2]string{
		{"情绪", "mood"}, {"累计情绪", "carried"}, {"金额", "amount"}, {"页面", "page"}, {"网址", "url"}, {"站点", "site"}, {"人群", "audience"},
		{"小时", "hour"}, {"星期", "weekday"}, {"轮次", "turns"}, {"已等", "waiting"}, {"距上句", "idle"}, {"距上答", "answered"}, {"字数", "length"}, {"有", "has"}, {"取值", "value"}, {"说了", "says"},
	}
}

// newCondition compiles src. The error is in the words of an editor and has one
// line.
func newCondition(src string) (*condition, error) {
	if n := utf8.RuneCountInString(src); n > maxCondition {
		return nil, fmt.Errorf("有 %d 个字，最多 %d 个", n, maxCondition)
	}
	var c condition
	w := &conditionWalker{condition: &c}
	program, err := expr.Compile(src, expr.Env(facts{}), expr.AsBool(), expr.DisableAllBuiltins(), expr.MaxNodes(maxNodes), expr.Patch(w))
	switch {
	case len(w.wrong) > 0: // says more than what follows from it
		return nil, w.wrong[0]
	case err != nil:
		return nil, explain(src, err)
	}
	c.program = program
	return &c, nil
}

// conditionWalker turns Chinese names into those of facts, collects the patterns
// of says and refuses what has no bounded cost.
type conditionWalker struct {
	condition *condition
	wrong     []error
}

var _ ast.Visitor = (*conditionWalker)(nil)

// Visit implements ast.Visitor.
func (w *conditionWalker) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		for _, name := range factNames() {
			if n.Value == name[0] {
				n.Value = name[1]
			}
		}
	case *ast.BinaryNode:
		if n.Operator == ".." {
			w.fail(n, "不能用 ..")
		}
	case *ast.CallNode:
		w.call(n)
	case *ast.ArrayNode, *ast.ConstantNode, *ast.IntegerNode, *ast.FloatNode, *ast.StringNode, *ast.BoolNode, *ast.UnaryNode:
	case *ast.ConditionalNode:
	default:
		w.fail(n, "只能用比较、and、or、not、in、matches、contains 和问号")
	}
}

func (w *conditionWalker) fail(n ast.Node, format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Errorf("第 %d 个字：%s", n.Location().From+1, fmt.Sprintf(format, args...)))
}

// call checks a call of has, value or says: its argument must be written out, so
// that it can be checked here and looked for once.
func (w *conditionWalker) call(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok || len(n.Arguments) != 1 || callee.Value != "has" && callee.Value != "value" && callee.Value != "says" {
		return // the type check has better words for it
	}
	arg, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		w.fail(n, "括号里要直接写一个带引号的词")
		return
	}
	if callee.Value != "says" { // the names are translated: a callee is visited before its call
		if !slices.Contains(EntityNames(), arg.Value) {
			w.fail(arg, "没有 %q 这种实体，可用的有 %s", arg.Value, strings.Join(EntityNames(), "、"))
		}
		return
	}
	c := w.condition
	if _, _, _, err := parse(arg.Value); err != nil {
		w.fail(arg, "%q: %v", arg.Value, err)
	}
	if !slices.Contains(c.said, arg.Value) {
		c.said = append(c.said, arg.Value)
	}
	if len(c.said) > maxSaid {
		w.fail(arg, "说了（says）超过 %d 种", maxSaid)
	}
}

// explain puts an error of the library into an editor's words, with its place.
func explain(src string, err error) error {
	msg, place := err.Error(), ""
	var at *file.Error
	if errors.As(err, &at) {
		msg, place = at.Message, fmt.Sprintf("第 %d 个字：", min(at.From, utf8.RuneCountInString(src))+1)
	}
	msg = strings.ReplaceAll(msg, "\n", " ")
	name, unknown := strings.CutPrefix(msg, "unknown name ")
	switch {
	case unknown:
		var names []string
		for _, n := range factNames() {
			names = append(names, n[1]+"（"+n[0]+"）")
		}
		return fmt.Errorf("%s没有 %s 这个名字，可用的有 %s", place, name, strings.Join(names, "、"))
	case strings.Contains(msg, "expected bool"):
		return fmt.Errorf("%s结果必须是“是”或“否”，例如 amount > 1000", place)
	case strings.Contains(msg, "mismatched types"):
		return fmt.Errorf("%s两边的类型不同，不能这样比较（%s）", place, msg)
	}
	return fmt.Errorf("%s写法不对（%s）", place, msg)
}

// holds reports whether the condition holds. One that cannot be worked out (a
// remainder by zero) does not.
func (c *condition) holds(f facts, said uint64) bool {
	f.Says = func(pattern string) bool {
		i := slices.Index(c.said, pattern)
		return i >= 0 && said>>i&1 == 1
	}
	out, err := vm.Run(c.program, f)
	holds, ok := out.(bool)
	return err == nil && ok && holds
}

// newFacts gathers what conditions may ask about; says is set per rule.
func newFacts(u *Understanding, v view, c Context) facts {
	f := facts{
		Mood: u.Mood.Score, Carried: c.Mood, Page: c.Page.Entry, URL: c.Page.URL, Site: string(c.Site), Audience: c.Audience, Hour: -1,
		Turns: c.Turns, Waiting: int(c.Waiting.Seconds()), Idle: sinceThen(c.Idle), Answered: sinceThen(c.Answered), Length: utf8.RuneCountInString(v.norm),
		Has: func(name string) bool { return entityNamed(u.Entities, name) != nil },
		Value: func(name string) string {
			if e := entityNamed(u.Entities, name); e != nil {
				return e.Value
			}
			return ""
		},
		Amount: greatest(u.Entities),
	}
	if !c.Now.IsZero() {
		f.Hour, f.Weekday = c.Now.Hour(), weekday(c.Now)
	}
	return f
}

// weekday counts from Monday, which is 1.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// sinceThen returns d in seconds, -1 where there is no then.
func sinceThen(d time.Duration) int {
	if d <= 0 {
		return -1
	}
	return int(d.Seconds())
}

// greatest returns the greatest amount of list.
func greatest(list []chat.Entity) float64 {
	most := 0.0
	for _, e := range list {
		if e.Name == EntityAmount {
			if v, err := strconv.ParseFloat(e.Value, 64); err == nil {
				most = max(most, v)
			}
		}
	}
	return most
}
