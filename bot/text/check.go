package text

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check says why s cannot be kept and shown as it is: it is blank, has more than
// most runes, or holds what is not text. It is for what staff write; what
// customers send is checked by package wire.
func Check(s string, most int) error {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, Forbidden) {
		return errors.New("holds bytes that are not text")
	}
	if strings.TrimSpace(s) == "" {
		return errors.New("must not be empty")
	}
	if n := utf8.RuneCountInString(s); n > most {
		return fmt.Errorf("has %d characters; the most is %d", n, most)
	}
	return nil
}

// Forbidden reports whether r is a control character that no text may hold: it
// is invisible, and data bases disagree about it. Line breaks and tabs are fine.
func Forbidden(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff')
}

// CheckID says why s is not a stable name: ids are part of URLs, metric labels
// and other files.
func CheckID(s string) error {
	if len(s) == 0 || len(s) > 64 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return fmt.Errorf("%q is not a name of 1 to 64 lower-case letters, digits and hyphens", s)
	}
	return nil
}
