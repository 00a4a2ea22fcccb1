package rank

import (
	"math"
	"slices"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
)

// table is the corpus as numbers: what every text and every entry holds, and
// what each term is worth. It is immutable once built.
type table struct {
	vocab   *vocab
	idf     []float32 // by term: its worth
	rarest  float32   // worth of a term that no text holds
	average float32   // characters of a text
	texts   rows      // texts of all entries, one after the other
	entries rows      // by entry: all its texts and keywords together
	held    []uint16  // by place in entries.terms: how many texts and keywords of the entry hold the term
	answers rows      // by entry: its answer
	df      []int32   // by term: texts that hold it
	first   []int32   // by entry: its first text in texts; one more at the end
	fresh   int       // entries that came or went since a table was made from the beginning
}

// rows are sets of terms in one block of memory, for the sake of the cache.
type rows struct {
	terms   []term
	order   []term  // the characters of every row in the order of its text
	heard   []term  // how they sound, or none
	content content // the content words of every row
	row     []row
}

// row is one set of terms.
type row struct {
	start   [families + 1]int32 // where each family begins in rows.terms
	worth   [families]float32   // sum of the worths
	norm    float32             // root of the sum of squared worths of characters and pairs
	length  float32             // characters
	content [2]int32            // where its content words are in rows.content
	order   int32               // where its characters begin in rows.order
	traits  traits
}

func newTable(corpus *knowledge.Corpus, sounder Sounder, lexicon *concept.Lexicon) *table {
	t := &table{vocab: newVocab(sounder, lexicon), first: make([]int32, 1, len(corpus.Entries)+1)}
	var c cutter
	for i := range corpus.Entries {
		c.add(t, &corpus.Entries[i])
	}
	t.settle(corpus)
	return t
}

// cutter is the memory of cutting entries.
type cutter struct {
	one, all bag
	single   []string
}

// add adds the rows of an entry.
func (c *cutter) add(t *table, e *knowledge.Analysed) {
	c.all.reset()
	for _, a := range e.Texts {
		c.terms(t.vocab, a, adding)
		t.vocab.look(&c.one, a, c.single)
		c.all.join(&c.one)
		t.texts.add(c.one.compact())
	}
	for _, a := range e.Keywords {
		c.terms(t.vocab, a, adding)
		t.vocab.look(&c.one, a, c.single)
		c.all.join(&c.one)
	}
	t.know(c.all.sort())
	t.entries.add(c.all.compact())
	c.terms(t.vocab, e.Answer, adding)
	c.one.only(pairs)
	t.answers.add(c.one.compact())
	t.first = append(t.first, int32(len(t.texts.row)))
}

// terms cuts a into c.one.
func (c *cutter) terms(v *vocab, a *text.Analysis, how mode) {
	c.single = AppendTerms(c.single[:0], a.Plain())
	v.terms(&c.one, a, c.single, how)
}

// leave forgets the terms of an entry that is there no more.
func (c *cutter) leave(v *vocab, e *knowledge.Analysed) {
	for _, list := range [][]*text.Analysis{e.Texts, e.Keywords, {e.Answer}} {
		for _, a := range list {
			c.terms(v, a, leaving)
		}
	}
}

// settle fills in what can only be known of the whole corpus: which content words
// its texts have, and what everything is worth.
func (t *table) settle(corpus *knowledge.Corpus) {
	for e := range corpus.Entries {
		from, to := t.textsOf(e)
		for i := from; i < to; i++ {
			if n := &t.texts.row[i]; n.content[0] < 0 {
				n.content[0] = int32(len(t.texts.content))
				t.texts.content = t.vocab.appendContent(t.texts.content, corpus.Entries[e].Texts[i-from])
				n.content[1] = int32(len(t.texts.content))
			}
		}
	}
	t.weigh()
}

// know appends how many texts hold each term of an entry, in the order of all.
func (t *table) know(all *bag) {
	for _, ids := range all.terms {
		for i := 0; i < len(ids); {
			n := i + 1
			for n < len(ids) && ids[n] == ids[i] {
				n++
			}
			t.held = append(t.held, uint16(min(n-i, math.MaxUint16)))
			i = n
		}
	}
}

// gain is how well an entry knows a term that c of its texts and keywords hold,
// below 1: what many phrasings share is what the entry is about, and a single
// one may be chance. k lies between 0.3 and 1, which measured alike; 3 was worse.
func gain(c float32) float32 {
	const k = 0.5
	return c / (c + k)
}

// add appends a set of terms.
func (r *rows) add(b *bag) {
	n := row{length: float32(b.length), order: int32(len(r.order)), traits: b.traits}
	r.order = append(r.order, b.order...)
	n.content = [2]int32{-1, -1} // not known before the vocab is whole, see settle
	r.heard = append(r.heard, b.heard...)
	for f := range families {
		n.start[f] = int32(len(r.terms))
		r.terms = append(r.terms, b.terms[f]...)
	}
	n.start[families] = int32(len(r.terms))
	r.row = append(r.row, n)
}

// of returns the terms of a row that belong to family f.
func (r *rows) of(n *row, f family) []term { return r.terms[n.start[f]:n.start[f+1]] }

// sequence returns the characters of a row in the order of its text.
func (r *rows) sequence(n *row) []term { return r.order[n.order : n.order+int32(n.length)] }

// sounding returns how the characters of a row sound, in the order of its text.
func (r *rows) sounding(n *row) []term { return r.heard[n.order : n.order+int32(n.length)] }

// weigh sets the worth of terms and rows.
func (t *table) weigh() {
	t.df = make([]int32, t.vocab.size)
	for _, id := range t.texts.terms {
		t.df[id]++
	}
	t.idf = make([]float32, len(t.df))
	for id, n := range t.df {
		t.idf[id] = worth(int(n), len(t.texts.row))
		if t.vocab.isAspect(term(id)) {
			t.idf[id] *= aspectWorth
		}
	}
	t.rarest = worth(0, len(t.texts.row))
	var total float32
	for i := range t.texts.row {
		t.sum(&t.texts.row[i])
		total += t.texts.row[i].length
	}
	t.average = max(1, total/float32(max(1, len(t.texts.row))))
}

// aspectWorth is what a way to ask is worth beside what is asked about. Between
// 0.3 and 1 measured alike in the order; less of it parts foreign questions, of
// which half ask how, from a shop's own.
const aspectWorth = 0.3

// worth is the idf of BM25, which never falls below zero, to the power 0.8: the
// plain idf lets one rare character outvote the rest of a short question.
func worth(held, texts int) float32 {
	h, n := float64(held), float64(texts)
	return float32(math.Pow(math.Log1p((n-h+0.5)/(h+0.5)), 0.8))
}

func (t *table) sum(n *row) {
	var square float64
	for f := range families {
		all, squares := overlap(t.idf, t.texts.of(n, f))
		n.worth[f] = float32(all)
		if f < words {
			square += squares
		}
	}
	n.norm = float32(math.Sqrt(square))
}

// textsOf returns the numbers [from, to) of an entry's texts.
func (t *table) textsOf(entry int) (from, to int32) { return t.first[entry], t.first[entry+1] }

// bag is a text, or several, as terms.
type bag struct {
	terms   [families][]term
	unknown [families]int // terms that the vocab does not know
	length  int           // characters
	order   []term        // characters in their order, none for what is unknown
	heard   []term        // how they sound, none for what is unknown or mute
	traits  traits
	content content
}

func (b *bag) reset() {
	for f := range b.terms {
		b.terms[f], b.unknown[f] = b.terms[f][:0], 0
	}
	b.length, b.order, b.heard, b.traits, b.content = 0, b.order[:0], b.heard[:0], traits{}, b.content[:0]
}

func (b *bag) put(f family, t term) {
	if t == none {
		b.unknown[f]++
		return
	}
	b.terms[f] = append(b.terms[f], t)
}

// only drops everything but the terms of one family.
func (b *bag) only(f family) {
	for other := range b.terms {
		if family(other) != f {
			b.terms[other] = b.terms[other][:0]
		}
	}
	b.length, b.order, b.heard, b.traits = 0, b.order[:0], b.heard[:0], traits{}
}

// join adds the terms of o.
func (b *bag) join(o *bag) {
	for f := range b.terms {
		b.terms[f] = append(b.terms[f], o.terms[f]...)
	}
}

// sort puts the terms of each family in rising order.
func (b *bag) sort() *bag {
	for f := range b.terms {
		slices.Sort(b.terms[f])
	}
	return b
}

// compact makes a set of each family.
func (b *bag) compact() *bag {
	b.sort()
	for f := range b.terms {
		b.terms[f] = slices.Compact(b.terms[f])
	}
	return b
}
