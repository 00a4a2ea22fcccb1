package rank

import "slices"

// gaps fills in what stands on one side alone: the rarest word and, since words
// may be cut in two ways, the heaviest run of characters.
func (s *scratch) gaps(t *table, c *scored, n *row) {
	x, e := &c.features, &t.entries.row[c.entry]
	x[Missing] = float64(s.missing(t, c.entry) / t.rarest)
	x[Extra] = float64(s.extra(t, n) / t.rarest)
	var text, entry, asked lack
	spelt, heard := t.texts.sequence(n), t.texts.sounding(n)
	for i, id := range s.query.order {
		w, h := s.asked(t, id), s.query.heard[i]
		text.next(w, id != none && slices.Contains(spelt, id) || h != none && slices.Contains(heard, h))
		entry.next(w, s.holds(t, e, c.entry, chars, id) || s.holds(t, e, c.entry, sounds, h))
	}
	for i, id := range spelt {
		asked.next(t.idf[id], s.weight[id] > 0 || heard[i] != none && s.weight[heard[i]] > 0)
	}
	x[GapAsked], x[GapEntry], x[GapText] = text.worth(t), entry.worth(t), asked.worth(t)
}

// lack is the heaviest run of characters that the other side lacks.
type lack struct{ run, most float32 }

// next goes on to a character of worth w.
func (g *lack) next(w float32, held bool) {
	if held {
		g.run = 0
		return
	}
	g.run += w
	g.most = max(g.most, g.run)
}

// worth is that of the run, a character that no text holds being 1. Beyond three
// of those there is no telling how strange it is.
func (g *lack) worth(t *table) float64 { return min(3, float64(g.most/t.rarest)) }

// holds reports whether some text or keyword that is left of the entry holds a
// term.
func (s *scratch) holds(t *table, e *row, entry int, f family, id term) bool {
	if id == none {
		return false
	}
	i, ok := slices.BinarySearch(t.entries.of(e, f), id)
	return ok && s.held.count(entry, id, t.held[int(e.start[f])+i]) > 0
}

// knows is holds for a term of which only the number is known.
func (s *scratch) knows(t *table, e *row, entry int, id term) bool {
	return s.holds(t, e, entry, pairs, id) || s.holds(t, e, entry, chars, id) || s.holds(t, e, entry, sounds, id)
}

// missing returns the worth of the query's rarest word that no text of the entry
// holds.
func (s *scratch) missing(t *table, entry int) float32 {
	if s.query.unknown[words] > 0 {
		return t.rarest
	}
	n := &t.entries.row[entry]
	known, held := t.entries.of(n, words), t.held[n.start[words]:n.start[words+1]]
	var most float32
	for _, id := range s.query.terms[words] {
		w := s.weight[id]
		if w <= most {
			continue
		}
		if i, ok := slices.BinarySearch(known, id); !ok || s.held.count(entry, id, held[i]) <= 0 {
			most = w
		}
	}
	return most
}

// extra returns the worth of the text's rarest word that the query does not hold.
func (s *scratch) extra(t *table, n *row) float32 {
	var most float32
	for _, id := range t.texts.of(n, words) {
		if s.weight[id] == 0 {
			most = max(most, t.idf[id])
		}
	}
	return most
}
