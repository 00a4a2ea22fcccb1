package spell

import (
	"cmp"
	"slices"
	"strings"

	"yiwen/bot/text"
	"yiwen/bot/text/trie"
)

// Homophones is a shop's own list of what is typed for something else that sounds
// or looks alike. It never changes and is safe for concurrent use; nil is an empty
// list.
type Homophones struct {
	typed trie.Trie
	meant []string // by word of typed
}

// NewHomophones makes a list of pairs of what is typed and what is meant by it, of
// which the normal forms count and the first of two that are typed alike. A pair
// whose typed side is a number, or that changes nothing, is left out: figures are
// codes, amounts and orders.
func NewHomophones(pairs [][2]string) *Homophones {
	h := &Homophones{}
	for _, p := range pairs {
		typed, meant := text.Normalise(p[0]), text.Normalise(p[1])
		if meant == "" || typed == meant || strings.Trim(typed, "0123456789") == "" {
			continue
		}
		if n := int(h.typed.Add(typed)); n == len(h.meant) {
			h.meant = append(h.meant, meant)
		}
	}
	return h
}

// Correct appends to dst the stretches of s, a normal form, that are typed for
// something else: of those that touch each other the longest, of equally long ones
// the first. What is part of a code, a number or an address stays.
func (h *Homophones) Correct(dst []text.Edit, s string) []text.Edit {
	if h == nil || len(h.meant) == 0 {
		return dst
	}
	var room [16]trie.Hit
	hits := slices.DeleteFunc(h.typed.Find(room[:0], s), func(t trie.Hit) bool { return attached(s, int(t.Start), int(t.End)) })
	if len(hits) == 0 {
		return dst
	}
	slices.SortFunc(hits, func(a, b trie.Hit) int {
		return cmp.Or(cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start))
	})
	from := len(dst)
	for _, t := range hits {
		start, end := int(t.Start), int(t.End)
		if !slices.ContainsFunc(dst[from:], func(e text.Edit) bool { return start < e.End && e.Start < end }) {
			dst = append(dst, text.Edit{Start: start, End: end, To: h.meant[t.Word]})
		}
	}
	slices.SortFunc(dst[from:], func(a, b text.Edit) int { return cmp.Compare(a.Start, b.Start) })
	return dst
}

// attached reports that s[from:to] is part of something longer that is no word: it
// begins or ends with a letter or digit, and what stands there joins letters and
// digits to codes and addresses.
func attached(s string, from, to int) bool {
	const joins = "0123456789.-_@/:&+#%"
	return ascii(s[from]) && from > 0 && strings.IndexByte(joins, s[from-1]) >= 0 ||
		ascii(s[to-1]) && to < len(s) && strings.IndexByte(joins, s[to]) >= 0
}

// ascii reports whether b is a small letter or digit.
func ascii(b byte) bool { return letter(b) || b >= '0' && b <= '9' }
