package editing

import (
	"maps"
	"slices"
	"sync"

	"yiwen/bot"
	"yiwen/bot/text"
	"yiwen/knowledge/cluster"
)

// groundMost is how many questions of a base tell which of its words are common.
const groundMost = 4000

// ground keeps questions of the live base, on which those of customers are put
// together: words that every entry has say little, others much. The zero value is
// ready; it is safe for concurrent use.
type ground struct {
	mu      sync.Mutex // guards what follows
	version int64
	texts   []cluster.Text // nil = none yet
}

// of returns questions spread evenly over the base, made once for each version.
func (g *ground) of(c *bot.Content) []cluster.Text {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.texts != nil && g.version == c.Version {
		return g.texts
	}
	n := len(c.Entries)
	for _, e := range c.Entries {
		n += len(e.Variants)
	}
	g.version, g.texts = c.Version, make([]cluster.Text, 0, min(n, groundMost))
	step, i := (n+groundMost-1)/groundMost, 0
	for _, id := range slices.Sorted(maps.Keys(c.Entries)) {
		e := c.Entries[id]
		for _, q := range append([]string{e.Question}, e.Variants...) {
			if i%step == 0 {
				g.texts = append(g.texts, clusterText(text.Analyse(q, c.Segment)))
			}
			i++
		}
	}
	return g.texts
}

// clusterText is a text and its words.
func clusterText(a *text.Analysis) cluster.Text {
	t := cluster.Text{Norm: a.Norm}
	for _, w := range a.Tokens {
		t.Words = append(t.Words, w.Text)
	}
	return t
}
