package suggest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/suggest"
)

var shop = []knowledge.Entry{
	{ID: "late", Question: "充值没到账怎么办？", Variants: []string{"钱付了点数没来", "冲了钱没有到"}},
	{ID: "how", Question: "怎么充值 Steam 钱包", Variants: []string{"steam充值步骤"}},
	{ID: "bank", Question: "银行卡支付失败", Variants: []string{"用不了银行卡"}},
	{ID: "lock", Question: "长时间未登录账号被锁", Variants: []string{"账号锁了"}},
	{ID: "code", Question: "兑换码在哪里使用？"},
	{ID: "pay", Question: "支付方式有哪些", Variants: []string{"可以用支付宝吗"}},
}

// cut analyses a text once, as a corpus that shares texts with the next has it.
func cut() func(string) *text.Analysis {
	known := map[string]*text.Analysis{}
	return func(raw string) *text.Analysis {
		if known[raw] == nil {
			known[raw] = text.Analyse(raw, text.Runes{})
		}
		return known[raw]
	}
}

func ids(list []knowledge.Suggestion) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.ID)
	}
	return out
}

func TestSuggest(t *testing.T) {
	x := suggest.New(knowledge.NewCorpus(shop, cut()), pinyin.New())
	for _, tc := range []struct {
		name, typed string
		want        []string
	}{
		{"beginning before middle", "充值", []string{"late", "how"}},
		{"within", "没到账", []string{"late"}},
		{"question before variant", "支付", []string{"pay", "bank"}},
		{"of a variant", "点数没来", []string{"late"}},
		{"first letters", "czmdz", []string{"late"}},
		{"first letters within", "mdz", []string{"late"}},
		{"whole pinyin", "chongzhimei", []string{"late"}},
		{"a syllable half typed", "chongzh", []string{"late", "how"}},
		{"one letter of a syllable", "chongz", []string{"late", "how"}},
		{"zh as a first letter", "chzh", []string{"late", "how"}},
		{"letters and syllables mixed", "czmeidz", []string{"late"}},
		{"characters and what the input method has not turned yet", "充值mei'd", []string{"late"}},
		{"blanks of the input method", "chong zhi mei", []string{"late"}},
		{"the other reading of a character", "yinhangka", []string{"bank"}},
		{"its first letter", "yhk", []string{"bank"}},
		{"letters as they are", "steam", []string{"how"}},
		{"letters in another case", "STEAM", []string{"how"}},
		{"letters, then first letters", "steamqb", []string{"how"}},
		{"characters of the same sound", "冲直没", []string{"late"}},
		{"traditional characters", "銀行", []string{"bank"}},
		{"a courtesy before", "请问充值", []string{"late", "how"}},
		{"parts apart", "账号，被锁", []string{"lock"}},
		{"marks alone", "？？", nil},
		{"a single character", "充", nil},
		{"a single letter", "c", nil},
		{"nothing", "", nil},
		{"nothing like it", "今天天气", nil},
		{"a code of a card", "K7F2-9XQA-88LM-08ZT", nil},
		{"too long", strings.Repeat("充", 33), nil},
		{"broken text", "\xff充\x00值", []string{"late", "how"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, ids(x.Suggest(tc.typed, 5, nil))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestMark(t *testing.T) {
	x := suggest.New(knowledge.NewCorpus(shop, cut()), pinyin.New())
	for typed, want := range map[string]string{
		"到账":       "到账",
		"怎么办":      "怎么办",
		"mdz":      "没到账",
		"zhisteam": "值 Steam",
		"STEAM 钱":  "Steam 钱",
		"点数没来":     "", // in a variant
	} {
		got := x.Suggest(typed, 1, nil)
		if len(got) != 1 {
			t.Errorf("%q finds nothing", typed)
			continue
		}
		if marked := string([]rune(got[0].Question)[got[0].From:got[0].To]); marked != want {
			t.Errorf("%q marks %q, want %q", typed, marked, want)
		}
	}
}

func TestFirst(t *testing.T) {
	var list []knowledge.Entry
	for i := range 9 {
		list = append(list, knowledge.Entry{ID: fmt.Sprint("e", i), Question: fmt.Sprintf("退款多久到账%d", i)})
	}
	list = append(list, knowledge.Entry{ID: "other", Question: "申请退款"})
	x := suggest.New(knowledge.NewCorpus(list, cut()), pinyin.New())
	got := ids(x.Suggest("退款", 5, []string{"e7", "gone", "other", "e3", "e7"}))
	if d := cmp.Diff([]string{"e7", "e3", "e0", "e1", "e2"}, got); d != "" {
		t.Errorf("first of equals: %s", d)
	}
	few := x.Within(func(id string) bool { return id != "e7" && id != "e0" })
	if d := cmp.Diff([]string{"e1", "e2"}, ids(few.Suggest("tuik", 2, nil))); d != "" {
		t.Errorf("within: %s", d)
	}
	if got := few.Within(func(string) bool { return false }).Suggest("退款", 5, nil); len(got) > 0 {
		t.Errorf("nobody is let in, and %v is found", ids(got))
	}
	if got := x.Suggest("退款", 0, nil); got != nil {
		t.Errorf("none wanted, %v found", ids(got))
	}
}

// made returns n entries of the words of the shop.
func made(n int, seed uint64) []knowledge.Entry {
	dice := rand.New(rand.NewPCG(seed, 1))
	words := []string{"充值", "退款", "怎么", "没到账", "账号", "Steam", "点卡", "银行卡", "支付宝", "多久", "被锁", "能不能", "手机", "激活码", "兑换", "失败", "了", "订单", "取消", "发票", "会员", "游戏", "Q币", "客服", "密码", "绑定"}
	say := func() string {
		var b strings.Builder
		for range 3 + dice.IntN(4) {
			b.WriteString(words[dice.IntN(len(words))])
		}
		return b.String()
	}
	list := make([]knowledge.Entry, n)
	for i := range list {
		list[i] = knowledge.Entry{ID: fmt.Sprint("e", i), Question: say(), Answer: "好"}
		for range 9 {
			list[i].Variants = append(list[i].Variants, say())
		}
	}
	return list
}

func TestNextFindsWhatNewDoes(t *testing.T) {
	analyse, sounds := cut(), pinyin.New()
	list := made(200, 7)
	x := suggest.New(knowledge.NewCorpus(list, analyse), sounds)
	dice := rand.New(rand.NewPCG(3, 3))
	for round := range 12 {
		list = slices.Clone(list)
		switch round % 4 {
		case 0:
			list[dice.IntN(len(list))].Question = "新的问题" + fmt.Sprint(round)
		case 1:
			list = slices.Delete(list, 5, 7)
		case 2:
			list = append(list, made(2, uint64(round))...)
			list[len(list)-1].ID, list[len(list)-2].ID = fmt.Sprint("x", round), fmt.Sprint("y", round)
		case 3:
			slices.Reverse(list)
		}
		corpus := knowledge.NewCorpus(list, analyse)
		x = x.Next(corpus)
		whole := suggest.New(corpus, sounds)
		for _, typed := range []string{"充值", "新的", "czsb", "zhifub", "q币", "账号 银行", "能不能dui"} {
			if d := cmp.Diff(whole.Suggest(typed, 5, []string{"e9", "x2"}), x.Suggest(typed, 5, []string{"e9", "x2"})); d != "" {
				t.Fatalf("round %d, %q: %s", round, typed, d)
			}
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	x := suggest.New(knowledge.NewCorpus(made(50, 1), cut()), pinyin.New())
	typed := []string{"充值", "czsb", "tuikuan", "账号b"}
	want := make([][]knowledge.Suggestion, len(typed))
	for i, q := range typed {
		want[i] = x.Suggest(q, 5, nil)
	}
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 50 {
				q := (g + i) % len(typed)
				if d := cmp.Diff(want[q], x.Suggest(typed[q], 5, nil)); d != "" {
					t.Error(d)
				}
			}
		})
	}
	all.Wait()
}

func FuzzSuggest(f *testing.F) {
	x := suggest.New(knowledge.NewCorpus(shop, cut()), pinyin.New())
	for _, s := range []string{"充值mei'd", "dadadadadadadadadadadadadadadada", "xianxianxianxianxianxianxianxian", "\xff\x00", "𠮷野家", "ⅷⅷ", "ﬁﬁ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := x.Suggest(typed, 5, []string{"pay"})
		for i, s := range got {
			if runes := []rune(s.Question); s.From < 0 || s.To < s.From || s.To > len(runes) {
				t.Errorf("%q marks %d to %d of %q", typed, s.From, s.To, s.Question)
			}
			if slices.ContainsFunc(got[:i], func(o knowledge.Suggestion) bool { return o.ID == s.ID }) {
				t.Errorf("%q finds %s twice", typed, s.ID)
			}
		}
	})
}
