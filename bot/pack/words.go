package pack

import (
	"fmt"
	"strings"
)

const (
	maxStops      = 5000
	maxHomophones = 20_000
)

// parseStops reads stopwords.txt: a word on each line. It returns the words and
// the line of each.
func parseStops(b []byte) (words []string, lines []int) {
	eachLine(b, func(line int, s string) { words, lines = append(words, s), append(lines, line) })
	return words, lines
}

// parseHomophones reads homophones.txt: on each line what is typed and what is
// meant by it, separated by a comma (either width). It returns the pairs and the
// line of each.
func parseHomophones(b []byte, ps *problems) (pairs []Homophone, lines []int) {
	eachLine(b, func(line int, s string) {
		f := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '，' })
		if len(f) != 2 {
			ps.add(HomophonesFile, line, "", "wants what is typed and what is meant, separated by a comma")
			return
		}
		pairs = append(pairs, Homophone{Typed: strings.TrimSpace(f[0]), Meant: strings.TrimSpace(f[1])})
		lines = append(lines, line)
	})
	return pairs, lines
}

// checkStops adds what is wrong with the words.
func checkStops(words []string, at source, ps *problems) {
	c := checker{StopsFile, at, ps}
	if len(words) > maxStops {
		c.add("has %d words; the most is %d", nil, len(words), maxStops)
		return
	}
	first := map[string]int{}
	for i, w := range words {
		if why := wordFault(w); why != "" {
			c.add("%s", []any{i}, why)
		} else if j, ok := first[w]; ok {
			c.add("the word %q is already in %s", []any{i}, w, lineOrPlace(at.line(StopsFile, j), j))
		} else {
			first[w] = i
		}
	}
}

// checkHomophones adds what is wrong with the pairs. What is meant must not be
// typed for something else again: one look would not find what is meant in the
// end.
func checkHomophones(pairs []Homophone, at source, ps *problems) {
	c := checker{HomophonesFile, at, ps}
	if len(pairs) > maxHomophones {
		c.add("has %d pairs; the most is %d", nil, len(pairs), maxHomophones)
		return
	}
	first := map[string]int{}
	for i, h := range pairs {
		j, known := first[h.Typed]
		switch typed, meant := wordFault(h.Typed), wordFault(h.Meant); {
		case typed != "":
			c.add("%s", []any{i, "typed"}, typed)
		case meant != "":
			c.add("%s", []any{i, "meant"}, meant)
		case strings.Trim(h.Typed, "0123456789０１２３４５６７８９") == "":
			c.add("%q is a number, which stays as it is", []any{i, "typed"}, h.Typed)
		case h.Typed == h.Meant:
			c.add("%q is typed for itself", []any{i, "meant"}, h.Typed)
		case known:
			c.add("the word %q is already in %s", []any{i, "typed"}, h.Typed, lineOrPlace(at.line(HomophonesFile, j), j))
		default:
			first[h.Typed] = i
		}
	}
	for i, h := range pairs {
		if j, ok := first[h.Meant]; ok && h.Typed != h.Meant {
			c.add("what is meant, %q, is typed for something else in %s", []any{i, "meant"}, h.Meant, lineOrPlace(at.line(HomophonesFile, j), j))
		}
	}
}

// writeStops is the inverse of parseStops.
func writeStops(words []string) []byte {
	return []byte(strings.Join(words, "\n") + "\n")
}

// writeHomophones is the inverse of parseHomophones.
func writeHomophones(pairs []Homophone) []byte {
	var b strings.Builder
	for _, h := range pairs {
		fmt.Fprintf(&b, "%s,%s\n", h.Typed, h.Meant)
	}
	return []byte(b.String())
}
