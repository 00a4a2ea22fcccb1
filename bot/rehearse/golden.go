package rehearse

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// stageMost is how many questions share a stage: it forgets nothing, and takes
// some 5 KB for each.
const stageMost = 500

// Came is what the bot made of a line.
func (t Turn) Came(c *bot.Content) knowledge.Came {
	came := knowledge.Came{Outcome: string(t.Trace.Outcome), Entry: t.Trace.Entry, Also: t.Trace.Also}
	for _, id := range t.Offered() {
		if _, ok := c.Entries[id]; ok { // the choice of a person is none
			came.Offered = append(came.Offered, id)
		}
	}
	about := came.Entry
	if about == "" && len(came.Offered) > 0 {
		about = came.Offered[0]
	}
	came.Question = c.Entries[about].Question
	found := t.Trace.Candidates
	i := slices.IndexFunc(found, func(f knowledge.Candidate) bool { return f.ID == about })
	if i < 0 && about == "" {
		i = 0 // what came nearest and was not good enough
	}
	if i >= 0 && i < len(found) {
		came.Score = found[i].Score
	}
	return came
}

// Got is what came of a question, as editors see it. Entry is the one that
// answered, or that is offered first.
type Got struct {
	Outcome  string  `json:"outcome"`
	Entry    string  `json:"entry,omitempty"`
	Question string  `json:"question,omitempty"` // the standard one of Entry
	Score    float64 `json:"score"`              // of Entry, or of what came nearest
}

// NewGot returns what editors see of came.
func NewGot(came knowledge.Came) Got {
	g := Got{Outcome: came.Outcome, Entry: came.Entry, Question: came.Question, Score: came.Score}
	if g.Entry == "" && len(came.Offered) > 0 {
		g.Entry = came.Offered[0]
	}
	return g
}

// GoldenResult is what came of the golden questions.
type GoldenResult struct {
	Total  int          `json:"total"`
	Passed int          `json:"passed"`
	Failed []GoldenMiss `json:"failed"`
}

// GoldenMiss is a golden question that did not pass.
type GoldenMiss struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Wants string `json:"wants,omitempty"`
	Entry string `json:"entry,omitempty"`
	Got   Got    `json:"got"`
}

// CheckGolden asks golden questions, each as the first of a conversation, and
// says which do not pass (knowledge.Golden.Passes), in their order. They are asked
// as the customers would whom the entry is for, at ten in the morning of now's day
// in the shop's zone, so that a publish at night is not judged by the night; a
// question whose entry begins later than that is asked when it begins. done is
// called after each. It blocks for as long as the engine takes and stops early
// when ctx is done.
func CheckGolden(ctx context.Context, c *bot.Content, questions []knowledge.Golden, now time.Time, done func()) (GoldenResult, error) {
	r := GoldenResult{Total: len(questions), Failed: []GoldenMiss{}}
	opening := Morning(c, now)
	var s *Stage
	for i, q := range questions {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		if i%stageMost == 0 {
			s = New(Options{Content: c, Opening: opening})
		}
		e := c.Entries[q.Entry]
		turn, err := s.Ask(ctx, Line{Text: q.Text, Site: chat.SiteID(q.Site), At: begins(c, e, opening), Profile: Customer(e.Audience)})
		if err != nil {
			return r, fmt.Errorf("ask golden question %s: %w", q.ID, err)
		}
		if came := turn.Came(c); q.Passes(came) {
			r.Passed++
		} else {
			r.Failed = append(r.Failed, GoldenMiss{ID: q.ID, Text: q.Text, Wants: q.Wants, Entry: q.Entry, Got: NewGot(came)})
		}
		done()
	}
	return r, nil
}

// Morning is ten o'clock of now's day in the shop's zone.
func Morning(c *bot.Content, now time.Time) time.Time {
	zone := zoneOf(c)
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 10, 0, 0, 0, zone)
}

func zoneOf(c *bot.Content) *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// begins is opening, or when an entry begins where that is still to come.
func begins(c *bot.Content, e knowledge.Entry, opening time.Time) time.Time {
	from, later := e.From.Time(zoneOf(c))
	if !later || from.Before(opening) {
		return opening
	}
	return from
}

// Profile is what is known of a customer of an audience. Who has not signed in is a
// buyer.
func Profile(a knowledge.Audience) chat.Profile {
	switch a {
	case knowledge.VIPs:
		return chat.Profile{User: "ask", VIP: true}
	case knowledge.Merchants:
		return chat.Profile{User: "ask", Merchant: true}
	}
	return chat.Profile{}
}

// Customer is Profile for a Line: nil where nobody has signed in.
func Customer(a knowledge.Audience) *chat.Profile {
	if p := Profile(a); p != (chat.Profile{}) {
		return &p
	}
	return nil
}
