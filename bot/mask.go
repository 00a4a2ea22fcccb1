package bot

import (
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
)

// Who knows the code of a card owns what is on it. So a code is read once, for
// rules and entities, and from then on only its ends are known: what is stored,
// sent to anybody, remembered and traced is masked. A mask is as long as what it
// hides, so that places in the one text hold in the other.

// maskedLeast is how many letters and digits a text must have to hold a code: a
// cheap look that spares nearly all messages the second understanding.
const maskedLeast = 10

// veil is a customer's text with the codes of cards masked.
type veil struct {
	text  string
	codes *strings.Replacer // in all their forms; nil where there are none
}

// veil masks the codes in said.
func (c *Content) veil(said string) veil {
	if !mayHoldCode(said) {
		return veil{text: said}
	}
	a := text.Analyse(said, text.Runes{})
	var pairs []string
	runes := []rune(a.Raw)
	for _, e := range c.Intents.UnderstandIn(a, intents.Context{}).Entities {
		if e.Name != intents.EntityCard || e.Start < 0 || e.End > len(runes) || e.Start >= e.End {
			continue
		}
		code := string(runes[e.Start:e.End])
		for _, form := range []string{code, e.Text, e.Value, text.Normalise(code)} {
			if form != "" {
				pairs = append(pairs, form, mask(form))
			}
		}
		copy(runes[e.Start:e.End], []rune(mask(code)))
	}
	if pairs == nil {
		return veil{text: said}
	}
	return veil{text: string(runes), codes: strings.NewReplacer(pairs...)}
}

// Mask returns said, a customer's text, with the codes of cards masked, as it is
// stored of a message. It is as long as said, in runes.
func (c *Content) Mask(said string) string { return c.veil(said).text }

// maskOrder returns what stands where the number of an order is asked for, masked
// as if its writer had named it one: bare figures may be either.
func (c *Content) maskOrder(said string) string {
	said = strings.TrimSpace(said)
	const named = "订单号："
	if out, ok := strings.CutPrefix(c.veil(named+said).text, named); ok {
		return out
	}
	return c.veil(said).text
}

// mayHoldCode reports that s has enough letters and digits, of any width.
func mayHoldCode(s string) bool {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '０' && r <= 'ｚ' {
			n++
		}
	}
	return n >= maskedLeast
}

// mask hides all but the ends of a code, a quarter of it and at most four
// characters each, and the dashes between its groups.
func mask(code string) string {
	n := utf8.RuneCountInString(code)
	keep, i := min(4, n/4), 0
	return strings.Map(func(r rune) rune {
		i++
		if i <= keep || i > n-keep || r == '-' || r == ' ' {
			return r
		}
		return '*'
	}, code)
}

// hide masks the codes in s.
func (v veil) hide(s string) string {
	if v.codes == nil {
		return s
	}
	return v.codes.Replace(s)
}

// list masks the codes in every text of a list.
func (v veil) list(texts []string) []string {
	if v.codes == nil {
		return texts
	}
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = v.hide(s)
	}
	return out
}

// entities masks the codes among entities.
func (v veil) entities(es []chat.Entity) []chat.Entity {
	if v.codes == nil {
		return es
	}
	out := make([]chat.Entity, len(es))
	for i, e := range es {
		e.Text, e.Value = v.hide(e.Text), v.hide(e.Value)
		out[i] = e
	}
	return out
}

// evidence masks the codes in the words behind a mood.
func (v veil) evidence(list []intents.Evidence) []intents.Evidence {
	if v.codes == nil {
		return list
	}
	out := make([]intents.Evidence, len(list))
	for i, e := range list {
		e.Text = v.hide(e.Text)
		out[i] = e
	}
	return out
}
