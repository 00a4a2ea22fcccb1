package bot

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// suggestMost is the most questions that are suggested to who types: what stands
// above the keyboard of a phone and can be taken in at a glance.
const suggestMost = 5

// Typed is what a customer has typed of a message and not sent.
type Typed struct {
	Site    chat.SiteID
	Page    chat.Page
	Profile *chat.Profile // what his shop says of him; nil = he is not signed in there
	Text    string
}

// Complete returns the published questions that a customer may be typing, those that
// are open to him, best first: see suggest.Index. Among those that hold it alike the
// hot ones of where he is come first, then what is asked most these hours. It waits
// for nothing and nobody, and keeps nothing of what was typed: that was not said, and
// nothing is to be learned of it.
func (s *Service) Complete(t Typed) []knowledge.Suggestion {
	var p chat.Profile
	if t.Profile != nil {
		p = *t.Profile
	}
	now := s.clock()
	c := s.views.get(s.Content(), audiencesOf(p), now)
	if c.Suggest == nil {
		return nil
	}
	_, hot := c.greets(t.Site, t.Page, now)
	return c.Suggest.Suggest(t.Text, suggestMost, slices.Concat(hot, s.asked.most(now)))
}

// What is counted of the answers that were given.
const (
	tallyKept  = 1024             // entries that are counted at a time
	tallyMost  = 50               // that are told
	tallyEvery = 10 * time.Second // between two lists of them
	tallyHalf  = time.Hour        // after which an answer counts half
)

// tally counts which entries answer these hours. It is of this process and begins
// anew with it: the order among equals is worth no row. It is safe for concurrent
// use.
type tally struct {
	mu     sync.Mutex // guards what follows
	counts map[string]int
	halved time.Time
	list   []string // the first of them
	listed time.Time
}

// answered counts an answer.
func (a *tally) answered(entry string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.counts == nil {
		a.counts, a.halved = map[string]int{}, now
	}
	if now.Sub(a.halved) >= tallyHalf {
		for id := range a.counts {
			a.counts[id] /= 2
		}
		maps.DeleteFunc(a.counts, func(_ string, n int) bool { return n == 0 })
		a.halved = now
	}
	if _, known := a.counts[entry]; !known && len(a.counts) >= tallyKept {
		return // until the hour makes room
	}
	a.counts[entry] += 2 // so that a single answer outlives the hour
}

// most returns the entries that answer most, at most tallyMost. The caller must not
// change the list.
func (a *tally) most(now time.Time) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.counts) == 0 || a.list != nil && now.Sub(a.listed) < tallyEvery {
		return a.list
	}
	list := slices.SortedFunc(maps.Keys(a.counts), func(x, y string) int {
		return cmp.Or(cmp.Compare(a.counts[y], a.counts[x]), cmp.Compare(x, y))
	})
	a.list, a.listed = slices.Clip(list[:min(tallyMost, len(list))]), now
	return a.list
}
