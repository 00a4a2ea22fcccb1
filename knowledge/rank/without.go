package rank

import (
	"context"
	"fmt"

	"yiwen/knowledge"
)

// Texts calls visit with every text of the knowledge, by entry and in its order:
// place i is the text's in the entry, 0 of the question, and raw what it says. It
// stops where visit returns false.
func (r *Ranker) Texts(visit func(entry string, i int, raw string) bool) {
	for e := range r.corpus.Entries {
		a := &r.corpus.Entries[e]
		for i, t := range a.Texts {
			if !visit(a.Entry.ID, i, t.Raw) {
				return
			}
		}
	}
}

// Without is Search for text i of an entry as if that text had not been written:
// what a customer would get who comes up with it. None is found for a text that
// is not there. The question of an entry without variants takes the entry with it.
func (r *Ranker) Without(ctx context.Context, entry string, i, n int) ([]knowledge.Candidate, error) {
	e, ok := r.corpus.Place(entry)
	if !ok || i < 0 || i >= len(r.corpus.Entries[e].Texts) {
		return nil, nil
	}
	s := r.pool.Get().(*scratch)
	first, _ := r.table.textsOf(e)
	s.held = r.table.hold(e, first+int32(i), first+int32(i)+1)
	defer func() { s.held = nil; r.pool.Put(s) }()
	if err := r.find(ctx, s, r.corpus.Entries[e].Texts[i]); err != nil {
		return nil, fmt.Errorf("ask text %d of entry %s: %w", i, entry, err)
	}
	found := s.found[:max(0, min(len(s.found), n))]
	out := make([]knowledge.Candidate, len(found))
	for i := range found {
		out[i] = r.candidate(&found[i])
	}
	return out, nil
}
