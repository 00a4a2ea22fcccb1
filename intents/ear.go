package intents

import (
	"cmp"
	_ "embed" // the weights
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
)

// earWeights are the weights that ship, in the form that newEar reads. They are
// learned from texts of our own by TestEarComesFromItsTexts, which also says how
// to learn them again.
//
//go:embed ear.tsv
var earWeights string

// ClassModel is the class of the evidence that the learned model gives: pieces of
// the message that told most, parted by "·", which need not be words.
const ClassModel = "model"

// ear judges how a message sounds as a whole, where no word of the lists tells:
// a logistic model over grams and over what the lists found, with two outcomes,
// "a person is needed" and "anything but calm". Immutable.
type ear struct {
	ids     map[gram]int32
	grams   []tilt          // by id
	classes map[string]tilt // of evidence; lexicalAll for the score of all
	bias    tilt
}

// tilt is how far something speaks for each outcome, in log odds.
type tilt struct{ hand, stir float64 }

func (t tilt) plus(u tilt, times float64) tilt {
	return tilt{t.hand + times*u.hand, t.stir + times*u.stir}
}

// Names of rows of the weights that are no grams.
const (
	rowBias    = "bias"
	rowClass   = "class"
	rowGram    = "gram"
	lexicalAll = "all"
)

// maxGrams bounds the grams of an ear, so that those of a message fit a set of
// bits on the stack.
const maxGrams = 8192

// Probabilities of the outcomes from which the ear alone hands off or is uneasy,
// with the scores that the limits of package bot stand for. They were set by the
// calm turns of jddc and the calm questions of other public sets, of which the
// ear hands off about one in 500; nothing else was fitted to those.
const (
	earHandAt, earHandScore = 0.92, 0.60
	earStirAt, earStirScore = 0.82, 0.35
	earHandMost             = 0.95
	earStirMost             = 0.50 // the ear does not hand off for unease alone
)

// newEar reads weights: lines of kind, name (quoted as in Go), hand and stir,
// parted by tabs. An error is a fault.Internal: the weights are part of the
// program.
func newEar(weights string) (*ear, error) {
	e := &ear{ids: map[gram]int32{}, classes: map[string]tilt{}}
	n := 0
	for line := range strings.Lines(weights) {
		n++
		kind, name, t, err := earRow(strings.TrimSuffix(line, "\n"))
		switch {
		case err != nil:
			return nil, fault.New(fault.Internal, "read the weights of the ear: line %d: %w", n, err)
		case kind == rowBias:
			e.bias = t
		case kind == rowClass:
			e.classes[name] = t
		case kind == rowGram && len(e.grams) < maxGrams:
			e.ids[gramOf(name)] = int32(len(e.grams))
			e.grams = append(e.grams, t)
		default:
			return nil, fault.New(fault.Internal, "read the weights of the ear: line %d: a %q is one too many", n, kind)
		}
	}
	return e, nil
}

func earRow(line string) (kind, name string, t tilt, err error) {
	f := strings.Split(line, "\t")
	if len(f) != 4 {
		return "", "", t, fmt.Errorf("%d fields, not 4", len(f))
	}
	if name, err = strconv.Unquote(f[1]); err != nil {
		return "", "", t, fmt.Errorf("name %s: %w", f[1], err)
	}
	if t.hand, err = strconv.ParseFloat(f[2], 64); err != nil {
		return "", "", t, err
	}
	t.stir, err = strconv.ParseFloat(f[3], 64)
	return f[0], name, t, err
}

// heard is a gram that the ear knows, in a message.
type heard struct {
	id         int32
	start, end int // bytes of the normal form
}

// listen returns the known grams of norm, each once.
func (e *ear) listen(dst []heard, norm string) []heard {
	var have [maxGrams / 64]uint64
	eachGram(norm, func(g gram, start, end int) {
		id, ok := e.ids[g]
		if !ok || have[id/64]>>(id%64)&1 == 1 {
			return
		}
		have[id/64] |= 1 << (id % 64)
		dst = append(dst, heard{id, start, end})
	})
	return dst
}

// share is what one gram of a message of so many characters counts: in a long
// story each says less.
func share(norm string) float64 {
	return math.Pow(15/float64(max(utf8.RuneCountInString(norm), 6)), 0.25)
}

// lexical calls note for each class of the evidence of the lists and for all of
// it, with what it amounts to.
func lexical(m Mood, note func(class string, sum float64)) {
	for i, ev := range m.Evidence {
		if slices.ContainsFunc(m.Evidence[:i], func(b Evidence) bool { return b.Class == ev.Class }) {
			continue
		}
		calm := 1.0
		for _, more := range m.Evidence[i:] {
			if more.Class == ev.Class {
				calm *= 1 - more.Weight
			}
		}
		note(ev.Class, 1-calm)
	}
	if len(m.Evidence) > 0 {
		note(lexicalAll, m.Score)
	}
}

// hear adds to m, which the lists made of norm, what the ear hears in it, if
// that is more. Its weight is what was missing from the score that the ear gives.
func (e *ear) hear(m Mood, norm string) Mood {
	var room [128]heard
	list := e.listen(room[:0], norm)
	sum, each := e.bias, share(norm)
	for _, h := range list {
		sum = sum.plus(e.grams[h.id], each)
	}
	lexical(m, func(class string, v float64) { sum = sum.plus(e.classes[class], v) })
	score := thousandths(sum.score())
	if score <= m.Score {
		return m
	}
	m.Evidence = append(m.Evidence, Evidence{e.told(list, norm), ClassModel, thousandths(1 - (1-score)/(1-m.Score))})
	m.Score = score
	return m
}

// score is the mood score that t stands for, 0 where it is under the limits.
func (t tilt) score() float64 {
	hand, stir := logistic(t.hand), logistic(t.stir)
	switch {
	case hand >= earHandAt:
		return earHandScore + (earHandMost-earHandScore)*(hand-earHandAt)/(1-earHandAt)
	case stir >= earStirAt:
		return earStirScore + (earStirMost-earStirScore)*(stir-earStirAt)/(1-earStirAt)
	}
	return 0
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// toldGrams is how many grams the ear names.
const toldGrams = 4

// told names the places of norm that told most, at most toldGrams of them that
// do not overlap, in their order.
func (e *ear) told(list []heard, norm string) string {
	slices.SortStableFunc(list, func(a, b heard) int {
		return cmp.Compare(e.grams[b.id].stir+e.grams[b.id].hand, e.grams[a.id].stir+e.grams[a.id].hand)
	})
	var best []heard
	for _, h := range list {
		t := e.grams[h.id]
		if len(best) == toldGrams || t.hand+t.stir <= 0 {
			break
		}
		if !slices.ContainsFunc(best, func(b heard) bool { return h.start < b.end && b.start < h.end }) {
			best = append(best, h)
		}
	}
	slices.SortFunc(best, func(a, b heard) int { return cmp.Compare(a.start, b.start) })
	words := make([]string, len(best))
	for i, h := range best {
		words[i] = norm[h.start:h.end]
	}
	return strings.Join(words, "·")
}
