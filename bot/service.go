package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// tries bounds how often a turn is computed again after a Conflict. Each failure
// means that somebody else's turn got in, so that a conversation always moves.
const tries = 8

// keptBoxes is how many quiet conversations stay in memory, at 1 to 2 KiB each.
const keptBoxes = 8192

// Options are what a Service is made of. All fields but Logger and Tickets are
// needed.
type Options struct {
	Log     Log
	Wakes   Publisher
	Content *Content
	// Tickets is where tickets are. Without it there are none: outside hours
	// customers wait in the line, and what the bot does depends on no clock.
	Tickets Tickets
	// Missed has traces name the closed entries that would have come first, for who
	// asks why. It costs a search more of every message where anything is closed.
	Missed     bool
	Clock      func() time.Time
	Logger     *slog.Logger // nil = silent
	Registerer prometheus.Registerer
}

// Service carries out commands: the one way in which a conversation changes.
// Commands of one conversation are carried out one at a time in the order of
// their calls; conversations do not wait for each other. It is safe for
// concurrent use.
type Service struct {
	log     Log
	tickets Tickets // or nil
	missed  bool
	wakes   Publisher
	content atomic.Pointer[Content]
	clock   func() time.Time
	logger  *slog.Logger
	meter   *meter
	boxes   *mailbox
	views   views
	seats   seats
	asked   tally
}

// NewService returns a Service that answers from o.Content.
func NewService(o Options) *Service {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		log: o.Log, tickets: o.Tickets, missed: o.Missed, wakes: o.Wakes, clock: o.Clock, logger: o.Logger,
		meter: newMeter(o.Registerer), boxes: newMailbox(keptBoxes),
		seats: newSeats(runtime.GOMAXPROCS(0)),
	}
	s.content.Store(o.Content)
	return s
}

// Activate makes c what the bot knows, from the next turn on; turns under way
// finish with what they began with. It returns the content that it replaces,
// which may be closed when those turns are over.
func (s *Service) Activate(c *Content) *Content { return s.content.Swap(c) }

// Content returns what the bot knows now.
func (s *Service) Content() *Content { return s.content.Load() }

// Do carries out a command and returns the seq it is acknowledged under. When
// Do returns without an error the command is stored so that a power cut does
// not take it. A command whose (sender, conversation, client id) was carried
// out before is not carried out again: its seq is returned. It blocks for the
// turns before it, for understanding and for one commit.
//
// Errors are fault.Invalid, Denied, NotFound or Conflict with a Chinese text
// for the sender, Busy where it may be sent again, or Internal.
func (s *Service) Do(ctx context.Context, cmd Command) (chat.Seq, error) {
	start := time.Now()
	switch a := cmd.Action.(type) { // what is told once, whoever tells it
	case News:
		cmd.CID = a.cid()
	case Closing:
		cmd.CID = a.cid()
	}
	b, err := s.boxes.enter(ctx, cmd.Conversation)
	if err != nil {
		return 0, fault.Wrap(err, fault.Busy, "系统繁忙，请稍后再试")
	}
	defer s.boxes.leave(b)
	for range tries {
		seq, err := s.try(ctx, b, cmd)
		if errors.Is(err, errStale) {
			s.meter.retries.Inc()
			continue
		}
		if err == nil {
			s.meter.stage(stageTurn, start)
		}
		return seq, err
	}
	return 0, fault.New(fault.Busy, "系统繁忙，请稍后再试")
}

// errStale says that a turn was computed on an old state.
var errStale = errors.New("stale")

// try computes and stores a turn once.
func (s *Service) try(ctx context.Context, b *box, cmd Command) (chat.Seq, error) {
	kept := b.state != nil
	if !kept {
		st, err := s.load(ctx, cmd)
		if err != nil {
			return 0, err
		}
		b.state = st
	}
	t := s.newTurn(cmd, *b.state)
	if err := t.run(ctx); err != nil {
		if kept {
			// No append finds out that what was kept is old: look, before anybody
			// is refused for what another node has changed.
			b.state = nil
			return s.try(ctx, b, cmd)
		}
		return s.done(ctx, cmd, err)
	}
	if t.repeats {
		return t.ack, nil
	}
	start := time.Now()
	stored, err := t.stored(b.state.conversation.Seq)
	if err != nil {
		return 0, err
	}
	if err := s.log.Append(ctx, stored); err != nil {
		b.state = nil
		if !fault.Is(err, fault.Conflict) {
			return 0, err
		}
		return s.done(ctx, cmd, errStale)
	}
	s.meter.stage(stageAppend, start)
	b.state = &state{conversation: t.conversation, memory: t.memory}
	s.wakes.Publish(Wake{Conversation: cmd.Conversation, Seq: t.conversation.Seq, Case: t.caseChanged})
	t.count()
	if d := t.decision; d != nil && d.Outcome == OutcomeAnswer && d.Entry != "" {
		s.asked.answered(d.Entry, t.now)
	}
	return t.ack, nil
}

// now is the clock in whole milliseconds, as events keep it. It never runs
// backwards behind what the state row knows: the newest message and the newest
// change of the case.
func (s *Service) now(st *state) time.Time {
	now := s.clock().UTC().Truncate(time.Millisecond)
	k := &st.conversation.Case
	for _, last := range []time.Time{time.UnixMilli(k.Brief.LastAt), k.OpenedAt, k.WaitingSince, k.AssignedAt, k.ClosedAt, k.ActiveAt, k.LastAgentAt} {
		if now.Before(last) {
			now = last.UTC()
		}
	}
	return now
}

// done returns the seq of a command that was carried out before, when it was
// sent the first time: an acknowledged id gets the same answer for ever. Where
// it was not, the answer is otherwise.
func (s *Service) done(ctx context.Context, cmd Command, otherwise error) (chat.Seq, error) {
	if cmd.CID == "" {
		return 0, otherwise
	}
	seq, err := s.log.Acknowledged(ctx, cmd.Conversation, cmd.From.Sender(), cmd.CID)
	switch {
	case err != nil:
		return 0, fmt.Errorf("look up client id: %w", err)
	case seq == 0:
		return 0, otherwise
	}
	// Who sent it first may have given up before it was stored: then nobody has
	// been woken yet.
	s.wakes.Publish(Wake{Conversation: cmd.Conversation, Seq: seq, Case: true})
	return seq, nil
}

// load reads the state of the command's conversation, or begins it where the
// command may.
func (s *Service) load(ctx context.Context, cmd Command) (*state, error) {
	c, b, err := s.log.Load(ctx, cmd.Conversation)
	switch {
	case fault.Is(err, fault.NotFound) && cmd.Visitor != "":
		return &state{conversation: chat.Conversation{
			ID: cmd.Conversation, Site: cmd.Site, Visitor: cmd.Visitor,
			CreatedAt: s.clock().UTC().Truncate(time.Millisecond), Page: cmd.Page,
		}}, nil
	case err != nil:
		return nil, err
	}
	m, err := remember(b)
	if err != nil {
		// Written by another version or damaged: the bot forgets what it was
		// talking about, the conversation itself loses nothing.
		s.logger.Warn("memory dropped", "conversation", cmd.Conversation, "err", err)
		m = Memory{Case: c.Case.Number, Entities: c.Case.Brief.Entities}
	}
	return &state{conversation: c, memory: m}, nil
}
