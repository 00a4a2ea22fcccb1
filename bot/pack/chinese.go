package pack

import (
	"fmt"
	"strconv"
	"strings"
)

// chinese returns a reason in Chinese, or as it is where it is not known.
func chinese(reason string) string {
	for _, p := range phrases() {
		if args, ok := match(p.english, reason); ok {
			if len(args) == 0 || !strings.Contains(p.chinese, "%") {
				return p.chinese
			}
			return fmt.Sprintf(p.chinese, args...)
		}
	}
	return reason
}

// match returns what the verbs of format stand for in s, in Chinese where it is a
// phrase itself; false where s was not made with format.
func match(format, s string) (args []any, ok bool) {
	for {
		literal, rest, more := strings.Cut(format, "%")
		if s, ok = strings.CutPrefix(s, literal); !ok {
			return nil, false
		}
		if !more {
			return args, s == ""
		}
		verb := rest[0]
		format = rest[1:]
		n := span(verb, format, s)
		if n <= 0 {
			return nil, false
		}
		arg := s[:n]
		s = s[n:]
		switch verb {
		case 'q':
			if raw, err := strconv.Unquote(arg); err == nil {
				arg = raw
			}
		case 'd':
		default:
			arg = chinese(arg)
		}
		args = append(args, arg)
	}
}

// span returns how much of s a verb stands for that after follows; 0 = it cannot.
func span(verb byte, after, s string) int {
	switch verb {
	case 'q':
		quoted, _ := strconv.QuotedPrefix(s) // none is empty
		return len(quoted)
	case 'd':
		return len(s) - len(strings.TrimLeft(s, "-0123456789"))
	}
	next, _, more := strings.Cut(after, "%")
	if !more { // the last: all but the end
		if !strings.HasSuffix(s, next) {
			return 0
		}
		return len(s) - len(next)
	}
	if next == "" {
		return 0
	}
	return strings.Index(s, next)
}
