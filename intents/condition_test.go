package intents

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
)

// matchedIDs returns the rules that match in.
func matchedIDs(s *Set, in string, ctx Context) []string {
	var out []string
	for _, m := range s.UnderstandIn(text.Analyse(in, text.Runes{}), ctx).Rules {
		out = append(out, m.ID)
	}
	return out
}

func TestConditions(t *testing.T) {
	night := time.Date(2025, 6, 21, 23, 30, 0, 0, time.FixedZone("CST", 8*3600)) // a Saturday
	for name, c := range map[string]struct {
		when string
		in   string
		ctx  Context
		want bool
	}{
		"hour":                        {"hour >= 22 or hour < 8", "在", Context{Now: night}, true},
		"hour, not reached":           {"hour < 22", "在", Context{Now: night}, false},
		"hour unknown":                {"hour >= 0", "在", Context{}, false},
		"weekday":                     {"weekday in [6, 7]", "在", Context{Now: night}, true},
		"weekday in Chinese":          {"星期 in [6, 7] and 小时 > 20", "在", Context{Now: night}, true},
		"weekday unknown":             {"weekday == 6", "在", Context{}, false},
		"page":                        {`page == "q-coin"`, "在", Context{Page: chat.Page{Entry: "q-coin"}}, true},
		"another page":                {`页面 == "q-coin"`, "在", Context{Page: chat.Page{Entry: "bill"}}, false},
		"address":                     {`url matches "/goods/[0-9]+$"`, "在", Context{Page: chat.Page{URL: "https://x/goods/12"}}, true},
		"turns":                       {"turns >= 5", "在", Context{Turns: 5}, true},
		"waiting":                     {"waiting > 300", "在", Context{Waiting: 6 * time.Minute}, true},
		"site":                        {`site == "main"`, "在", Context{Site: "main"}, true},
		"audience":                    {`人群 in ["vip", "merchant"]`, "在", Context{Audience: "vip"}, true},
		"audience unknown":            {`audience == "vip"`, "在", Context{}, false},
		"long after the last message": {"idle > 600", "在", Context{Idle: time.Hour}, true},
		"no message before":           {"距上句 > 600", "在", Context{}, false},
		"soon after an answer":        {"answered >= 0 and answered < 60", "在", Context{Answered: time.Second}, true},
		"no answer before":            {"距上答 >= 0", "在", Context{}, false},
		"mood of the message":         {"mood > 0.5", "你们是骗子", Context{}, true},
		"mood carried along":          {"carried > 0.5 and mood == 0", "在", Context{Mood: 0.6}, true},
		"amount, the greatest":        {"amount >= 1000", "三块和1200元", Context{}, true},
		"amount, none":                {"金额 > 0", "在", Context{}, false},
		"an entity":                   {`has("order_no")`, "XK20250618006650", Context{}, true},
		"an entity that is not there": {`有("phone")`, "XK20250618006650", Context{}, false},
		"a value":                     {`value("order_no") startsWith "XK2025"`, "xk20250618006650", Context{}, true},
		"a value that is not there":   {`value("phone") == ""`, "在", Context{}, true},
		"words":                       {`says("退{款|钱}")`, "我要退 钱", Context{}, true},
		"words in Chinese":            {`说了("退款") and not 说了("发票")`, "退款的发票", Context{}, false},
		"no words":                    {`not says("退款")`, "在", Context{}, true},
		"length":                      {"字数 == 2", "在吗", Context{}, true},
		"a remainder by zero":         {"1 % turns == 0", "在", Context{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := compile(t, Spec{Rules: []Rule{{ID: "r", When: c.when, Action: ActionTag, Tags: []string{"x"}}}})
			if got := len(matchedIDs(s, c.in, c.ctx)) == 1; got != c.want {
				t.Errorf("%s on %q: %v", c.when, c.in, got)
			}
		})
	}
}

func TestConditionsStandBesideWords(t *testing.T) {
	s := compile(t, Spec{Rules: []Rule{
		{ID: "vip", Any: []string{"退款"}, When: "amount > 1000", Action: ActionHandoff},
		{ID: "always", Any: []string{"退款"}, Action: ActionTag, Tags: []string{"x"}},
	}})
	for in, want := range map[string][]string{"退款2000元": {"vip", "always"}, "退款20元": {"always"}, "2000元": nil} {
		if diff := cmp.Diff(want, matchedIDs(s, in, Context{})); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
	got := understand(s, "退款2000元").Rules[0].Why
	if diff := cmp.Diff([]string{"退款", "when amount > 1000"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestBadConditionsNameTheirPlace(t *testing.T) {
	for when, want := range map[string]string{
		"hou > 3":               "第 1 个字：没有 hou 这个名字，可用的有 mood（情绪）",
		`hour > "3"`:            "第 6 个字：两边的类型不同",
		"hour +":                "第 6 个字：写法不对",
		"hour":                  "结果必须是“是”或“否”",
		`有("shoe")`:             `第 3 个字：没有 "shoe" 这种实体`,
		`has(page)`:             "括号里要直接写一个带引号的词",
		`says("{退")`:            `第 6 个字："{退": 少了一个 }`,
		`says("退{款|$}")`:        `第 6 个字："退{款|$}": ^ 和 $ 只能写在最前、最后`,
		"hour in 1..1000000000": "不能用 ..",
		"len(page) > 3":         "没有 len 这个名字",
		"let x = 1; x == 1":     "只能用比较",
		"all([1], # > 0)":       "只能用比较",
		`page == "` + strings.Repeat("长", 600) + `"`: "最多 500 个",
		"hour == 1" + strings.Repeat(" or true", 60): "第",
		`page.x == 1`:      "第",
		`page matches "("`: "写法不对",
	} {
		_, err := Compile(Spec{Rules: []Rule{{ID: "r", When: when, Action: ActionTag, Tags: []string{"x"}}}}, text.Runes{})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "rule r: when: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: error %v, want %q in it", when, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%.40s: more than one line: %q", when, err)
		}
	}
}

func TestConditionsAreSafeForConcurrentUse(t *testing.T) {
	s := compile(t, Spec{Rules: []Rule{{ID: "r", When: `says("退款") and amount > 10`, Action: ActionTag, Tags: []string{"x"}}}})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if len(matchedIDs(s, "退款20元", Context{})) != 1 || len(matchedIDs(s, "退款2元", Context{})) != 0 {
					t.Error("wrong")
				}
			}
		})
	}
	group.Wait()
}

func TestWarnings(t *testing.T) {
	answer := func(id string, priority int, any ...string) Rule {
		return Rule{ID: id, Priority: priority, Any: any, Action: ActionAnswer, Entry: "e"}
	}
	for name, c := range map[string]struct {
		rules []Rule
		want  []string // rule with other
	}{
		"nothing odd":                 {[]Rule{answer("a", 0, "退款"), answer("b", 0, "发票")}, nil},
		"wider words, higher":         {[]Rule{answer("a", 1, "{退款|退钱}"), answer("b", 0, "我要退款")}, []string{"b with a"}},
		"wider words, lower":          {[]Rule{answer("a", 0, "{退款|退钱}"), answer("b", 1, "我要退款")}, nil},
		"wider words, earlier":        {[]Rule{answer("a", 0, "退款"), answer("b", 0, "退款吗", "要退款")}, []string{"b with a"}},
		"one way out":                 {[]Rule{answer("a", 0, "退款"), answer("b", 0, "退款吗", "发票")}, nil},
		"the same twice":              {[]Rule{answer("a", 0, "退款"), answer("b", 0, " 退 款 ")}, []string{"b with a"}},
		"tags are in nobody's way":    {[]Rule{{ID: "a", Any: []string{"退款"}, Action: ActionTag}, answer("b", 0, "退款")}, nil},
		"all is narrower":             {[]Rule{answer("a", 0, "退款"), {ID: "b", All: []string{"退款", "发票"}, Action: ActionHandoff}}, []string{"b with a"}},
		"all is wider":                {[]Rule{{ID: "a", All: []string{"退款", "发票"}, Action: ActionHandoff}, answer("b", 0, "退款")}, nil},
		"an exception is a way out":   {[]Rule{{ID: "a", Any: []string{"退款"}, None: []string{"发票"}, Action: ActionHandoff}, answer("b", 0, "退款")}, nil},
		"the same exception":          {[]Rule{{ID: "a", Any: []string{"退款"}, None: []string{"发票"}, Action: ActionHandoff}, {ID: "b", Any: []string{"退款"}, None: []string{"发票"}, Action: ActionHandoff, Team: "x"}}, []string{"b with a"}},
		"a wider exception":           {[]Rule{{ID: "a", Any: []string{"退款"}, None: []string{"发票抬头"}, Action: ActionHandoff}, {ID: "b", Any: []string{"退款"}, None: []string{"发票"}, Action: ActionHandoff}}, []string{"b with a"}},
		"an entity is a way out":      {[]Rule{{ID: "a", Any: []string{"退款"}, Entities: []string{EntityOrder}, Action: ActionHandoff}, answer("b", 0, "退款")}, nil},
		"a condition is a way out":    {[]Rule{{ID: "a", Any: []string{"退款"}, When: "hour < 8", Action: ActionHandoff}, answer("b", 0, "退款")}, nil},
		"the same condition":          {[]Rule{{ID: "a", Any: []string{"退款"}, When: "hour < 8", Action: ActionHandoff}, {ID: "b", Any: []string{"退款"}, When: "hour < 8 ", Action: ActionAnswer, Entry: "e"}}, []string{"b with a"}},
		"a regex is a way out":        {[]Rule{{ID: "a", Any: []string{"退款"}, Regex: []string{"x"}, Action: ActionHandoff}, answer("b", 0, "退款")}, nil},
		"more regexes are wider":      {[]Rule{{ID: "a", Any: []string{"退款"}, Regex: []string{"x", "y"}, Action: ActionHandoff}, {ID: "b", Any: []string{"退款"}, Regex: []string{"y"}, Action: ActionHandoff}}, []string{"b with a"}},
		"an anchor is a way out":      {[]Rule{answer("a", 0, "^退款$"), answer("b", 0, "退款")}, nil},
		"an optional part counts not": {[]Rule{answer("a", 0, "退款"), answer("b", 0, "{一|二|三|四|五|六|七|八|九|十}{甲|乙|丙|丁|戊|己|庚|辛|壬|癸}{退款|}班")}, nil},
		"what is off is in no way":    {[]Rule{{ID: "a", Off: true, Any: []string{"退款"}, Action: ActionHandoff}, answer("b", 0, "退款")}, nil},
		"off and on every message":    {[]Rule{{ID: "a", Off: true, When: "turns > 3", Action: ActionHandoff}}, nil},
		"on every message":            {[]Rule{{ID: "a", When: "turns > 3", Action: ActionHandoff}}, []string{"a with "}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range c.rules {
				if c.rules[i].Action == ActionTag {
					c.rules[i].Tags = []string{"x"}
				}
			}
			var got []string
			for _, w := range compile(t, Spec{Rules: c.rules}).Warnings() {
				got = append(got, w.Rule+" with "+w.With)
				if !strings.Contains(w.String(), w.Rule) || w.Text == "" {
					t.Errorf("says nothing: %+v", w)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if w := xingka(t).Warnings(); len(w) > 0 {
		t.Errorf("the demo shop's rules: %v", w)
	}
}

func FuzzCondition(f *testing.F) {
	for _, when := range []string{"hour > 3", `says("退款")`, `有("phone") ? mood > 1 : false`, "1 % turns == 0", `page matches "a+"`, "[1,2]", "情绪"} {
		f.Add(when, "退款20元")
	}
	f.Fuzz(func(t *testing.T, when, in string) {
		s, err := Compile(Spec{Rules: []Rule{{ID: "r", When: when, Any: []string{"退"}, Action: ActionTag, Tags: []string{"x"}}}}, text.Runes{})
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", when, err)
			}
			return
		}
		matchedIDs(s, in, Context{})
		s.Warnings()
	})
}

// TestOffRule: a rule that is off never matches, and is checked all the same.
func TestOffRule(t *testing.T) {
	rule := Rule{ID: "a", Off: true, Any: []string{"退款"}, Action: ActionHandoff}
	on := rule
	on.Off = false
	if got := compile(t, Spec{Rules: []Rule{rule}}).Understand(text.Analyse("我要退款", text.Runes{})); len(got.Rules) != 0 || len(got.Near) != 0 {
		t.Errorf("a rule that is off matches: %+v, or nearly: %+v", got.Rules, got.Near)
	}
	if got := compile(t, Spec{Rules: []Rule{on}}).Understand(text.Analyse("我要退款", text.Runes{})); len(got.Rules) != 1 {
		t.Errorf("a rule that is on does not match: %+v", got.Rules)
	}
	rule.Regex = []string{"("}
	if _, err := Compile(Spec{Rules: []Rule{rule}}, nil); err == nil {
		t.Error("a rule that is off may be wrong")
	}
}
