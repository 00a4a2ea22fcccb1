package rank

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/knowledge"
)

// TestAskSelf: what is asked are the base's own texts, and none finds itself.
func TestAskSelf(t *testing.T) {
	r := town(20)
	got, err := r.AskSelf(t.Context(), TrainOptions{Variants: 40, Entries: 10})
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, j := range got {
		if len(j.Right) > 0 {
			known++
		}
		i := slices.IndexFunc(r.corpus.Entries, func(e knowledge.Analysed) bool { return holdsText(e, j.Text) })
		if i < 0 {
			t.Fatalf("asks %q, which nobody wrote", j.Text)
		}
		id := r.corpus.Entries[i].Entry.ID
		found := slices.IndexFunc(j.Found, func(c knowledge.Candidate) bool { return c.ID == id })
		if len(j.Right) == 0 && found >= 0 {
			t.Errorf("%q finds %s, which is held out", j.Text, id)
		}
		if len(j.Right) > 0 && j.Right[0] != id {
			t.Errorf("%q is of %s, not of %v", j.Text, id, j.Right)
		}
		if !slices.IsSortedFunc(j.Found, func(a, b knowledge.Candidate) int { return int(1e9 * (b.Score - a.Score)) }) {
			t.Errorf("%q: not the best first", j.Text)
		}
	}
	if known != 40 || len(got) > 50 {
		t.Errorf("%d questions, %d with an answer", len(got), known)
	}
	again, err := town(20).AskSelf(t.Context(), TrainOptions{Variants: 40, Entries: 10})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("asked twice:\n%s", diff)
	}
	if few, err := town(5).AskSelf(t.Context(), TrainOptions{}); err != nil || len(few) > 0 {
		t.Errorf("a base of few texts asks %d: %v", len(few), err)
	}
}

func holdsText(e knowledge.Analysed, raw string) bool {
	for _, a := range e.Texts {
		if a.Raw == raw {
			return true
		}
	}
	return false
}
