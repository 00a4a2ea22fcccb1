package pack

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxSynonyms   = 20_000     // groups of synonyms
	maxDictionary = 200_000    // words of a dictionary
	maxWord       = 32         // runes of a word in either
	maxFreq       = 10_000_000 // of a dictionary word; the segmenter takes no more
)

// Word is a line of dictionary.txt: a word that the segmenter shall not cut.
type Word struct {
	Text string `json:"text"`
	// Freq is the word's weight against its parts; 0 = the segmenter's own.
	Freq int `json:"freq,omitempty"`
	// Tag is the part of speech in jieba's letters: "n", "nz", "v"; may be empty.
	Tag string `json:"tag,omitempty"`
}

// eachLine calls f with the number and the content of every line that is not
// blank and does not begin with #.
func eachLine(b []byte, f func(line int, s string)) {
	line := 0
	for s := range strings.Lines(string(b)) {
		line++
		if s = strings.TrimSpace(s); s != "" && s[0] != '#' {
			f(line, s)
		}
	}
}

// parseSynonyms reads synonyms.txt: on each line words that mean the same,
// separated by commas (either width), the standard one first. It returns the
// groups and the line of each.
func parseSynonyms(b []byte) (groups [][]string, lines []int) {
	eachLine(b, func(line int, s string) {
		words := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '，' })
		for i, w := range words {
			words[i] = strings.TrimSpace(w)
		}
		groups, lines = append(groups, words), append(lines, line)
	})
	return groups, lines
}

// parseDictionary reads dictionary.txt in jieba's format: a word, then its
// frequency and its tag, either of which may be missing. It returns the words
// and the line of each.
func parseDictionary(b []byte, ps *problems) (words []Word, lines []int) {
	eachLine(b, func(line int, s string) {
		w, err := parseWord(s)
		if err != nil {
			ps.add(DictionaryFile, line, "", "%v", err)
			return
		}
		words, lines = append(words, w), append(lines, line)
	})
	return words, lines
}

func parseWord(s string) (Word, error) {
	f := strings.Fields(s)
	w := Word{Text: f[0]}
	rest := f[1:]
	if len(rest) > 0 && isNumber(rest[0]) {
		n, err := strconv.Atoi(rest[0])
		if err != nil || n < 1 || n > maxFreq {
			return w, fmt.Errorf("the frequency %s is not between 1 and %d", rest[0], maxFreq)
		}
		w.Freq, rest = n, rest[1:]
	}
	if len(rest) > 0 {
		w.Tag, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		return w, fmt.Errorf("wants \"word frequency tag\", but has more: %q", rest[0])
	}
	return w, nil
}

func isNumber(s string) bool {
	return strings.Trim(s, "+-0123456789") == ""
}

// wordFault says what keeps a word from ever being found, or "".
func wordFault(w string) string {
	switch n := utf8.RuneCountInString(w); {
	case n == 0:
		return "holds an empty word"
	case n > maxWord:
		return fmt.Sprintf("the word %q has %d characters; the most is %d", w, n, maxWord)
	case !utf8.ValidString(w):
		return "is not UTF-8"
	}
	for _, r := range w {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(",，。#", r) {
			return fmt.Sprintf("the word %q holds %q, which separates words", w, r)
		}
	}
	return ""
}

// checkSynonyms adds what is wrong with the groups: a word may be in one only,
// or the standard form of a text would depend on the order of the lines.
func checkSynonyms(groups [][]string, at source, ps *problems) {
	c := checker{SynonymsFile, at, ps}
	if len(groups) > maxSynonyms {
		c.add("has %d groups; the most is %d", nil, len(groups), maxSynonyms)
		return
	}
	first := map[string]int{}
	for i, g := range groups {
		if len(g) < 2 {
			c.add("wants at least two words, separated by commas", []any{i})
		}
		for k, w := range g {
			if why := wordFault(w); why != "" {
				c.add("%s", []any{i, k}, why)
			} else if j, ok := first[w]; ok {
				c.add("the word %q is already in %s", []any{i, k}, w, lineOrPlace(at.line(SynonymsFile, j), j))
			} else {
				first[w] = i
			}
		}
	}
}

// checkDictionary adds what is wrong with the words.
func checkDictionary(words []Word, at source, ps *problems) {
	c := checker{DictionaryFile, at, ps}
	if len(words) > maxDictionary {
		c.add("has %d words; the most is %d", nil, len(words), maxDictionary)
		return
	}
	first := map[string]int{}
	for i, w := range words {
		if why := wordFault(w.Text); why != "" {
			c.add("%s", []any{i, "text"}, why)
			continue
		}
		if w.Freq < 0 || w.Freq > maxFreq {
			c.add("the frequency %d is not between 1 and %d", []any{i, "freq"}, w.Freq, maxFreq)
		}
		if strings.Trim(w.Tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || len(w.Tag) > 8 {
			c.add("the tag %q is not a part of speech in letters, like n or nz", []any{i, "tag"}, w.Tag)
		}
		if j, ok := first[w.Text]; ok {
			c.add("the word %q is already in %s", []any{i, "text"}, w.Text, lineOrPlace(at.line(DictionaryFile, j), j))
		} else {
			first[w.Text] = i
		}
	}
}

// lineOrPlace names a line, or the place in the list where there are no lines.
func lineOrPlace(line, i int) string {
	if line > 0 {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("number %d", i+1)
}

// writeSynonyms is the inverse of parseSynonyms.
func writeSynonyms(groups [][]string) []byte {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(strings.Join(g, ",") + "\n")
	}
	return []byte(b.String())
}

// writeDictionary is the inverse of parseDictionary.
func writeDictionary(words []Word) []byte {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text)
		if w.Freq > 0 {
			fmt.Fprintf(&b, " %d", w.Freq)
		}
		if w.Tag != "" {
			b.WriteString(" " + w.Tag)
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}
