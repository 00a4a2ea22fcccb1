package pack

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"yiwen/bot/text"
)

const (
	// maxFile bounds a file of a pack, in bytes. 20,000 entries of the demo's size
	// are 28 MB; reading them takes 5 s and 900 MB.
	maxFile = 32 << 20
	// maxSigns bounds the lines and the signs that may begin a token, each of which
	// costs 250 bytes before anything can be refused: a file of nothing but "["
	// would take 8 GB. The 20,000 entries have 1.5 million.
	maxSigns = 3 << 20
	// maxDepth bounds nesting. The parser is recursive, and "[[[[..." would
	// overflow its stack, which nothing can recover from. Our deepest file
	// nests six levels.
	maxDepth  = 32
	maxIndent = 200
)

// document is a parsed YAML file: its lines can be asked for. A nil document
// answers 0, which serves values that never were in a file.
type document struct {
	file string
	root ast.Node
}

// parseYAML parses one file. It returns nil when the file is unusable or holds
// nothing, having added why to ps.
func parseYAML(file string, b []byte, ps *problems) (doc *document) {
	b, ok := cleanText(file, b, ps)
	if !ok {
		return nil
	}
	if signs(b) > maxSigns {
		ps.add(file, 0, "", "has more than %d lines and signs like - : , [", maxSigns)
		return nil
	}
	// The library has panicked on odd input before; an editor's typing mistake
	// must not stop a server.
	defer func() {
		if r := recover(); r != nil {
			ps.add(file, 0, "", "is not readable as YAML (%v)", r)
			doc = nil
		}
	}()
	tokens := lexer.Tokenize(string(b))
	if !tame(file, tokens, ps) {
		return nil
	}
	f, err := parser.Parse(tokens, 0)
	if err != nil {
		addYAML(ps, file, err)
		return nil
	}
	var root ast.Node
	for _, d := range f.Docs {
		if d.Body == nil {
			continue
		}
		if root != nil {
			ps.add(file, lineOf(d.Body), "", "holds more than one YAML document; remove the line \"---\"")
			return nil
		}
		root = d.Body
	}
	if root == nil {
		ps.add(file, 0, "", "is empty")
		return nil
	}
	return &document{file: file, root: root}
}

// cleanText checks that b is text of a bearable size and takes away a byte
// order mark and carriage returns, which editors on Windows leave.
func cleanText(file string, b []byte, ps *problems) ([]byte, bool) {
	if len(b) > maxFile {
		ps.add(file, 0, "", "has %d bytes; the most is %d", len(b), maxFile)
		return nil, false
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	line := 1
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			ps.add(file, line, "", "is not UTF-8; save the file as UTF-8")
			return nil, false
		case r == '\n':
			line++
		case text.Forbidden(r):
			ps.add(file, line, "", "holds the control character U+%04X", r)
			return nil, false
		}
		i += n
	}
	return b, true
}

// signs counts what may begin a token in b.
func signs(b []byte) (n int) {
	for _, c := range b {
		switch c {
		case '\n', '-', ':', ',', '?', '[', ']', '{', '}', '"', '\'', '|', '>', '#', '&', '*', '!', '%', '@', '`':
			n++
		}
	}
	return n
}

// tame refuses what makes a small YAML file dangerous before the recursive
// parser sees it: depth, and everything that refers or converts.
func tame(file string, tokens token.Tokens, ps *problems) bool {
	flow, inline, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, inline = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType:
			inline++ // "- - - -" and "a: b: c:" nest within one line
		case token.CollectEntryType:
			inline = 0
		case token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType, token.DirectiveType:
			ps.add(file, line, "", "uses %q: anchors, aliases, tags and directives are not allowed here; put the text in quotes if it is meant as text", t.Value)
			return false
		}
		// The parser's time grows with the square of a run of empty items.
		if p := t.Prev; p != nil && t.Type == token.SequenceEntryType && p.Type == token.SequenceEntryType &&
			p.Position.Column >= t.Position.Column {
			ps.add(file, p.Position.Line, "", "the item has no value")
			return false
		}
		// Blocks nest by indentation, at least one blank for each level.
		if flow > maxDepth || inline > maxDepth || t.Position.IndentNum > maxIndent {
			ps.add(file, line, "", "nests deeper than %d levels, or is indented by more than %d blanks", maxDepth, maxIndent)
			return false
		}
	}
	return true
}

// addYAML adds an error of the YAML library, with its line.
func addYAML(ps *problems, file string, err error) {
	var y yaml.Error
	if !errors.As(err, &y) {
		ps.add(file, 0, "", "%v", err)
		return
	}
	line := 0
	if t := y.GetToken(); t != nil {
		line = t.Position.Line
	}
	ps.add(file, line, "", "%s", y.GetMessage())
}

// line returns the line of the value that path leads to: strings are keys,
// ints are places in a list. Where the path ends early (the key is missing) it
// is the line of the nearest value around it.
func (d *document) line(path ...any) int {
	if d == nil {
		return 0
	}
	n := d.root
	best := lineOf(n)
	for _, step := range path {
		n = child(n, step)
		if n == nil {
			break
		}
		best = lineOf(n)
	}
	return best
}

// lineOfText returns the line of the item of the list at path that is s, or of
// the list where no item is.
func (d *document) lineOfText(s string, path ...any) int {
	if d == nil {
		return 0
	}
	n := d.root
	for _, step := range path {
		n = child(n, step)
	}
	if seq, ok := n.(*ast.SequenceNode); ok {
		for _, item := range seq.Values {
			if item.GetToken().Value == s {
				return lineOf(item)
			}
		}
	}
	return d.line(path...)
}

// child returns the value in n under a key or at a place, or nil.
func child(n ast.Node, step any) ast.Node {
	switch step := step.(type) {
	case string:
		for _, kv := range pairs(n) {
			if kv.Key.GetToken().Value == step {
				return kv.Value
			}
		}
	case int:
		if s, ok := n.(*ast.SequenceNode); ok && step < len(s.Values) {
			return s.Values[step]
		}
	}
	return nil
}

// pairs returns the keys and values of a mapping, or nil for another node.
func pairs(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// lineOf returns the line that a node begins on. The library's token of a
// mapping is its first colon, which is on the line of the first key.
func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

// place writes a path for people: [3].variants[2].
func place(path ...any) string {
	s := ""
	for _, step := range path {
		switch step := step.(type) {
		case int:
			s += fmt.Sprintf("[%d]", step)
		case string:
			if s != "" {
				s += "."
			}
			s += step
		}
	}
	return s
}
