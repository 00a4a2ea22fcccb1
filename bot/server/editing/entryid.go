package editing

import (
	"fmt"
	"strings"

	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// entryIDMost bounds the id that is made of a question, in bytes: enough to tell
// what it is about.
const entryIDMost = 40

// newEntryID makes the id of a new entry of its question: how that is spelled,
// and a number where the working copy, or what is removed in it, has that already.
func (s *Service) newEntryID(d *Draft, question string) string {
	return numbered(s.spelledID(question), 1, d.hasID)
}

// hasID reports whether an entry of the working copy has that id, or had it before
// it was removed.
func (d *Draft) hasID(id string) bool {
	_, taken := d.Piece(knowledge.Ref{Kind: pack.KindEntry, ID: id})
	return taken
}

// numbered returns id with the first number, from n on, with which it is not
// taken; 1 is not written.
func numbered(id string, n int, taken func(string) bool) string {
	for ; ; n++ {
		tried := id
		if n > 1 {
			tried = fmt.Sprintf("%s-%d", id, n)
		}
		if !taken(tried) {
			return tried
		}
	}
}

// spelledID is how a question is spelled, as far as an id holds it.
func (s *Service) spelledID(question string) string {
	var b strings.Builder
	word := false // the last one was Latin
	for _, r := range text.Plain(text.Normalise(question)) {
		var part string
		latin := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		if latin {
			part = string(r)
		} else if spelled := s.sounds.Readings(r); len(spelled) > 0 {
			part = spelled[0]
		}
		if part == "" {
			word = false
			continue
		}
		if b.Len() > 0 && !(latin && word) {
			part = "-" + part
		}
		if b.Len()+len(part) > entryIDMost {
			break
		}
		b.WriteString(part)
		word = latin
	}
	id := b.String()
	if id == "" {
		id = "entry"
	}
	return id
}
