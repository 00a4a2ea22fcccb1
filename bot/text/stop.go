package text

// StopWords is a list of words that say nothing of what a question is about. It
// never changes and is safe for concurrent use; nil is an empty list.
type StopWords struct {
	words   map[string]bool // in normal form
	longest int             // bytes
}

// NewStopWords makes a list of words, of which the normal forms count; nil of none.
func NewStopWords(words []string) *StopWords {
	if len(words) == 0 {
		return nil
	}
	s := &StopWords{words: make(map[string]bool, len(words))}
	for _, w := range words {
		if w = Normalise(w); w != "" {
			s.words[w] = true
			s.longest = max(s.longest, len(w))
		}
	}
	return s
}

// Stops is to tokens, the words of s, what Stopper says: the tokens that are one
// of the list, or make up one together, the longest first. A word of the list
// inside another word is none.
func (l *StopWords) Stops(s string, tokens []Token) []bool {
	if l == nil {
		return nil
	}
	var out []bool
	for i := 0; i < len(tokens); {
		n := l.at(s, tokens[i:])
		if n == 0 {
			i++
			continue
		}
		if out == nil {
			out = make([]bool, len(tokens))
		}
		for ; n > 0; n-- {
			out[i] = true
			i++
		}
	}
	return out
}

// at returns how many of tokens make up the longest word of the list that they
// begin with, or 0.
func (l *StopWords) at(s string, tokens []Token) (n int) {
	for i, t := range tokens {
		word := s[tokens[0].Start:t.End]
		if len(word) > l.longest {
			break
		}
		if l.words[word] {
			n = i + 1
		}
	}
	return n
}
