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
	for n := 1; ; n++ {
		tried := id
		if n > 1 {
			tried = fmt.Sprintf("%s-%d", id, n)
		}
		if _, taken := d.Piece(knowledge.Ref{Kind: pack.KindEntry, ID: tried}); !taken {
			return tried
		}
	}
}
