// Package jieba cuts Chinese into words with the C++ core of jieba, whose
// dictionaries it carries inside the program.
//
// A Segmenter is safe for concurrent use, never panics on any text and cuts so
// that the tokens joined are the text. It holds about 120 MB outside of Go's
// heap, which no Go memory profile shows: a process should have one, and a
// second only while it replaces the first. Words are given at Open and stay as
// they are, because the core crashes when words are added beside a reader.
//
// The package knows nothing of normal forms: give it text that package text has
// normalised. It does not tag, extract or weigh words.
package jieba

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"

	"yiwen/bot/text"
)

// Segmenter is a text.Segmenter over jieba's words and the caller's own.
type Segmenter struct {
	mu   sync.RWMutex // read: in use; write: being freed
	core *gojieba.Jieba

	own map[string]bool // the caller's words, in normal form; never changes
}

var _ text.Sourcer = (*Segmenter)(nil)

// Open loads the dictionaries, which takes about half a second, and adds words.
// They are kept unpacked in the folder dir, which is made when missing; damaged
// files in it are mended, and several processes may share it. Bad words are a
// fault.Invalid that names all of them, and nothing is loaded.
func Open(dir string, words []Word) (*Segmenter, error) {
	words, err := checkWords(words)
	if err != nil {
		return nil, err
	}
	paths, err := unpack(dir)
	if err != nil {
		return nil, err
	}
	s := &Segmenter{core: gojieba.NewJieba(paths...), own: make(map[string]bool, len(words))}
	for _, w := range words {
		s.own[w.Text] = true
		s.core.AddWordEx(w.Text, w.Freq, w.Tag)
	}
	return s, nil
}

// Close frees the memory. It waits for cuts that are under way; afterwards Cut
// gives single characters. A second Close does nothing.
func (s *Segmenter) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.core != nil {
		s.core.Free()
		s.core = nil
	}
}

// Cut implements text.Segmenter. NUL and bytes that are not UTF-8, at which the
// core would stop, are tokens of their own.
func (s *Segmenter) Cut(dst []text.Token, t string) []text.Token {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.core == nil {
		return text.Runes{}.Cut(dst, t)
	}
	if utf8.ValidString(t) && strings.IndexByte(t, 0) < 0 {
		return s.cut(dst, t, 0, len(t))
	}
	from := 0
	for i := 0; i < len(t); {
		r, n := utf8.DecodeRuneInString(t[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			dst = s.cut(dst, t, from, i)
			dst = append(dst, text.Token{Text: t[i : i+1], Start: i, End: i + 1})
			from = i + 1
		}
		i += n
	}
	return s.cut(dst, t, from, len(t))
}

// cut appends the words of t[from:to], which is valid UTF-8 without NUL. Where
// the core leaves a gap or goes back, the characters between are tokens.
func (s *Segmenter) cut(dst []text.Token, t string, from, to int) []text.Token {
	if from == to {
		return dst
	}
	at := from
	for _, w := range s.core.Tokenize(t[from:to], gojieba.DefaultMode, true) {
		start, end := from+w.Start, from+w.End
		if start < at || end <= start || end > to {
			continue
		}
		dst = single(dst, t, at, start)
		dst = append(dst, text.Token{Text: t[start:end], Start: start, End: end})
		at = end
	}
	return single(dst, t, at, to)
}

// single appends the characters of t[from:to].
func single(dst []text.Token, t string, from, to int) []text.Token {
	for from < to {
		_, n := utf8.DecodeRuneInString(t[from:to])
		dst = append(dst, text.Token{Text: t[from : from+n], Start: from, End: from + n})
		from += n
	}
	return dst
}
