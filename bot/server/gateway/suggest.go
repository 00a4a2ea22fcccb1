package gateway

import (
	"golang.org/x/time/rate"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/wire"
	"yiwen/knowledge"
)

// Suggester finds the published questions that a customer may be typing;
// *bot.Service is one. It does not block.
type Suggester interface {
	Complete(t bot.Typed) []knowledge.Suggestion
}

var _ Suggester = (*bot.Service)(nil)

// suggest answers with the questions that the customer may be typing; with none
// where what he types is for a person, or where staff keep him out. What he has
// typed goes no further: it is neither stored nor logged nor shown to anybody.
func (c *customer) suggest(f *wire.Suggest) {
	var found []knowledge.Suggestion
	if g := c.s.g; g.o.Suggester != nil && !c.feed.served.Load() {
		if b, err := g.blocks.of(g.base, c.who, c.profile); err != nil || !b.Holds(g.o.Clock()) {
			found = g.o.Suggester.Complete(bot.Typed{Site: c.who.Site, Page: c.page, Profile: c.profile, Text: f.Text})
		}
	}
	c.s.hint(f.ID, found)
}

// hint answers a suggest.
func (s *socket) hint(id chat.ClientID, found []knowledge.Suggestion) {
	out := wire.Suggestions{ID: id, Questions: make([]wire.QuestionHint, len(found))}
	for i, q := range found {
		out.Questions[i] = wire.QuestionHint{ID: q.ID, Question: q.Question}
		if q.From < q.To {
			out.Questions[i].Mark = []int{q.From, q.To}
		}
	}
	s.answer(out)
}

// suggests returns the bucket of what customers type, which is their own: who types
// quickly must not find that his message is refused for it.
func (s *socket) suggests() *rate.Limiter {
	if s.hints == nil {
		s.hints = s.g.rates.sender("typed by "+s.sender, s.g.limits.Suggest)
	}
	return s.hints
}

// hush answers a suggest over its rate limit: with nothing, for an error would
// stand on the screen of somebody who only types. Who goes on far over it is closed
// as for other frames.
func (s *socket) hush(id chat.ClientID) {
	s.g.meter.frame(s.side, wire.TypeSuggest, wire.RateLimited)
	if s.refused++; s.refused >= refusedFrames {
		s.close(wire.CloseFlood)
		return
	}
	s.hint(id, nil)
}
