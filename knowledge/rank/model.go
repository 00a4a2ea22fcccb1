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
	}
}

// DefaultModel returns the model that we ship: what Train starts from, and all
// that a knowledge base too small to learn from has. It was learned from our own
// knowledge bases and the questions judged for them, each as it is and thinned;
// TestModelComesFromOurOwnQuestions in cmd/yiwen repeats it.
func DefaultModel() Model {
	return Model{
		Order: Features{
			BM25: 2.992, CharText: 1.559, Cosine: 0.135, EntryChar: 3.748, EntryPair: 1.508, EntryConcept: 4.005, AnswerPair: 4.574,
			Second: 0.328, Texts: -0.963, Edit: 0.713, Missing: -0.296, Negation: -0.195, Kind: 0.057, CharCosine: 0.163, Equal: 0.097,
			Lengths: -0.269, GapText: -0.087, ContentAsked: 1.358, ContentText: 0.063, ContentMiss: -0.079, Clash: -0.359,
			ConceptAsked: 1.027, ConceptText: 1.562, Contrast: -0.385, BestEntryChar: 0.307, BestAligned: 0.669,
		},
		Confidence: Features{
			EntryConcept: 1.267, AnswerPair: 2.657, Missing: -1.763, Number: -0.02, Kind: 0.068, Equal: 1.174, Lengths: -0.53,
			GapAsked: -0.154, GapEntry: -0.087, GapText: -0.252, ContentAsked: 0.347, Clash: -0.273, ConceptText: 0.646,
			Contrast: -0.901, BestEntryChar: 0.012, BestAligned: 0.747, Margin: 0.036, Third: 0.1, Length: 0.955, Share: 0.278,
		},
		Bias:   -2.064,
		Limits: Limits{Answer: 0.873, Suggest: 0.187, Gap: gap},
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
