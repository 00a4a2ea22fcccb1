package main

import (
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/bot/text/spell"
	"yiwen/knowledge"
)

// reader is a segmenter that reads initials, pinyin and look-alikes of the words
// of one knowledge base, and knows what is typed there for something else and what
// says nothing.
type reader struct {
	text.Segmenter
	spellings  *spell.Table
	homophones *spell.Homophones // or nil
	stops      *text.StopWords   // or nil
}

var (
	_ text.Corrector = reader{}
	_ text.Speller   = reader{}
	_ text.Stopper   = reader{}
	_ text.Sourcer   = reader{}
)

// Correct implements text.Corrector.
func (r reader) Correct(dst []text.Edit, s string) []text.Edit { return r.homophones.Correct(dst, s) }

// Stops implements text.Stopper.
func (r reader) Stops(s string, tokens []text.Token) []bool { return r.stops.Stops(s, tokens) }

// with returns r with a shop's own stop words and homophones.
func (r reader) with(stops []string, homophones []pack.Homophone) reader {
	r.stops = text.NewStopWords(stops)
	if r.homophones = nil; len(homophones) > 0 {
		pairs := make([][2]string, len(homophones))
		for i, h := range homophones {
			pairs[i] = [2]string{h.Typed, h.Meant}
		}
		r.homophones = spell.NewHomophones(pairs)
	}
	return r
}

// Sources implements text.Sourcer.
func (r reader) Sources(s string, tokens []text.Token) []text.Source {
	if by, ok := r.Segmenter.(text.Sourcer); ok {
		return by.Sources(s, tokens)
	}
	return make([]text.Source, len(tokens))
}

// Respell implements text.Speller.
func (r reader) Respell(dst []text.Edit, s string) []text.Edit { return r.spellings.Respell(dst, s) }

// newReader learns from entries how their words may be written: from questions
// and similar questions which words there are, from what editors write with care
// (standard questions and answers, dictionary) which letters stand for themselves.
//
// bare analyses a text by seg alone.
func newReader(seg text.Segmenter, bare func(raw string) *text.Analysis, spelled spell.Speller, entries []knowledge.Entry,
	dictionary []pack.Word) (reader, error) {
	count := map[string]int{}
	known := map[string]bool{}
	for _, e := range entries {
		seen := map[string]bool{}
		for _, t := range append([]string{e.Question}, e.Variants...) {
			for _, w := range bare(t).Tokens {
				if !seen[w.Text] {
					seen[w.Text] = true
					count[w.Text]++
				}
			}
		}
		addLatin(known, bare(e.Question).Norm)
		addLatin(known, bare(e.Answer).Norm)
	}
	for _, w := range dictionary {
		norm := text.Normalise(w.Text)
		count[norm] = max(count[norm], 1)
		addLatin(known, norm)
	}
	words := make([]spell.Word, 0, len(count))
	for w, n := range count {
		words = append(words, spell.Word{Text: w, Entries: n})
	}
	latin := make([]string, 0, len(known))
	for k := range known {
		latin = append(latin, k)
	}
	slices.Sort(latin)
	table, err := spell.New(spelled, words, latin)
	if err != nil {
		return reader{}, fmt.Errorf("learn the spellings: %w", err)
	}
	return reader{Segmenter: seg, spellings: table}, nil
}

// addLatin adds the runs of letters in norm.
func addLatin(known map[string]bool, norm string) {
	for run := range strings.FieldsFuncSeq(norm, func(r rune) bool { return r < 'a' || r > 'z' }) {
		known[run] = true
	}
}
