package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	strictjson "github.com/go-json-experiment/json"
	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/rehearse"
	"yiwen/intents"
)

// maxAskLine bounds a line of input, in bytes: the longest message of 2,000
// runes, escaped, has 24,000.
const maxAskLine = 1 << 20

type askCmd struct {
	Pack    string   `help:"Content pack to answer from." required:"" env:"YIWEN_PACK" placeholder:"DIR"`
	Text    []string `help:"Ask this instead of reading lines; repeat it for more turns of one conversation." sep:"none" placeholder:"TEXT"`
	JSON    bool     `name:"json" help:"Write JSON lines on a terminal too."`
	Explain bool     `help:"Add the trace: what was read, rules, candidates with what told most, every rung of the ladder."`
	Why     string   `help:"Add why each message was not answered with this entry." placeholder:"ENTRY"`
	Cache   string   `help:"Folder of the unpacked dictionaries." env:"YIWEN_CACHE" placeholder:"DIR"`
}

// Help is what --help shows below the flags.
func (*askCmd) Help() string {
	return `Runs the engine of the server on a log in memory. Each input line is a message:
  {"text": "...", "conversation": "a", "choice": "key", "at": "2026-01-05T10:00:00+08:00"}
Only text is needed. Lines with the same conversation are turns of one; without it each line is its own.
"choice" taps one of the choices that the reply before offered, by its key. Without "at" the turns of a
conversation are a minute apart, beginning on a Monday morning. Other keys are ignored.
A bad line ends the run with its number and the reason; what was written before stands.

Examples:
  yiwen ask --pack testdata/xingka --text '充值了100块到现在还没到账'
  yiwen ask --pack testdata/xingka --text '卡密不对' --why card-expired
  yiwen ask --pack testdata/xingka --json --explain < questions.jsonl | jq .trace.rungs`
}

// Run asks every line in turn.
func (c *askCmd) Run(a *app) error {
	p, err := readPack(c.Pack)
	if err != nil {
		return err
	}
	cache, err := cacheFolder(c.Cache)
	if err != nil {
		return err
	}
	content, err := newBuilder(cache, c.Explain, a.learning()).build(a.ctx, p, 0)
	if err != nil {
		return err
	}
	s := rehearse.New(rehearse.Options{Content: content, Record: c.Explain})
	write := replyWriter(a.stdout, !c.JSON && terminal(a.stdout), c.Explain)
	if c.Why != "" {
		write = withWhy(a.ctx, content, c.Why, write)
	}
	if len(c.Text) > 0 {
		for _, t := range c.Text {
			if err := ask(a.ctx, s, question{Text: t, Conversation: "text"}, write); err != nil {
				return fmt.Errorf("--text %q: %w", t, err)
			}
		}
		return nil
	}
	name, in := "standard input", a.stdin
	bar := a.fileProgress(in, "asking")
	defer bar.finish()
	return eachJSONLine(name, io.TeeReader(in, bar), func(b []byte) error {
		q, err := parseQuestion(b)
		if err != nil {
			return err
		}
		return ask(a.ctx, s, q, write)
	})
}

// cacheFolder returns where the dictionaries are unpacked: dir, or the user's
// cache, or, where there is no home, the system's temporary folder.
func cacheFolder(dir string) (string, error) {
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			base = os.TempDir()
		}
		dir = filepath.Join(base, "yiwen", "jieba")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of the dictionaries: %w", err)
	}
	return dir, nil
}

// eachJSONLine calls f with every line that is not blank. An error of f ends it
// and is returned with the place of the line.
func eachJSONLine(name string, r io.Reader, f func([]byte) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxAskLine)
	line := 0
	for sc.Scan() {
		line++
		b := bytes.TrimSpace(sc.Bytes())
		if line == 1 {
			b = bytes.TrimPrefix(b, []byte("\ufeff"))
		}
		if len(b) == 0 {
			continue
		}
		if err := f(b); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	if errors.Is(sc.Err(), bufio.ErrTooLong) {
		return fault.New(fault.Invalid, "%s:%d: the line is longer than %d bytes", name, line+1, maxAskLine)
	}
	if sc.Err() != nil {
		return fmt.Errorf("read %s after line %d: %w", name, line, sc.Err())
	}
	return nil
}

// question is a line of input.
type question struct {
	Text         string    `json:"text"`
	Conversation string    `json:"conversation"`
	Choice       string    `json:"choice"`
	At           time.Time `json:"at"`
}

func parseQuestion(b []byte) (question, error) {
	var q question
	// The standard library would take doubled keys, "TEXT" and broken UTF-8.
	if err := strictjson.Unmarshal(b, &q); err != nil {
		return q, fault.New(fault.Invalid, "not a JSON object like {\"text\": \"...\"}: %w", err)
	}
	if q.Text == "" && q.Choice == "" {
		return q, fault.New(fault.Invalid, "has neither \"text\" nor \"choice\"")
	}
	return q, nil
}

// reply is a line of output.
type reply struct {
	Outcome    bot.Outcome         `json:"outcome"`
	Entry      string              `json:"entry,omitempty"`
	Candidates []candidate         `json:"candidates"` // best first
	Reason     string              `json:"reason"`     // of the handoff; else what settled the turn
	Intent     string              `json:"intent,omitempty"`
	Mood       mood                `json:"mood"`
	Entities   map[string][]entity `json:"entities"`
	Slots      map[string]string   `json:"slots,omitempty"` // what a flow has gathered so far
	Team       chat.TeamID         `json:"team,omitempty"`
	Reply      string              `json:"reply"`
	Choices    []chat.Choice       `json:"choices,omitempty"` // what "choice" of the next line may tap
	Why        string              `json:"why,omitempty"`     // why it is not the entry that --why names
	Trace      *bot.Trace          `json:"trace,omitempty"`

	offered []string // the entries to choose from
}

type candidate struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

type mood struct {
	Score    float64            `json:"score"`
	Label    chat.MoodLabel     `json:"label"`
	Evidence []intents.Evidence `json:"evidence"`
}

type entity struct {
	Text  string `json:"text"`
	Value string `json:"value"`
	Start int    `json:"start"` // runes of the input
	End   int    `json:"end"`
}

// ask asks a question and writes what came of it.
func ask(ctx context.Context, s *rehearse.Stage, q question, write func(reply) error) error {
	turn, err := s.Ask(ctx, rehearse.Line{Text: q.Text, Conversation: q.Conversation, Choice: q.Choice, At: q.At})
	if err != nil {
		return err
	}
	return write(newReply(turn))
}

// newReply takes from a turn what the line shows.
func newReply(turn rehearse.Turn) reply {
	t := turn.Trace
	r := reply{
		Outcome: t.Outcome, Entry: t.Entry, Reason: turn.Settled(), Intent: t.Rule, Team: t.Team, Slots: t.Slots, Reply: turn.Reply,
		Choices: turn.Choices, offered: turn.Offered(), Trace: &t, Candidates: []candidate{}, Entities: map[string][]entity{},
	}
	if r.Intent == "" {
		r.Intent = t.Entry
	}
	r.Mood = mood{t.Mood.Score, t.Mood.Label, t.Mood.Evidence}
	if r.Mood.Evidence == nil {
		r.Mood.Evidence = []intents.Evidence{}
	}
	for _, c := range t.Candidates {
		r.Candidates = append(r.Candidates, candidate{c.ID, c.Score})
	}
	for _, e := range t.Entities {
		r.Entities[e.Name] = append(r.Entities[e.Name], entity{e.Text, e.Value, e.Start, e.End})
	}
	return r
}
