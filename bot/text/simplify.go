package text

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed opencc/t2s.txt.gz
var openccT2S []byte

// opencc is the conversion table, unpacked at the first text. It depends on the
// embedded file alone and is never changed.
var opencc = sync.OnceValue(func() *script { return loadScript(openccT2S) })

// Han characters of the basic plane are looked up in an array.
const (
	hanFirst = 0x3400
	hanLast  = 0x9fff
)

// script converts traditional to simplified characters, one rune for one rune.
type script struct {
	basic   []rune           // by rune - hanFirst; 0 = unchanged, negative = may start a phrase
	rare    map[rune]rune    // outside the basic plane
	phrases map[rune][]idiom // by first rune, longest first
}

// idiom is a phrase that is not converted character by character.
type idiom struct{ from, to []rune }

// simplify converts us in place: the longest phrase at each place, else the
// character.
func simplify(us []unit) []unit {
	s := opencc()
	for i := 0; i < len(us); i++ {
		r := us[i].r
		if r < hanFirst {
			continue
		}
		if r > hanLast {
			if to := s.rare[r]; to != 0 {
				us[i].r = to
			}
			continue
		}
		to := s.basic[r-hanFirst]
		if to < 0 {
			if n := s.phrase(us[i:]); n > 0 {
				i += n - 1
				continue
			}
			to = -to
		}
		if to != 0 {
			us[i].r = to
		}
	}
	return us
}

// phrase converts the longest phrase that us begins with and returns its length.
func (s *script) phrase(us []unit) int {
next:
	for _, p := range s.phrases[us[0].r] {
		if len(p.from) > len(us) {
			continue
		}
		for i, r := range p.from {
			if us[i].r != r {
				continue next
			}
		}
		for i, r := range p.to {
			us[i].r = r
		}
		return len(p.from)
	}
	return 0
}

// loadScript reads OpenCC lines "from TAB to[ to...]", of which the first
// choice is taken. Lines of any other shape, comments among them, are left out:
// a test counts what is read.
func loadScript(packed []byte) *script {
	s := &script{
		basic:   make([]rune, hanLast-hanFirst+1),
		rare:    map[rune]rune{},
		phrases: map[rune][]idiom{},
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return s
	}
	plain, _ := io.ReadAll(z)
	for sc := bufio.NewScanner(bytes.NewReader(plain)); sc.Scan(); {
		from, rest, _ := strings.Cut(sc.Text(), "\t")
		to, _, _ := strings.Cut(rest, " ")
		f, t := []rune(from), []rune(to)
		if len(f) == 0 || len(f) != len(t) || f[0] == '#' {
			continue
		}
		if len(f) > 1 {
			s.phrases[f[0]] = append(s.phrases[f[0]], idiom{f, t})
			// What a phrase gave must stay as it is when it is normalised again.
			s.phrases[t[0]] = append(s.phrases[t[0]], idiom{t, t})
		} else if r := f[0]; r != t[0] {
			s.put(r, t[0])
		}
	}
	for r := range s.basic { // 薴 -> 苧 -> 苎
		if to := s.get(s.basic[r]); to != 0 {
			s.basic[r] = to
		}
	}
	for first, list := range s.phrases {
		if first < hanFirst || first > hanLast {
			delete(s.phrases, first) // simplify looks for phrases in the array only; there are none
			continue
		}
		slices.SortStableFunc(list, func(a, b idiom) int { return cmp.Compare(len(b.from), len(a.from)) })
		to := s.get(first)
		if to == 0 {
			to = first
		}
		s.put(first, -to)
	}
	return s
}

func (s *script) put(r, to rune) {
	if r >= hanFirst && r <= hanLast {
		s.basic[r-hanFirst] = to
	} else {
		s.rare[r] = to
	}
}

func (s *script) get(r rune) rune {
	if r >= hanFirst && r <= hanLast {
		return s.basic[r-hanFirst]
	}
	return s.rare[r]
}
