package pack

import (
	"bytes"
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// emitter writes values as YAML in one canonical layout: keys in the order of
// their struct, lists of texts one a line, texts over several lines as blocks,
// every text in quotes that could be read as anything else. The library's own
// encoder loses blanks at the beginning of lines and writes blocks that it
// cannot read.
type emitter struct{ bytes.Buffer }

// emit returns v, a struct or a list of structs, as a YAML file.
func emit(v any) ([]byte, error) {
	e := &emitter{}
	if err := e.value(reflect.ValueOf(v), 0); err != nil {
		return nil, err
	}
	return e.Bytes(), nil
}

// value writes v as a block whose lines are indented by indent, beginning on a
// line of its own.
func (e *emitter) value(v reflect.Value, indent int) error {
	switch v.Kind() {
	case reflect.Slice:
		return e.list(v, indent)
	case reflect.Struct:
		return e.fields(v, indent, strings.Repeat(" ", indent))
	}
	return fmt.Errorf("cannot write a %s as a block", v.Type())
}

// list writes the items of v. At the top of a file blank lines part them.
func (e *emitter) list(v reflect.Value, indent int) error {
	for i := range v.Len() {
		if indent == 0 && i > 0 {
			e.WriteByte('\n')
		}
		dash := strings.Repeat(" ", indent) + "- "
		item := v.Index(i)
		if item.Kind() == reflect.Struct && !marshals(item) {
			if err := e.fields(item, indent+2, dash); err != nil {
				return err
			}
			continue
		}
		e.WriteString(strings.TrimRight(dash, " "))
		if err := e.scalar(item, indent+2); err != nil {
			return err
		}
	}
	return nil
}

// fields writes a struct; its first line begins with first, the others with
// indent blanks.
func (e *emitter) fields(v reflect.Value, indent int, first string) error {
	lead := first
	for f := range v.Type().Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		field := v.FieldByIndex(f.Index)
		if strings.Contains(options, "omitempty") && (field.IsZero() || field.Kind() == reflect.Slice && field.Len() == 0) {
			continue
		}
		e.WriteString(lead + name + ":")
		lead = strings.Repeat(" ", indent)
		if err := e.field(field, indent); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// field writes what stands behind "key:".
func (e *emitter) field(v reflect.Value, indent int) error {
	switch {
	case marshals(v):
		return e.scalar(v, indent+2)
	case v.Kind() == reflect.Slice && v.Len() == 0:
		e.WriteString(" []\n")
		return nil
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Struct:
		e.WriteByte('\n')
		return e.value(v, indent+2)
	}
	return e.scalar(v, indent+2)
}

// scalar writes a blank, a single value and the end of the line.
func (e *emitter) scalar(v reflect.Value, indent int) error {
	if marshals(v) {
		b, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return err
		}
		e.WriteString(" " + strconv.Quote(string(b)) + "\n")
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		e.WriteString(" " + written(v.String(), indent) + "\n")
	case reflect.Bool, reflect.Int:
		fmt.Fprintf(e, " %v\n", v)
	case reflect.Float64:
		e.WriteString(" " + strconv.FormatFloat(v.Float(), 'f', -1, 64) + "\n")
	default:
		return fmt.Errorf("cannot write a %s", v.Type())
	}
	return nil
}

// written returns s plain, as a block or in quotes, whichever is safe and nicest.
func written(s string, indent int) string {
	if isBlock(s) {
		pad := strings.Repeat(" ", indent)
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			if l != "" {
				lines[i] = pad + l
			}
		}
		return "|-\n" + strings.Join(lines, "\n")
	}
	if isPlain(s) {
		return s
	}
	return quote(s)
}

// isPlain is careful: a text that would be fine without its quotes may get them.
func isPlain(s string) bool {
	switch s {
	case "", "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return false
	}
	first := s[0]
	return (first >= utf8.RuneSelf || first >= 'a' && first <= 'z') &&
		!strings.ContainsAny(s, "#:{}[],&*!|>'\"%@`\\\t\n") &&
		strings.TrimSpace(s) == s && !strings.ContainsFunc(s, invisible)
}

// isBlock reports whether s reads well and safely as a block: several lines,
// none of which begins or ends with a blank.
func isBlock(s string) bool {
	if !strings.Contains(s, "\n") || strings.ContainsFunc(s, invisible) || strings.ContainsAny(s, "\t") {
		return false
	}
	lines := strings.Split(s, "\n")
	if lines[0] == "" || lines[len(lines)-1] == "" {
		return false
	}
	for _, l := range lines {
		if strings.TrimSpace(l) != l {
			return false
		}
	}
	return true
}

// invisible reports whether r would not be seen, or not be kept, outside of
// quotes.
func invisible(r rune) bool {
	return r != '\n' && r != '\t' && r != '\u3000' && !unicode.IsPrint(r)
}

// quote writes s in double quotes with no more escapes than it needs.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !invisible(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String() + `"`
}

// marshals reports whether v writes itself as text.
func marshals(v reflect.Value) bool {
	_, ok := v.Interface().(encoding.TextMarshaler)
	return ok
}
