package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/suggest"
)

// suggestTimes is what bench --suggest measures.
type suggestTimes struct {
	Entries   int      `json:"entries"`
	Texts     int      `json:"texts"`
	Index     uint64   `json:"index_mb"`
	CPU       float64  `json:"cpu_ms"` // of one suggestion on the mean, which a busy machine changes less
	Quiet     searches `json:"quiet"`
	Talking   searches `json:"talking"` // while customers talk
	Customers int      `json:"customers"`
	Turns     float64  `json:"turns_per_s"`     // of those customers
	TurnsCPU  float64  `json:"turns_per_cpu_s"` // for each second of CPU time that suggestions left
}

// suggests measures what is suggested to who types into a base of a size, alone and
// while customers talk, who pause as --think says: without that they take all the
// processor there is. All is in this process and memory: sockets and disk are for
// the other modes.
func (c *benchCmd) suggests(a *app) error {
	if c.FromPack == "" {
		return fault.New(fault.Invalid, "yiwen bench --suggest: of what words? Give --from-pack DIR.")
	}
	p, err := readPack(c.FromPack)
	if err != nil {
		return err
	}
	said, err := c.texts()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "yiwen-bench-*")
	if err != nil {
		return fmt.Errorf("make a folder for the dictionaries: %w", err)
	}
	defer os.RemoveAll(dir)
	p.Entries = widened(p.Entries, c.Suggest)
	b := newBuilder(dir, false, nil)
	content, err := b.Build(a.ctx, p, 1)
	if err != nil {
		return err
	}
	t := suggestTimes{Entries: len(p.Entries), Customers: c.Customers, Index: indexSize(b.stock.corpus, b.sounds)}
	for i := range p.Entries {
		t.Texts += 1 + len(p.Entries[i].Variants)
	}
	s := bot.NewService(bot.Options{
		Log: bot.NewMemoryLog(), Wakes: nobody{}, Content: content, Clock: time.Now, Registerer: prometheus.NewRegistry(),
	})
	typed := typing(said, b.sounds)
	complete := func(i int) error {
		s.Complete(bot.Typed{Site: "default", Text: typed[i%len(typed)]})
		return nil
	}
	const pause = 10 * time.Millisecond
	busy := processorTime()
	t.Quiet, err = whileSearching(a.ctx, pause, complete, func() error { time.Sleep(c.Duration); return nil })
	if err != nil {
		return err
	}
	t.CPU = (processorTime() - busy).Seconds() * 1000 / float64(max(1, t.Quiet.Count))
	if _, err = c.talk(a.ctx, s, said, "warm", c.Warm); err != nil { // what the index keeps was never read before
		return err
	}
	busy = processorTime()
	t.Talking, err = whileSearching(a.ctx, pause, complete, func() (err error) {
		t.Turns, err = c.talk(a.ctx, s, said, "measured", c.Duration)
		return err
	})
	if err != nil {
		return err
	}
	left := (processorTime() - busy).Seconds() - t.CPU/1000*float64(t.Talking.Count)
	t.TurnsCPU = t.Turns * c.Duration.Seconds() / max(.001, left)
	return t.print(a.stdout, c.JSON)
}

// talk has customers talk for a span, and returns their turns a second. Their names
// begin with named: who has sent an id before is not answered again.
func (c *benchCmd) talk(ctx context.Context, s *bot.Service, said []string, named string, span time.Duration) (float64, error) {
	ctx, stop := context.WithTimeout(ctx, span)
	defer stop()
	var turns atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	for who := range c.Customers {
		all.Go(func() {
			dice := rand.New(rand.NewPCG(1, uint64(who)))
			for n := 0; ctx.Err() == nil; n++ {
				visitor := named + "-" + strconv.Itoa(who) + "-" + strconv.Itoa(n/max(1, c.Turns))
				_, err := s.Do(ctx, bot.Command{
					Conversation: chat.ConversationID(visitor), Site: "default", Visitor: chat.VisitorID(visitor),
					From: chat.Actor{Kind: chat.Customer, ID: visitor}, CID: chat.ClientID(strconv.Itoa(n)),
					Action: bot.Say{Text: said[(who*31+n)%len(said)]},
				})
				if err != nil && ctx.Err() == nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				turns.Add(1)
				select {
				case <-ctx.Done():
				case <-time.After(time.Duration(dice.Float64() * 2 * float64(c.Think))):
				}
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(turns.Load()) / span.Seconds(), nil
}

// indexSize is what an index of a corpus takes, in megabytes.
func indexSize(corpus *knowledge.Corpus, sounds *pinyin.Table) uint64 {
	before := heapMB()
	x := suggest.New(corpus, sounds)
	after := heapMB()
	x.Suggest("", 1, nil) // or it might be gone before it was weighed
	return after - min(before, after)
}

// typing is what customers have typed so far of what they are going to say: its
// beginning, that in pinyin, and that in first letters.
func typing(said []string, sounds suggest.Sounds) []string {
	out := make([]string, len(said))
	for i, s := range said {
		runes := []rune(s)
		runes = runes[:min(len(runes), 2+i%7)]
		if i%3 == 0 {
			out[i] = string(runes)
			continue
		}
		var b strings.Builder
		for _, r := range runes {
			switch readings := sounds.Readings(r); {
			case len(readings) == 0:
				b.WriteRune(r)
			case i%3 == 1:
				b.WriteString(readings[0])
			default:
				b.WriteByte(readings[0][0])
			}
		}
		out[i] = b.String()
	}
	return out
}

// print writes the figures as tables, or as JSON.
func (t suggestTimes) print(out io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(t)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "entries\ttexts\tindex MB\tCPU ms\tcustomers\tturns/s\tturns/CPU s\t\n%d\t%d\t%d\t%.2f\t%d\t%.0f\t%.0f\t\n", t.Entries, t.Texts, t.Index, t.CPU, t.Customers, t.Turns, t.TurnsCPU)
	fmt.Fprintln(w, "suggestions\tcount\tp50 ms\tp99 ms\tmax ms\t")
	for _, row := range []struct {
		name string
		s    searches
	}{{"quiet", t.Quiet}, {"while they talk", t.Talking}} {
		fmt.Fprintf(w, "%s\t%d\t%.2f\t%.2f\t%.2f\t\n", row.name, row.s.Count, row.s.P50, row.s.P99, row.s.Max)
	}
	return w.Flush()
}
