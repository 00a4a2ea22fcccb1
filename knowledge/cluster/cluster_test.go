package cluster

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// plain is Sounds that knows a few characters that sound alike.
type plain struct{}

func (plain) Sound(r rune) int {
	for i, s := range []string{"充冲", "值直", "账帐"} {
		if strings.ContainsRune(s, r) {
			return i + 1
		}
	}
	return int(r)
}

// base returns the texts of the demo base and the entry of each.
func base(tb testing.TB) (texts []Text, of []int) {
	tb.Helper()
	b, err := os.ReadFile("../../testdata/xingka/faq.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	var entries []knowledge.Entry
	if err := yaml.Unmarshal(b, &entries); err != nil {
		tb.Fatal(err)
	}
	for i, e := range entries {
		for _, v := range append([]string{e.Question}, e.Variants...) {
			texts, of = append(texts, Text{Norm: text.Normalise(v)}), append(of, i)
		}
	}
	return texts, of
}

func TestGroup(t *testing.T) {
	said := func(s string, times int) Text { return Text{Norm: text.Normalise(s), Times: times} }
	texts := []Text{
		said("怎么退款", 1), said("充值没到账", 3), said("我要退款怎么弄", 1), said("冲直没到帐", 1), said("会员怎么取消自动续费", 1),
		said("充值一直没到账", 2), said("退款怎么退", 4), said("", 1), said("？？？", 1),
	}
	var got []string
	for _, c := range Group(texts, plain{}) {
		var all []string
		for _, i := range c.Texts {
			all = append(all, texts[i].Norm)
		}
		got = append(got, fmt.Sprintf("%d %s: %s", c.Times, texts[c.Label].Norm, strings.Join(all, " ")))
	}
	want := []string{
		"6 充值没到账: 充值没到账 充值一直没到账 冲直没到帐",
		"6 退款怎么退: 退款怎么退 怎么退款 我要退款怎么弄",
		"1 : ",
		"1 ?: ?",
		"1 会员怎么取消自动续费: 会员怎么取消自动续费",
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("clusters (-want +got):\n%s", d)
	}
}

// TestPurity groups all questions of the demo base, where the entry says what
// belongs together. Its author wrote them, so real questions lie further apart.
func TestPurity(t *testing.T) {
	texts, of := base(t)
	clusters := Group(texts, plain{})
	pure, together, pairs := 0, 0, 0
	for _, c := range clusters {
		n := map[int]int{}
		for _, i := range c.Texts {
			n[of[i]]++
		}
		most := 0
		for _, k := range n {
			most = max(most, k)
			together += k * (k - 1) / 2
		}
		pure += most
	}
	size := map[int]int{}
	for _, e := range of {
		size[e]++
	}
	for _, k := range size {
		pairs += k * (k - 1) / 2
	}
	purity, recall := float64(pure)/float64(len(texts)), float64(together)/float64(pairs)
	t.Logf("%d texts of %d entries: %d clusters, purity %.3f, pairs of an entry together %.3f", len(texts), len(size), len(clusters), purity, recall)
	if purity < 0.86 || recall < 0.02 {
		t.Errorf("purity %.3f, recall %.3f", purity, recall)
	}
	total := 0
	for _, c := range clusters {
		total += len(c.Texts)
		if !slices.Contains(c.Texts, c.Label) {
			t.Errorf("label %d is not in its cluster", c.Label)
		}
	}
	if total != len(texts) {
		t.Errorf("%d texts in clusters, of %d", total, len(texts))
	}
}

func TestGroupIsTheSameEveryTime(t *testing.T) {
	texts, _ := base(t)
	if d := cmp.Diff(Group(texts, plain{}), Group(texts, plain{})); d != "" {
		t.Errorf("two runs differ:\n%s", d)
	}
}

// many are n texts made of halves of the demo base's.
func many(tb testing.TB, n int) []Text {
	from, _ := base(tb)
	dice := rand.New(rand.NewPCG(1, 2))
	out := make([]Text, n)
	for i := range out {
		a, b := []rune(from[dice.IntN(len(from))].Norm), []rune(from[dice.IntN(len(from))].Norm)
		out[i] = Text{Norm: string(a[:len(a)/2+dice.IntN(len(a)/2+1)]) + string(b[len(b)-dice.IntN(len(b)/2+1):])}
	}
	return out
}

// BenchmarkGroup groups texts of which no two are the same: 10,000 must take less
// than two seconds.
func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			texts := many(b, n)
			for b.Loop() {
				Group(texts, plain{})
			}
		})
	}
}
