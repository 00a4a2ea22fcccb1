package editing

import (
	"fmt"
	"hash/fnv"
	"slices"

	"yiwen/bot"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/cluster"
)

// grouped is a grouping and what it was made of.
type grouped struct {
	of     uint64
	groups []group
}

// group is places in a list of questions, the newest first, and the place of the
// label.
type group struct {
	rows  []int
	label int
}

// group puts rows together. The same rows and content are grouped once.
func (b *Inbox) group(c *bot.Content, rows []knowledge.Asked) []group {
	h := fnv.New64a()
	fmt.Fprintln(h, c.Version)
	for i := range rows {
		fmt.Fprintln(h, rows[i].Conversation, rows[i].Seq, rows[i].Text)
	}
	of := h.Sum64()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last.groups != nil && b.last.of == of {
		return b.last.groups
	}
	b.last = grouped{of, groupUp(c, rows, b.ground.of(c), b.sounds)}
	return b.last.groups
}

// groupUp groups rows by what they ask for. Texts that are the same in the normal
// form are compared once.
func groupUp(c *bot.Content, rows []knowledge.Asked, ground []cluster.Text, sounds cluster.Sounds) []group {
	place := map[string]int{}
	var texts []cluster.Text
	var of [][]int
	for i := range rows {
		a := text.Analyse(rows[i].Text, c.Segment)
		k, ok := place[a.Norm]
		if !ok {
			k = len(texts)
			place[a.Norm] = k
			t := clusterText(a)
			if rows[i].Score >= c.Limits.Suggest {
				t.Near = rows[i].Best
			}
			texts, of = append(texts, t), append(of, nil)
		}
		texts[k].Times++
		of[k] = append(of[k], i)
	}
	out := []group{}
	for _, cl := range cluster.Group(texts, ground, sounds) {
		g := group{label: of[cl.Label][0]}
		for _, k := range cl.Texts {
			g.rows = append(g.rows, of[k]...)
		}
		slices.Sort(g.rows) // which came the newest first
		out = append(out, g)
	}
	return out
}

// groupOf returns the place of the group that a question is in, -1 where it is in
// none.
func groupOf(groups []group, rows []knowledge.Asked, of knowledge.AskedRef) int {
	return slices.IndexFunc(groups, func(g group) bool {
		return slices.ContainsFunc(g.rows, func(i int) bool { return rows[i].Conversation == of.Conversation && rows[i].Seq == of.Seq })
	})
}
