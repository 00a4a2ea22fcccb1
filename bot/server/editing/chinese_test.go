package editing

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yiwen/bot"
	"yiwen/bot/flow"
	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

// TestEveryRungIsSaidInChinese reads the source of the engine: whatever a rung
// says has its Chinese.
func TestEveryRungIsSaidInChinese(t *testing.T) {
	files, err := filepath.Glob("../../*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	s := speaker{}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 3 {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "step" {
				return true
			}
			found++
			rung, why := written(call.Args[0]), written(call.Args[2])
			if got := s.rung(bot.Rung{Rung: rung, Why: why}); got == why || !chinese(got) {
				t.Errorf("rung %q says %q, which has no Chinese: %q", rung, why, got)
			}
			if rungName(rung) == rung {
				t.Errorf("rung %q has no Chinese name", rung)
			}
			return true
		})
	}
	if found < 40 {
		t.Errorf("only %d rungs were found", found)
	}
}

// written is the text of an expression, with x for what varies.
func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return written(e.X) + written(e.Y)
	}
	return "x"
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 })
}

func TestSayings(t *testing.T) {
	s := speaker{
		map[string]knowledge.Entry{"refund-how": {Question: "怎么退款"}, "refund-time": {Question: "退款多久到"}},
		map[string]*flow.Flow{
			"invoice": {Spec: flow.Spec{Name: "开发票", Slots: []flow.SlotSpec{{Name: "order", Label: "订单号"}}}}, "card": {Spec: flow.Spec{Name: "查卡密"}},
		},
	}
	rung := func(name, why string) string { return s.rung(bot.Rung{Rung: name, Why: why}) }
	for name, tc := range map[string]struct{ got, want string }{
		"Entry":          {rung("faq", "surest candidate refund-how"), "最有把握的是「怎么退款」"},
		"ForeignEntry":   {rung("faq", "surest candidate gone"), "最有把握的是「gone」"},
		"Person":         {rung("choice", "tapped human"), "点选了「转人工」"},
		"OtherWords":     {rung("choice", "tapped +rephrase"), "点选了「换个说法」"},
		"TwoEntries":     {rung("needs", "asks for refund-how and refund-time"), "同时问了「怎么退款」和「退款多久到」"},
		"Several":        {rung("sentences", "sentences ask for refund-how, refund-time, to be asked back"), "各句分别指向「怎么退款」「退款多久到」，需要反问"},
		"Middle":         {rung("faq", "asks about refund-how again; unresolved too often"), "又问「怎么退款」，未解决次数太多"},
		"RuleWithColons": {rung("rule", "stolen-card: 被盗, a: b"), "命中规则 stolen-card：被盗, a: b"},
		"SmallTalk":      {rung("smalltalk", "greet"), "是闲聊：greet"},
		"FlowFilled":     {rung("flow", "invoice: filled order"), "流程「开发票」：记下了「订单号」"},
		"FlowConfirmed":  {rung("flow", "invoice: filled "), "流程「开发票」：改好了"},
		"FlowDone":       {rung("flow", "invoice: done "), "流程「开发票」：都问齐了"},
		"FlowOver":       {rung("flow", "invoice is over: a rule hands off"), "命中转人工的规则，流程「开发票」到此为止"},
		"FlowInstead":    {rung("flow", "card begins instead of invoice"), "开始流程「查卡密」，不再办「开发票」"},
		"FlowAfterEntry": {rung("flow", "invoice goes on from refund-how"), "开始流程「开发票」，接在「怎么退款」后面"},
		"ForeignFlow":    {rung("flow", "gone: missed order"), "流程「gone」：没听出「order」，再问一次"},
		"UnknownRung":    {rung("new", "says something"), "says something"},
		"Off":            {s.closed("switched off"), "已停用"},
		"NotYet":         {s.closed("not before 2026-12-01 00:00"), "2026-12-01 00:00 才生效"},
		"NearWord":       {s.missing("all: 大额"), "缺少必需词：大额"},
		"NearRegex":      {s.missing("regex"), "正则没有匹配"},
		"NearClosed":     {s.missing("entry: refund-how is for vip only"), "要回答的「怎么退款」现在不可用：仅 VIP 可见"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: %q, want %q", name, tc.got, tc.want)
		}
	}
}

func TestWhyInChinese(t *testing.T) {
	s := speaker{entries: map[string]knowledge.Entry{"a": {Question: "怎么退款"}, "b": {Question: "退款多久到"}}}
	found := knowledge.Candidate{ID: "a", Score: 0.3, Text: "退款怎么弄", Told: []knowledge.Told{{Feature: "missing", By: -1.5}}}
	for _, because := range []bot.Because{
		bot.BecauseClosed, bot.BecauseUnknown, bot.BecauseAnswer, bot.BecauseRung, bot.BecauseExcluded, bot.BecauseUnfound,
		bot.BecauseSuggest, bot.BecauseLimit, bot.BecauseLoses, bot.BecauseGap, bot.BecauseTaken,
	} {
		got := s.why(bot.Why{
			Entry: "a", Because: because, Closed: "switched off", Word: "商户", Place: 2, Found: found, Topic: "b",
			Other: knowledge.Candidate{ID: "b", Score: 0.9}, Limit: 0.45, Rung: bot.Rung{Rung: "faq", Took: true, Why: "surest candidate b"},
		})
		if !chinese(got) || !strings.HasSuffix(got, "。") || strings.ContainsAny(got, "%") {
			t.Errorf("%s: %q", because, got)
		}
	}
	want := "「怎么退款」排第 2，得分 0.300，最接近的问法是「退款怎么弄」（有条目不认得的词 -1.50），输给「退款多久到」的 0.900。"
	if got := s.why(bot.Why{Entry: "a", Because: bot.BecauseLoses, Place: 2, Found: found, Other: knowledge.Candidate{ID: "b", Score: 0.9}}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEveryFeatureHasAName(t *testing.T) {
	names := featureNames()
	var seen []string
	for f := range rank.NumFeatures {
		n := names[rank.Feature(f).String()]
		if n == "" || slices.Contains(seen, n) {
			t.Errorf("feature %s has the name %q", rank.Feature(f), n)
		}
		seen = append(seen, n)
	}
	if len(names) != rank.NumFeatures {
		t.Errorf("%d names of %d features", len(names), rank.NumFeatures)
	}
}
