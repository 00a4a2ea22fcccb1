package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/text"
	"yiwen/intents"
)

// TalkSpec is talk.yaml: the words by which customers refer to what was said
// before. All but Fillers are patterns, written as in rules.yaml.
type TalkSpec struct {
	Asks      []string `yaml:"asks" json:"asks"`           // a question is asked
	Complains []string `yaml:"complains" json:"complains"` // the answer did not work
	Unclear   []string `yaml:"unclear" json:"unclear"`     // the answer was not understood
	Denies    []string `yaml:"denies" json:"denies"`       // at the beginning: takes back what the bot understood
	Retries   []string `yaml:"retries" json:"retries"`     // introduces what was meant
	Also      []string `yaml:"also" json:"also"`           // begins another need
	Leads     []string `yaml:"leads" json:"leads"`         // before the matter, and says nothing of it
	Aspects   []Aspect `yaml:"aspects" json:"aspects"`     // what is asked of a topic
	Fillers   string   `yaml:"fillers" json:"fillers"`     // characters that say nothing about the matter
}

// Aspect is something that customers ask about many topics: how long, how much,
// where. It finds the question that goes with the topic at hand, and the
// sentence of an answer that holds what is asked.
type Aspect struct {
	Name  string   `yaml:"name" json:"name"`
	Asks  []string `yaml:"asks" json:"asks"`                       // how it is asked
	Shows []string `yaml:"shows,omitempty" json:"shows,omitempty"` // what a sentence that tells it holds
	Means string   `yaml:"means,omitempty" json:"means,omitempty"` // how questions about it are worded; searched for besides
}

// The lists of signs before those of the aspects, two for each of them.
const (
	listAsks = iota
	listComplains
	listUnclear
	listDenies
	listRetries
	listAlso
	listLeads
	listAspects
)

// Talk is a compiled TalkSpec. It never changes and is safe for concurrent use;
// nil hears nothing.
type Talk struct {
	signs *intents.Signs
	spec  TalkSpec
}

// NewTalk compiles spec. The error is a fault.Invalid with a line for each
// problem.
func NewTalk(spec TalkSpec) (*Talk, error) {
	lists := []intents.SignList{
		{Name: "asks", Words: spec.Asks}, {Name: "complains", Words: spec.Complains}, {Name: "unclear", Words: spec.Unclear},
		{Name: "denies", Words: spec.Denies}, {Name: "retries", Words: spec.Retries}, {Name: "also", Words: spec.Also},
		{Name: "leads", Words: spec.Leads},
	}
	for _, a := range spec.Aspects {
		lists = append(lists, intents.SignList{Name: "aspects " + a.Name, Words: a.Asks}, intents.SignList{Name: "aspects " + a.Name, Words: a.Shows})
	}
	signs, err := intents.CompileSigns(lists)
	if err != nil {
		return nil, err
	}
	return &Talk{signs: signs, spec: spec}, nil
}

// Heard are the signs of talk in a text. The zero Heard is of a text without any.
type Heard struct {
	Asks, Complains, Unclear bool
	Aspects                  uint64 // bit per Aspect that is asked
	Shows                    uint64 // bit per Aspect that a sentence would tell
	signs                    []intents.Sign
}

// asking reports whether s is a word of asking.
func asking(s intents.Sign) bool {
	return s.List == listAsks || s.List >= listAspects && (s.List-listAspects)%2 == 0
}

// hear returns the signs in norm, a normal form.
func (t *Talk) hear(norm string) Heard {
	if t == nil {
		return Heard{}
	}
	h := Heard{signs: t.signs.In(norm)}
	for _, s := range h.signs {
		switch {
		case s.List >= listAspects:
			if n := s.List - listAspects; n%2 == 0 {
				h.Aspects |= 1 << (n / 2)
				h.Asks = true
			} else {
				h.Shows |= 1 << (n / 2)
			}
		case s.List == listAsks:
			h.Asks = true
		case s.List == listComplains:
			h.Complains = true
		case s.List == listUnclear:
			h.Unclear = true
		}
	}
	return h
}

// breath is what may stand between taking something back and saying it anew.
const breath = "，,。.！!：:；;、 　"

// meant is what a message says when the words before the matter are taken away.
type meant struct {
	text     string // of the normal form; the whole of it where nothing was taken away
	corrects bool   // words were taken back
	turns    bool   // it turns to another need
}

// meant takes away the words before the matter: those that take back what the
// bot understood, and those that lead in. A denial counts where nothing but a
// breath or the customer's own 我 follows: 「不是说三十分钟到账吗」 is none.
func (t *Talk) meant(norm string, h Heard) meant {
	m := meant{}
	at := len(norm) - len(strings.TrimLeft(norm, breath))
	for {
		s, ok := longestBefore(norm, h, at)
		if !ok {
			break
		}
		m.corrects = m.corrects || s.List == listDenies || s.List == listRetries
		m.turns = m.turns || s.List == listAlso
		at = len(norm) - len(strings.TrimLeft(norm[s.End:], breath))
	}
	m.text = norm[at:]
	if bare := strings.TrimRight(m.text, tails); utf8.RuneCountInString(bare) >= leadBefore || m.corrects {
		m.text = bare
	}
	return m
}

// tails are what a message may end in that says nothing: 「那怎么注册呢」.
const tails = breath + "呢啊呀哦哈啦~"

// longestBefore returns the longest sign at byte at, if it may be taken away:
// where 好的 may not, 好 may not either.
func longestBefore(norm string, h Heard, at int) (best intents.Sign, ok bool) {
	for _, s := range h.signs {
		if s.Start != at || s.List < listDenies || s.List > listLeads || s.End < best.End || s.End == best.End && ok {
			continue
		}
		after := norm[s.End:]
		r, _ := utf8.DecodeRuneInString(after)
		best = s
		switch s.List {
		case listDenies:
			ok = after == "" || r == '我' || strings.ContainsRune(breath, r)
		case listRetries:
			ok = true
		default:
			ok = utf8.RuneCountInString(after) >= leadBefore
		}
	}
	return best, ok
}

// leadBefore is how many runes must follow a word that leads in: 「好的谢谢」 is
// all there is.
const leadBefore = 3

// matter returns the characters of norm that speak of the matter itself, in
// stretches: without the words of asking and referring, and without fillers.
// Where an aspect is all that there is, its own words are the matter.
func (t *Talk) matter(norm string, h Heard) []string {
	if t == nil {
		return nil
	}
	shown := func(s intents.Sign) bool { return s.List >= listAspects && !asking(s) }
	// 手续费 is what is asked and what an answer holds.
	m := t.stretches(norm, func(i int) bool {
		return covers(h, i, func(s intents.Sign) bool { return !shown(s) }) && !covers(h, i, shown)
	})
	if len(m) == 0 {
		m = t.stretches(norm, func(i int) bool { return covers(h, i, func(s intents.Sign) bool { return s.List < listAspects }) })
	}
	return m
}

// objects returns the stretches of norm that are neither words of talk nor any
// aspect: what a message is about by itself.
func (t *Talk) objects(norm string, h Heard) []string {
	if t == nil {
		return nil
	}
	return t.stretches(norm, func(i int) bool { return covers(h, i, func(intents.Sign) bool { return true }) })
}

// covers reports that one of the signs that count covers byte i.
func covers(h Heard, i int, counts func(intents.Sign) bool) bool {
	return slices.ContainsFunc(h.signs, func(s intents.Sign) bool { return s.Start <= i && i < s.End && counts(s) })
}

// stretches returns the stretches of norm that are neither fillers nor covered.
func (t *Talk) stretches(norm string, covered func(i int) bool) (out []string) {
	start := -1
	for i, r := range norm + "\x00" {
		if r != 0 && text.IsWord(r) && !strings.ContainsRune(t.spec.Fillers, r) && !covered(i) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, norm[start:i])
		}
		start = -1
	}
	return out
}

// means returns the words of the aspects asked, for a search.
func (t *Talk) means(aspects uint64) string {
	var words []string
	for i, a := range t.spec.Aspects {
		if aspects&(1<<i) != 0 && a.Means != "" {
			words = append(words, a.Means)
		}
	}
	return strings.Join(words, " ")
}

// names returns what the aspects are called.
func (t *Talk) names(aspects uint64) []string {
	if t == nil {
		return nil
	}
	var names []string
	for i, a := range t.spec.Aspects {
		if aspects&(1<<i) != 0 {
			names = append(names, a.Name)
		}
	}
	return names
}

// held returns the share of the pairs of neighbouring characters in matter that
// s holds too, from 0 to 1; of a stretch of one character, the character.
func held(matter []string, s string) float64 {
	n, in := 0, 0
	for _, m := range matter {
		last := -1
		for i, r := range m {
			if last >= 0 {
				n++
				if strings.Contains(s, m[last:i+utf8.RuneLen(r)]) {
					in++
				}
			}
			last = i
		}
		if utf8.RuneCountInString(m) == 1 {
			n++
			if strings.Contains(s, m) {
				in++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(in) / float64(n)
}
