package rehearse

import (
	"context"

	"yiwen/bot"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// Record is what a turn looked at on its way, in full: a stored trace keeps the
// first of it.
type Record struct {
	// Understood is the message alone, with every rule that matches and why.
	Understood intents.Understanding
	Found      []Found // every search of the turn, in its order
}

// Found is a search and all that it found, best first.
type Found struct {
	Text       string // the normal form that was searched for
	Candidates []knowledge.Candidate
}

// Of returns the candidate of an entry as the search found it that found it
// surest, and whether any did.
func (r Record) Of(entry string) (best knowledge.Candidate, ok bool) {
	for _, f := range r.Found {
		for _, c := range f.Candidates {
			if c.ID == entry && (!ok || c.Score > best.Score) {
				best, ok = c, true
			}
		}
	}
	return best, ok
}

// recorder stands between the engine and a content and writes down what passes.
type recorder struct {
	bot.Understander
	bot.Searcher
	heard  bool // the message alone, which the engine understands first
	record Record
}

// recording returns c with a recorder in it.
func recording(c *bot.Content) (*bot.Content, *recorder) {
	r := &recorder{Understander: c.Intents, Searcher: c.Search}
	twin := *c
	twin.Intents, twin.Search = r, r
	return &twin, r
}

// take returns what was recorded since the last time.
func (r *recorder) take() Record {
	if r == nil {
		return Record{}
	}
	taken := r.record
	r.record, r.heard = Record{}, false
	return taken
}

// UnderstandIn implements bot.Understander.
func (r *recorder) UnderstandIn(a *text.Analysis, c intents.Context) intents.Understanding {
	u := r.Understander.UnderstandIn(a, c)
	if !r.heard {
		r.record.Understood, r.heard = u, true
	}
	return u
}

// Search implements bot.Searcher.
func (r *recorder) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	found, err := r.Searcher.Search(ctx, a, n)
	if err == nil {
		r.record.Found = append(r.record.Found, Found{Text: a.Norm, Candidates: found})
	}
	return found, err
}
