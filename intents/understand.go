package intents

import (
	"slices"

	"yiwen/bot/text"
)

// maxAsks bounds the requests for a person that are kept of one message.
const maxAsks = 16

// Understand is UnderstandIn where nothing is known around the message.
func (s *Set) Understand(a *text.Analysis) Understanding { return s.UnderstandIn(a, Context{}) }

// UnderstandIn returns what a shows. It never fails; a text without words shows
// nothing. Only the conditions of rules look at ctx.
func (s *Set) UnderstandIn(a *text.Analysis, ctx Context) Understanding {
	v := newView(a.Norm)
	var room [64]found
	all := s.words.find(room[:0], v)
	u := Understanding{Human: s.human(v, all), Mood: s.feel(a, v, all)}
	u.Entities = s.entities(a, v, all)
	u.Rules = s.matchRules(v, all, &u, ctx)
	if len(u.Human) == 0 {
		u.Small = s.smallTalk(v, all)
	}
	return u
}

// human returns the words that ask for a person: those that no look-alike
// touches, without those inside a longer one.
func (s *Set) human(v view, all []found) []string {
	var asks []found
	for _, f := range all {
		if s.owners[f.pattern].role == roleAsk && len(asks) < maxAsks && !s.unasked(v, f, all) {
			asks = append(asks, f)
		}
	}
	var out []string
	for _, f := range asks {
		inside := slices.ContainsFunc(asks, func(g found) bool {
			return g.start <= f.start && f.end <= g.end && g.end-g.start > f.end-f.start
		})
		if !inside {
			out = addNew(out, v.text(int(f.start), int(f.end)))
		}
	}
	return out
}

// unasked reports whether f is a look-alike of a request, or is taken back. A
// look-alike that goes on behind a comma is two things: 转人工，充值还没到.
func (s *Set) unasked(v view, f found, all []found) bool {
	for _, g := range all {
		if g.start >= f.end || f.start >= g.end {
			continue
		}
		switch s.owners[g.pattern].role {
		case roleAskCancel:
			return true
		case roleAskGuard:
			if g.end <= f.end || !v.pauseAt(int(f.end)) {
				return true
			}
		}
	}
	return false
}

// touched reports whether a pattern of role r overlaps f.
func (s *Set) touched(f found, all []found, r role) bool {
	for _, g := range all {
		if s.owners[g.pattern].role == r && g.start < f.end && f.start < g.end {
			return true
		}
	}
	return false
}

func addNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
