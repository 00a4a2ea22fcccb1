package pack

import (
	"encoding"
	"reflect"
	"sort"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"yiwen/bot"
	"yiwen/bot/text"
)

// bind decodes a document into dst, a pointer, and reports whether it could.
//
// The library alone stops at the first error of a list and turns the number
// 0123 silently into the text "83". So the shape is compared with the type
// first: every unknown, doubled or mistyped value is reported.
func (d *document) bind(dst any, ps *problems) bool {
	before := len(*ps)
	s := shaper{file: d.file, ps: ps}
	s.check(d.root, reflect.TypeOf(dst).Elem(), nil)
	if len(*ps) > before {
		return false
	}
	if err := yaml.NodeToValue(d.root, dst, yaml.Strict()); err != nil {
		addYAML(ps, d.file, err)
		return false
	}
	return true
}

// shaper compares nodes with Go types.
type shaper struct {
	file string
	ps   *problems
}

func (s shaper) add(n ast.Node, path []any, format string, args ...any) {
	s.ps.add(s.file, lineOf(n), place(path...), format, args...)
}

// check compares n with t and what it holds, in depth.
func (s shaper) check(n ast.Node, t reflect.Type, path []any) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n == nil || n.Type() == ast.NullType {
		s.add(n, path, "has no value; leave the key out or write one")
		return
	}
	switch {
	case t == reflect.TypeFor[bot.Sentence]():
		s.sentence(n, path)
		return
	case decodesItself(t):
		return // its own errors come from bind
	case readsText(t):
		s.text(n, t, path)
		return
	case t == reflect.TypeFor[time.Duration]():
		if v, ok := s.str(n, path); ok {
			if _, err := time.ParseDuration(v); err != nil {
				s.add(n, path, "is not a length of time; write it like 30m, 1h30m or 72h")
			}
		}
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		s.structure(n, t, path)
	case reflect.Slice:
		s.list(n, t, path)
	case reflect.Map:
		s.table(n, t, path)
	default:
		s.scalar(n, t, path)
	}
}

// sentence compares a text, or a list of texts, with a bot.Sentence.
func (s shaper) sentence(n ast.Node, path []any) {
	if _, ok := n.(*ast.SequenceNode); ok {
		s.list(n, reflect.TypeFor[[]string](), path)
		return
	}
	s.str(n, path)
}

// structure compares a mapping with a struct: keys by the yaml tags.
func (s shaper) structure(n ast.Node, t reflect.Type, path []any) {
	if !isMapping(n) {
		s.add(n, path, "wants keys with values (%s)", strings.Join(fieldNames(t), ", "))
		return
	}
	fields := fieldTypes(t)
	for _, kv := range s.keys(n, path) {
		name := kv.Key.GetToken().Value
		ft, ok := fields[name]
		if !ok {
			s.add(kv.Key, path, "unknown key %q; known are %s", name, strings.Join(fieldNames(t), ", "))
			continue
		}
		s.check(kv.Value, ft, with(path, name))
	}
}

// table compares a mapping with a map of texts to something.
func (s shaper) table(n ast.Node, t reflect.Type, path []any) {
	if !isMapping(n) {
		s.add(n, path, "wants keys with values")
		return
	}
	for _, kv := range s.keys(n, path) {
		s.check(kv.Value, t.Elem(), with(path, kv.Key.GetToken().Value))
	}
}

// keys returns the pairs of a mapping whose keys are fine, and reports others.
func (s shaper) keys(n ast.Node, path []any) []*ast.MappingValueNode {
	seen := map[string]bool{}
	var good []*ast.MappingValueNode
	for _, kv := range pairs(n) {
		if _, ok := kv.Key.(*ast.StringNode); !ok {
			s.add(kv.Key, path, "the key %s must be a text; put it in quotes", kv.Key.GetToken().Value)
			continue
		}
		name := kv.Key.GetToken().Value
		if seen[name] {
			s.add(kv.Key, path, "the key %q is there twice", name)
			continue
		}
		seen[name] = true
		good = append(good, kv)
	}
	return good
}

// list compares a sequence with a slice.
func (s shaper) list(n ast.Node, t reflect.Type, path []any) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		s.add(n, path, "wants a list: [a, b] or lines that begin with \"- \"")
		return
	}
	for i, v := range seq.Values {
		s.check(v, t.Elem(), with(path, i))
	}
}

// scalar compares a single value with its type.
func (s shaper) scalar(n ast.Node, t reflect.Type, path []any) {
	switch t.Kind() {
	case reflect.String:
		s.str(n, path)
	case reflect.Bool:
		if _, ok := n.(*ast.BoolNode); !ok {
			s.add(n, path, "wants true or false")
		}
	case reflect.Int, reflect.Int64:
		if _, ok := n.(*ast.IntegerNode); !ok {
			s.add(n, path, "wants a whole number")
		}
	case reflect.Float64:
		_, whole := n.(*ast.IntegerNode)
		if _, ok := n.(*ast.FloatNode); !ok && !whole {
			s.add(n, path, "wants a number")
		}
	}
}

// str returns the text of n, or reports that it is none.
func (s shaper) str(n ast.Node, path []any) (string, bool) {
	var v string
	switch n := n.(type) {
	case *ast.StringNode:
		v = n.Value
	case *ast.LiteralNode:
		v = n.Value.Value
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		s.add(n, path, "wants a text; one with \": \" or \"#\" in it needs quotes")
		return "", false
	default:
		s.add(n, path, "wants a text, but YAML takes %s for something else; put it in quotes", n.GetToken().Value)
		return "", false
	}
	for _, r := range v {
		if text.Forbidden(r) {
			s.add(n, path, "holds the control character U+%04X", r)
			return "", false
		}
	}
	return v, true
}

// text lets a type that reads itself from text say what it thinks.
func (s shaper) text(n ast.Node, t reflect.Type, path []any) {
	v, ok := s.str(n, path)
	if !ok {
		return
	}
	if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(v)); err != nil {
		s.add(n, path, "%v", err)
	}
}

func isMapping(n ast.Node) bool {
	_, one := n.(*ast.MappingValueNode)
	_, many := n.(*ast.MappingNode)
	return one || many
}

func readsText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func decodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[yaml.BytesUnmarshaler]()) ||
		p.Implements(reflect.TypeFor[yaml.InterfaceUnmarshaler]())
}

// fieldTypes returns the keys that a struct takes, by its yaml tags.
func fieldTypes(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		m[name] = f.Type
	}
	return m
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for name := range fieldTypes(t) {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// with returns path with one more step, never sharing memory with a sibling.
func with(path []any, step any) []any {
	return append(path[:len(path):len(path)], step)
}
