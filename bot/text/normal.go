package text

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// unit is a rune on its way into the normal form and where it came from.
type unit struct {
	r rune
	span
}

// maxMarks is how many combining marks one letter keeps. No script needs more;
// "zalgo" text stacks hundreds, and x/text would break long stacks apart with
// marks of its own.
const maxMarks = 8

// rawMarks is how many are looked at: fewer than the 30, decomposed, at which
// x/text breaks a stack apart.
const rawMarks = 12

// simple reports whether r is its own NFKC form and joins with nothing before
// it: the quick way for nearly everything that customers type. Full-width ASCII
// counts as simple, narrow folds it.
func simple(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= 0x20 || r == '\t' || r == '\n' || r == '\r'
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf: // Han
		return true
	case r >= 0x3000 && r <= 0x3002, r >= 0x3008 && r <= 0x3011: // blank 、。 brackets
		return true
	case r >= 0xff01 && r <= 0xff5e: // full-width ASCII
		return true
	case r == 0x2014, r >= 0x2018 && r <= 0x201d: // dash, quotes
		return true
	}
	return false
}

// narrow is NFKC and lower case for simple runes.
func narrow(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xff01 - '!'
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// invisible reports whether r says nothing: control and format characters,
// joiners, variation selectors, fillers, and the mark of broken UTF-8. Between
// letters they only hide words from rules.
func invisible(r rune) bool {
	switch {
	case unicode.IsSpace(r):
		return false
	case r < 0x20, r == utf8.RuneError, r == 0x034f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// compose appends raw to dst in NFKC and lower case.
func compose(dst []unit, raw string) []unit {
	n := int32(0) // runes of raw behind i
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		next, _ := utf8.DecodeRuneInString(raw[i+size:])
		if simple(r) && (i+size == len(raw) || simple(next)) {
			dst = append(dst, unit{narrow(r), span{n, n + 1}})
			i, n = i+size, n+1
			continue
		}
		end := i + size // the stretch up to the next simple rune composes apart
		for end < len(raw) && !simple(next) {
			_, size = utf8.DecodeRuneInString(raw[end:])
			end += size
			next, _ = utf8.DecodeRuneInString(raw[end:])
		}
		dst = composeSlow(dst, raw[i:end], n)
		n += int32(utf8.RuneCountInString(raw[i:end]))
		i = end
	}
	return dst
}

// composeSlow appends the stretch s, whose first rune has number n, with the
// help of the Unicode tables.
func composeSlow(dst []unit, s string, n int32) []unit {
	var seen strings.Builder // what is visible of s
	var at []int32           // the number of each rune in seen
	marks := 0
	for _, r := range s {
		if !invisible(r) && stack(&marks, r) <= rawMarks {
			seen.WriteRune(r)
			at = append(at, n)
		}
		n++
	}
	marks = 0
	for v := seen.String(); v != ""; {
		size := norm.NFKC.NextBoundaryInString(v, true)
		runes := utf8.RuneCountInString(v[:size])
		from := span{at[0], at[runes-1] + 1}
		for _, r := range canonical(v[:size]) {
			if !invisible(r) && stack(&marks, r) <= maxMarks {
				dst = append(dst, unit{r, from})
			}
		}
		v, at = v[size:], at[runes:]
	}
	return dst
}

// stack counts in marks how many combining marks stand in a row, r included.
func stack(marks *int, r rune) int {
	if unicode.Is(unicode.M, r) {
		*marks++
	} else {
		*marks = 0
	}
	return *marks
}

// canonical returns s in NFKC and lower case. One step of each is not always
// enough: lower case may compose where upper case did not, and NFKC may give
// upper case. Four rounds suffice for every character there is.
func canonical(s string) string {
	for range 4 {
		next := norm.NFKC.String(strings.ToLower(s))
		if next == s {
			break
		}
		s = next
	}
	return s
}

// fold shortens runs and white space in place. A run that is shortened leaves
// its whole stretch to the last unit that is kept.
func fold(us []unit) []unit {
	out := us[:0]
	run := 0
	for _, u := range us {
		if unicode.IsSpace(u.r) {
			u.r = ' '
		}
		last := len(out) - 1
		if last >= 0 && out[last].r == u.r {
			run++
		} else {
			run = 1
		}
		switch most := longest(u.r); {
		case u.r == ' ' && last < 0:
			continue
		case run > most:
			out[last].to = max(out[last].to, u.to)
			continue
		}
		out = append(out, u)
	}
	if n := len(out); n > 0 && out[n-1].r == ' ' {
		out = out[:n-1]
	}
	return out
}

// longest returns how many of the same rune may stand in a row.
func longest(r rune) int {
	switch {
	case r == ' ', strings.ContainsRune("!?.,;~。、…", r):
		return 1
	case r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z'):
		return math.MaxInt
	}
	return 3
}
