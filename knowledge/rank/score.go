package rank

import "math"

// scratch is the memory of one search, used again by later ones.
type scratch struct {
	single []string
	query  bag
	weight []float32         // by term: its worth while the query holds it, else 0
	worth  [families]float32 // sum of the query's worths, unknown terms included
	square [families]float32 // sum of the query's squared worths, unknown terms included
	norm   float32           // as row.norm
	held   *held             // nil but while the knowledge asks itself
	found  []scored
	grid   []int32   // of align
	light  []float32 // of aligned
}

// scored is an entry on its way to a candidate.
type scored struct {
	entry    int
	text     int32 // nearest text, in table.texts
	right    bool  // while learning: it answers the question
	features Features
	rank     float64 // orders the entries of one query
	score    float64 // compares between queries
}

// load sets the weights of the query, whose terms are sets; unload takes them
// back. A term that no text holds is in no weight but in the query's worth, as
// the rarest: without that, foreign questions would look well covered.
func (s *scratch) load(t *table) {
	if len(s.weight) < len(t.idf) {
		s.weight = make([]float32, len(t.idf))
	}
	rarest := float64(t.rarest)
	for f := range families {
		foreign := float64(s.query.unknown[f])
		for _, id := range s.query.terms[f] {
			w := t.idf[id]
			if s.held != nil {
				w = s.held.worth(t, id)
			}
			s.weight[id] = w
		}
		worth, square := overlap(s.weight, s.query.terms[f])
		s.worth[f] = float32(worth + foreign*rarest)
		s.square[f] = float32(square + foreign*rarest*rarest)
	}
	s.norm = float32(math.Sqrt(float64(s.square[chars] + s.square[pairs])))
}

func (s *scratch) unload() {
	for f, ids := range s.query.terms {
		for _, id := range ids {
			s.weight[id] = 0
		}
		s.worth[f], s.square[f] = 0, 0
	}
}

// text fills the features that compare the query with one text. Terms count
// once: in questions of a dozen characters a second one says nothing. That
// makes the length norm of BM25 one factor of the whole sum.
func (s *scratch) text(t *table, n *row, x *Features) {
	const k, b = 1.2, 0.75
	c, cs := overlap(s.weight, t.texts.of(n, chars))
	p, ps := overlap(s.weight, t.texts.of(n, pairs))
	w, _ := overlap(s.weight, t.texts.of(n, words))
	x[BM25] = ratio(float32(c)*(k+1)/(1+k*(1-b+b*n.length/t.average)), s.worth[chars])
	x[CharText] = ratio(float32(c), n.worth[chars])
	x[PairAsked] = ratio(float32(p), s.worth[pairs])
	x[WordAsked] = ratio(float32(w), s.worth[words])
	x[Cosine] = ratio(float32(cs+ps), s.norm*n.norm)
}

// backed returns the share sum of whole of concepts, with one more term of the
// rarest worth that counts by the share of characters: where few concepts or
// none are in a text, its characters speak in their place.
func (t *table) backed(sum, whole float32, chars float64) float64 {
	return ratio(sum+t.rarest*float32(chars), whole+t.rarest)
}

// known returns the share of the query's pairs that any text holds, by worth: how
// far the knowledge is about the query at all.
func (s *scratch) known(t *table) float64 {
	var sum float64
	unknown := s.query.unknown[pairs]
	for _, id := range s.query.terms[pairs] {
		if s.held.lost(t, id) {
			unknown++
		} else {
			sum += float64(s.weight[id])
		}
	}
	if unknown == 0 {
		return 1
	}
	have := float32(sum)
	return ratio(have, have+float32(unknown)*t.rarest)
}

// overlap returns the sum of the weights of terms, and of their squares. It is
// where a search spends its time. The sum is exact, as long as no weight is a
// billion times another: whatever the numbers of the terms are, and with them
// their order, the scores are the same.
func overlap(weight []float32, terms []term) (sum, square float64) {
	for _, id := range terms {
		w := float64(weight[id])
		sum += w
		square += w * w
	}
	return sum, square
}

// whole fills the features that compare the query with an entry's texts taken
// together.
func (s *scratch) whole(t *table, entry int, x *Features) {
	n := &t.entries.row[entry]
	for f := range families {
		held := t.held[n.start[f]:n.start[f+1]]
		var exact float64
		for i, id := range t.entries.of(n, f) {
			if w := s.weight[id]; w > 0 {
				exact += float64(w * gain(s.held.count(entry, id, held[i])))
			}
		}
		sum := float32(exact)
		x[EntryChar+Feature(f)] = ratio(sum, s.worth[f])
		if f == concepts {
			x[EntryConcept] = t.backed(sum, s.worth[f], x[EntryChar])
		}
	}
	p, _ := overlap(s.weight, t.answers.of(&t.answers.row[entry], pairs))
	x[AnswerPair] = ratio(float32(p), s.worth[pairs])
}

func ratio(a, b float32) float64 {
	if b <= 0 {
		return 0
	}
	return float64(a / b)
}

// entry scores one entry: its nearest text, some of its second nearest, because
// two phrasings agree seldom by accident, and all of them together. ok is false
// when all its texts are held out.
func (s *scratch) entry(t *table, order *Features, entry int) (out scored, ok bool) {
	out = scored{entry: entry}
	best, second := math.Inf(-1), 0.0
	var x Features
	from, to := t.textsOf(entry)
	known := 0
	for i := from; i < to; i++ {
		if s.held.hides(i) {
			continue
		}
		known++
		s.text(t, &t.texts.row[i], &x)
		switch v := dot(order[:firstWhole], x[:firstWhole]); {
		case v > best:
			second = max(second, best)
			best, out.text, out.features = v, i, x
		case v > second:
			second = v
		}
	}
	if known == 0 {
		return out, false
	}
	s.whole(t, entry, &out.features)
	out.features[Second] = second
	out.features[Texts] = math.Log(float64(known))
	out.rank = dot(order[:firstDear], out.features[:firstDear])
	return out, true
}
