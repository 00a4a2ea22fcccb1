package concept

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
)

func newShipped(t testing.TB, synonyms ...[]string) *Lexicon {
	t.Helper()
	l, err := Shipped(synonyms)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// named returns the names of the concepts of a text, sorted.
func (l *Lexicon) named(said string) []string {
	var out []string
	for _, id := range l.Find(nil, text.Plain(text.Normalise(said))) {
		out = append(out, l.Name(id))
	}
	slices.Sort(out)
	return out
}

func TestFind(t *testing.T) {
	l := newShipped(t)
	for name, c := range map[string]struct{ one, other string }{
		"other words":           {"登不上", "登录不进去"},
		"money that is not in":  {"钱没到账", "还没到账呢钱"},
		"another verb":          {"怎么注销账号", "如何销户头"},
		"question words":        {"为啥", "什么原因"},
		"a gap":                 {"没给我到账", "未到账"},
		"traditional and width": {"註冊ＡＰＰ", "注册app"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(l.named(c.one), l.named(c.other)); diff != "" || len(l.named(c.one)) == 0 {
				t.Errorf("%s and %s say different things (-one +other):\n%s", c.one, c.other, diff)
			}
		})
	}
}

func TestOnlyTheLongest(t *testing.T) {
	l := newShipped(t)
	for said, not := range map[string]string{
		"手机充电": "充值", "办公室": "申请", "未到账": "已到账", "没给我到账": "已到账", "手机号": "手机",
		"验证码": "密码", "怎么办": "怎么做", "退出登录": "登录", "还是": "还款",
	} {
		if got := l.named(said); slices.Contains(got, not) {
			t.Errorf("%s is said to be %s: %v", said, not, got)
		}
	}
}

func TestNothing(t *testing.T) {
	for _, said := range []string{"", "。。。", "asdfgh", "龘龘"} {
		if got := newShipped(t).named(said); got != nil {
			t.Errorf("%q has concepts: %v", said, got)
		}
	}
	if got := new(Lexicon).Find(nil, "退款"); got != nil {
		t.Errorf("the zero lexicon finds %v", got)
	}
}

func TestOpposites(t *testing.T) {
	l := newShipped(t)
	only := func(said string) ID {
		ids := l.Find(nil, said)
		if len(ids) != 1 {
			t.Fatalf("%s has the concepts %v, want one", said, l.named(said))
		}
		return ids[0]
	}
	for _, pair := range [][2]string{{"开通", "关闭"}, {"提前", "逾期"}, {"充值", "提现"}, {"换绑", "解绑"}, {"为什么", "多久"}} {
		a, b := only(pair[0]), only(pair[1])
		if !slices.Contains(l.Opposites(a), b) || !slices.Contains(l.Opposites(b), a) {
			t.Errorf("%s and %s do not exclude each other", pair[0], pair[1])
		}
	}
	if slices.Contains(l.Opposites(only("开通")), only("激活")) {
		t.Error("开通 excludes itself")
	}
}

// TestShipped: the file compiles, and is as large as its doc promises.
func TestShipped(t *testing.T) {
	l := newShipped(t)
	count := map[Class]int{}
	for id := range l.Size() {
		count[l.Class(ID(id))]++
		if !slices.IsSorted(l.Opposites(ID(id))) {
			t.Errorf("the opposites of %s are not in order", l.Name(ID(id)))
		}
	}
	if l.Size() < 350 || count[Aspect] < 20 || count[Masked] != 0 {
		t.Errorf("%d concepts: %v", l.Size(), count)
	}
	t.Logf("%d concepts %v, %d wordings", l.Size(), count, len(l.means))
}

func TestSynonyms(t *testing.T) {
	l := newShipped(t, []string{"星卡币", "星币", "xkb"}, []string{"", "。"})
	base := newShipped(t)
	if got := l.Size() - base.Size(); got != 2 {
		t.Errorf("%d concepts more, want 2", got)
	}
	if diff := cmp.Diff(l.named("星卡币"), l.named("XKB")); diff != "" || !slices.Contains(l.named("星币"), "星卡币") {
		t.Errorf("synonyms are not found: %s %v", diff, l.named("星币"))
	}
	if got := base.named("星币"); len(got) != 0 {
		t.Errorf("another shop's lexicon knows them: %v", got)
	}
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"no section":         {"甲: 乙\n", "line 1"},
		"unknown section":    {"[其他]\n", "line 1: no section"},
		"no wording":         {"[动作]\n甲:\n", "line 2: has no wording"},
		"no colon":           {"[动作]\n甲 乙\n", "line 2: wants"},
		"nothing to go on":   {"[动作]\n  甲\n", "line 2: wants"},
		"twice a name":       {"[动作]\n甲: 乙\n甲: 丙\n", "line 3: 甲 has a line"},
		"twice a wording":    {"[动作]\n甲: 乙\n丙: 乙\n", "line 3: 乙 stands in line 2"},
		"other brackets":     {"[动作]\n甲: {乙\n", "line 2: {乙"},
		"bar outside":        {"[动作]\n甲: 乙|丙\n", "line 2"},
		"too many":           {"[动作]\n甲: " + strings.Repeat("{一|二|三|四|五|六}", 4) + "\n", "line 2"},
		"empty in plain":     {"[动作]\n甲: 。\n", "line 2"},
		"empty end":          {"[动作]\n甲: 乙…\n", "line 2"},
		"unknown in a sum":   {"[动作]\n甲: 乙\n甲+丙: 丁\n", "line 3: no concept is called 丙"},
		"unknown opposite":   {"[动作]\n甲: 乙\n[相反]\n甲 丙\n", "line 4: no concept is called 丙"},
		"nothing to exclude": {"[动作]\n甲: 乙\n[相反]\n甲\n", "line 4: excludes nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse(c.file); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[动作]\n甲: 乙 {丙|丁}戊…己\n 庚\n甲+甲: 辛\n[相反]\n甲 甲\n", "丙戊己")
	f.Fuzz(func(t *testing.T, file, said string) {
		if l, err := Parse(file); err == nil {
			l.Find(nil, said)
		}
	})
}

func FuzzFind(f *testing.F) {
	l := newShipped(f)
	f.Add("没给我到账，怎么办")
	f.Add("退\xff款")
	f.Fuzz(func(t *testing.T, said string) {
		ids := l.Find(nil, said)
		for i, id := range ids {
			if int(id) >= l.Size() || slices.Contains(ids[:i], id) {
				t.Fatalf("%q: concepts %v", said, ids)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	l := newShipped(b)
	for name, said := range map[string]string{
		"question": "我昨天充值的话费怎么还没到账",
		"story":    strings.Repeat("前天在你们这买了张卡付了钱结果登不上去客服也不回怎么办", 6),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(utf8.RuneCountInString(said)))
			dst := make([]ID, 0, 64)
			for b.Loop() {
				l.Find(dst[:0], said)
			}
		})
	}
}

func BenchmarkShipped(b *testing.B) {
	for b.Loop() {
		newShipped(b)
	}
}
