package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

const (
	kills         = 50 // YIWEN_FAULTS changes it
	killCustomers = 20

	// The clients come back sooner than browsers do, so that the server is under
	// load for most of its short lives.
	firstWait, mostWait = 20 * time.Millisecond, 150 * time.Millisecond
)

// TestKill kills the server with -9 again and again while twenty customers and
// an agent talk through clients that resend and resume. In the end nothing that
// was acknowledged may be missing, be there twice or stand in another order.
// It says nothing about power cuts: the kernel keeps what was written. That
// proof is the store's (TestSynced).
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server over and over")
	}
	t.Parallel() // each waits most of the time
	rounds := faults()
	p := newProcess(t)
	p.start(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	agent := newTalker(ctx, "坐席", client.New(client.Options{
		URL: p.ws("/desk/ws"), Side: wire.Agents, Header: p.signIn(t, "agent1"), First: firstWait, Most: mostWait,
	}))
	var customers []*talker
	for i := range killCustomers {
		customers = append(customers, newTalker(ctx, fmt.Sprintf("客户%d", i), client.New(client.Options{
			URL: p.ws("/ws"), Site: "default", First: firstWait, Most: mostWait,
		})))
	}
	p.agentTakes(t, agent, customers[0])
	var talking sync.WaitGroup
	for _, w := range append(customers, agent) {
		talking.Go(w.talk)
	}
	for i := range rounds {
		<-time.After(time.Duration(300+rand.IntN(600)) * time.Millisecond)
		p.kill(t)
		p.start(t)
		if (i+1)%10 == 0 {
			t.Logf("killed %d times, %d messages acknowledged so far", i+1, acknowledged(append(customers, agent)))
		}
	}
	stop()
	talking.Wait()
	if n := acknowledged(customers); n < rounds*killCustomers/10 {
		t.Errorf("only %d messages were acknowledged: the test was no load", n)
	}
	agent.check(t, customers[0].client.Conversation(), p.history(t, customers[0]))
	for _, w := range customers {
		w.check(t, "", p.history(t, w))
	}
	t.Logf("%d kills, %d customers and an agent, %d messages acknowledged, %d connections",
		rounds, killCustomers, acknowledged(append(customers, agent)), connects(append(customers, agent)))
	for _, w := range append(customers, agent) {
		w.client.Close()
	}
}

// faults is how often the server is killed.
func faults() int {
	if n, err := strconv.Atoi(os.Getenv("YIWEN_FAULTS")); err == nil && n > 0 {
		return n
	}
	return kills
}

// talker says one numbered sentence after another and keeps what was acknowledged.
type talker struct {
	ctx    context.Context
	name   string
	client *client.Client
	to     chat.ConversationID // of an agent

	mu    sync.Mutex // guards what follows
	acked []saidAt   // in the order of saying
	tried int        // sentences begun, the last one perhaps without an answer
}

type saidAt struct {
	text string
	seq  chat.Seq
}

func newTalker(ctx context.Context, name string, c *client.Client) *talker {
	return &talker{ctx: ctx, name: name, client: c}
}

// sentence n is unique, and gives the bot something to think about.
func (w *talker) sentence(n int) string {
	topics := []string{"充值没到账", "怎么退款", "验证码收不到", "卡密无效", "发票怎么开", "忘记登录密码"}
	return fmt.Sprintf("%s第%d句：%s", w.name, n, topics[n%len(topics)])
}

func (w *talker) talk() {
	for n := 0; w.ctx.Err() == nil; n++ {
		text := w.sentence(n)
		w.mu.Lock()
		w.tried = n + 1
		w.mu.Unlock()
		seq, err := w.client.Say(w.ctx, w.to, text)
		if err != nil {
			return // the test ends; this one may be stored or not
		}
		w.mu.Lock()
		w.acked = append(w.acked, saidAt{text, seq})
		w.mu.Unlock()
	}
}

// check compares what was acknowledged with the stored log, and with what the
// client saw live: one log, dense, everybody's words once and in order.
func (w *talker) check(t *testing.T, id chat.ConversationID, log []chat.Event) {
	t.Helper()
	if problems := w.client.Problems(); len(problems) > 0 {
		t.Errorf("%s saw broken promises: %s", w.name, strings.Join(problems[:min(len(problems), 5)], "; "))
	}
	at := map[string]chat.Seq{}
	for i, e := range log {
		if e.Seq != chat.Seq(i+1) {
			t.Fatalf("%s: event %d of the log has seq %d", w.name, i+1, e.Seq)
		}
		m, ok := e.Payload.(chat.Message)
		if !ok || !strings.HasPrefix(m.Text, w.name+"第") {
			continue
		}
		if before, twice := at[m.Text]; twice {
			t.Errorf("%q is stored twice, at %d and %d", m.Text, before, e.Seq)
		}
		at[m.Text] = e.Seq
	}
	var last chat.Seq
	for _, s := range w.acked {
		switch {
		case at[s.text] == 0:
			t.Errorf("%q was acknowledged at %d and is lost", s.text, s.seq)
		case at[s.text] != s.seq:
			t.Errorf("%q was acknowledged at %d and stands at %d", s.text, s.seq, at[s.text])
		case s.seq <= last:
			t.Errorf("%q at %d stands before what was said earlier", s.text, s.seq)
		}
		last = s.seq
	}
	if len(at) > w.tried {
		t.Errorf("%s: %d sentences are stored, %d were said", w.name, len(at), w.tried)
	}
	for i, e := range w.client.Events(id) {
		if i < len(log) && (e.Seq != log[i].Seq || e.Payload.Kind() != log[i].Payload.Kind()) {
			t.Fatalf("%s saw event %d as %s, the log has %s", w.name, e.Seq, e.Payload.Kind(), log[i].Payload.Kind())
		}
	}
}

func acknowledged(ws []*talker) (n int) {
	for _, w := range ws {
		w.mu.Lock()
		n += len(w.acked)
		w.mu.Unlock()
	}
	return n
}

func connects(ws []*talker) (n int) {
	for _, w := range ws {
		n += w.client.Connects()
	}
	return n
}

// history reads a customer's whole log with a client that has seen nothing yet.
func (p *process) history(t *testing.T, w *talker) []chat.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := client.New(client.Options{URL: p.ws("/ws"), Site: "default", Token: w.client.Token()})
	defer c.Close()
	if err := c.Online(ctx); err != nil {
		t.Fatalf("%s comes back: %v", w.name, err)
	}
	want := chat.Seq(1)
	if n := len(w.acked); n > 0 {
		want = w.acked[n-1].seq
	}
	err := c.Wait(ctx, func(c *client.Client) bool {
		es := c.Events("")
		return len(es) > 0 && es[len(es)-1].Seq >= want
	})
	if err != nil {
		t.Fatalf("%s: read the log up to %d: %v", w.name, want, err)
	}
	return c.Events("")
}
