package ticket

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"yiwen/bot/fault"
)

const (
	prefix   = "WO"
	dayForm  = "20060102"
	minSeq   = 4 // digits of a sequence number, at least
	maxSeq   = 9
	shortest = len(dayForm) + minSeq + 1
	longest  = len(dayForm) + maxSeq + 1
)

// Number is the number of a ticket, as customers read it out: WO, the day, the
// sequence number of that day in at least four digits, and a check digit.
type Number string

// NewNumber returns the number of the seqth ticket (from 1) of the day that at is
// on, in at's own zone: pass it in the zone of the shop.
func NewNumber(at time.Time, seq int) (Number, error) {
	if seq < 1 || seq >= 1e9 {
		return "", fault.New(fault.Invalid, "no ticket has the sequence number %d", seq)
	}
	digits := fmt.Sprintf("%s%0*d", at.Format(dayForm), minSeq, seq)
	return Number(prefix + digits + string(damm(digits))), nil
}

// damm is the check digit of a string of digits by H. Michael Damm's algorithm
// (Total anti-symmetrische Quasigruppen, dissertation, Marburg 2004). Its table is
// a quasigroup with x·y = y·x only for x = y, also behind any first factor; so
// every single wrong digit and every swap of two neighbours changes the check
// digit. Luhn's algorithm misses the swap of 09 and 90, and a digit weighted
// modulo 11 needs an X.
func damm(digits string) byte {
	const table = "0317598642" + "7092154863" + "4206871359" + "1750983426" + "6123045978" +
		"3674209581" + "5869720134" + "8945362017" + "9438617205" + "2581436790"
	c := byte('0')
	for i := range len(digits) {
		c = table[int(c-'0')*10+int(digits[i]-'0')]
	}
	return c
}

// ParseNumber reads a number as a customer types it: in small or wide letters,
// with spaces or dashes, with or without WO. The error is fault.Invalid and
// Chinese: what is wrong with it.
func ParseNumber(s string) (Number, error) {
	var digits strings.Builder
	letters := ""
	for _, c := range s {
		switch c = narrow(c); {
		case c >= '0' && c <= '9':
			digits.WriteRune(c)
		case unicode.IsSpace(c) || c == '-' || c == '#' || c == ':':
		case digits.Len() == 0 && len(letters) < len(prefix) && strings.ContainsRune(prefix, unicode.ToUpper(c)):
			letters += string(unicode.ToUpper(c))
		default:
			return "", fault.New(fault.Invalid, "工单号只含字母 WO 和数字，请核对后再试")
		}
		if digits.Len() > longest {
			break
		}
	}
	d := digits.String()
	if letters == "W" && strings.HasPrefix(d, "0") {
		letters, d = prefix, d[1:] // a naught for the O
	}
	switch {
	case d == "":
		return "", fault.New(fault.Invalid, "请输入工单号，例如 %s", example())
	case letters != "" && letters != prefix:
		return "", fault.New(fault.Invalid, "工单号以 WO 开头，请核对后再试")
	case len(d) < shortest:
		return "", fault.New(fault.Invalid, "工单号不完整，应为 WO 加至少%d位数字", shortest)
	case len(d) > longest:
		return "", fault.New(fault.Invalid, "工单号太长，请核对后再试")
	}
	return check(d)
}

// example is a well-formed number to show to customers.
func example() string { return prefix + "202601010001" + string(damm("202601010001")) }

func check(d string) (Number, error) {
	if damm(d[:len(d)-1]) != d[len(d)-1] {
		return "", fault.New(fault.Invalid, "工单号有误，可能输错了一位，请核对后再试")
	}
	n := Number(prefix + d)
	if _, ok := n.Day(); !ok || strings.Trim(d[len(dayForm):len(d)-1], "0") == "" {
		return "", fault.New(fault.Invalid, "工单号有误，请核对后再试")
	}
	return n, nil
}

// narrow returns the narrow form of a wide letter, digit or dash.
func narrow(c rune) rune {
	switch {
	case c >= '！' && c <= '～':
		return c - '！' + '!'
	case c == '—' || c == '–' || c == '−':
		return '-'
	}
	return c
}

// Day returns the day in the number, at midnight UTC; false where it is none.
func (n Number) Day() (time.Time, bool) {
	d := strings.TrimPrefix(string(n), prefix)
	if len(d) < shortest {
		return time.Time{}, false
	}
	day, err := time.Parse(dayForm, d[:len(dayForm)])
	return day, err == nil
}

// FindNumber returns the first valid number that is quoted in a text, in any
// writing that ParseNumber takes with its WO; false where there is none. Digits
// without WO before them are an order's or a phone's. What follows a number after
// a blank may be another one, so the digits up to the first blank are tried first.
func FindNumber(text string) (Number, bool) {
	words := []rune(text)
	for i, c := range words {
		words[i] = unicode.ToUpper(narrow(c))
	}
	for i := 0; i+len(prefix) < len(words); i++ {
		if string(words[i:i+len(prefix)]) != prefix {
			continue
		}
		if n, ok := numberAt(words[i+len(prefix):]); ok {
			return n, true
		}
	}
	return "", false
}

// numberAt reads the digits of a number at the beginning of words, group by group.
func numberAt(words []rune) (Number, bool) {
	var d []byte
	try := func() (Number, bool) {
		if len(d) < shortest || len(d) > longest {
			return "", false
		}
		n, err := check(string(d))
		return n, err == nil
	}
	for _, c := range words {
		switch {
		case c >= '0' && c <= '9':
			d = append(d, byte(c))
		case unicode.IsSpace(c) || strings.ContainsRune("-#:", c):
			if n, ok := try(); ok {
				return n, true
			}
		default:
			return try()
		}
		if len(d) > longest {
			return "", false
		}
	}
	return try()
}
