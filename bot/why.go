package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// whyMost is how deep WhyNot looks for an entry: as deep as a search recalls.
const whyMost = 40

// Because is what a Why comes down to. The list is closed.
type Because string

// The closed list of what an entry was not the answer for, or was.
const (
	BecauseClosed   Because = "closed"   // to this customer at this time
	BecauseUnknown  Because = "unknown"  // there is no such entry
	BecauseAnswer   Because = "answer"   // it is the answer
	BecauseRung     Because = "rung"     // a rung took the turn before the knowledge was asked
	BecauseExcluded Because = "excluded" // the message holds a word that the entry excludes
	BecauseUnfound  Because = "unfound"  // it shares too little with the message
	BecauseSuggest  Because = "suggest"  // under the limit of a suggestion
	BecauseLimit    Because = "limit"    // under the limit of an answer
	BecauseLoses    Because = "loses"    // another is surer
	BecauseGap      Because = "gap"      // not clear enough of the next
	BecauseTaken    Because = "taken"    // good enough, but a rung took the turn
)

// Why is why a turn did not answer with an entry.
type Why struct {
	Entry   string
	Because Because
	Closed  string              // of BecauseClosed: by what
	Word    string              // of BecauseExcluded
	Rung    Rung                // that took the turn
	Place   int                 // of the entry among what was found, from 1; 0 = it is not there
	Found   knowledge.Candidate // the entry as it was found
	Topic   string              // the entry that it was weighed by, where it was
	Other   knowledge.Candidate // of BecauseLoses and BecauseGap: the surer, the next
	Limit   float64             // that it is under; of BecauseGap the gap wanted
}

// WhyNot says why the turn of t did not answer with entry: which rung took it
// first, that nothing found the entry, or what its score lacked. It searches once
// at most, with the content as it is; one that At returned knows also what is
// closed.
func (c *Content) WhyNot(ctx context.Context, t Trace, entry string) (Why, error) {
	w := Why{Entry: entry, Rung: t.took()}
	is := func(b Because) (Why, error) { w.Because = b; return w, nil }
	if w.Closed = c.Closed(entry); w.Closed != "" {
		return is(BecauseClosed)
	}
	e, ok := c.Entries[entry]
	if !ok {
		return is(BecauseUnknown)
	}
	if entry == t.Entry || entry == t.Also {
		return is(BecauseAnswer)
	}
	switch w.Rung.Rung {
	case "person", "choice", "rule", "denied", "smalltalk", "named", "collect":
		return is(BecauseRung)
	}
	found, decided := t.Candidates, true
	i := place(found, entry)
	if i < 0 {
		asked := text.Analyse(t.asked(), c.Segment)
		if w.Word = excluded(e, asked.Norm); w.Word != "" {
			return is(BecauseExcluded)
		}
		var err error
		if found, err = c.Search.Search(ctx, asked, whyMost); err != nil {
			return w, fmt.Errorf("search for %s: %w", entry, err)
		}
		i, decided = place(found, entry), false
	}
	if i < 0 {
		return is(BecauseUnfound)
	}
	w.Place, w.Found = i+1, found[i]
	if decided && len(t.Read) > 1 {
		w.Topic = t.Topic
	}
	return is(w.lacks(found, t.Limits))
}

// lacks says what the entry, which is among found, lacked.
func (w *Why) lacks(found []knowledge.Candidate, l Limits) Because {
	i := w.Place - 1
	switch {
	case w.Found.Score < l.Suggest:
		w.Limit = l.Suggest
		return BecauseSuggest
	case w.Found.Score < l.Answer:
		w.Limit = l.Answer
		return BecauseLimit
	case i > 0:
		w.Other = found[0]
		return BecauseLoses
	case len(found) > 1 && w.Found.Score-found[1].Score < l.Gap:
		w.Other, w.Limit = found[1], l.Gap
		return BecauseGap
	}
	return BecauseTaken
}

// excluded returns the word that e excludes and norm holds, or "".
func excluded(e knowledge.Entry, norm string) string {
	i := slices.IndexFunc(e.Exclude, func(word string) bool {
		w := text.Normalise(word)
		return w != "" && strings.Contains(norm, w)
	})
	if i < 0 {
		return ""
	}
	return e.Exclude[i]
}

// String is w in a sentence for operators.
func (w Why) String() string {
	switch w.Because {
	case BecauseClosed:
		return fmt.Sprintf("%s is closed to this customer at this time: %s", w.Entry, w.Closed)
	case BecauseUnknown:
		return fmt.Sprintf("there is no entry %q", w.Entry)
	case BecauseAnswer:
		return fmt.Sprintf("%s is the answer: %s", w.Entry, w.Rung.Why)
	case BecauseRung:
		return fmt.Sprintf("the rung %q took the turn before the knowledge was asked: %s", w.Rung.Rung, w.Rung.Why)
	case BecauseExcluded:
		return fmt.Sprintf("the message holds %q, which %s excludes", w.Word, w.Entry)
	case BecauseUnfound:
		return fmt.Sprintf("%s shares too little with the message to be among the %d entries compared with it", w.Entry, whyMost)
	}
	says := fmt.Sprintf("%s stands at place %d with %.3f (nearest text %q%s)", w.Entry, w.Place, w.Found.Score, w.Found.Text, told(w.Found))
	if w.Topic != "" {
		says += ", weighed by the topic " + w.Topic
	}
	switch w.Because {
	case BecauseSuggest:
		return says + fmt.Sprintf(", under the suggest limit %.3f", w.Limit)
	case BecauseLimit:
		return says + fmt.Sprintf(", enough to be offered but under the answer limit %.3f", w.Limit)
	case BecauseLoses:
		return says + fmt.Sprintf(", and loses to %s with %.3f%s", w.Other.ID, w.Other.Score, told(w.Other))
	case BecauseGap:
		return says + fmt.Sprintf(", but only %.3f ahead of %s; the gap wanted is %.3f", w.Found.Score-w.Other.Score, w.Other.ID, w.Limit)
	}
	return says + fmt.Sprintf("; the rung %q took the turn: %s", w.Rung.Rung, w.Rung.Why)
}

// told names the features that moved a score most.
func told(c knowledge.Candidate) (s string) {
	for _, f := range c.Told {
		s += fmt.Sprintf(", %s %+.2f", f.Feature, f.By)
	}
	return s
}

// took returns the rung that took the turn.
func (t Trace) took() Rung {
	for _, r := range t.Rungs {
		if r.Took {
			return r
		}
	}
	return Rung{}
}

// asked is the text that was searched for alone.
func (t Trace) asked() string {
	if len(t.Read) > 0 && t.Read[0].Text != "" {
		return t.Read[0].Text
	}
	return t.Norm
}

func place(found []knowledge.Candidate, entry string) int {
	return slices.IndexFunc(found, func(c knowledge.Candidate) bool { return c.ID == entry })
}
