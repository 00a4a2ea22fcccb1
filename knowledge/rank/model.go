package rank

import "math"

// Feature is one number that speaks for or against an entry.
type Feature int

// The features. "Asked" is the share of the query that the other side holds,
// "Text" the share of the text that the query holds, by the worth of the terms;
// a query term that no text holds counts as the rarest.
const (
	BM25      Feature = iota // characters, as BM25, as a share of the query's worth
	CharText                 // characters
	PairAsked                // neighbouring characters
	WordAsked                // words
	Cosine                   // over characters and pairs
	EntryChar                // share of the query that the entry's texts know together: characters
	EntryPair                // pairs
	EntryWord                // words
	Second                   // what the entry's second nearest text amounts to
	Texts                    // log of the number of the entry's texts, which know more the more there are
	Margin                   // distance to the best other entry
	Length                   // log of one and the query's characters: a short match may be chance
	numFeatures
)

// NumFeatures is how many features there are.
const NumFeatures = int(numFeatures)

// String returns the feature's name, the key of knowledge.Candidate.Features.
func (f Feature) String() string {
	return [NumFeatures]string{
		"bm25", "char_text", "pair_asked", "word_asked", "cosine",
		"entry_char", "entry_pair", "entry_word", "second", "texts", "margin", "length",
	}[f]
}

// Features are the numbers of one entry for one query, or a weight for each.
type Features [NumFeatures]float64

// Model is the weights of a Ranker.
type Model struct {
	Order      Features // orders the entries of one query; up to Texts
	Confidence Features // how likely the entry is right, through a logistic
	Bias       float64
}

// DefaultModel returns the weights that we ship.
//
// Order follows what is known of short Chinese questions: characters tell more
// than pairs, pairs more than words, the whole entry as much as its nearest
// text; the steps were compared on a dozen settings with the development
// questions of testdata/xingka and the development halves of public sets.
//
// Confidence was learned by Fit from the demo content alone: variants held out
// as questions that have an answer, whole entries as questions that have none.
// TestModelComesFromThePack in cmd/yiwen repeats it.
func DefaultModel() Model {
	return Model{
		Order: Features{
			BM25: 4, CharText: 2, PairAsked: 2, WordAsked: 1, Cosine: 2,
			EntryChar: 6, EntryPair: 4, EntryWord: 2, Second: 0.3, Texts: -0.8,
		},
		Confidence: Features{
			CharText: 0.354, EntryChar: 5.276, EntryWord: 0.490, Texts: -0.524, Margin: 0.357, Length: 1.144,
		},
		Bias: -6.086,
	}
}

// near is the part of the order that compares texts.
func (m *Model) near(x *Features) float64 { return dot(m.Order[:EntryChar], x[:EntryChar]) }

func (m *Model) order(x *Features) float64 { return dot(m.Order[:Margin], x[:Margin]) }

func (m *Model) confidence(x *Features) float64 {
	return sigmoid(m.Bias + dot(m.Confidence[:], x[:]))
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
