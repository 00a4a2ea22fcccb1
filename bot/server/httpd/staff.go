package httpd

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// signedIn is the security of an operation that needs a session.
func signedIn() []map[string][]string { return []map[string][]string{{"session": {}}} }

// staffOnly completes an operation of people who have signed in: what can go
// wrong with each of them is the same.
func staffOnly(op huma.Operation, errors ...int) huma.Operation {
	op.Security = signedIn()
	op.Errors = append([]int{401, 403, 422}, errors...)
	return op
}

// may returns the caller behind ctx where he may use right.
func (s *server) may(ctx context.Context, right auth.Right) (chat.Staff, error) {
	staff, err := s.caller(ctx)
	if err != nil {
		return chat.Staff{}, err
	}
	return staff, s.Auth.May(staff, right, nil)
}

// leads reports whether m may do what supervisors do.
func leads(s *server, m chat.Staff) bool { return s.Auth.May(m, auth.RightCases, nil) == nil }

// actor is a member of staff as one who does something.
func actor(m chat.Staff) chat.Actor {
	return chat.Actor{Kind: chat.Agent, ID: string(m.ID), Name: m.Name, Role: m.Role}
}

// conversation returns a conversation that the caller behind ctx may see, and
// who he is.
func (s *server) conversation(ctx context.Context, id chat.ConversationID) (chat.Staff, chat.Conversation, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return staff, chat.Conversation{}, err
	}
	c, _, err := s.Cases.Load(ctx, id)
	if err != nil {
		return staff, chat.Conversation{}, err
	}
	return staff, c, s.Auth.May(staff, auth.RightDesk, &c)
}

// teams are those of the content that is active.
func (s *server) teams() *handoff.Teams { return s.Knowledge.Content().Teams }

// serves returns the ids of the teams that a is a member of.
func (s *server) serves(a chat.AgentID) []chat.TeamID {
	ids := []chat.TeamID{}
	for _, t := range s.teams().All() {
		if t.Has(a) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// conversationInput names a conversation in a path.
type conversationInput struct {
	Conversation chat.ConversationID `path:"conversation" minLength:"1" maxLength:"64"`
}

// nothing is the input or the answer of who has nothing to say.
type nothing struct{}
