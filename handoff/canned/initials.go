package canned

import (
	"strings"
	"unicode"
)

// Sounds is how characters are spelled in Latin letters, the usual reading first;
// bot/text/pinyin knows.
type Sounds interface{ Readings(r rune) []string }

// Initials returns how an agent types a title by the first letters of its
// sounds: 已退款 is "ytk". Letters and digits stay, in small; all else is left out.
func Initials(title string, sounds Sounds) string {
	var b strings.Builder
	for _, r := range title {
		switch readings := sounds.Readings(r); {
		case len(readings) > 0 && readings[0] != "":
			b.WriteByte(readings[0][0])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
