package twins

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
)

func TestMeasure(t *testing.T) {
	sounds := pinyin.New()
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"怎么退款？", "怎么退款", true},             // marks say nothing
		{"充值没到账", "冲直没到帐", true},            // by sound
		{"如何申请发票", "发票如何申请", true},          // another order
		{"会员到期会自动续费吗", "会员到期后会自动续费吗", true}, // a word more
		{"请问怎么退款", "怎么退款呢", true},           // courtesies
		{"绑定微信", "解绑微信", false},
		{"怎么开通自动续费", "怎么关闭自动续费", false},
		{"充 10 元什么时候到", "充 50 元什么时候到", false},
		{"Q币充值没到账怎么办", "Q点充值没到账怎么办", true}, // one character of ten: for a person to judge
		{"steam 钱包码怎么用", "psn 钱包码怎么用", false},
		{"", "", true},
		{"", "退款", false},
		{"怎么退款", "登录不了", false},
	} {
		a, b := NewText(c.a, sounds), NewText(c.b, sounds)
		if m := Measure(a, b); m >= Alike != c.near {
			t.Errorf("%q and %q: %.3f", c.a, c.b, m)
		}
	}
}

func TestMeasureLaws(t *testing.T) {
	sounds := pinyin.New()
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.StringOfN(rapid.SampledFrom([]rune("怎么退款冲充值直到账帐没12ab ？")), 0, 80, -1)
		a, b := NewText(some.Draw(t, "a"), sounds), NewText(some.Draw(t, "b"), sounds)
		m := Measure(a, b)
		if m < 0 || m > 1 {
			t.Fatalf("measure %v", m)
		}
		if back := Measure(b, a); m != back {
			t.Fatalf("%v one way, %v the other", m, back)
		}
		if Measure(a, a) != 1 {
			t.Fatal("not its own twin")
		}
		if exact := closely(a, b); m != exact && (m != 0 || exact >= Alike) {
			t.Fatalf("measure %v, measured closely %v", m, exact)
		}
	})
}

// closely is Measure without what spares it work.
func closely(a, b *Text) float64 {
	n := max(len(a.chars), len(b.chars))
	if a.Plain == b.Plain || n == 0 || !slices.Equal(a.latin, b.latin) {
		return Measure(a, b)
	}
	m := 1 - float64(distance(a.chars, b.chars))/float64(n)
	m = max(m, heardAlike*(1-float64(distance(a.sounds, b.sounds))/float64(n)))
	return max(m, sortedAlike*2*float64(common(a.sorted, b.sorted))/float64(len(a.chars)+len(b.chars)))
}

// TestThreshold holds the standard questions of the demo base, and the first
// variant of each, against each other: they are nobody's twins.
func TestThreshold(t *testing.T) {
	b, err := os.ReadFile("../../testdata/xingka/faq.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var entries []knowledge.Entry
	if err := yaml.Unmarshal(b, &entries); err != nil {
		t.Fatal(err)
	}
	sounds := pinyin.New()
	var texts []*Text
	var of []string
	for _, e := range entries {
		for _, s := range append([]string{e.Question}, e.Variants[:min(1, len(e.Variants))]...) {
			texts, of = append(texts, NewText(s, sounds)), append(of, e.ID)
		}
	}
	for i := range texts {
		for j := range i {
			if m := Measure(texts[i], texts[j]); of[i] != of[j] && m >= Alike {
				t.Errorf("%s of %s and %s of %s: %.3f", texts[i].Plain, of[i], texts[j].Plain, of[j], m)
			}
		}
	}
}

func TestStrongest(t *testing.T) {
	pairs := []Twin{
		{Kind: Near, Entry: "a", Text: "一", Other: "b", OtherText: "二", Score: 0.9},
		{Kind: Steals, Entry: "a", Text: "三", Other: "b", OtherText: "四", Score: 0.7, Gap: 0.2},
		{Kind: Steals, Entry: "a", Text: "八", Other: "b", OtherText: "四", Score: 0.6, Gap: 0.6},
		{Kind: Steals, Entry: "a", Text: "九", Other: "b", OtherText: "四", Score: 0.9, Gap: 0.1},
		{Kind: Near, Entry: "b", Text: "二", Other: "a", OtherText: "一", Score: 0.9},
		{Kind: Same, Entry: "c", Text: "五", Other: "d", OtherText: "五", Score: 1},
		{Kind: Near, Entry: "a", Text: "六", Other: "c", OtherText: "七", Score: 0.95},
	}
	var got []string
	for _, p := range Strongest(pairs, 5) {
		got = append(got, string(p.Kind)+" "+p.Text)
	}
	if d := cmp.Diff([]string{"same 五", "steals 八", "steals 三", "steals 九", "near 六"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func BenchmarkMeasure(b *testing.B) {
	sounds := pinyin.New()
	for name, pair := range map[string][2]string{
		"near": {"会员到期会自动续费吗怎么关掉", "会员到期后会自动续费吗怎么关掉"}, "far": {"会员到期会自动续费吗怎么关掉", "买到的卡密在哪里查看和使用"},
	} {
		b.Run(name, func(b *testing.B) {
			x, y := NewText(pair[0], sounds), NewText(pair[1], sounds)
			b.ReportAllocs()
			for b.Loop() {
				Measure(x, y)
			}
		})
	}
}
