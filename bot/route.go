package bot

import (
	"context"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

// loyalAfter is how long a customer must have been registered to count as a
// long-standing one.
const loyalAfter = 365 * 24 * time.Hour

// cause is why a case goes to people, and what is known of where it belongs.
type cause struct {
	reason chat.Reason
	rule   chat.TeamID // a rule names it
	about  string      // the entry that it is about, or none
	also   string      // an entry that the words are surely near to, or none
	mood   chat.MoodLabel
	detail *chat.HandoffDetail
}

// cause is what a decision to hand off knows.
func (d Decision) cause(l Limits) cause {
	c := cause{reason: d.Reason, about: d.About, mood: d.Mood.Label, detail: detail(d)}
	if d.Reason == chat.ReasonRule || d.Dialogue == DialogueDone || d.Dialogue == DialogueLost {
		c.rule = d.Team
	}
	if len(d.Candidates) > 0 && d.Candidates[0].Score >= l.Answer {
		c.also = d.Candidates[0].ID
	}
	return c
}

// handoff is the event that puts the case in the line, with its team, how grave
// the matter is and where that puts it. A case about a ticket goes to who has the
// ticket.
func (t *turn) handoff(ctx context.Context, c cause) (chat.Handoff, error) {
	e := t.content.Entries[c.about]
	h := chat.Handoff{Reason: c.reason, Team: chat.TeamID(e.Team), Mood: c.mood, Detail: c.detail, Severity: severity(e)}
	if c.rule != "" {
		h.Team = c.rule
	}
	var tk ticket.Ticket
	if t.conversation.Case.State != chat.StateClosed { // or a new case begins
		var err error
		if tk, err = t.matterTicket(ctx); err != nil {
			return h, err
		}
	}
	h.Wanted, h.Ticket = tk.Owner, string(tk.Number)
	urgent := h.Severity == chat.SeverityUrgent
	if teams := t.content.Teams; teams != nil {
		from := handoff.Routing{Rule: c.rule, Entry: chat.TeamID(e.Team), Risk: t.risky(c.about) || t.risky(c.also)}
		if c.reason == chat.ReasonCollected {
			from.Flow = from.Entry
		}
		if from.Rule == "" {
			from.Rule = tk.Team
		}
		picked, lane, _ := teams.Pick(t.routed(from))
		if h.Team = picked.ID; lane && h.Severity == "" {
			h.Severity = chat.SeverityUrgent
		}
		urgent = urgent || lane
	}
	p := t.conversation.Profile.Proven()
	h.Bonuses = handoff.Bonuses(handoff.Facts{
		Urgent: urgent, Severity: h.Severity, Mood: c.mood, VIP: p.VIP,
		Loyal: p.RegisteredAt > 0 && t.now.Sub(time.UnixMilli(p.RegisteredAt)) >= loyalAfter,
	})
	return h, nil
}

// severity is how grave the matter of an entry is.
func severity(e knowledge.Entry) chat.Severity {
	if s := chat.Severity(e.Severity); s.Valid() {
		return s
	}
	return ""
}

// risky reports that an entry is about theft or the like: as urgent as can be, and
// of a team that takes such things. What is urgent for another reason, an outage
// say, stays with the team that knows about it.
func (t *turn) risky(entry string) bool {
	e, ok := t.content.Entries[entry]
	if !ok || severity(e) != chat.SeverityUrgent || t.content.Teams == nil {
		return false
	}
	team := t.content.Teams.Team(chat.TeamID(e.Team))
	return team.Urgent && team.ID == chat.TeamID(e.Team)
}

// raise lets a customer who has become angrier in the line stand further ahead,
// and shows the desk by what.
func (t *turn) raise(d Decision) {
	k, m := t.conversation.Case, d.Mood
	worse := rank(m.Label) > rank(k.Brief.Mood) || m.Score >= k.Brief.Score+raiseLeast
	if !handoff.Queued(k.State) || m.Label == chat.MoodCalm || rank(m.Label) < rank(k.Brief.Mood) || !worse {
		return
	}
	facts := handoff.FactsOf(k)
	facts.Mood = m.Label
	t.add(theBot, chat.Raised{Mood: m.Label, Bonuses: handoff.Bonuses(facts), Detail: detail(d)})
}

// raiseLeast is how much a score must grow within a label to be told: every word
// of an angry customer moves it a little.
const raiseLeast = 0.1

// rank orders the labels of moods.
func rank(m chat.MoodLabel) int {
	switch m {
	case chat.MoodUneasy:
		return 1
	case chat.MoodHandoff:
		return 2
	}
	return 0
}

// away reports that nobody serves a team now, so that a ticket is made instead of
// a wait, and when somebody will; zero where that is not known.
func (t *turn) away(team chat.TeamID) (next time.Time, away bool) {
	if t.tickets == nil || t.content.Teams == nil {
		return time.Time{}, false
	}
	open, next := t.content.Teams.Staffed(team, t.now)
	return next, !open
}

// matterTicket is the ticket that the case is about: one that the customer quoted
// lately or one that was made of it. The zero Ticket is none.
func (t *turn) matterTicket(ctx context.Context) (ticket.Ticket, error) {
	n := t.memory.quoted(t.now)
	if n == "" {
		n = ticket.Number(t.conversation.Case.Ticket)
	}
	if n == "" {
		return ticket.Ticket{}, nil
	}
	return t.ticketOf(ctx, n)
}
