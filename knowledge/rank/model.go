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

// RecallOrder orders what was recalled, before the dear features are known, and
// chooses the nearest of an entry's texts by its first part. It is not learned:
// what is known of short Chinese questions goes for every knowledge base.
// Characters tell more than pairs, pairs more than words, the whole entry as
// much as its nearest text.
func RecallOrder() Features {
	return Features{
		BM25: 4, CharText: 2, PairAsked: 2, WordAsked: 1, Cosine: 2,
		EntryChar: 4, EntryPair: 4, EntryWord: 2, EntrySound: 1, EntryConcept: 2, AnswerPair: 3, Second: 0.3, Texts: -0.8,
		Sequence: 2, ConceptText: 0.5, // dear: for those compared closely
	}
}

// DefaultModel returns the model that we ship: what Train starts from, and all
// that a knowledge base too small to learn from has. It was learned from our own
// knowledge bases and the questions judged for them, each as it is and thinned;
// TestModelComesFromOurOwnQuestions in cmd/yiwen repeats it.
func DefaultModel() Model {
	return Model{
		Order: Features{
			BM25: 3.596, CharText: 1.707, PairAsked: 0.267, Cosine: 0.993, EntryChar: 3.914, EntryPair: 2.793, EntryWord: 0.987,
			EntrySound: 0.268, EntryConcept: 3.155, AnswerPair: 3.65, Second: 0.306, Texts: -0.873, Sequence: 1.39, Edit: 0.143,
			Missing: -0.092, Negation: -0.116, CharCosine: 0.027, Equal: 0.015, Lengths: -0.148, GapText: -0.046, ContentAsked: 0.752,
			ContentText: 0.072, ContentMiss: -0.056, Clash: -0.254, ConceptAsked: 0.881, ConceptText: 1.405, Contrast: -0.296,
			BestEntryChar: 0.136, BestAligned: 0.23,
		},
		Confidence: Features{
			EntryConcept: 1.612, AnswerPair: 2.472, Missing: -2.041, Kind: 0.059, Equal: 1.147, Lengths: -0.579, GapAsked: -0.129,
			GapEntry: -0.105, GapText: -0.264, ContentAsked: 0.292, Clash: -0.1, ConceptText: 0.832, Contrast: -0.996,
			BestEntryChar: 0.353, BestAligned: 0.713, Agree: 0.06, Margin: 0.034, Third: 0.135, Length: 0.975, Share: 0.187,
		},
		Bias:   -2.375,
		Limits: Limits{Answer: 0.856, Suggest: 0.134, Gap: gap},
	}
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
