package intents

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"yiwen/bot/text"
)

// moodTable is a compiled MoodSpec; its patterns live in the lexicon.
type moodTable struct {
	words []MoodWords
	cool  []CoolWords
}

// Classes of evidence that is not written in mood.yaml.
const (
	classMarks  = "punctuation" // ！！！ and ？？
	classRepeat = "repetition"  // 急急急急急, 退钱退钱退钱
)

func isSign(class string) bool { return class == classMarks || class == classRepeat }

// Weights of the signs. They are evidence beside words, and alone stay under
// any limit: 哇！！！！抢到了 is joy.
const (
	weightMarks      = 0.15 // two ！ in a row, or two ？
	weightManyMarks  = 0.28 // three or more
	weightRepeat     = 0.15 // a phrase twice in a row
	weightManyRepeat = 0.28 // three times, or one character five times
)

// strengthen is the exponent of an intensifier: 0.4 becomes 0.53.
const strengthen = 1.5

// tone is a piece of evidence with its place in the view.
type tone struct {
	Evidence
	start, end int32
}

// feel adds up the evidence: the score is one less the product of what each
// piece leaves of calm (noisy or), so that it never passes 1 and no piece is
// needed. More of the same class says less: the second piece counts half, the
// third a quarter, so that a long story of waiting is no outburst. The strongest
// evidence comes first; what the ear adds comes last.
func (s *Set) feel(a *text.Analysis, v view, all []found) Mood {
	m := s.lists(a, v, all)
	if s.ear != nil {
		m = s.ear.hear(m, a.Norm)
	}
	return m
}

// lists adds up the evidence of the lists and signs.
func (s *Set) lists(a *text.Analysis, v view, all []found) Mood {
	tones := s.tones(v, all)
	tones = append(tones, signs(a.Raw, v)...)
	if len(tones) == 0 {
		return Mood{}
	}
	cooled := s.cooled(all)
	for i := range tones {
		for _, c := range cooled {
			if len(c.Classes) == 0 || slices.Contains(c.Classes, tones[i].Class) {
				tones[i].Weight *= c.Factor
			}
		}
	}
	slices.SortStableFunc(tones, func(a, b tone) int { return cmp.Compare(b.Weight, a.Weight) })
	calm := 1.0
	times := map[string]int{} // by class
	var m Mood
	for _, t := range tones {
		t.Weight = thousandths(t.Weight / float64(int(1)<<min(times[t.Class], 8)))
		times[t.Class]++
		if t.Weight == 0 {
			continue
		}
		calm *= 1 - t.Weight
		m.Evidence = append(m.Evidence, t.Evidence)
	}
	m.Score = thousandths(1 - calm)
	return m
}

// thousandths rounds: more places would pretend to know more.
func thousandths(x float64) float64 { return math.Round(x*1000) / 1000 }

// tones returns the words that count, in the order of their place: not
// look-alikes, not cited, not negated, each once, and none inside a longer one
// of at least its weight.
func (s *Set) tones(v view, all []found) []tone {
	var out []tone
	for _, f := range all {
		o := s.owners[f.pattern]
		if o.role != roleMood {
			continue
		}
		w := s.mood.words[o.index]
		word := v.text(int(f.start), int(f.end))
		if slices.ContainsFunc(out, func(t tone) bool { return t.Text == word && t.Class == w.Class }) ||
			s.touched(f, all, roleMoodGuard) || cited(v, f) || w.Negatable && s.negated(v, f, all) {
			continue
		}
		weight := w.Weight
		if s.intensified(v, f, all) {
			weight = 1 - math.Pow(1-weight, strengthen)
		}
		out = append(out, tone{Evidence{word, w.Class, weight}, f.start, f.end})
	}
	slices.SortStableFunc(out, func(a, b tone) int { return cmp.Compare(a.start, b.start) })
	kept := out[:0:0]
	for i, t := range out {
		if !slices.ContainsFunc(out, func(u tone) bool { return u != out[i] && u.swallows(t) }) {
			kept = append(kept, t)
		}
	}
	return kept
}

// swallows reports whether t makes u superfluous. Of two in the same place the
// heavier stays, and of equals the one whose class is named first.
func (t tone) swallows(u tone) bool {
	if t.start > u.start || t.end < u.end {
		return false
	}
	if t.start == u.start && t.end == u.end {
		return t.Weight > u.Weight || t.Weight == u.Weight && t.Class < u.Class
	}
	return t.Weight >= u.Weight
}

// longestQuote is how far off a quotation mark may stand, in bytes of the normal
// form: some eighty characters. Cut characters find no mark.
const longestQuote = 240

// cited reports whether f stands in quotation marks: a name, a message on the
// screen, somebody else's word.
func cited(v view, f found) bool {
	before, after := v.norm[:v.at[f.start]], v.norm[v.at[f.end-1]+1:]
	before, after = before[max(0, len(before)-longestQuote):], after[:min(len(after), longestQuote)]
	for _, pair := range [...][2]string{{"“", "”"}, {"《", "》"}, {"「", "」"}, {"『", "』"}} {
		if o := strings.LastIndex(before, pair[0]); o >= 0 && !strings.Contains(before[o:], pair[1]) && strings.Contains(after, pair[1]) {
			return true
		}
	}
	return false
}

// negationReach is how many characters may stand between a negation and what it
// denies: 没怎么生气.
const negationReach = 2

// negated reports whether a negation stands right before f, in the same sentence.
// A不A asks and negates nothing.
func (s *Set) negated(v view, f found, all []found) bool {
	for _, g := range all {
		if s.owners[g.pattern].role != roleNegation || g.end > f.start || f.start-g.end > negationReach*utf8.UTFMax {
			continue // nearly all: the bytes between are counted before they are looked at
		}
		if utf8.RuneCountInString(v.s[g.end:f.start]) <= negationReach && !v.sentenceIn(int(g.end), int(f.start)) && !asks(v, g) {
			return true
		}
	}
	return false
}

// asks reports whether the negation g is the middle of A不A or A没A.
func asks(v view, g found) bool {
	before, n := utf8.DecodeLastRuneInString(v.s[:g.start])
	after, _ := utf8.DecodeRuneInString(v.s[g.end:])
	return n > 0 && before == after && utf8.RuneCountInString(v.s[g.start:g.end]) == 1
}

// intensified reports whether an intensifier stands right before or after f.
func (s *Set) intensified(v view, f found, all []found) bool {
	for _, g := range all {
		if s.owners[g.pattern].role == roleIntensifier && (g.end == f.start || g.start == f.end) {
			return true
		}
	}
	return false
}

// cooled returns the entries of cool whose words were found.
func (s *Set) cooled(all []found) []CoolWords {
	var out []CoolWords
	var have []int32
	for _, f := range all {
		o := s.owners[f.pattern]
		if o.role != roleCool || slices.Contains(have, o.index) {
			continue
		}
		have = append(have, o.index)
		out = append(out, s.mood.cool[o.index])
	}
	return out
}

// signs returns what raw shows beside its words.
func signs(raw string, v view) []tone {
	var out []tone
	if run, n := marks(raw); n >= 2 {
		w := weightMarks
		if n >= 3 {
			w = weightManyMarks
		}
		out = append(out, tone{Evidence: Evidence{run, classMarks, w}})
	}
	phrase, times := repetition(v.s)
	if ch, n := characters(raw); n >= 5 {
		phrase, times = ch, n
	}
	switch {
	case times >= 3:
		out = append(out, tone{Evidence: Evidence{phrase, classRepeat, weightManyRepeat}})
	case times == 2:
		out = append(out, tone{Evidence: Evidence{phrase, classRepeat, weightRepeat}})
	}
	return out
}

// marks returns the longest run of exclamation and question marks and its
// length in runes, of which at most eight are returned.
func marks(raw string) (string, int) {
	best, most, start, n := "", 0, 0, 0
	for i, r := range raw {
		if !strings.ContainsRune("!?！？", r) {
			n = 0
			continue
		}
		if n == 0 {
			start = i
		}
		if n++; n > most {
			most = n
			if n <= 8 {
				best = raw[start : i+utf8.RuneLen(r)]
			}
		}
	}
	return best, most
}

// laughter are characters that people repeat for joy, and digits of 666.
const laughter = "哈呵嘿嘻啊呀哇嗯哦噢喔68好对是"

// characters returns the Han character that is repeated most in a row and how
// often.
func characters(raw string) (string, int) {
	var before, best rune
	n, most := 0, 0
	for _, r := range raw {
		if r != before {
			n = 0
		}
		before = r
		if n++; n > most && unicode.Is(unicode.Han, r) && !strings.ContainsRune(laughter, r) {
			best, most = r, n
		}
	}
	return strings.Repeat(string(best), min(most, 5)), most
}

// repetition returns a phrase of two to six characters that follows itself,
// and how often it stands there. It looks at the first 200 characters.
func repetition(s string) (string, int) {
	var room [200]rune
	rs := room[:0]
	for _, r := range s {
		if len(rs) == len(room) {
			break
		}
		rs = append(rs, r)
	}
	best, most := "", 1
	for size := 2; size <= 6; size++ {
		same := 0 // how many runes in a row equal the one size before
		for i := size; i < len(rs); i++ {
			if rs[i] != rs[i-size] || !unicode.Is(unicode.Han, rs[i]) {
				same = 0
				continue
			}
			if same++; same >= size && 1+same/size > most {
				if p := rs[i-size+1 : i+1]; !uniform(p) {
					best, most = string(p), 1+same/size
				}
			}
		}
	}
	return best, most
}

// uniform reports whether all runes are the same: that is for characters.
func uniform(rs []rune) bool {
	for _, r := range rs {
		if r != rs[0] {
			return false
		}
	}
	return true
}
