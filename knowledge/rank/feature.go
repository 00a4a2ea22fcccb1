package rank

// Feature is one number that speaks for or against an entry.
type Feature int

// The features. "Asked" is the share of the query that the other side holds,
// "Text" the share of the text that the query holds, by the worth of the terms;
// a query term that no text holds counts as the rarest. Shares of concepts are
// backed by those of characters; see backed.
const (
	// Of the nearest text, computed for every text that was recalled.
	BM25      Feature = iota // characters, as BM25, as a share of the query's worth
	CharText                 // characters
	PairAsked                // neighbouring characters
	WordAsked                // words
	Cosine                   // over characters and pairs

	// Of the entry as a whole, for every entry that was recalled.
	EntryChar    // share of the query that the entry's texts know together: characters
	EntryPair    // pairs
	EntryWord    // words
	EntrySound   // sounds
	EntryConcept // concepts
	AnswerPair   // share of the query that the entry's answer holds: pairs
	Second       // what the entry's second nearest text amounts to
	Texts        // log of the number of the entry's texts, which know more the more there are

	// Of the nearest text again, dear, for the first few entries alone.
	Sequence     // longest common subsequence, as a share of both
	Edit         // 1 less the edits between both, as a share of the longer
	CharAsked    // characters
	PairText     // pairs
	WordText     // words
	SoundAsked   // sounds
	SoundText    // sounds
	Missing      // worth of the query's rarest word that the entry does not know, the rarest there is being 1
	Extra        // worth of the text's rarest word that the query does not hold
	Negation     // 1 where one of the two denies and the other does not
	Number       // 1 where one of the two holds a number and the other does not
	Kind         // 1 where both ask for the same (how, why, when ...), -1 where not
	CharCosine   // characters
	Aligned      // worth of the longest common subsequence, equal sounds counting half, as a share of both
	Equal        // 1 where both are the same characters
	Lengths      // how far their lengths are apart: log of the ratio, without sign
	GapAsked     // worth of the query's heaviest run that the text holds neither by character nor by sound, at most 3
	GapEntry     // the same, that no text of the entry holds
	GapText      // worth of the text's heaviest run that the query does not hold
	ContentAsked // content words of the query that the entry holds, as a share of them
	ContentText  // content words of the text that the query holds, as a share of them
	ContentMiss  // content words of the query that the entry does not hold, at most 4
	ContentExtra // content words of the text that the query does not hold, at most 4
	Clash        // 1 where both hold numbers and none is the same
	ConceptAsked // concepts, aspects among them for little
	ConceptText  // concepts
	Contrast     // worth of the concepts of the query that one of the text excludes

	// Of the first few entries beside each other: 1 where no other is better.
	BestBM25
	BestCosine
	BestEntryChar
	BestAligned

	// Of the entry among the others, for the confidence alone.
	Agree        // share of the first features at which no other entry is better
	Margin       // how far the first is ahead of the second, at most 8
	Third        // how far the first is ahead of the third, at most 8
	Length       // log of one and the query's characters: a short match may be chance
	Share        // log odds of the first against all others, as the order has them, within 8
	KnownContent // content words of the query that any entry knows, as a share of them
	Shared       // log of one and the worth of the pairs that the query and the entry share, however long both are
	KnownPair    // share of the query's pairs that any text holds, by worth

	numFeatures
)

// The stretches of features: near text, whole entry, dear ones, beside the other
// entries, among them.
const (
	firstWhole = EntryChar
	firstDear  = Sequence
	firstBest  = BestBM25
	firstAmong = Agree
)

// besides are the features that count beside those of the other entries too,
// from firstBest on.
func besides() [firstAmong - firstBest]Feature {
	return [...]Feature{BM25, Cosine, EntryChar, Aligned}
}

// NumFeatures is how many features there are.
const NumFeatures = int(numFeatures)

// String returns the feature's name, the key of knowledge.Candidate.Features.
func (f Feature) String() string {
	return [NumFeatures]string{
		"bm25", "char_text", "pair_asked", "word_asked", "cosine",
		"entry_char", "entry_pair", "entry_word", "entry_sound", "entry_concept", "answer_pair", "second", "texts",
		"sequence", "edit", "char_asked", "pair_text", "word_text", "sound_asked", "sound_text",
		"missing", "extra", "negation", "number", "kind",
		"char_cosine", "aligned", "equal", "lengths", "gap_asked", "gap_entry", "gap_text",
		"content_asked", "content_text", "content_miss", "content_extra", "clash",
		"concept_asked", "concept_text", "contrast",
		"best_bm25", "best_cosine", "best_entry_char", "best_aligned",
		"agree", "margin", "third", "length", "share", "known_content", "shared", "known_pair",
	}[f]
}

// sign is 1 for what may only speak for an entry, -1 for what may only speak
// against it and 0 for what may do either.
func (f Feature) sign() float64 {
	switch f {
	case Texts, Length, Lengths:
		return 0
	case Missing, Extra, Negation, Number, GapAsked, GapEntry, GapText, ContentMiss, ContentExtra, Clash, Contrast:
		return -1
	}
	return 1
}

// Features are the numbers of one entry for one query, or a weight for each.
type Features [NumFeatures]float64
