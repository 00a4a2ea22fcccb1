// Package load puts a chat server under load: customers who ask and wait for
// the bot's reply, or widgets that are merely open. It also holds the bare echo
// server that a chat server is compared with.
//
// It is made to cost little itself, because it runs on the machine that it
// measures: one goroutine a customer, frames recognised by their first bytes,
// latencies kept as they are and sorted at the end. It checks no promises; the
// referee is package client.
package load

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Options say what the customers do. URL, Customers, Duration and Texts are
// required.
type Options struct {
	URL       string // ws://host/ws, or http://host/poll to poll
	Customers int
	Think     time.Duration // mean pause between a reply and the next message
	Warm      time.Duration // before measuring begins
	Duration  time.Duration // of measuring
	Turns     int           // messages of one visitor, before a new one comes; 0 = no end
	Texts     []string      // what they say, drawn at random
	Echo      bool          // the server is an Echo: its answer is the frame itself
	Wait      time.Duration // for a reply, before it counts as an error; 15 s when zero
}

// Report is what was measured. Latencies are in milliseconds.
type Report struct {
	Customers int     `json:"customers"`
	Seconds   float64 `json:"seconds"`
	Messages  int     `json:"messages"` // that were acknowledged
	Silent    int     `json:"silent"`   // of these, the ones to which the bot had nothing to add
	PerSecond float64 `json:"per_second"`
	AckP50    float64 `json:"ack_p50_ms"`
	AckP99    float64 `json:"ack_p99_ms"`
	ReplyP50  float64 `json:"reply_p50_ms"`
	ReplyP99  float64 `json:"reply_p99_ms"`
	Errors    int     `json:"errors"` // messages without an ack, refusals, lost connections
	Error     string  `json:"error,omitempty"`
}

// tally is what one customer measured.
type tally struct {
	ack, reply []time.Duration
	errors     int
	first      error
}

// Chat has the customers talk, and reports. It blocks for Warm and Duration and
// what the last replies take. The error is ctx's, or says that nobody got
// through at all; single failures are in the report.
func Chat(ctx context.Context, o Options) (Report, error) {
	if o.Wait == 0 {
		o.Wait = 15 * time.Second
	}
	texts := make([][]byte, len(o.Texts))
	for i, t := range o.Texts {
		texts[i] = quote(t)
	}
	begin := time.Now().Add(o.Warm)
	run := &run{o: o, texts: texts, begin: begin, end: begin.Add(o.Duration), dialer: newDialer(o.URL, o.Customers)}
	defer run.dialer.close()
	tallies := make([]tally, o.Customers)
	var wg sync.WaitGroup
	for i := range tallies {
		wg.Go(func() { run.customer(ctx, i, &tallies[i]) })
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	return o.sum(tallies)
}

// run is one Chat.
type run struct {
	o          Options
	texts      [][]byte
	begin, end time.Time
	dialer     *dialer
}

// customer talks until the end, as one visitor after another.
func (r *run) customer(ctx context.Context, n int, t *tally) {
	random := rand.New(rand.NewPCG(uint64(n), 1))
	for ctx.Err() == nil && time.Now().Before(r.end) {
		err := r.visit(ctx, n, random, t)
		if err == nil || ctx.Err() != nil {
			continue
		}
		t.errors++
		if t.first == nil {
			t.first = err
		}
		pause(ctx, 100*time.Millisecond)
	}
}

// visit is one visitor, from the first message to the last.
func (r *run) visit(ctx context.Context, n int, random *rand.Rand, t *tally) error {
	c, err := r.dialer.connect(ctx, !r.o.Echo)
	if err != nil {
		return err
	}
	defer c.close()
	for turn := 0; r.o.Turns == 0 || turn < r.o.Turns; turn++ {
		if r.o.Think > 0 {
			// Uniform between half and one and a half: customers do not march in step.
			pause(ctx, r.o.Think/2+rand.N(r.o.Think))
		}
		sent := time.Now()
		if ctx.Err() != nil || !sent.Before(r.end) {
			return nil
		}
		ack, reply, err := c.turn(r.texts[random.IntN(len(r.texts))], sent.Add(r.o.Wait), r.o.Echo)
		if err != nil {
			return fmt.Errorf("customer %d, message %d: %w", n, turn+1, err)
		}
		if sent.Before(r.begin) || ack.After(r.end) {
			continue
		}
		t.ack = append(t.ack, ack.Sub(sent))
		if !reply.IsZero() {
			t.reply = append(t.reply, reply.Sub(sent))
		}
	}
	return nil
}

// sum makes the report.
func (o Options) sum(tallies []tally) (Report, error) {
	var all tally
	for _, t := range tallies {
		all.ack, all.reply = append(all.ack, t.ack...), append(all.reply, t.reply...)
		all.errors += t.errors
		if all.first == nil {
			all.first = t.first
		}
	}
	slices.Sort(all.ack)
	slices.Sort(all.reply)
	rep := Report{
		Customers: o.Customers, Seconds: o.Duration.Seconds(), Messages: len(all.ack), Silent: len(all.ack) - len(all.reply),
		PerSecond: float64(len(all.ack)) / o.Duration.Seconds(),
		AckP50:    quantile(all.ack, .5), AckP99: quantile(all.ack, .99),
		ReplyP50: quantile(all.reply, .5), ReplyP99: quantile(all.reply, .99), Errors: all.errors,
	}
	if all.first != nil {
		rep.Error = all.first.Error()
	}
	if rep.Messages == 0 {
		return rep, fmt.Errorf("no message was acknowledged: %w", cmp.Or(all.first, errNoTime))
	}
	return rep, nil
}

// errNoTime is why nothing was measured where nothing failed.
var errNoTime = errors.New("the time was too short")

// quantile returns the q-quantile of sorted durations in milliseconds.
func quantile(d []time.Duration, q float64) float64 {
	if len(d) == 0 {
		return 0
	}
	return d[min(len(d)-1, int(q*float64(len(d))))].Seconds() * 1000
}

// pause waits for d or the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
