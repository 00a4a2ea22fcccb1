package eval

import (
	"iter"
	"slices"

	"yiwen/knowledge"
)

// Query is a question with the entries that answer it.
type Query struct {
	Text  string
	Kind  string
	Right []string // none = no entry answers it
}

// Round is a knowledge base and what to ask it.
type Round struct {
	Entries []knowledge.Entry
	Queries []Query
}

// Held is the kind of the queries of LeaveOut whose entry was held out.
const Held = "held_out"

// heldRounds is in how many rounds whole entries are held out: a tenth of the
// entries each time leaves their neighbours in.
const heldRounds = 10

// LeaveOut takes every variant out in turn and asks it, and asks the question
// of every entry while that entry is out. In round i the ith variant of each
// entry is out: every variant is asked once, of an entry that lost nothing else
// and among entries that lost as much, in as many rounds as the entry with the
// most variants has, not as many as there are variants. Then follow ten rounds
// without a tenth of the entries each, whose questions nothing answers. The
// entries are not changed; the order is always the same.
func LeaveOut(entries []knowledge.Entry) iter.Seq[Round] {
	return func(yield func(Round) bool) {
		for i := range mostVariants(entries) {
			if !yield(withoutVariant(entries, i)) {
				return
			}
		}
		for i := range min(heldRounds, len(entries)) {
			if !yield(withoutEntries(entries, i)) {
				return
			}
		}
	}
}

// CountRounds returns how many rounds LeaveOut has.
func CountRounds(entries []knowledge.Entry) int {
	return mostVariants(entries) + min(heldRounds, len(entries))
}

func mostVariants(entries []knowledge.Entry) int {
	most := 0
	for _, e := range entries {
		most = max(most, len(e.Variants))
	}
	return most
}

func withoutVariant(entries []knowledge.Entry, i int) Round {
	r := Round{Entries: slices.Clone(entries)}
	for k := range r.Entries {
		e := &r.Entries[k]
		if i < len(e.Variants) {
			r.Queries = append(r.Queries, Query{Text: e.Variants[i], Kind: In, Right: []string{e.ID}})
			e.Variants = slices.Concat(e.Variants[:i], e.Variants[i+1:])
		}
	}
	return r
}

func withoutEntries(entries []knowledge.Entry, i int) Round {
	var r Round
	for k, e := range entries {
		if k%heldRounds == i {
			r.Queries = append(r.Queries, Query{Text: e.Question, Kind: Held})
		} else {
			r.Entries = append(r.Entries, e)
		}
	}
	return r
}
