package rehearse

import (
	"context"
	"math"

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

// Of returns the candidate of an entry as it was found with the score that is
// nearest to score, the text that was searched for then, and whether any search
// found it: the same entry scores otherwise where the words around the message
// were searched for too.
func (r Record) Of(entry string, score float64) (best knowledge.Candidate, by string, ok bool) {
	for _, f := range r.Found {
		for _, c := range f.Candidates {
			if c.ID == entry && (!ok || math.Abs(c.Score-score) < math.Abs(best.Score-score)) {
				best, by, ok = c, f.Text, true
			}
		}
	}
	return best, by, ok
}

// recorder stands between the engine and the understanding and the search of a
// content and writes down what passes.
type recorder struct {
	bot.Understander
	heard  bool // the message alone, which the engine understands first
	record Record
}

// recording returns c with a recorder in it.
func recording(c *bot.Content) (*bot.Content, *recorder) {
	r := &recorder{Understander: c.Intents}
	twin := *c
	twin.Intents, twin.Search = r, recorded{c.Search, r}
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

// recorded is a Searcher whose findings are written down.
type recorded struct {
	bot.Searcher
	by *recorder
}

// Search implements bot.Searcher.
func (s recorded) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	found, err := s.Searcher.Search(ctx, a, n)
	if err == nil {
		s.by.record.Found = append(s.by.record.Found, Found{Text: a.Norm, Candidates: found})
	}
	return found, err
}

// Within implements bot.Searcher.
func (s recorded) Within(open func(entry string) bool) bot.Searcher {
	return recorded{s.Searcher.Within(open), s.by}
}
