package handoff

import (
	"slices"
	"time"

	"yiwen/bot/chat"
)

// Fold returns the state row of a conversation after event e: the row is always
// what folding the whole log gives, so that it can be rebuilt and checked. It
// looks at what is stored of an event alone. Fold does not ask whether e was
// allowed; Check did before e was written. Slices of c are not changed.
func Fold(c chat.Conversation, e chat.Event) chat.Conversation {
	c.Seq = e.Seq
	k := &c.Case
	active(k, e)
	switch p := e.Payload.(type) {
	case chat.Message:
		message(k, e)
		preview(k, e, p)
	case chat.Filled:
		if p.Form == chat.FormInfo {
			message(k, e) // it is the customer's word
		}
	case chat.Handoff:
		wait(k, e.At, p)
	case chat.Offered:
		k.State, k.Offer = chat.StateOffered, chat.Offer{Agent: p.AgentID, Name: p.Agent, Until: instant(p.Until)}
	case chat.Declined:
		k.State, k.Offer = chat.StateWaiting, chat.Offer{}
		pass(k, p.AgentID)
		k.PassedAt = e.At
	case chat.Assigned:
		assign(k, e, p)
	case chat.Transferred:
		transfer(k, e.At, p)
	case chat.Raised:
		raise(k, p)
	case chat.Note:
		attend(k, chat.AgentID(e.From.ID))
		mention(k, p.Mentions)
		k.Brief.Left = k.Brief.Left || p.Left
	case chat.Whisper:
		k.Brief.WhisperSeq = e.Seq
	case chat.Attended:
		attend(k, chat.AgentID(e.From.ID))
	case chat.Invited:
		invite(k, p)
	case chat.Recalled:
		if unsay(k, p.Of); p.Owes {
			owe(k)
		}
	case chat.Snoozed:
		k.State, k.SnoozedUntil = chat.StateSnoozed, instant(p.Until)
	case chat.Woken:
		wake(k, e.At)
	case chat.Returned:
		back(k)
	case chat.Closed:
		if e.From.Kind == chat.Agent {
			meet(k, e.At, chat.PromiseSolution)
		}
		leave(k)
		letGo(k)
		k.State, k.Agent, k.ClosedAt, k.Summary, k.Mentioned = chat.StateClosed, "", e.At, p.Summary, nil
	case chat.Rated:
		if k.Rating == nil {
			k.RatedAt = e.At // changing it does not prolong the time for changing it
		}
		k.Rating = &p
	case chat.Promise:
		promise(k, e.At, p)
	case chat.Alarm:
		alarm(k, p)
	case chat.Ticketed:
		if k.Ticket = p.Number; Queued(k.State) {
			back(k)
		}
	}
	k.DueAt = dueAt(*k)
	return c
}

// over reports that the next word of the customer opens a new case.
func over(k chat.Case) bool { return k.Number == 0 || k.State == chat.StateClosed }

// open begins a new case, which forgets the old one but for who served it.
func open(k *chat.Case, at time.Time) {
	*k = chat.Case{Number: k.Number + 1, State: chat.StateBot, OpenedAt: at, Previous: k.Previous}
}

// active opens the case that e is the first event of, and notes that the case
// is alive.
func active(k *chat.Case, e chat.Event) {
	switch p := e.Payload.(type) {
	case chat.Message:
		if over(*k) && e.From.Kind == chat.Customer {
			open(k, e.At)
		}
	case chat.Filled:
		if over(*k) && p.Form == chat.FormInfo {
			open(k, e.At)
		}
	case chat.Handoff:
		if over(*k) {
			open(k, e.At)
		}
	case chat.Assigned, chat.Transferred, chat.Woken, chat.Returned:
	default:
		return
	}
	k.ActiveAt = e.At
}

// message folds what a person or the bot said.
func message(k *chat.Case, e chat.Event) {
	switch e.From.Kind {
	case chat.Customer:
		k.LastCustomerAt = e.At
		if Owned(k.State) {
			// A customer who waits for a word does not wait less for asking again.
			k.State, k.SnoozedUntil = chat.StateAssigned, time.Time{}
			if k.SilentSince.IsZero() {
				k.SilentSince = e.At
			}
		}
	case chat.Agent:
		k.LastAgentAt, k.SilentSince = e.At, time.Time{}
		if Owned(k.State) {
			k.State, k.SnoozedUntil = chat.StateAssigned, time.Time{}
		}
		meet(k, e.At, chat.PromiseFirstReply, chat.PromiseOwn)
		attend(k, chat.AgentID(e.From.ID))
	}
}

func wait(k *chat.Case, at time.Time, p chat.Handoff) {
	leave(k)
	k.State, k.Agent, k.AgentName = chat.StateWaiting, "", ""
	k.WaitingSince = at
	if p.Reason == chat.ReasonAgentGone {
		// The reason that brought the case to people still holds for the next
		// agent; that the first one vanished is shown by Requeued.
		k.Requeued = true
		line(k, requeued(k.Bonuses, p.Bonuses))
		return
	}
	k.Reason, k.Team, k.Severity, k.Wanted = p.Reason, p.Team, p.Severity, p.Wanted
	if k.Ticket == "" {
		k.Ticket = p.Ticket
	}
	line(k, p.Bonuses)
	k.Brief.Mood = p.Mood
	k.Brief.Question, k.Brief.QuestionSeq = k.Brief.Asked, k.Brief.AskedSeq
	if p.Detail != nil {
		k.Brief.Score, k.Brief.Evidence = p.Detail.Score, p.Detail.Evidence
	}
}

// leave ends whatever the case was in the middle of: an offer, a snooze, an
// owner's silence, the help of those whom he invited, what was whispered to him
// and how he came to it.
func leave(k *chat.Case) {
	k.Offer, k.SnoozedUntil, k.SilentSince = chat.Offer{}, time.Time{}, time.Time{}
	k.Passed, k.PassedAt, k.Wanted, k.Requeued = nil, time.Time{}, "", false
	k.Helpers, k.Brief.WhisperSeq, k.Brief.Given = nil, 0, nil
}

// pass notes that an agent did not want the case: he is asked after all others.
func pass(k *chat.Case, a chat.AgentID) {
	rest := slices.DeleteFunc(slices.Clone(k.Passed), func(p chat.AgentID) bool { return p == a })
	k.Passed = append(rest, a)
}

// assign gives the case to an agent. Who helps in it goes on helping, also under
// a supervisor who takes it over.
func assign(k *chat.Case, e chat.Event, p chat.Assigned) {
	helpers, at, by := without(k.Helpers, p.AgentID), e.At, chat.AgentID(e.From.ID)
	var from chat.AgentID
	if Owned(k.State) && k.Agent != p.AgentID {
		from = k.Agent
	}
	leave(k)
	k.Helpers = helpers
	if e.From.Kind == chat.Agent && (by != p.AgentID || from != "") {
		k.Brief.Given = &chat.Given{Seq: e.Seq, By: by, Name: e.From.Name, From: from}
	}
	k.State, k.Agent, k.AgentName, k.Previous = chat.StateAssigned, p.AgentID, p.Agent, p.AgentID
	k.AssignedAt = at
	k.SilentSince = at // he owes the first word
}

func transfer(k *chat.Case, at time.Time, p chat.Transferred) {
	from, since := k.Agent, at
	if Queued(k.State) {
		since = k.WaitingSince // another team, not another wait
	}
	passed, passedAt, gone := k.Passed, k.PassedAt, k.Requeued
	leave(k)
	k.State, k.Agent, k.AgentName = chat.StateWaiting, "", ""
	k.WaitingSince = since
	k.Passed, k.PassedAt, k.Requeued = passed, passedAt, gone
	if p.Team != "" {
		k.Team = p.Team
	}
	if from != "" {
		pass(k, from)
	}
	if k.Wanted = p.AgentID; k.Wanted != "" {
		k.Passed = slices.DeleteFunc(slices.Clone(k.Passed), func(a chat.AgentID) bool { return a == k.Wanted })
	}
	line(k, p.Bonuses)
}

func raise(k *chat.Case, p chat.Raised) {
	if p.Mood != "" {
		k.Brief.Mood = p.Mood
	}
	if p.Severity != "" {
		k.Severity = p.Severity
	}
	if p.Detail != nil {
		k.Brief.Score, k.Brief.Evidence = p.Detail.Score, p.Detail.Evidence
	}
	line(k, p.Bonuses)
}

// line gives a waiting case its bonuses and its place.
func line(k *chat.Case, b []chat.Bonus) {
	k.Bonuses, k.LineAt = b, LineAt(k.WaitingSince, b)
}

func wake(k *chat.Case, at time.Time) {
	k.State, k.SnoozedUntil = chat.StateAssigned, time.Time{}
	if !k.SilentSince.IsZero() {
		k.SilentSince = at // the customer's word is older, but the owner may begin only now
	}
}

// back gives the case to the bot, which begins without the old grudge. What was
// promised was promised by people.
func back(k *chat.Case) {
	leave(k)
	k.State, k.Agent, k.AgentName = chat.StateBot, "", ""
	k.Reason, k.Team, k.WaitingSince, k.LineAt = "", "", time.Time{}, time.Time{}
	k.Severity, k.Bonuses, k.Clocks = "", nil, nil
	k.Brief.Mood, k.Brief.Score, k.Brief.Evidence, k.Brief.Question, k.Brief.QuestionSeq = "", 0, nil, "", 0
}

// instant is the time of Unix milliseconds; 0 is never.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
