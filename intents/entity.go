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
	EntityOrder   = "order_no"        // value: upper case, without blanks, O and l mended to 0 and 1
	EntityTicket  = "ticket_no"       // value: upper case
	EntityPhone   = "phone"           // mainland mobile; value: eleven digits, or with * as it was
	EntityQQ      = "qq"              // value: digits
	EntityAccount = "game_account"    // behind a word for it; value: as written
	EntityCard    = "card_code"       // looks like a card number or code; value: upper case
	EntityAmount  = "amount"          // value: yuan, decimal
	EntityTime    = "time"            // value: as written, in normal form
	EntityError   = "error_text"      // what a screen said; value: as written, in normal form
	EntityProduct = "product"         // of the shop's list; value: as written, in normal form
	EntityChannel = "payment_channel" // value: the channel's name
)

// EntityNames returns all of them.
func EntityNames() []string {
	return []string{
		EntityOrder, EntityTicket, EntityPhone, EntityQQ, EntityAccount, EntityCard,
		EntityAmount, EntityTime, EntityError, EntityProduct, EntityChannel,
	}
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
	value      string // empty = the customer's own characters
}

// claims are the entities found so far; none overlaps another.
type claims struct {
	s      string // the normal form
	mended string // the same with digits for the letters that look like them
	list   []claim
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
// want the same characters the surer kind has them: numbers with a form, then
// what a screen said in quotation marks, amounts, times, goods, channels, and at
// last what a screen said without marks.
func (s *Set) entities(a *text.Analysis, v view, all []found) []chat.Entity {
	c := claims{s: a.Norm, mended: a.Norm}
	if digits(a.Norm) > 0 {
		c.mended = mend(a.Norm)
		s.find.orders(&c)
	}
	codes(&c)
	quotedErrors(&c)
	amounts(&c)
	times(&c)
	s.goods(&c, v, all)
	plainErrors(&c)
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
		if n := len(out); n > 0 && from < out[n-1].End {
			continue // they share a character that the normal form writes as several: ½ is 1⁄2
		}
		said := a.RawText(from, to)
		if e.value == "" {
			e.value = said
		}
		out = append(out, chat.Entity{Name: e.name, Text: said, Value: e.value, Start: from, End: to})
	}
	return out
}

// mend returns s with 0 and 1 for the letters o, i and l in stretches that are
// otherwise digits: customers copy numbers by eye, and their keyboards put the
// letter. Offsets stay the same.
func mend(s string) string {
	if !strings.ContainsAny(s, "oil") {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		start, digits, letters := i, 0, 0
		for ; i < len(b); i++ {
			switch {
			case isDigit(b[i]):
				digits++
			case b[i] == 'o' || b[i] == 'i' || b[i] == 'l':
				letters++
			case b[i] != ' ' && b[i] != '-' || start == i:
				goto measured
			}
		}
	measured:
		if letters == 0 || digits < 6 || digits <= letters || i < len(b) && isLetter(b[i]) {
			continue
		}
		for k := start; k < i; k++ {
			switch b[k] {
			case 'o':
				b[k] = '0'
			case 'i', 'l':
				b[k] = '1'
			}
		}
	}
	return string(b)
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
	for _, m := range f.order.FindAllStringSubmatchIndex(c.mended, maxEntities) {
		start, end := m[0], m[1]
		for g := 2; g+1 < len(m); g += 2 {
			if m[g] >= 0 {
				start, end = m[g], m[g+1]
				break
			}
		}
		if start < end {
			c.add(EntityOrder, start, end, compact(c.mended[start:end]))
		}
	}
}

// compact is upper case without blanks and dashes.
func compact(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '-' {
			b = append(b, s[i])
		}
	}
	return strings.ToUpper(string(b))
}
