package text

import (
	"strings"
	"unicode/utf8"
)

// Analysis is a text, normalised and cut once. It is made by Analyse alone.
type Analysis struct {
	Raw    string  // as it came, made valid UTF-8: what was not is U+FFFD, one for each rune that range sees
	Norm   string  // normal form of Raw
	Tokens []Token // words of Norm
	// Respelled is what of Raw was read as something else, what was corrected
	// before what was respelled; nil where nothing was, which is the usual case.
	Respelled []Respelling

	// stops says which of Tokens say nothing of the matter; nil when all count,
	// which is the usual case.
	stops []bool

	// spans says which runes of Raw the runes of Norm stand for, in rising
	// order; nil when the nth stands for the nth, which is the usual case.
	spans []span
}

// Respelling is a stretch of a text that was read as something else: runes
// [Start, End) of Raw, From, for To.
type Respelling struct {
	From, To   string
	Start, End int
}

// span is a stretch of Raw, counted in runes.
type span struct{ from, to int32 }

// Analyse normalises raw and cuts the result with s. Runes of Raw have the
// numbers of the runes of raw, so offsets hold for both.
func Analyse(raw string, s Segmenter) *Analysis {
	a := &Analysis{Raw: valid(raw)}
	var room [96]unit // most messages are shorter: no allocation
	us := fold(simplify(compose(room[:0], a.Raw)))
	a.Norm = encode(us, a.Raw)
	var edits [8]Edit
	if by, ok := s.(Corrector); ok {
		us = a.respell(us, by.Correct(edits[:0], a.Norm))
	}
	if by, ok := s.(Speller); ok {
		us = a.respell(us, by.Respell(edits[:0], a.Norm))
	}
	if !aligned(us) {
		a.spans = make([]span, len(us))
		for i, u := range us {
			a.spans[i] = u.span
		}
	}
	if a.Norm != "" {
		a.Tokens = s.Cut(make([]Token, 0, len(a.Norm)/4+2), a.Norm)
	}
	if by, ok := s.(Stopper); ok {
		a.stops = by.Stops(a.Norm, a.Tokens)
	}
	return a
}

// respell makes the edits of Norm, which is the text of us. Every unit of a word
// stands for all that was written for it.
func (a *Analysis) respell(us []unit, edits []Edit) []unit {
	if len(edits) == 0 {
		return us
	}
	out := make([]unit, 0, len(us)+8)
	i, at := 0, 0 // unit, and its byte in norm
	for _, e := range edits {
		for at < e.Start {
			out = append(out, us[i])
			at += utf8.RuneLen(us[i].r)
			i++
		}
		from := i
		for at < e.End {
			at += utf8.RuneLen(us[i].r)
			i++
		}
		said := span{us[from].from, us[i-1].to}
		for _, r := range e.To {
			out = append(out, unit{r, said})
		}
		a.Respelled = append(a.Respelled, Respelling{
			From: a.RawText(int(said.from), int(said.to)), To: e.To, Start: int(said.from), End: int(said.to),
		})
	}
	out = append(out, us[i:]...)
	a.Norm = encode(out, a.Raw)
	return out
}

// Normalise returns the normal form alone, for word lists and patterns.
func Normalise(raw string) string {
	raw = valid(raw)
	var room [96]unit
	return encode(fold(simplify(compose(room[:0], raw))), raw)
}

// RawRunes returns the rune offsets in Raw of the stretch that the bytes
// [start, end) of Norm stand for. Offsets inside a rune are moved outwards,
// offsets outside Norm to its ends; an empty stretch gives an empty one.
func (a *Analysis) RawRunes(start, end int) (int, int) {
	start = max(0, min(start, len(a.Norm)))
	end = max(start, min(end, len(a.Norm)))
	for start > 0 && start < len(a.Norm) && !utf8.RuneStart(a.Norm[start]) {
		start--
	}
	for end < len(a.Norm) && !utf8.RuneStart(a.Norm[end]) {
		end++
	}
	first := utf8.RuneCountInString(a.Norm[:start])
	after := first + utf8.RuneCountInString(a.Norm[start:end])
	switch {
	case a.spans == nil:
		return first, after
	case first < after:
		return int(a.spans[first].from), int(a.spans[after-1].to)
	case first < len(a.spans):
		return int(a.spans[first].from), int(a.spans[first].from)
	case len(a.spans) > 0:
		n := int(a.spans[len(a.spans)-1].to)
		return n, n
	}
	return 0, 0
}

// RawText returns the runes [from, to) of Raw, with offsets as RawRunes gives
// them.
func (a *Analysis) RawText(from, to int) string {
	n, start := 0, -1
	for i := range a.Raw {
		if n == from {
			start = i
		}
		if n == to && start >= 0 {
			return a.Raw[start:i]
		}
		n++
	}
	if start < 0 {
		return ""
	}
	return a.Raw[start:]
}

// valid returns s with U+FFFD for every byte that is not UTF-8 and for NUL,
// which neither a C library nor every data base can hold.
func valid(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range s {
		if r == 0 {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// aligned reports whether the nth unit stands for the nth rune of Raw. A longer
// Raw than that has its rest folded away, which costs the rest nothing.
func aligned(us []unit) bool {
	for i, u := range us {
		if int(u.from) != i || int(u.to) != i+1 {
			return false
		}
	}
	return true
}

// encode writes the units as UTF-8, sharing raw's memory where it is the same.
func encode(us []unit, raw string) string {
	var room [256]byte
	b := room[:0]
	for _, u := range us {
		b = utf8.AppendRune(b, u.r)
	}
	if string(b) == raw {
		return raw
	}
	return string(b)
}
