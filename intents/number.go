package intents

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// numeral is a number as a customer wrote it: bytes of the normal form.
type numeral struct {
	start, end int
	value      float64
	chinese    bool
}

// numerals returns the numbers in s, written in digits (1,000.5) or in Chinese
// (两万六, 一百九十八), in order. Digits inside a word of letters and digits are
// none.
func numerals(s string) []numeral {
	var out []numeral
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isDigit(s[i]):
			end := digitsEnd(s, i)
			if v, err := strconv.ParseFloat(strings.ReplaceAll(s[i:end], ",", ""), 64); err == nil && !gluedToWord(s, i) {
				out = append(out, numeral{start: i, end: end, value: v})
			}
			i = end
		case han(r) != 0 || r == '零':
			end := i
			for end < len(s) {
				r, n := utf8.DecodeRuneInString(s[end:])
				if han(r) == 0 && r != '零' {
					break
				}
				end += n
			}
			if v, ok := chineseNumber(s[i:end]); ok {
				out = append(out, numeral{start: i, end: end, value: v, chinese: true})
			}
			i = end
		default:
			i += n
		}
	}
	return out
}

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return b >= 'a' && b <= 'z' }

// digitsEnd returns where the number that begins at i ends: digits, thousands
// after a comma, one decimal point.
func digitsEnd(s string, i int) int {
	point := false
	for i < len(s) {
		switch {
		case isDigit(s[i]):
		case s[i] == ',' && !point && i+3 < len(s) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]) && (i+4 == len(s) || !isDigit(s[i+4])):
		case s[i] == '.' && !point && i+1 < len(s) && isDigit(s[i+1]):
			point = true
		default:
			return i
		}
		i++
	}
	return i
}

func gluedToWord(s string, i int) bool {
	return i > 0 && (isLetter(s[i-1]) || s[i-1] == '-' || s[i-1] == '_' || s[i-1] == '#')
}

// han returns the value of a Chinese digit or unit; units are 10 and more.
func han(r rune) float64 {
	switch r {
	case '一':
		return 1
	case '二', '两', '俩':
		return 2
	case '三', '仨':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 10000
	}
	return 0
}

// chineseNumber reads 一百九十八, 两万六 (26,000), 一千零五十. What is no number
// (三四, 百) is refused: 三四百 is a guess and 千万 a warning.
func chineseNumber(s string) (float64, bool) {
	var total, section, digit, last float64 // last: the unit before, for 两万六
	zero, any := false, false
	for _, r := range s {
		v := han(r)
		switch {
		case r == '零':
			zero = true
			continue
		case v < 10:
			if digit != 0 {
				return 0, false
			}
			digit, any = v, true
			continue
		case v == 10000:
			if section+digit == 0 || total != 0 {
				return 0, false
			}
			total, section = (section+digit)*v, 0
		default:
			if digit == 0 {
				if v != 10 || any {
					return 0, false
				}
				digit = 1 // 十五
			}
			section += digit * v
		}
		digit, last, zero, any = 0, v, false, true
	}
	if digit != 0 && last >= 100 && !zero {
		digit *= last / 10 // 一千三 is 1,300
	}
	return total + section + digit, any
}

// plain writes a value without exponent and without needless zeros.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// numberAt returns the whole number below 100 that s begins with and its length.
func numberAt(s string) (int, int) {
	if isDigit(s0(s)) {
		n, v := 0, 0
		for n < len(s) && isDigit(s[n]) && n < 3 {
			v = v*10 + int(s[n]-'0')
			n++
		}
		if n > 2 {
			return 0, 0
		}
		return v, n
	}
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if v := han(r); v == 0 || v > 10 {
			break
		}
		n += size
	}
	v, ok := chineseNumber(s[:n])
	if !ok {
		return 0, 0
	}
	return int(v), n
}

// s0 returns the first byte of s, 0 where there is none.
func s0(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

// prefix returns the length of the first of words that s begins with, or 0.
func prefix(s string, words ...string) int {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}
