// Package rehearse runs the engine with nobody else in it: what `yiwen ask`, the
// Ask page, golden questions and replays have in common. What is said here is
// said to the same code as a customer's words, and is stored nowhere.
//
// A Stage holds conversations on a log in memory, each with a clock of its own
// that the caller moves. It blocks for as long as the engine computes and for
// nothing else. A Stage is for one goroutine; stages do not know of each other
// and may share a content. Nothing of a conversation is forgotten before the
// stage is, so that who asks thousands of questions takes a new one now and then.
package rehearse

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// usualSite is the site of who says none.
const usualSite chat.SiteID = "default"

// Options say what a Stage is like.
type Options struct {
	Content *bot.Content
	// Opening is when a conversation begins that says no time; zero = Monday.
	Opening time.Time
	// Tickets lets the bot make tickets where nobody is there, as a server does.
	// Without them what it does depends on no opening hours.
	Tickets bool
	// Record gives each turn its Record, and has its trace name the closed entries
	// that would have come first. Contents whose candidates carry their
	// features (a Searcher says so) show them there.
	Record bool
}

// Monday is a time at which every team is staffed: ten o'clock of a Monday
// morning in the shop's zone.
func Monday(c *bot.Content) time.Time {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	return time.Date(2026, time.January, 5, 10, 0, 0, 0, zone)
}

// Line is what a customer says or taps.
type Line struct {
	Text string
	// Conversation is the name of one of the stage's conversations, begun where it
	// is not there; "" = one of its own, which nothing can follow.
	Conversation string
	Choice       string        // key of a choice that was offered last: tapped in place of saying Text
	At           time.Time     // zero = a minute after the turn before
	Site         chat.SiteID   // "" = default
	Profile      *chat.Profile // of who has signed in; nil = nobody has, or as before
}

// Turn is what came of a line.
type Turn struct {
	At      time.Time
	Reply   string // all that the bot says, a message each on lines of its own
	Choices []chat.Choice
	Trace   bot.Trace // zero where the bot had nothing to decide
	Record  Record    // zero unless the stage records
}

// Stage holds conversations. See the package.
type Stage struct {
	log      *bot.MemoryLog
	service  *bot.Service
	recorder *recorder // nil = nothing is recorded
	now      time.Time // of the turn under way
	opening  time.Time
	talks    map[string]*talk
	sequence int
}

// talk is what a stage keeps of a conversation.
type talk struct {
	id      chat.ConversationID
	seq     chat.Seq
	at      time.Time // of the last turn
	offered chat.Seq  // the event whose choices may be tapped
}

// New returns a stage without conversations.
func New(o Options) *Stage {
	s := &Stage{log: bot.NewMemoryLog(), talks: map[string]*talk{}, opening: o.Opening}
	if s.opening.IsZero() {
		s.opening = Monday(o.Content)
	}
	content := o.Content
	if o.Record {
		content, s.recorder = recording(content)
	}
	options := bot.Options{
		Log: s.log, Wakes: nobody{}, Content: content, Missed: o.Record,
		Clock: func() time.Time { return s.now }, Registerer: prometheus.NewRegistry(),
	}
	if o.Tickets {
		options.Tickets = s.log
	}
	s.service = bot.NewService(options)
	return s
}

// nobody waits for wake-ups.
type nobody struct{}

// Publish implements bot.Publisher.
func (nobody) Publish(bot.Wake) {}

// Opening is when a conversation begins that says no time.
func (s *Stage) Opening() time.Time { return s.opening }

// Ask carries out a line. Errors are those of bot.Service.Do; a choice where
// nothing was offered is a fault.Invalid.
func (s *Stage) Ask(ctx context.Context, l Line) (Turn, error) {
	t := s.talk(l)
	s.sequence++
	cmd := bot.Command{
		Conversation: t.id, Site: l.Site, Visitor: "ask", Profile: l.Profile, From: chat.Actor{Kind: chat.Customer, ID: "ask"},
		CID: chat.ClientID(fmt.Sprint(s.sequence)), Action: bot.Say{Text: l.Text},
	}
	if cmd.Site == "" {
		cmd.Site = usualSite
	}
	if l.Choice != "" {
		if t.offered == 0 {
			return Turn{}, fault.New(fault.Invalid, "nothing was offered yet that the choice %q could tap", l.Choice)
		}
		cmd.Action = bot.Choose{Of: t.offered, Key: l.Choice}
	}
	s.now = t.at
	s.recorder.take() // of a turn that failed
	if _, err := s.service.Do(ctx, cmd); err != nil {
		return Turn{}, err
	}
	events, err := s.log.Events(ctx, t.id, t.seq, maxTurnEvents)
	if err != nil {
		return Turn{}, err
	}
	turn, err := t.read(events)
	turn.Record = s.recorder.take()
	return turn, err
}

// maxTurnEvents is more than one turn ever has.
const maxTurnEvents = 100

// talk returns the conversation of l with its clock moved to l's time.
func (s *Stage) talk(l Line) *talk {
	t, known := s.talks[l.Conversation]
	if !known || l.Conversation == "" {
		t = &talk{id: chat.NewConversationID(), at: s.opening.Add(-time.Minute)}
		if l.Conversation != "" {
			s.talks[l.Conversation] = t
		}
	}
	t.at = t.at.Add(time.Minute)
	if !l.At.IsZero() {
		t.at = l.At
	}
	return t
}

// read reads off the events of a turn what the bot did.
func (t *talk) read(events []chat.Event) (Turn, error) {
	turn := Turn{At: t.at}
	for _, e := range events {
		t.seq = e.Seq
		if m, ok := e.Payload.(chat.Message); ok && e.From.Kind == chat.Bot {
			turn.Reply = joined(turn.Reply, m.Text)
			if len(m.Choices) > 0 {
				turn.Choices, t.offered = m.Choices, e.Seq
			}
		}
		if e.Trace == nil {
			continue
		}
		if err := json.Unmarshal(e.Trace, &turn.Trace); err != nil {
			return turn, fmt.Errorf("read the trace of event %d: %w", e.Seq, err)
		}
	}
	return turn, nil
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// Offered are the entries that the customer may choose from.
func (t Turn) Offered() []string {
	if t.Trace.Outcome != bot.OutcomeClarify {
		return nil
	}
	var ids []string
	for _, c := range t.Choices {
		ids = append(ids, c.Key) // the one for a person names no entry
	}
	return ids
}

// Settled is what settled the turn: the reason of a handoff, else why its rung
// took it.
func (t Turn) Settled() string {
	if t.Trace.Reason != "" {
		return string(t.Trace.Reason)
	}
	for _, r := range t.Trace.Rungs {
		if r.Took {
			return r.Why
		}
	}
	return ""
}
