package rank

import "math"

// Feature is one number that speaks for or against an entry.
type Feature int

// The features. "Asked" is the share of the query that the other side holds,
// "Text" the share of the text that the query holds, both weighted by idf; a
// query term that no entry holds counts as the rarest.
const (
	BM25      Feature = iota // characters, as BM25, in shares of the query's worth
	CharAsked                // characters
	CharText
	PairAsked // neighbouring characters
	PairText
	WordAsked // words
	WordText
	Cosine    // idf cosine over characters and pairs
	EntryChar // share of the query that the entry's texts hold together: characters
	EntryPair // pairs
	EntryWord // words
	Second    // nearness of the entry's second nearest text
	Rank      // the sum that orders entries
	Margin    // its distance to the best other entry
	Length    // log of the query's characters
	Unknown   // share of the query's characters that no entry holds
	NumFeatures
)

// Features are the numbers of one entry for one query.
type Features [NumFeatures]float64

// Names returns the features' names, as Candidate.Features has them.
func Names() [NumFeatures]string {
	return [NumFeatures]string{
		"bm25", "char_asked", "char_text", "pair_asked", "pair_text", "word_asked", "word_text", "cosine",
		"entry_char", "entry_pair", "entry_word", "second", "rank", "margin", "length", "unknown",
	}
}

// Model is the weights of a Ranker: Order ranks the entries of one query,
// Confidence says how likely the entry answers it.
type Model struct {
	Order      Features // weights; from BM25 to Second
	Confidence Features // weights
	Bias       float64
}

// near is the part of the order that compares texts.
func (m *Model) near(x *Features) float64 {
	sum := 0.0
	for f := BM25; f <= Cosine; f++ {
		sum += m.Order[f] * x[f]
	}
	return sum
}

func (m *Model) order(x *Features) float64 {
	sum := 0.0
	for f := BM25; f <= Second; f++ {
		sum += m.Order[f] * x[f]
	}
	return sum
}

func (m *Model) confidence(x *Features) float64 {
	sum := m.Bias
	for f := range NumFeatures {
		sum += m.Confidence[f] * x[f]
	}
	return sigmoid(sum)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// DefaultModel returns the weights that we ship.
func DefaultModel() Model {
	return Model{
		Order:      Features{BM25: 2, CharAsked: 0, CharText: 0.7, Cosine: 1, PairAsked: 1, WordAsked: 0.35, EntryChar: 0.3, EntryPair: 0.3, Second: 0.15},
		Confidence: Features{Rank: 1, Margin: 3, CharAsked: 4, PairAsked: 2},
		Bias:       -6,
	}
}
