package knowledge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

func TestCorpusKeepsOrderAndAnalysesEveryText(t *testing.T) {
	entries := []knowledge.Entry{
		{ID: "b", Question: "怎么退款？", Variants: []string{"我要退錢", "能退吗"}, Keywords: []string{"退款"}},
		{ID: "a", Question: "发票"},
	}
	c := knowledge.NewCorpus(entries, func(raw string) *text.Analysis { return text.Analyse(raw, text.Runes{}) })
	var got [][]string
	for _, e := range c.Entries {
		row := []string{e.Entry.ID}
		for _, a := range e.Texts {
			row = append(row, a.Norm)
		}
		for _, a := range e.Keywords {
			row = append(row, "#"+a.Norm)
		}
		got = append(got, row)
	}
	want := [][]string{{"b", "怎么退款?", "我要退钱", "能退吗", "#退款"}, {"a", "发票"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("corpus (-want +got):\n%s", diff)
	}
}

func TestExcluded(t *testing.T) {
	c := knowledge.NewCorpus([]knowledge.Entry{{ID: "a", Question: "话费没到账", Exclude: []string{"慢充", "ＱＢ"}}},
		func(raw string) *text.Analysis { return text.Analyse(raw, text.Runes{}) })
	for norm, want := range map[string]string{"话费没到账": "", "慢充话费没到账": "慢充", "qb没到": "qb", "": ""} {
		if got := c.Entries[0].Excluded(norm); got != want {
			t.Errorf("Excluded(%q) = %q, want %q", norm, got, want)
		}
	}
}
