package rank

import (
	"strings"
	"unicode/utf8"
)

// traits are what a question is like beside the words that it is made of.
type traits struct {
	negated bool // an odd number of negations
	number  bool // holds a number
	asks    kind
	numbers uint64 // set of the numbers that it holds, each a bit of 64
}

// kind is what a question asks for, as a set of bits; 0 when no question word
// tells.
type kind uint8

const (
	how kind = 1 << iota
	why
	when
	much
	where
	what
	whether
)

// alike is 1 where two questions ask for the same, -1 where they do not, and 0
// where one of them does not tell.
func (k kind) alike(o kind) float64 {
	switch {
	case k == 0 || o == 0:
		return 0
	case k&o == 0:
		return -1
	}
	return 1
}

// questionWord returns the length of the question word, in plain form, that s
// begins with, and what it asks for; or 0.
func questionWord(s string) (int, kind) {
	for _, a := range [...]struct {
		word string
		kind kind
	}{
		{"怎么", how}, {"为什么", why}, {"什么原因", why}, {"什么时候", when}, {"多久", when}, {"多长时间", when},
		{"几天", when}, {"多少", much}, {"几块", much}, {"哪", where}, {"什么", what}, {"吗", whether},
		{"能不能", whether}, {"是不是", whether}, {"会不会", whether}, {"要不要", whether}, {"有没", whether}, {"可以", whether},
	} {
		if strings.HasPrefix(s, a.word) {
			return len(a.word), a.kind
		}
	}
	return 0, 0
}

// traitsOf looks at the terms of a plain form.
func traitsOf(single []string) traits {
	var t traits
	for i, s := range single {
		switch s {
		case "不", "没", "未", "无", "别":
			// 能不能, 是不是, 有没有 ask and deny nothing.
			asks := i > 0 && i+1 < len(single) && single[i-1] == single[i+1] || i > 0 && single[i-1] == "有"
			if !asks {
				t.negated = !t.negated
			}
		case number:
			t.number = true
		}
	}
	for plain := strings.Join(single, ""); plain != ""; {
		n, k := questionWord(plain)
		t.asks |= k
		if n == 0 {
			_, n = utf8.DecodeRuneInString(plain)
		}
		plain = plain[n:]
	}
	return t
}

// numbersOf returns the set of numbers in a plain form, in digits or Chinese
// numerals. A lone 一 counts none: it is mostly no number (一下, 一般).
func numbersOf(plain string) (set uint64) {
	hash, size := uint64(14695981039346656037), 0 // FNV-1a
	lone := false
	flush := func() {
		if size > 0 && !lone {
			hash ^= hash >> 29
			set |= 1 << (hash * 0x9e3779b97f4a7c15 >> 58)
		}
		hash, size, lone = 14695981039346656037, 0, false
	}
	for _, r := range plain {
		if !isNumeral(r) {
			flush()
			continue
		}
		lone = size == 0 && r == '一'
		hash = (hash ^ uint64(r)) * 1099511628211
		size++
	}
	flush()
	return set
}

func isNumeral(r rune) bool {
	return r >= '0' && r <= '9' || strings.ContainsRune("零一二两三四五六七八九十百千万亿半", r)
}
