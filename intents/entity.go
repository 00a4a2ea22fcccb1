package intents

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// Names of the entities that are recognised.
const (
	EntityOrder  = "order_no"  // value: upper case, without blanks
	EntityTicket = "ticket_no" // value: upper case
	EntityPhone  = "phone"     // mainland mobile; value: eleven digits, or with * as it was
	EntityQQ     = "qq"
	EntityCard   = "card_code" // looks like a card number or code; value: upper case
	EntityAmount = "amount"    // value: yuan, decimal
	EntityTime   = "time"      // value: as written, in normal form
)

// EntityNames returns all of them.
func EntityNames() []string {
	return []string{EntityOrder, EntityTicket, EntityPhone, EntityQQ, EntityCard, EntityAmount, EntityTime}
}

// orderNo is the form of the demo shop: XK and digits, blanks inside; or bare
// digits after the word.
const orderNo = `\b(xk(?:[ -]?[0-9]){10,16})(?:[^0-9]|$)|(?:订单|单号)(?:号|编号)?[^0-9a-z]{0,4}([0-9]{10,18})(?:[^0-9]|$)`

// entityFinder recognises entities. Immutable.
type entityFinder struct{ order *regexp.Regexp }

func newEntityFinder(spec EntitySpec) (entityFinder, error) {
	src := spec.OrderNo
	if src == "" {
		src = orderNo
	}
	re, err := regexp.Compile(src)
	if err != nil {
		return entityFinder{}, fmt.Errorf("%q: %w", src, err)
	}
	if re.MatchString("") {
		return entityFinder{}, fmt.Errorf("%q 会匹配空的内容", src)
	}
	return entityFinder{order: re}, nil
}

// claim is an entity by bytes of the normal form.
type claim struct {
	name       string
	start, end int
	value      string
}

// claims are the entities found so far; none overlaps another.
type claims struct {
	s    string
	list []claim
}

func (c *claims) free(start, end int) bool {
	for _, have := range c.list {
		if start < have.end && have.start < end {
			return false
		}
	}
	return true
}

func (c *claims) add(name string, start, end int, value string) {
	if c.free(start, end) {
		c.list = append(c.list, claim{name, start, end, value})
	}
}

// maxEntities bounds what one message can show.
const maxEntities = 50

// entities returns what is recognised in a, in order of place. Where two kinds
// want the same characters the surer kind has them: order before phone before
// card before amount.
func (f entityFinder) entities(a *text.Analysis) []chat.Entity {
	c := claims{s: a.Norm}
	if digits(a.Norm) >= 3 {
		f.orders(&c)
		codes(&c)
	}
	amounts(&c)
	times(&c)
	if len(c.list) == 0 {
		return nil
	}
	slices.SortFunc(c.list, func(a, b claim) int { return cmp.Compare(a.start, b.start) })
	out := make([]chat.Entity, 0, min(len(c.list), maxEntities))
	for _, e := range c.list {
		if len(out) == maxEntities {
			break
		}
		from, to := a.RawRunes(e.start, e.end)
		out = append(out, chat.Entity{Name: e.name, Text: a.RawText(from, to), Value: e.value, Start: from, End: to})
	}
	return out
}

func digits(s string) int {
	n := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}

func (f entityFinder) orders(c *claims) {
	if digits(c.s) < 4 {
		return
	}
	for _, m := range f.order.FindAllStringSubmatchIndex(c.s, maxEntities) {
		start, end := m[0], m[1]
		for g := 2; g+1 < len(m); g += 2 {
			if m[g] >= 0 {
				start, end = m[g], m[g+1]
				break
			}
		}
		if start < end {
			c.add(EntityOrder, start, end, compact(c.s[start:end]))
		}
	}
}

// compact is upper case without blanks and dashes.
func compact(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

// codes recognises words of letters and digits: tickets, phones, QQ, cards.
func codes(c *claims) {
	s := c.s
	for i := 0; i < len(s); {
		if !isDigit(s[i]) && !isLetter(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && (isDigit(s[end]) || isLetter(s[end]) || dashInside(s, end)) {
			end++
		}
		if inAddress(s, i, end) {
			i = end
			continue
		}
		if n := phoneEnd(s, i); n > 0 {
			c.add(EntityPhone, i, n, phoneValue(s[i:n]))
			end = max(end, n)
		} else {
			code(c, i, end)
		}
		i = end
	}
}

func dashInside(s string, i int) bool {
	return s[i] == '-' && i+1 < len(s) && i > 0 && (isDigit(s[i+1]) || isLetter(s[i+1])) && (isDigit(s[i-1]) || isLetter(s[i-1]))
}

// inAddress reports whether a word is part of a web or mail address or of a
// program's name.
func inAddress(s string, start, end int) bool {
	return start > 0 && strings.ContainsRune("/.=_@&", rune(s[start-1])) || end < len(s) && strings.ContainsRune("/_@=:", rune(s[end])) && end+1 < len(s) && s[end+1] < 0x80 && s[end+1] != ' '
}

// phoneEnd returns where the mobile number that begins at i ends, or 0: eleven
// digits, also in groups of 3, 4, 4 and after 86; the middle may be hidden.
func phoneEnd(s string, i int) int {
	start := i
	if strings.HasPrefix(s[i:], "86") && i+2 < len(s) {
		j := i + 2
		if s[j] == ' ' || s[j] == '-' {
			j++
		}
		if j < len(s) && s[j] == '1' {
			i = j
		}
	}
	if i+3 > len(s) || s[i] != '1' || s[i+1] < '3' || s[i+1] > '9' || !isDigit(s[i+2]) || start > 0 && (isDigit(s[start-1]) || isLetter(s[start-1])) {
		return 0
	}
	n, stars := 3, 0
	for i += 3; i < len(s) && n+stars < 12; i++ {
		switch {
		case isDigit(s[i]):
			n++
		case s[i] == '*' && n == 3:
			stars++
		case (s[i] == ' ' || s[i] == '-') && (n == 3 || n == 7) && i+1 < len(s) && isDigit(s[i+1]):
			continue
		default:
			goto done
		}
	}
done:
	if i < len(s) && (isDigit(s[i]) || isLetter(s[i])) {
		return 0
	}
	if n == 11 && stars == 0 || n == 7 && stars > 0 {
		return i
	}
	return 0
}

func phoneValue(s string) string {
	return strings.TrimPrefix(compact(s), "86")
}

// code classifies one word.
func code(c *claims, start, end int) {
	word := c.s[start:end]
	n, letters, dashes := digits(word), 0, strings.Count(word, "-")
	letters = len(word) - n - dashes
	switch {
	case strings.HasPrefix(word, "wo") && letters == 2 && dashes == 0 && n >= 8 && n <= 14:
		c.add(EntityTicket, start, end, compact(word))
	case letters == 0 && dashes == 0 && n >= 5 && n <= 11 && afterQQ(c.s[:start]):
		c.add(EntityQQ, start, end, word)
	case letters == 2 && dashes == 0 && strings.HasPrefix(word, "qq") && n >= 5 && n <= 11:
		c.add(EntityQQ, start+2, end, word[2:])
	case idNumber(word):
	case dashes >= 2 && n+letters >= 10 && n > 0 && evenGroups(word),
		letters > 0 && n > 0 && dashes == 0 && len(word) >= 12 && len(word) <= 32 && !strings.HasPrefix(word, "0x"),
		letters == 0 && dashes == 0 && n >= 12 && n <= 20:
		c.add(EntityCard, start, end, strings.ToUpper(word))
	}
}

// evenGroups reports whether the groups between dashes are of three or more:
// dates and phone numbers have shorter ones.
func evenGroups(word string) bool {
	for g := range strings.SplitSeq(word, "-") {
		if len(g) < 3 {
			return false
		}
	}
	return true
}

// idNumber reports whether s is a mainland identity number by its check digit;
// those are nobody's card code and must not travel on as one. GB 11643.
func idNumber(s string) bool {
	if len(s) != 18 || digits(s[:17]) != 17 {
		return false
	}
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10x98765432"[sum%11] == s[17]
}

func afterQQ(before string) bool {
	before = strings.TrimRight(before, " :,是为号码")
	return strings.HasSuffix(before, "qq") || strings.HasSuffix(before, "扣扣")
}
