package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

const (
	dayAgents    = 10
	dayCustomers = 200
	// dayPause is how long somebody of the day thinks at most between two things
	// that he does. A day of 200 customers is then a minute.
	dayPause = time.Second
)

// TestDay is a working day, drawn together: ten agents serve two hundred
// customers, with offers, declines, notes, promises, transfers, snoozes, tickets,
// summaries and ratings, while the server is killed with -9 again and again. In
// the end everything that was acknowledged is there, every case has exactly one
// owner, and what is stored of a case is what its log adds up to.
func TestDay(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server over and over")
	}
	t.Parallel() // each waits most of the time
	p := newProcess(t)
	p.acceptTime = 5 * time.Second
	p.pack = openPack(t, `(?m)^ {4}members: .*\n`) // everybody serves every team
	d := &day{t: t, p: p, ledger: &ledger{}}
	d.hire()
	p.start(t)
	ctx, evening := context.WithCancel(t.Context())
	defer evening()
	var people sync.WaitGroup
	for i := range dayAgents {
		a := d.agent(i)
		people.Go(func() { a.work(ctx) })
	}
	for i := range dayCustomers {
		c := d.customer(i)
		people.Go(func() { c.shop(ctx) })
	}
	for i := range faults() {
		// Most lives are short, some are long enough for offers to be answered.
		<-time.After(time.Duration(300+rand.ExpFloat64()*900) * time.Millisecond)
		p.kill(t)
		p.start(t)
		if (i+1)%10 == 0 {
			t.Logf("killed %d times; %s", i+1, d.ledger)
		}
	}
	// Nothing is proven about acts that were never met.
	if err := d.ledger.met(ctx, time.Minute); err != nil {
		t.Error(err)
	}
	evening()
	people.Wait()
	p.kill(t)
	d.inspect()
	t.Logf("%d kills, %d agents, %d customers; %s", faults(), dayAgents, dayCustomers, d.ledger)
}

// day is what everybody of it shares.
type day struct {
	t      *testing.T
	p      *process
	ledger *ledger
	next   atomic.Int64 // numbers sentences
}

// hire gives the demo's agents eight colleagues.
func (d *day) hire() {
	d.p.start(d.t) // the data folder is made, with the demo's staff in it
	d.p.kill(d.t)
	for i := 2; i < dayAgents; i++ {
		add := exec.Command(d.p.bin, "staff", "add", agentName(i), "--name", fmt.Sprintf("坐席%d", i+1), "--role", "agent", "--data", d.p.data)
		add.Stdin = strings.NewReader(demoPassword + "\n")
		if out, err := add.CombinedOutput(); err != nil {
			d.t.Fatalf("add an agent: %v\n%s", err, out)
		}
	}
}

func agentName(i int) string { return fmt.Sprintf("agent%d", i+1) }

// act is a kind of thing that people of the day do.
type act string

const (
	actAsk      act = "asked for a person"
	actSay      act = "messages"
	actReply    act = "replies"
	actVow      act = "promises"
	actNote     act = "notes"
	actAccept   act = "accepted"
	actDecline  act = "declined"
	actTransfer act = "transferred"
	actSnooze   act = "snoozed"
	actFile     act = "tickets"
	actClose    act = "closed"
	actRate     act = "rated"
)

var acts = []act{actAsk, actSay, actReply, actVow, actNote, actAccept, actDecline, actTransfer, actSnooze, actFile, actClose, actRate}

// ledger is what was acknowledged.
type ledger struct {
	mu   sync.Mutex
	acks []acked
	n    map[act]int
}

// acked is one command that was acknowledged, and what must be stored under its seq.
type acked struct {
	act          act
	conversation chat.ConversationID
	seq          chat.Seq
	kind         chat.Kind
	text         string // "" = it has none
	stars        int
}

func (l *ledger) note(a acked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == nil {
		l.n = map[act]int{}
	}
	l.acks, l.n[a.act] = append(l.acks, a), l.n[a.act]+1
}

// String counts what was acknowledged.
func (l *ledger) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	parts := make([]string, len(acts))
	for i, a := range acts {
		parts[i] = fmt.Sprintf("%s %d", a, l.n[a])
	}
	return strings.Join(parts, ", ")
}

// met waits until every kind of act was acknowledged ten times.
func (l *ledger) met(ctx context.Context, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		lacking := l.lacking()
		if lacking == "" {
			return nil
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return fmt.Errorf("fewer than ten of: %s", lacking)
		}
	}
}

func (l *ledger) lacking() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var few []string
	for _, a := range acts {
		if l.n[a] < 10 {
			few = append(few, string(a))
		}
	}
	return strings.Join(few, ", ")
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// person is what customers and agents of the day have in common.
type person struct {
	*day
	name   string
	client *client.Client
}

// think waits for as long as people do.
func (p *person) think(ctx context.Context) bool {
	return pause(ctx, time.Duration(rand.Int64N(int64(dayPause)))) == nil
}

// do sends a command and writes down its acknowledgement. A refusal means that the
// case has moved on meanwhile, which is part of the day.
func (p *person) do(ctx context.Context, f wire.Frame, a acked) bool {
	seq, err := p.client.Do(ctx, f)
	var refusal *wire.Error
	switch {
	case errors.As(err, &refusal):
		switch refusal.Code {
		case wire.Conflict, wire.Denied, wire.Invalid, wire.NotFound:
		default:
			p.t.Errorf("%s: %s was refused: %v", p.name, f.Type(), refusal)
		}
		return false
	case err != nil:
		if ctx.Err() == nil {
			p.t.Errorf("%s: %s: %v", p.name, f.Type(), err)
		}
		return false // the evening has come; this one may be stored or not
	}
	if a.seq = seq; a.conversation == "" {
		a.conversation = p.client.Conversation() // a customer's own: known once he is welcome
	}
	p.ledger.note(a)
	return true
}

// sentence is a text that nobody else says.
func (p *person) sentence(what string) string {
	return fmt.Sprintf("%s第%d句：%s", p.name, p.next.Add(1), what)
}
