package rank

import (
	"math"

	"yiwen/knowledge"
)

// table is the corpus as numbers: what every text and every entry holds, and
// what each term is worth. It is immutable once built.
type table struct {
	vocab   *vocab
	idf     []float32         // by term
	rarest  [families]float32 // worth of a term that no entry holds
	average float32           // characters of a text
	terms   []term            // terms of all rows, one after the other
	texts   []row             // texts of all entries, one after the other
	unions  []row             // by entry: the terms of all its texts and keywords together
	first   []int32           // by entry: its first text in texts; one more at the end
}

// row is one set of terms: those of a text, or of an entry as a whole.
type row struct {
	start  [families + 1]int32 // where each family begins in table.terms
	worth  [families]float32   // sum of idf
	square float32             // root of the sum of squared idf of characters and pairs
	length float32             // characters
}

func newTable(corpus *knowledge.Corpus) *table {
	t := &table{vocab: newVocab(), first: make([]int32, 1, len(corpus.Entries)+1)}
	var b bag
	var single []string
	for _, e := range corpus.Entries {
		var union bag
		for _, a := range e.Texts {
			single = AppendTerms(single[:0], a.Plain())
			t.vocab.cut(&b, a, single, true)
			t.texts = append(t.texts, t.store(&b))
			union.join(&b)
		}
		for _, a := range e.Keywords {
			single = AppendTerms(single[:0], a.Plain())
			t.vocab.cut(&b, a, single, true)
			union.join(&b)
		}
		union.compact()
		t.unions = append(t.unions, t.store(&union))
		t.first = append(t.first, int32(len(t.texts)))
	}
	t.weigh()
	return t
}

// store appends the terms of b.
func (t *table) store(b *bag) row {
	r := row{length: float32(b.length)}
	for f := range families {
		r.start[f] = int32(len(t.terms))
		t.terms = append(t.terms, b.terms[f]...)
	}
	r.start[families] = int32(len(t.terms))
	return r
}

// weigh sets the worth of terms and rows. A term is worth the more the fewer
// entries hold it (the idf of BM25, which never falls below zero); entries and
// not texts are counted, so that a well-kept entry with many phrasings does not
// make its own words look common.
func (t *table) weigh() {
	held := make([]int, t.vocab.size)
	for i := range t.unions {
		for _, id := range t.of(&t.unions[i], 0, families) {
			held[id]++
		}
	}
	n := float64(len(t.unions))
	idf := func(held float64) float32 { return float32(math.Log1p((n - held + 0.5) / (held + 0.5))) }
	t.idf = make([]float32, t.vocab.size)
	for id, h := range held {
		t.idf[id] = idf(float64(h))
	}
	for f := range t.rarest {
		t.rarest[f] = idf(0)
	}
	var total float32
	for i := range t.texts {
		t.sum(&t.texts[i])
		total += t.texts[i].length
	}
	for i := range t.unions {
		t.sum(&t.unions[i])
	}
	t.average = max(1, total/float32(max(1, len(t.texts))))
}

func (t *table) sum(r *row) {
	var square float32
	for f := range families {
		for _, id := range t.of(r, f, f+1) {
			r.worth[f] += t.idf[id]
			if f != words {
				square += t.idf[id] * t.idf[id]
			}
		}
	}
	r.square = float32(math.Sqrt(float64(square)))
}

// of returns the terms of a row from family f up to, without, family end.
func (t *table) of(r *row, f, end family) []term { return t.terms[r.start[f]:r.start[end]] }
