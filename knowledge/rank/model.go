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
			BM25: 3.578, CharText: 1.723, PairAsked: 0.24, Cosine: 0.981, EntryChar: 3.897, EntryPair: 2.762, EntryWord: 0.982,
			EntrySound: 0.245, EntryConcept: 3.139, AnswerPair: 3.632, Second: 0.306, Texts: -0.874, Sequence: 1.392, Edit: 0.154,
			Missing: -0.094, Negation: -0.119, Kind: 0.004, CharCosine: 0.006, Equal: 0.016, Lengths: -0.14, GapText: -0.047,
			ContentAsked: 0.744, ContentText: 0.067, ContentMiss: -0.056, Clash: -0.241, ConceptAsked: 0.881, ConceptText: 1.437,
			Contrast: -0.272, BestEntryChar: 0.123, BestAligned: 0.231,
		},
		Confidence: Features{
			EntryConcept: 1.606, AnswerPair: 2.501, Missing: -2.039, Kind: 0.067, Equal: 1.133, Lengths: -0.59, GapAsked: -0.142,
			GapEntry: -0.089, GapText: -0.259, ContentAsked: 0.311, Clash: -0.059, ConceptText: 0.873, Contrast: -0.975,
			BestEntryChar: 0.393, BestAligned: 0.706, Agree: 0.018, Margin: 0.044, Third: 0.132, Length: 0.956, Share: 0.183,
		},
		Bias:   -2.377,
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
