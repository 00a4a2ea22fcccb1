package main

import (
	"context"
	"maps"
	"slices"

	"yiwen/bot/quiet"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
	"yiwen/knowledge/index"
	"yiwen/knowledge/rank"
	"yiwen/knowledge/suggest"
)

// stock is what a build leaves to the next one, which makes anew only what is not
// in it. It never changes.
type stock struct {
	segment  *segmenter
	bare     map[string]*text.Analysis // texts of the entries, as segment cuts them
	read     map[string]*text.Analysis // those that their reader reads otherwise
	synonyms [][]string
	concepts *concept.Lexicon
	corpus   *knowledge.Corpus
	index    *index.Index
	suggest  *suggest.Index
	search   *searcher // which keeps index open
	learned  lesson    // what was learned last, by which the next content may answer for a while
}

// lesson is a model and what it was learned from.
type lesson struct {
	model   rank.Model
	entries []knowledge.Entry
}

// slightly is how much of a knowledge base may have changed since its model was
// learned for it to go on by that until there is time to learn again, as a share
// of its entries.
const slightly = 0.02

// fits reports whether the model is good enough for entries for a while.
func (l lesson) fits(entries []knowledge.Entry) bool {
	if len(l.entries) == 0 {
		return false
	}
	old := make(map[string]*knowledge.Entry, len(l.entries))
	for i := range l.entries {
		old[l.entries[i].ID] = &l.entries[i]
	}
	other := 0
	for i := range entries {
		e := &entries[i]
		o := old[e.ID]
		if o == nil || o.Question != e.Question || o.Answer != e.Answer || !slices.Equal(o.Variants, e.Variants) || !slices.Equal(o.Keywords, e.Keywords) {
			other++
		}
		delete(old, e.ID)
	}
	return float64(other+len(old)) <= slightly*float64(len(entries))
}

// cutAll analyses the texts of entries with the bare segmenter: those that the
// stock has not.
func (s *stock) cutAll(ctx context.Context, seg *segmenter, entries []knowledge.Entry) (map[string]*text.Analysis, error) {
	known := map[string]*text.Analysis{}
	if s != nil && s.segment == seg {
		known = s.bare
	}
	bare := make(map[string]*text.Analysis, len(known))
	var missing []string
	for i := range entries {
		for raw := range textsOf(&entries[i]) {
			if _, seen := bare[raw]; seen {
				continue
			}
			a := known[raw]
			if a == nil {
				missing = append(missing, raw)
			}
			bare[raw] = a
		}
	}
	cut := make([]*text.Analysis, len(missing))
	err := quiet.Each(ctx, len(missing), func(i int) { cut[i] = text.Analyse(missing[i], seg) })
	for i, raw := range missing {
		bare[raw] = cut[i]
	}
	return bare, err
}

// readAll returns the analyses of all texts of bare that read reads otherwise,
// sharing those of the stock that are still the same.
func (s *stock) readAll(ctx context.Context, bare map[string]*text.Analysis, read text.Segmenter) (map[string]*text.Analysis, error) {
	texts := slices.Collect(maps.Keys(bare))
	got := make([]*text.Analysis, len(texts))
	err := quiet.Each(ctx, len(texts), func(i int) {
		a := bare[texts[i]]
		if got[i] = text.Again(a, read); got[i] == a {
			got[i] = nil
		}
	})
	if err != nil {
		return nil, err
	}
	other := map[string]*text.Analysis{}
	for i, a := range got {
		if a == nil {
			continue
		}
		if s != nil && s.bare[a.Raw] == bare[texts[i]] { // cut by the same segmenter
			if before := s.read[texts[i]]; before != nil && before.Same(a) {
				a = before
			}
		}
		other[texts[i]] = a
	}
	return other, nil
}

// textsOf are the texts of an entry that are analysed.
func textsOf(e *knowledge.Entry) func(func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(e.Question) || !yield(e.Answer) {
			return
		}
		for _, list := range [][]string{e.Variants, e.Keywords} {
			for _, raw := range list {
				if !yield(raw) {
					return
				}
			}
		}
	}
}
