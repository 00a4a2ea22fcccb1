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
	for _, c := range Group(texts, nil, plain{}) {
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
	clusters := Group(texts, nil, plain{})
	pure, together, pairs := 0, 0, 0
	for _, c := range clusters {
		most, same := alike(c, of)
		pure, together = pure+most, together+same
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

// alike returns how many texts of a cluster are of the entry that has most there,
// and how many pairs are of one entry.
func alike(c Cluster, of []int) (most, pairs int) {
	n := map[int]int{}
	for _, i := range c.Texts {
		n[of[i]]++
	}
	for _, k := range n {
		most = max(most, k)
		pairs += k * (k - 1) / 2
	}
	return most, pairs
}

// TestPurityOfFew groups questions drawn by chance, the others being the ground.
func TestPurityOfFew(t *testing.T) {
	all, entries := base(t)
	for _, n := range []int{200, 600, 1500} {
		texts, of, ground, pure := []Text(nil), []int(nil), []Text(nil), 0
		for _, i := range rand.New(rand.NewPCG(uint64(n), 2)).Perm(len(all)) {
			if len(texts) < n {
				texts, of = append(texts, all[i]), append(of, entries[i])
			} else {
				ground = append(ground, all[i])
			}
		}
		for _, c := range Group(texts, ground, plain{}) {
			most, _ := alike(c, of)
			pure += most
		}
		purity := float64(pure) / float64(n)
		t.Logf("%d texts: purity %.3f", n, purity)
		if purity < 0.86 {
			t.Errorf("purity of %d texts: %.3f", n, purity)
		}
	}
}

// TestOneMatterAlone has ten wordings of one matter that the demo base knows
// nothing of, and five other matters: its words are in most of the texts, and yet
// make them one.
func TestOneMatterAlone(t *testing.T) {
	matter := []string{
		"健身房年卡可以转让给别人吗", "健身卡能转给朋友用吗", "我的健身房会籍想转给我老婆", "健身年卡转让要手续费不", "健身房的卡不想要了转让别人行不行",
		"怎么把健身卡过户", "办了健身房的卡能不能换人用", "健身会籍过户流程", "健身卡转让去哪办理", "健身房年卡过户要带什么材料",
	}
	others := []string{"水晶宫门票怎么预约", "海洋馆班车几点发车", "批发返点怎么算", "怎么开发票？", "白金专线电话是多少"}
	ground, _ := base(t)
	var texts []Text
	for _, s := range slices.Concat(matter, others) {
		texts = append(texts, Text{Norm: text.Normalise(s)})
	}
	found := Group(texts, ground, plain{})
	var sizes []int
	for _, c := range found {
		sizes = append(sizes, len(c.Texts))
	}
	if d := cmp.Diff([]int{10, 1, 1, 1, 1, 1}, sizes); d != "" {
		t.Errorf("clusters (-want +got):\n%s", d)
	}
}

func TestGroupIsTheSameEveryTime(t *testing.T) {
	texts, _ := base(t)
	if d := cmp.Diff(Group(texts, nil, plain{}), Group(texts, nil, plain{})); d != "" {
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
				Group(texts, nil, plain{})
			}
		})
	}
}
