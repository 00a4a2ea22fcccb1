package pack

// ParseDictionary reads dictionary words in the form of dictionary.txt, for the
// tools that take such a file without a pack around it. An error is a
// fault.Invalid that lists every bad line (see Problems).
func ParseDictionary(b []byte) ([]Word, error) {
	var ps problems
	b, ok := cleanText(DictionaryFile, b, &ps)
	if !ok {
		return nil, ps.err()
	}
	at := source{docs: map[string]*document{}, lines: map[string][]int{}}
	var words []Word
	words, at.lines[DictionaryFile] = parseDictionary(b, &ps)
	checkDictionary(words, at, &ps)
	return words, ps.err()
}

// ParseSynonyms is ParseDictionary for synonyms.txt.
func ParseSynonyms(b []byte) ([][]string, error) {
	var ps problems
	b, ok := cleanText(SynonymsFile, b, &ps)
	if !ok {
		return nil, ps.err()
	}
	at := source{docs: map[string]*document{}, lines: map[string][]int{}}
	var groups [][]string
	groups, at.lines[SynonymsFile] = parseSynonyms(b)
	checkSynonyms(groups, at, &ps)
	return groups, ps.err()
}
