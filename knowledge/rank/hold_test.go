package rank

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// TestHeldOutIsAsIfNeverWritten compares asking with a text held out to asking
// a knowledge base that never had it. Only what depends on the average length
// and the worth of a text's own terms may differ, and that little.
func TestHeldOutIsAsIfNeverWritten(t *testing.T) {
	entries := shop()
	whole := newShop(Options{Explain: true})
	for e := range entries {
		for i, v := range entries[e].Variants {
			t.Run(v, func(t *testing.T) {
				less := slices.Clone(entries)
				less[e].Variants = slices.Delete(slices.Clone(less[e].Variants), i, i+1)
				c := knowledge.NewCorpus(less, analyse)
				want := search(t, New(c, everything(len(less)), Options{Explain: true}), v, 4)

				from, _ := whole.table.textsOf(e)
				text := from + 1 + int32(i)
				s := &scratch{held: whole.table.hold(e, text, text+1)}
				if err := whole.find(context.Background(), s, analyse(v)); err != nil {
					t.Fatal(err)
				}
				got := map[string]*scored{}
				for k := range s.found {
					got[entries[s.found[k].entry].ID] = &s.found[k]
				}
				for _, w := range want {
					alikeIn(t, w, got[w.ID], 1e-6, EntryChar, EntryPair, AnswerPair, PairAsked, Texts)
					alikeIn(t, w, got[w.ID], 0.16, EntryWord, WordAsked, Missing, BM25, CharText, Cosine, Sequence, Edit)
				}
			})
		}
	}
}

func alikeIn(t *testing.T, want knowledge.Candidate, got *scored, by float64, features ...Feature) {
	t.Helper()
	for _, f := range features {
		if d := got.features[f] - want.Features[f.String()]; math.Abs(d) > by {
			t.Errorf("%s: %s is %v, want %v", want.ID, f, got.features[f], want.Features[f.String()])
		}
	}
}

func TestEntryHeldOutIsNotFound(t *testing.T) {
	r := newShop(Options{})
	from, to := r.table.textsOf(0)
	s := &scratch{held: r.table.hold(0, from, to)}
	if err := r.find(context.Background(), s, analyse("怎么申请退款")); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.found {
		if c.entry == 0 {
			t.Error("found an entry that is out")
		}
	}
	if len(s.found) != len(shop())-1 {
		t.Errorf("found %d entries, want the %d others", len(s.found), len(shop())-1)
	}
}

func TestAlign(t *testing.T) {
	for _, c := range []struct {
		name          string
		a, b          []term
		common, edits int
	}{
		{"Empty", nil, nil, 0, 0},
		{"OneEmpty", []term{1, 2}, nil, 0, 2},
		{"Equal", []term{1, 2, 3}, []term{1, 2, 3}, 3, 0},
		{"Swapped", []term{1, 2, 3}, []term{2, 1, 3}, 2, 2},
		{"Inserted", []term{1, 3}, []term{1, 2, 3}, 2, 1},
		{"UnknownNeverEqual", []term{none, 1}, []term{none, 1}, 1, 1},
		{"Strange", []term{1, 2}, []term{3, 4, 5}, 0, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &scratch{grid: []int32{9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}} // of an earlier search
			if common, edits := s.align(c.a, c.b); common != c.common || edits != c.edits {
				t.Errorf("common %d, edits %d; want %d, %d", common, edits, c.common, c.edits)
			}
		})
	}
}

func TestAlignLooksAtTheEndOfAStory(t *testing.T) {
	long := make([]term, 5000)
	long[4999] = 7
	if common, edits := new(scratch).align(long, []term{7}); common != 1 || edits != 4999 {
		t.Errorf("common %d, edits %d; want 1, 4999", common, edits)
	}
}

// TestAligned wants what sounds alike to count half.
func TestAligned(t *testing.T) {
	c := knowledge.NewCorpus([]knowledge.Entry{{ID: "a", Question: "充值"}, {ID: "b", Question: "退款"}}, analyse)
	r := New(c, everything(2), Options{Sounds: alike("冲充"), Explain: true})
	for query, want := range map[string]float64{"充值": 1, "冲值": 0.8, "退值": 0.45} {
		for _, found := range search(t, r, query, 2) {
			if got := found.Features[Aligned.String()]; found.ID == "a" && math.Abs(got-want) > 0.1 {
				t.Errorf("%s: %v, want about %v", query, got, want)
			}
		}
	}
}

// alike is a Sounder to which some characters sound the same.
type alike string

// Sound implements Sounder.
func (a alike) Sound(r rune) int {
	if strings.ContainsRune(string(a), r) {
		return 1
	}
	return int(r)
}

// TestContentWords wants words that say what a question is about to count, and
// those that any question has not to.
func TestContentWords(t *testing.T) {
	blanks := func(raw string) *text.Analysis { return text.Analyse(raw, atBlanks{}) }
	c := knowledge.NewCorpus([]knowledge.Entry{{ID: "a", Question: "怎么 关闭 花呗"}, {ID: "b", Question: "借呗 还款"}}, blanks)
	r := New(c, everything(2), Options{Explain: true})
	for _, tc := range []struct {
		query                              string
		asked, text, missing, extra, known float64
	}{
		{"请问 我 怎么 关闭 花呗", 1, 1, 0, 0, 1},
		{"怎么 关闭 借呗", 0.5, 0.5, 1, 1, 1},
		{"花呗 天气", 0.5, 0.5, 1, 1, 0.5},
		{"怎么 的", 1, 0, 0, 2, 1},
	} {
		found, err := r.Search(context.Background(), blanks(tc.query), 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.ID != "a" {
				continue
			}
			want := map[Feature]float64{
				ContentAsked: tc.asked, ContentText: tc.text, ContentMiss: tc.missing, ContentExtra: tc.extra, KnownContent: tc.known,
			}
			for k, v := range want {
				if got := f.Features[k.String()]; math.Abs(got-v) > 1e-9 {
					t.Errorf("%s: %s is %v, want %v", tc.query, k, got, v)
				}
			}
		}
	}
}

// atBlanks cuts words at blanks.
type atBlanks struct{}

// Cut implements text.Segmenter.
func (atBlanks) Cut(dst []text.Token, s string) []text.Token {
	at := 0
	for w := range strings.FieldsSeq(s) {
		i := at + strings.Index(s[at:], w)
		dst = append(dst, text.Token{Text: w, Start: i, End: i + len(w)})
		at = i + len(w)
	}
	return dst
}

func TestClashOfNumbers(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"Same", "充100元", "100元没到", true},
		{"Other", "充100元", "50元没到", false},
		{"ChineseNumerals", "定五点闹钟", "五点叫我", true},
		{"OtherNumeral", "定十五分钟", "定五分钟", false},
		{"LoneOneIsNone", "看一下", "一般多久", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := numbersOf(c.a)&numbersOf(c.b) != 0; got != c.want {
				t.Errorf("share a number: %v, want %v", got, c.want)
			}
		})
	}
	if numbersOf("看一下") != 0 || numbersOf("没有") != 0 {
		t.Error("a number where there is none")
	}
}

func TestTraits(t *testing.T) {
	for _, c := range []struct {
		plain           string
		negated, number bool
		asks            kind
	}{
		{"怎么退款", false, false, how},
		{"为什么没到账", true, false, why},
		{"能不能退款", false, false, whether},
		{"有没优惠券", false, false, whether},
		{"不是没到账", false, false, 0}, // two negations cancel out
		{"充100多久到", false, true, when},
		{"", false, false, 0},
	} {
		t.Run(c.plain, func(t *testing.T) {
			want := traits{negated: c.negated, number: c.number, asks: c.asks}
			if got := traitsOf(AppendTerms(nil, c.plain)); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
	for _, c := range []struct {
		a, b kind
		want float64
	}{{how, how, 1}, {how, why, -1}, {how | why, why, 1}, {0, how, 0}, {how, 0, 0}} {
		t.Run(fmt.Sprint(c.a, c.b), func(t *testing.T) {
			if got := c.a.alike(c.b); got != c.want {
				t.Errorf("alike %v, want %v", got, c.want)
			}
		})
	}
}
