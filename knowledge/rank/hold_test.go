package rank

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

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
