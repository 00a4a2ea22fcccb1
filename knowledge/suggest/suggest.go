// Package suggest finds published questions while a customer still types: those
// that hold what he has typed so far, at their beginning or within, as it is
// written or as it sounds.
//
// What is typed may be characters, whole pinyin (chongzhi), first letters of it
// (cz), both mixed (czwei), and characters followed by what the input method has
// not turned into any yet (充值mei'd); the last syllable may be half typed. Of
// characters it is enough that they sound the same. Letters and digits of a
// question are found as they are, too.
//
// An Index is immutable and safe for concurrent use; the one of the next corpus
// can share most of it. It holds some 20 bytes for each text beside two for each
// of its characters, and a search reads all of that but a little: it blocks for a
// millisecond with twenty thousand entries. It knows no scores, corrects nothing
// and stores nothing: for what is wrong in a message that was sent there is
// package rank.
package suggest

import (
	"sync"

	"yiwen/knowledge"
)

// Sounds is how characters are spelled in Latin letters without tones, the usual
// reading first; bot/text/pinyin knows.
type Sounds interface{ Readings(r rune) []string }

// Index finds questions of one corpus.
type Index struct {
	corpus *knowledge.Corpus
	sounds Sounds
	parts  []part
	open   []bool     // by entry: who is suggested; nil = all
	pool   *sync.Pool // of *scratch
}

// part is a segment as one Index reads it.
type part struct {
	*segment
	entry []int32 // by entry of the segment: its place in the corpus; -1 = it is none of the corpus's
}

// New makes an Index of a corpus. It takes some ten microseconds for an entry.
func New(corpus *knowledge.Corpus, sounds Sounds) *Index {
	places := make([]int32, len(corpus.Entries))
	for i := range places {
		places[i] = int32(i)
	}
	return assemble(corpus, sounds, part{newSegment(corpus, places, sounds), places})
}

// tooFar is how many entries may have come or gone since a segment was made, as a
// share of all, before the next Index is made from the beginning.
const tooFar = 0.05

// Next makes an Index of a corpus that shares most entries with x's: the time it
// takes is that of those which are not the Same there. It finds exactly what New's would,
// and has two parts at most, however many came before it: what the last New made
// and all that came since.
func (x *Index) Next(corpus *knowledge.Corpus) *Index {
	base := x.parts[0].segment
	was, gone := corpus.Since(base.corpus)
	now := make([]int32, len(base.corpus.Entries))
	for o := range now {
		now[o] = -1
	}
	var fresh []int32
	for e, o := range was {
		if o < 0 {
			fresh = append(fresh, int32(e))
		} else {
			now[o] = int32(e)
		}
	}
	if float64(len(fresh)+len(gone)) > tooFar*float64(len(corpus.Entries)) {
		return New(corpus, x.sounds)
	}
	parts := []part{{base, now}}
	if len(fresh) > 0 {
		parts = append(parts, part{newSegment(corpus, fresh, x.sounds), fresh})
	}
	return assemble(corpus, x.sounds, parts...)
}

func assemble(corpus *knowledge.Corpus, sounds Sounds, parts ...part) *Index {
	return &Index{
		corpus: corpus, sounds: sounds, parts: parts,
		pool: &sync.Pool{New: func() any { return new(scratch) }},
	}
}

// Within returns an Index of the same questions that suggests only the entries
// that open lets in, by their ids. It asks open of every entry before it returns.
func (x *Index) Within(open func(id string) bool) *Index {
	w := *x
	w.open = make([]bool, len(x.corpus.Entries))
	for i := range w.open {
		w.open[i] = open(x.corpus.Entries[i].Entry.ID) && (x.open == nil || x.open[i])
	}
	return &w
}
