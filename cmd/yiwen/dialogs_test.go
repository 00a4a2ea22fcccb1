package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
)

// TestDialogs runs the dialogues of testdata/dialogs through the real engine
// with the demo content. Their README says how they are written.
func TestDialogs(t *testing.T) {
	files, err := filepath.Glob("../../testdata/dialogs/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	content := demoContent(t)
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			d := newDialog(t, content)
			r, err := os.Open(f)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			lines := bufio.NewScanner(r)
			for n := 1; lines.Scan(); n++ {
				line := strings.TrimSpace(lines.Text())
				if line == "" || strings.HasPrefix(line, "#") {
					continue
				}
				if err := d.line(line); err != nil {
					t.Errorf("%s:%d: %s: %v", filepath.Base(f), n, line, err)
				}
			}
		})
	}
}

// dialog is one conversation on a log in memory, with a clock that the lines move.
type dialog struct {
	t       *testing.T
	service *bot.Service
	log     *bot.MemoryLog
	now     time.Time
	id      chat.ConversationID
	cid     int
	since   chat.Seq // of the last line that did something
}

type wakeless struct{}

func (wakeless) Publish(bot.Wake) {}

func newDialog(t *testing.T, c *bot.Content) *dialog {
	d := &dialog{t: t, log: bot.NewMemoryLog(), now: time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC), id: chat.NewConversationID()}
	d.service = bot.NewService(bot.Options{
		Log: d.log, Wakes: wakeless{}, Content: c, Registerer: prometheus.NewRegistry(),
		Clock: func() time.Time { return d.now },
	})
	return d
}

var said = regexp.MustCompile(`^客户(?:\+(\d+)秒)?[:：]\s*(.+)$`)

func (d *dialog) line(s string) error {
	if m := said.FindStringSubmatch(s); m != nil {
		pause := time.Minute
		if m[1] != "" {
			fmt.Sscanf(m[1], "%d", &pause)
			pause *= time.Second
		}
		d.now = d.now.Add(pause)
		return d.do(chat.Customer, bot.Say{Text: m[2]})
	}
	if rest, ok := strings.CutPrefix(s, "=>"); ok {
		return d.came(strings.TrimSpace(rest))
	}
	word, rest, _ := strings.Cut(s, ":")
	rest = strings.TrimSpace(rest)
	switch word {
	case "含":
		return d.says(rest)
	case "状态", "原因":
		return d.is(word, rest)
	case "坐席":
		return d.do(chat.Agent, bot.Say{Text: rest})
	}
	return d.deed(s)
}

// deed carries out a line without words.
func (d *dialog) deed(s string) error {
	d.now = d.now.Add(time.Minute)
	switch s {
	case "客户 转人工":
		return d.do(chat.Customer, bot.Human{})
	case "客户 取消":
		return d.do(chat.Customer, bot.Cancel{})
	case "坐席 接入":
		return d.do(chat.Agent, bot.Accept{})
	case "坐席 交还":
		return d.do(chat.Agent, bot.Return{})
	case "坐席 结束":
		return d.do(chat.Agent, bot.Close{})
	}
	var n int
	if _, err := fmt.Sscanf(s, "客户 选 %d", &n); err != nil {
		return fmt.Errorf("not a line of a dialogue")
	}
	return d.choose(n)
}

func (d *dialog) do(kind chat.ActorKind, a bot.Action) error {
	d.cid++
	from := chat.Actor{Kind: kind, ID: "v1"}
	c := bot.Command{Conversation: d.id, Site: "default", Visitor: "v1", From: from, CID: chat.ClientID(fmt.Sprint(d.cid)), Action: a}
	if kind == chat.Agent {
		c.From, c.Visitor = chat.Actor{Kind: kind, ID: "agent1", Name: "小林"}, ""
	}
	seq, err := d.service.Do(d.t.Context(), c)
	if err == nil {
		d.since = seq
	}
	return err
}

// choose taps on choice n of the newest list.
func (d *dialog) choose(n int) error {
	for _, e := range slices.Backward(d.events(0)) {
		if m, ok := e.Payload.(chat.Message); ok && len(m.Choices) > 0 {
			if n > len(m.Choices) {
				return fmt.Errorf("only %d choices", len(m.Choices))
			}
			return d.do(chat.Customer, bot.Choose{Of: e.Seq, Key: m.Choices[n-1].Key})
		}
	}
	return fmt.Errorf("nothing to choose from")
}

func (d *dialog) events(after chat.Seq) []chat.Event {
	es, err := d.log.Events(d.t.Context(), d.id, after, 1000)
	if err != nil {
		d.t.Fatal(err)
	}
	return es
}

// came checks what the last line led to.
func (d *dialog) came(want string) error {
	outcomes, ids, _ := strings.Cut(want, " ")
	allowed := strings.Split(outcomes, "|")
	var trace bot.Trace
	quiet := true
	for _, e := range d.events(d.since - 1) {
		if e.Trace != nil {
			if err := json.Unmarshal(e.Trace, &trace); err != nil {
				return err
			}
		}
		quiet = quiet && (e.From.Kind != chat.Bot)
	}
	if quiet {
		if !slices.Contains(allowed, "安静") {
			return fmt.Errorf("the bot said nothing")
		}
		return nil
	}
	if !slices.Contains(allowed, string(trace.Outcome)) {
		return fmt.Errorf("came to %s %s %v", trace.Outcome, trace.Entry, trace.Candidates)
	}
	if ids == "" || trace.Outcome == bot.OutcomeFallback {
		return nil
	}
	for _, id := range strings.Fields(ids) {
		if trace.Entry == id {
			return nil
		}
		for _, c := range trace.Candidates {
			if c.ID == id && trace.Outcome == bot.OutcomeClarify {
				return nil
			}
		}
	}
	return fmt.Errorf("came to %s %s %v", trace.Outcome, trace.Entry, trace.Candidates)
}

func (d *dialog) says(want string) error {
	var all []string
	for _, e := range d.events(d.since - 1) {
		if m, ok := e.Payload.(chat.Message); ok && e.From.Kind == chat.Bot {
			if strings.Contains(m.Text, want) {
				return nil
			}
			all = append(all, m.Text)
		}
	}
	return fmt.Errorf("the bot said %q", all)
}

func (d *dialog) is(what, want string) error {
	c, _, err := d.log.Load(d.t.Context(), d.id)
	if err != nil {
		return err
	}
	got := string(c.Case.State)
	if what == "原因" {
		got = string(c.Case.Reason)
	}
	if got != want {
		return fmt.Errorf("it is %q", got)
	}
	return nil
}
