package pack

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// encode returns v, a struct or a list, as a YAML file in one canonical layout:
// keys in the order of their struct, blank lines between the items of a file
// that is a list, texts over several lines as blocks where that is safe.
//
// Two libraries, because neither does both: the one that reads names line and
// column of a mistake, but its encoder loses blanks at the beginning of lines
// and writes blocks that it cannot read; the one that writes here says less
// about mistakes.
func encode(v any) ([]byte, error) {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return encodeBlock(v)
	}
	parts := make([][]byte, list.Len())
	for i := range parts {
		b, err := encodeBlock(list.Slice(i, i+1).Interface())
		if err != nil {
			return nil, err
		}
		parts[i] = b
	}
	return bytes.Join(parts, []byte("\n")), nil
}

// encodeBlock returns v without blank lines between its items.
func encodeBlock(v any) ([]byte, error) {
	var n yaml.Node
	if err := n.Encode(v); err != nil {
		return nil, fmt.Errorf("make YAML nodes: %w", err)
	}
	hide, show := standIns(&n)
	layOut(&n, hide)
	b, err := yaml.Dump(&n, yaml.WithV4Defaults(), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	return []byte(show.Replace(string(b))), nil
}

// layOut chooses how the texts of n are written, and puts in the stand-ins.
func layOut(n *yaml.Node, hide *strings.Replacer) {
	for _, c := range n.Content {
		layOut(c, hide)
	}
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return
	}
	v := hide.Replace(n.Value)
	switch {
	case isBlock(n.Value):
		n.Style = yaml.LiteralStyle
	case strings.TrimSpace(n.Value) != n.Value || strings.ContainsAny(n.Value, "\n\t"):
		n.Style = yaml.DoubleQuotedStyle
	case v != n.Value:
		n.Style = 0 // it was in quotes for what is hidden now; the library looks again
	}
	n.Value = v
}

// isBlock reports whether s reads well and safely as a block: several lines,
// none of which begins or ends with a blank.
func isBlock(s string) bool {
	if !strings.Contains(s, "\n") || strings.Contains(s, "\t") || strings.Trim(s, "\n") != s {
		return false
	}
	for l := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(l) != l {
			return false
		}
	}
	return true
}

const (
	firstPrivate = '\ue000'
	lastPrivate  = '\uf8ff'
)

// standIns returns what replaces characters beyond U+FFFF while the library
// writes n, and what brings them back: it would write \U0001F60A for a 😊 and
// make one long line of the block around it. Each gets a character for private
// use; those that the text has already are replaced too, so that none means
// two things. Where they run out all stay as they are, and get escaped.
func standIns(n *yaml.Node) (hide, show *strings.Replacer) {
	var there, back []string
	next := firstPrivate
	seen := map[rune]bool{}
	var visit func(*yaml.Node)
	visit = func(n *yaml.Node) {
		for _, r := range n.Value {
			if (r <= math.MaxUint16 && (r < firstPrivate || r > lastPrivate)) || seen[r] {
				continue
			}
			seen[r] = true
			there = append(there, string(r), string(next))
			back = append(back, string(next), string(r))
			next++
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(n)
	if next > lastPrivate+1 {
		there, back = nil, nil
	}
	return strings.NewReplacer(there...), strings.NewReplacer(back...)
}
