package bot

import (
	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// suggestMost is the most questions that are suggested to who types: what stands
// above the keyboard of a phone and can be taken in at a glance.
const suggestMost = 5

// Typed is what a customer has typed of a message and not sent.
type Typed struct {
	Site    chat.SiteID
	Page    chat.Page
	Profile *chat.Profile // what his shop says of him; nil = he is not signed in there
	Text    string
}

// Complete returns the published questions that a customer may be typing, those that
// are open to him, best first: see suggest.Index. It waits for nothing and nobody,
// and keeps nothing of what was typed: that was not said. What follows from that
// nobody would like to explain either, so that nothing is learned of it.
func (s *Service) Complete(t Typed) []knowledge.Suggestion {
	var p chat.Profile
	if t.Profile != nil {
		p = *t.Profile
	}
	now := s.clock()
	c := s.views.get(s.Content(), audiencesOf(p), now)
	if c.Suggest == nil {
		return nil
	}
	_, hot := c.greets(t.Site, t.Page, now)
	return c.Suggest.Suggest(t.Text, suggestMost, hot)
}
