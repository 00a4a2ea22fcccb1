package rank

import (
	"math"

	"github.com/go-json-experiment/json"

	"yiwen/bot/fault"
)

// Model is what a Ranker weighs features with, and the limits that its scores
// are meant for.
type Model struct {
	Order      Features // orders the first entries of one query; up to Kind
	Confidence Features // how likely the entry is right, through a logistic
	Bias       float64
	Limits     Limits
}

// Limits are scores: of a direct answer, of a suggestion, and the least
// distance of an answer to the second entry.
type Limits struct {
	Answer  float64 `json:"answer"`
	Suggest float64 `json:"suggest"`
	Gap     float64 `json:"gap"`
}

// recallOrder orders what was recalled, before the dear features are known, and
// chooses the nearest of an entry's texts by its first part. It is not learned:
// what is known of short Chinese questions goes for every knowledge base.
// Characters tell more than pairs, pairs more than words, the whole entry as
// much as its nearest text.
func recallOrder() Features {
	return Features{
		BM25: 4, CharText: 2, PairAsked: 2, WordAsked: 1, Cosine: 2,
		EntryChar: 4, EntryPair: 4, EntryWord: 2, EntrySound: 1, EntryConcept: 2, AnswerPair: 3, Second: 0.3, Texts: -0.8,
	}
}

// DefaultModel returns the model that we ship, for a knowledge base that is too
// small to learn from, and what Train starts from for all others.
//
// Its order is that of the recall and some worth for word order. Confidence
// and limits were learned from the demo content alone, whole and thinned to a
// few phrasings for each entry; TestModelComesFromThePack in cmd/yiwen repeats it.
func DefaultModel() Model {
	m := Model{Order: recallOrder()}
	m.Order[Sequence], m.Order[ConceptText] = 2, 0.5
	m.Confidence = Features{
		AnswerPair: 1.680, Contrast: -0.557, EntryConcept: 3.866, Extra: -0.158,
		Length: 0.673, Margin: 0.246, Negation: -0.100, Number: -0.045,
		Third: 0.137,
	}
	m.Bias = -5.187
	m.Limits = Limits{Answer: 0.636, Suggest: 0.177, Gap: gap}
	return m
}

func (m *Model) confidence(x *Features) float64 {
	return sigmoid(m.Bias + dot(m.Confidence[:], x[:]))
}

// modelFile is the form of a stored Model: weights by the names of features.
type modelFile struct {
	Order      map[string]float64 `json:"order"`
	Confidence map[string]float64 `json:"confidence"`
	Bias       float64            `json:"bias"`
	Limits     Limits             `json:"limits"`
}

// MarshalJSON writes the weights that are not 0 by the names of their features.
func (m Model) MarshalJSON() ([]byte, error) {
	return json.Marshal(modelFile{m.Order.named(), m.Confidence.named(), m.Bias, m.Limits}, json.Deterministic(true))
}

// UnmarshalJSON reads what MarshalJSON wrote. A name that is no feature's, which
// another version of the program may have written, is a fault.Invalid.
func (m *Model) UnmarshalJSON(b []byte) error {
	var f modelFile
	if err := json.Unmarshal(b, &f, json.RejectUnknownMembers(true)); err != nil {
		return fault.New(fault.Invalid, "read a model: %w", err)
	}
	out := Model{Bias: f.Bias, Limits: f.Limits}
	if err := out.Order.set(f.Order); err != nil {
		return err
	}
	if err := out.Confidence.set(f.Confidence); err != nil {
		return err
	}
	*m = out
	return nil
}

func (x *Features) named() map[string]float64 {
	out := map[string]float64{}
	for f, v := range x {
		if v != 0 {
			out[Feature(f).String()] = v
		}
	}
	return out
}

func (x *Features) set(named map[string]float64) error {
	known := 0
	for f := range x {
		if v, ok := named[Feature(f).String()]; ok {
			x[f] = v
			known++
		}
	}
	if known < len(named) {
		return fault.New(fault.Invalid, "read a model: %d of its features are unknown", len(named)-known)
	}
	return nil
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
