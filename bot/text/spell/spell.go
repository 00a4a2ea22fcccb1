// Package spell reads what customers write in other letters: initials (zfb for
// 支付宝), pinyin (tuikuan), pinyin among characters (chong值) and characters
// that look or sound alike (薇信, 己付款).
//
// A Table is made from the words of a knowledge base and a short list of what is
// written so everywhere. It never changes and is safe for concurrent use. A run
// of letters that the knowledge base uses itself (app, qq, cdk) stays as it is,
// and so does what could be several words. A reading is a guess: it serves
// finding and rules, and never what is shown.
package spell

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/bot/text/trie"
)

//go:embed spellings.txt
var shipped string

// Speller tells how characters are spelled in Latin letters, without tones, the
// usual reading first.
type Speller interface {
	Readings(r rune) []string
}

// Word is a word of the knowledge base, in normal form, and how many entries use
// it.
type Word struct {
	Text    string
	Entries int
}

// Table is the readings that a knowledge base knows.
type Table struct {
	latin  map[string]string // what a run of letters stands for
	known  map[string]bool   // runs that stand for themselves
	others trie.Trie         // spellings that are not only letters
	to     []string          // by word of others
	inside map[string]string // "~值" + "chong" -> 充, where one reading fits
	maxKey int
}

// Least uses of a word: in how many entries it must stand for its initials to be
// read as it. Two letters stand for more words than three.
const (
	leastTwo   = 20
	leastThree = 2
	clear      = 2 // how many times as many entries as the next word
)

// longest pinyin that is read, in letters.
const longest = 40

// New makes a Table of the words of a knowledge base. known are the Latin words
// that it writes itself.
func New(spelled Speller, words []Word, known []string) (*Table, error) {
	t := &Table{latin: map[string]string{}, known: map[string]bool{}, inside: map[string]string{}}
	for _, k := range known {
		t.known[text.Normalise(k)] = true
	}
	t.learn(spelled, words)
	if err := t.list(shipped); err != nil {
		return nil, err
	}
	return t, nil
}

// itself is the head of the lines of letters that stay as they are.
const itself = "原样"

// list reads a file of spellings over what was learned.
func (t *Table) list(file string) error {
	n, word := 0, ""
	for line := range strings.Lines(file) {
		n++
		goesOn := strings.HasPrefix(line, " ") && word != ""
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		rest, ok := line, true
		if !goesOn {
			word, rest, ok = strings.Cut(line, ":")
			word = text.Normalise(word)
		}
		if !ok || word == "" || strings.TrimSpace(rest) == "" {
			return fault.New(fault.Invalid, "read the spellings: line %d: wants 词: 写法 …", n)
		}
		for _, s := range strings.Fields(rest) {
			t.spelling(text.Normalise(s), word)
		}
	}
	return nil
}

func (t *Table) spelling(s, word string) {
	if word == itself {
		t.known[s] = true
		return
	}
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" {
		t.latin[s] = word
		return
	}
	if n := int(t.others.Add(s)); n == len(t.to) {
		t.to = append(t.to, word)
	}
}

// learn takes initials, pinyin and mixed spellings from words. Of several words
// of one pinyin the one most used is meant; initials must be clear.
func (t *Table) learn(spelled Speller, words []Word) {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b Word) int {
		return cmp.Or(cmp.Compare(b.Entries, a.Entries), cmp.Compare(a.Text, b.Text))
	})
	initials := map[string][]Word{}
	for _, w := range words {
		n := utf8.RuneCountInString(w.Text)
		if n < 2 || n > 5 {
			continue
		}
		t.mix(spelled, w.Text)
		for _, s := range spellings(spelled, w.Text) {
			if w.Entries < leastThree {
				continue
			}
			if _, have := t.latin[s.full]; !have {
				t.latin[s.full] = w.Text
			}
			if same := initials[s.first]; len(same) == 0 || same[len(same)-1].Text != w.Text {
				initials[s.first] = append(same, w)
			}
		}
	}
	for s, ws := range initials {
		least := leastThree
		if len(s) == 2 {
			least = leastTwo
		}
		if ws[0].Entries < least || len(ws) > 1 && ws[0].Entries < clear*ws[1].Entries {
			continue
		}
		if _, have := t.latin[s]; !have {
			t.latin[s] = ws[0].Text
		}
	}
}

// several are the characters whose other readings matter in what shops write:
// 银行, 重新, 延长, 便宜. Those of all others are rare, and would take initials
// from the words that are meant.
const several = "行重长乐还调便参传藏弹差"

// readings returns how r is spelled in words of shops.
func readings(by Speller, r rune) []string {
	all := by.Readings(r)
	if len(all) > 1 && !strings.ContainsRune(several, r) {
		return all[:1]
	}
	return all
}

// mix learns the word with each of its characters spelled out.
func (t *Table) mix(spelled Speller, word string) {
	for i, r := range word {
		for _, reading := range readings(spelled, r) {
			key := word[:i] + reading + word[i+utf8.RuneLen(r):]
			if _, have := t.inside[key]; !have {
				t.inside[key] = string(r)
				t.maxKey = max(t.maxKey, len(key))
			}
		}
	}
}

// spelled is a word in letters.
type spelled struct{ full, first string }

// maxReadings bounds the ways to read a word of characters with several.
const maxReadings = 8

// spellings returns the ways to write a word in letters, none where a character
// cannot be.
func spellings(by Speller, word string) []spelled {
	ways := []spelled{{}}
	for _, r := range word {
		var next []spelled
		for _, reading := range readings(by, r) {
			for _, w := range ways {
				if len(next) < maxReadings {
					next = append(next, spelled{w.full + reading, w.first + reading[:1]})
				}
			}
		}
		ways = next
	}
	return ways
}

// Respell appends to dst the stretches of s, a normal form, that stand for other
// words, in their order and apart from each other.
func (t *Table) Respell(dst []text.Edit, s string) []text.Edit {
	var room [16]trie.Hit
	hits := t.others.Find(room[:0], s)
	at := 0
	for i := 0; i < len(s); {
		for len(hits) > 0 && int(hits[0].Start) < i {
			hits = hits[1:]
		}
		if len(hits) > 0 && int(hits[0].Start) == i {
			h := hits[0]
			for len(hits) > 0 && int(hits[0].Start) == i { // the longest stands last
				h, hits = hits[0], hits[1:]
			}
			dst = append(dst, text.Edit{Start: i, End: int(h.End), To: t.to[h.Word]})
			i, at = int(h.End), int(h.End)
			continue
		}
		if !letter(s[i]) {
			i++
			continue
		}
		end := i + 1
		for end < len(s) && letter(s[end]) {
			end++
		}
		if len(hits) == 0 || int(hits[0].Start) >= end {
			if to, ok := t.read(s, at, i, end); ok {
				dst = append(dst, text.Edit{Start: i, End: end, To: to})
			}
			i = end
			continue
		}
		i = int(hits[0].Start) // a spelling begins among the letters
	}
	return dst
}

// read returns what the letters s[from:to] stand for. What lies before byte at
// is read already.
func (t *Table) read(s string, at, from, to int) (string, bool) {
	run := s[from:to]
	if len(run) > longest || t.known[run] || glued(s, from, to) {
		return "", false
	}
	if word, ok := t.latin[run]; ok {
		return word, true
	}
	if word, ok := t.among(s, at, from, to); ok {
		return word, true
	}
	return t.joined(run)
}

// glued reports whether the letters are part of something else: a number, an
// address, a name with a point in it, English words in a row.
func glued(s string, from, to int) bool {
	if from > 0 && strings.IndexByte("0123456789.-_@/:&+#%", s[from-1]) >= 0 ||
		to < len(s) && strings.IndexByte("0123456789.-_@/:&+#%", s[to]) >= 0 {
		return true
	}
	return from > 1 && s[from-1] == ' ' && letter(s[from-2]) || to+1 < len(s) && s[to] == ' ' && letter(s[to+1])
}

// among reads a syllable by the characters beside it, the most of them first.
func (t *Table) among(s string, at, from, to int) (string, bool) {
	const beside = 3 // characters
	left, right := from, to
	for range beside {
		if r, n := utf8.DecodeLastRuneInString(s[at:left]); r >= utf8.RuneSelf {
			left -= n
		}
		if r, n := utf8.DecodeRuneInString(s[right:]); r >= utf8.RuneSelf {
			right += n
		}
	}
	best, ok, most := "", false, 0
	for l := left; l <= from; l = after(s, l) {
		for r := to; r <= right; r = after(s, r) {
			if context := from - l + r - to; context > most && r-l <= t.maxKey {
				if c, have := t.inside[s[l:r]]; have {
					best, ok, most = c, true, context
				}
			}
		}
	}
	return best, ok
}

// after returns where the character behind byte i ends.
func after(s string, i int) int {
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + max(n, 1)
}

// joined reads letters as pinyin of several words, the fewest that make them up.
func (t *Table) joined(run string) (string, bool) {
	const short = 4 // letters: shorter ones are initials or no pinyin
	if len(run) < 2*short {
		return "", false
	}
	var words [longest + 1]int // least words that make up the letters before
	var from [longest + 1]int
	for end := 1; end <= len(run); end++ {
		for start := range end {
			if (start == 0 || words[start] > 0) && end-start >= short && (words[end] == 0 || words[start]+1 < words[end]) {
				if _, ok := t.latin[run[start:end]]; ok {
					words[end], from[end] = words[start]+1, start
				}
			}
		}
	}
	if words[len(run)] == 0 {
		return "", false
	}
	out := ""
	for end := len(run); end > 0; end = from[end] {
		out = t.latin[run[from[end]:end]] + out
	}
	return out, true
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' }

// Size tells how much a Table knows, for logs and tests.
func (t *Table) Size() string {
	return fmt.Sprintf("%d spellings in letters, %d in characters, %d mixed", len(t.latin), len(t.to), len(t.inside))
}
