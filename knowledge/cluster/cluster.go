// Package cluster puts questions that ask for the same together, so that an
// editor sees one matter and not two hundred wordings of it.
//
// It is pure and deterministic: the same texts in the same order give the same
// clusters. Ten thousand texts take about a second.
//
// Each text is a vector over its terms: characters, pairs of neighbouring
// characters, words, and the sounds of pairs, so that a slip of the pen does not
// part what belongs together, and the entry that a search found nearest. A term
// weighs idf = ln(1 + (N-df+0.5)/(df+0.5))
// (Robertson and Spärck Jones 1976, as BM25 has it), and the cosine of two vectors
// is how near they are (Salton and Buckley 1988). Clusters grow around leaders
// (Hartigan, Clustering Algorithms, 1975, ch. 3): a text joins the nearest leader
// that is near enough, or else becomes one. What is asked most often comes first,
// so that the common wording leads. Leaders whose clusters came to lie close are
// joined in the end.
package cluster

import (
	"cmp"
	"math"
	"slices"

	"yiwen/bot/text"
)

// Text is one text to put somewhere.
type Text struct {
	Norm  string   // normal form
	Words []string // it is cut into, of Norm; none is right
	Near  string   // the entry that a search found nearest; "" = none
	Times int      // it was said; 0 counts as 1
}

// Cluster is texts that ask for the same, as places in the list that Group got.
type Cluster struct {
	Texts []int // those said most often first
	Label int   // the most central one
	Times int   // they were said together
}

// Sounds says how characters sound, as of bot/text/pinyin.
type Sounds interface{ Sound(r rune) int }

const (
	// nearMost is the cosine from which a text joins a leader among crowd texts and
	// more. On the 4,014 questions of the demo base, by characters alone, 87 % of the
	// texts are in a cluster of which their entry has most (see TestPurity): an editor
	// who sees two matters in one row is worse off than one who sees one matter in two.
	nearMost, crowd = 0.32, 4000
	// Among fewer texts fewer are alike by chance: with every halving so much less is
	// near enough, down to nearLeast. 200, 600 and 1,500 questions of the demo base,
	// drawn by chance with the others as ground, are then as pure as all of them
	// (TestPurityOfFew).
	nearFalls, nearLeast = 0.04, 0.18
	// joins is how much nearer than a text to a leader the centres of two clusters
	// must be for them to be one.
	joins = 0.08
	// central bounds how many texts of a cluster its label is chosen among.
	central = 60
)

// nearEnough is the cosine from which one of n texts joins a leader.
func nearEnough(n int) float32 {
	return float32(min(nearMost, max(nearLeast, nearMost-nearFalls*math.Log2(crowd/float64(max(n, 1))))))
}

// Weights of the families of terms: pairs and words say more than characters.
const (
	ofChar  = 0.5
	ofPair  = 0.6
	ofSound = 1.0
	ofWord  = 1.0
	ofNear  = 1.0
)

// Group puts texts together, the clusters said most often first. Ground is texts
// that are not grouped and tell which terms are common: of a few texts that are all
// about one matter, its own words are in each, and would else count for nothing.
func Group(texts, ground []Text, sounds Sounds) []Cluster {
	vs, near := vectors(texts, ground, sounds), nearEnough(len(texts))
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(-cmp.Compare(texts[a].times(), texts[b].times()), cmp.Compare(len(vs[a]), len(vs[b])), cmp.Compare(texts[a].Norm, texts[b].Norm))
	})
	var led [][]int
	g := newGround()
	for _, i := range order {
		best := g.nearest(vs[i], near)
		if best < 0 {
			best = g.add(vs[i])
			led = append(led, nil)
		}
		led[best] = append(led[best], i)
	}
	led = join(led, vs, texts, near+joins)
	out := make([]Cluster, 0, len(led))
	for _, members := range led {
		c := Cluster{Texts: members, Label: label(members, vs, texts)}
		for _, i := range members {
			c.Times += texts[i].times()
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Cluster) int {
		return cmp.Or(-cmp.Compare(a.Times, b.Times), cmp.Compare(texts[a.Label].Norm, texts[b.Label].Norm))
	})
	return out
}

func (t *Text) times() int { return max(1, t.Times) }

// join makes one of clusters whose centres are close, the greater taking in the
// smaller.
func join(led [][]int, vs []vector, texts []Text, near float32) [][]int {
	size := func(c []int) (n int) {
		for _, i := range c {
			n += texts[i].times()
		}
		return n
	}
	slices.SortStableFunc(led, func(a, b []int) int { return -cmp.Compare(size(a), size(b)) })
	var out [][]int
	g := newGround()
	for _, c := range led {
		v := centre(c, vs, texts)
		best := g.nearest(v, near)
		if best < 0 {
			g.add(v)
			out = append(out, c)
			continue
		}
		out[best] = append(out[best], c...)
	}
	return out
}

// label returns the text that is nearest to all of the cluster: to its centre.
func label(members []int, vs []vector, texts []Text) int {
	c := centre(members, vs, texts)
	weight := make(map[uint32]float32, len(c))
	for _, t := range c {
		weight[t.id] = t.w
	}
	best, most := members[0], -1.0
	for _, i := range members[:min(len(members), central)] {
		n := 0.0
		for _, t := range vs[i] {
			n += float64(t.w * weight[t.id])
		}
		if n > most+1e-6 {
			best, most = i, n
		}
	}
	return best
}

// centre is the sum of the vectors of a cluster, brought to length 1.
func centre(members []int, vs []vector, texts []Text) vector {
	if len(members) == 1 {
		return vs[members[0]]
	}
	sum := map[uint32]float32{}
	for _, i := range members {
		for _, t := range vs[i] {
			sum[t.id] += t.w * float32(texts[i].times())
		}
	}
	v := make(vector, 0, len(sum))
	for id, w := range sum {
		v = append(v, weighed{id, w})
	}
	slices.SortFunc(v, func(a, b weighed) int { return cmp.Compare(a.id, b.id) })
	return v.unit()
}

// vector is the terms of a text with their weights, by id, of length 1.
type vector []weighed

type weighed struct {
	id uint32
	w  float32
}

func (v vector) unit() vector {
	n := 0.0
	for _, t := range v {
		n += float64(t.w) * float64(t.w)
	}
	if n == 0 {
		return v
	}
	by := float32(1 / math.Sqrt(n))
	for i := range v {
		v[i].w *= by
	}
	return v
}

// ground is the leaders so far, by what they hold.
type ground struct {
	holds map[uint32][]weighed // by term: leaders and the weight of the term in each
	sum   []float32            // by leader, while one text is looked at
	seen  []uint32
}

func newGround() *ground { return &ground{holds: map[uint32][]weighed{}} }

// add makes v a leader and returns its number.
func (g *ground) add(v vector) int {
	n := uint32(len(g.sum))
	g.sum = append(g.sum, 0)
	for _, t := range v {
		g.holds[t.id] = append(g.holds[t.id], weighed{n, t.w})
	}
	return int(n)
}

// nearest returns the leader nearest to v, the first of several, or -1 where none
// is as near as least.
func (g *ground) nearest(v vector, least float32) int {
	g.seen = g.seen[:0]
	for _, t := range v {
		for _, l := range g.holds[t.id] {
			if g.sum[l.id] == 0 {
				g.seen = append(g.seen, l.id)
			}
			g.sum[l.id] += t.w * l.w
		}
	}
	best, most := -1, least
	for _, l := range g.seen {
		if s := g.sum[l]; s > most || s == most && (best < 0 || int(l) < best) {
			best, most = int(l), s
		}
		g.sum[l] = 0
	}
	return best
}

// vectors are the texts as numbers; a term is as rare as it is in texts and ground.
func vectors(texts, ground []Text, sounds Sounds) []vector {
	ids := map[string]uint32{}
	var df []int32
	var factor []float32
	raw := make([][]uint32, len(texts))
	var has []uint32
	for i := range texts {
		has = has[:0]
		terms(&texts[i], sounds, func(family float32, term string) {
			id, ok := ids[term]
			if !ok {
				id = uint32(len(df))
				ids[term] = id
				df, factor = append(df, 0), append(factor, family)
			}
			has = append(has, id)
		})
		slices.Sort(has)
		raw[i] = slices.Clone(slices.Compact(has))
		for _, id := range raw[i] {
			df[id]++
		}
	}
	for i := range ground {
		has = has[:0]
		terms(&ground[i], sounds, func(_ float32, term string) {
			if id, ok := ids[term]; ok {
				has = append(has, id)
			}
		})
		slices.Sort(has)
		for _, id := range slices.Compact(has) {
			df[id]++
		}
	}
	out := make([]vector, len(texts))
	for i, ids := range raw {
		v := make(vector, len(ids))
		for k, id := range ids {
			n := float64(df[id])
			idf := math.Log(1 + (float64(len(texts)+len(ground))-n+0.5)/(n+0.5))
			v[k] = weighed{id, factor[id] * float32(idf)}
		}
		out[i] = v.unit()
	}
	return out
}

// terms calls add with every term of a text; the first byte says which family it
// is of.
func terms(t *Text, sounds Sounds, add func(weight float32, term string)) {
	runes := []rune(text.Plain(t.Norm))
	before := 0
	for i, r := range runes {
		add(ofChar, "c"+string(r))
		sound := sounds.Sound(r)
		if i > 0 {
			add(ofPair, "p"+string(runes[i-1:i+1]))
			if before > 0 && sound > 0 {
				add(ofSound, "s"+string([]rune{rune(before), rune(sound)}))
			}
		}
		before = sound
	}
	if t.Near != "" {
		add(ofNear, "e"+t.Near)
	}
	for _, w := range t.Words {
		if len(w) > 3 { // a single character is a term already
			add(ofWord, "w"+w)
		}
	}
}
