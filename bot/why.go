package bot

import (
	"context"
	"fmt"
	"slices"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// whyMost is how deep WhyNot looks for an entry: as deep as a search recalls.
const whyMost = 40

// WhyNot says in one sentence why the turn of t did not answer with entry: which
// rung took it first, that nothing found the entry, or what its score lacked. It
// searches once, with the content as it is; one that At returned knows also what
// is closed.
func (c *Content) WhyNot(ctx context.Context, t Trace, entry string) (string, error) {
	if why := c.Closed(entry); why != "" {
		return fmt.Sprintf("%s is closed to this customer at this time: %s", entry, why), nil
	}
	if _, ok := c.Entries[entry]; !ok {
		return fmt.Sprintf("there is no entry %q", entry), nil
	}
	if entry == t.Entry || entry == t.Also {
		return fmt.Sprintf("%s is the answer: %s", entry, t.took().Why), nil
	}
	switch took := t.took(); took.Rung {
	case "person", "choice", "rule", "denied", "smalltalk", "named", "collect":
		return fmt.Sprintf("the rung %q took the turn before the knowledge was asked: %s", took.Rung, took.Why), nil
	}
	found, decided := t.Candidates, true
	i := place(found, entry)
	if i < 0 {
		var err error
		if found, err = c.Search.Search(ctx, text.Analyse(t.asked(), c.Segment), whyMost); err != nil {
			return "", fmt.Errorf("search for %s: %w", entry, err)
		}
		i, decided = place(found, entry), false
	}
	if i < 0 {
		return fmt.Sprintf("%s shares too little with the message to be among the %d entries compared with it", entry, whyMost), nil
	}
	return t.short(found, i, decided), nil
}

// short says what the candidate at i lacked.
func (t Trace) short(found []knowledge.Candidate, i int, decided bool) string {
	c, l := found[i], t.Limits
	says := fmt.Sprintf("%s stands at place %d with %.3f (nearest text %q%s)", c.ID, i+1, c.Score, c.Text, told(c))
	if decided && len(t.Read) > 1 && t.Topic != "" {
		says += fmt.Sprintf(", weighed by the topic %s", t.Topic)
	}
	switch {
	case c.Score < l.Suggest:
		return says + fmt.Sprintf(", under the suggest limit %.3f", l.Suggest)
	case c.Score < l.Answer:
		return says + fmt.Sprintf(", enough to be offered but under the answer limit %.3f", l.Answer)
	case i > 0:
		return says + fmt.Sprintf(", and loses to %s with %.3f%s", found[0].ID, found[0].Score, told(found[0]))
	case len(found) > 1 && c.Score-found[1].Score < l.Gap:
		return says + fmt.Sprintf(", but only %.3f ahead of %s; the gap wanted is %.3f", c.Score-found[1].Score, found[1].ID, l.Gap)
	}
	return says + fmt.Sprintf("; the rung %q took the turn: %s", t.took().Rung, t.took().Why)
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
