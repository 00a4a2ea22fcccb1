package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/knowledge"
)

type evalSpeedCmd struct {
	Pack  string   `help:"Content pack to answer from." required:"" env:"YIWEN_PACK" placeholder:"DIR"`
	Texts []string `help:"What customers say, as JSON lines; the pack's similar questions where not given." placeholder:"FILE" sep:"none"`
	Size  int      `help:"Entries of the larger knowledge (${default})." default:"20000"`
	Turns int      `help:"Turns to time at each size (${default})." default:"4000"`
	JSON  bool     `name:"json" help:"Write JSON."`
	Cache string   `help:"Folder of the unpacked dictionaries." env:"YIWEN_CACHE" placeholder:"DIR"`
}

// Help is what --help shows below the flags.
func (*evalSpeedCmd) Help() string {
	return `Times turns from the engine's door to the reply in a log in memory, one customer at a time, with the pack as it is
and with entries made of its texts: two halves of different questions each, always the same ones. Learning a
knowledge of that size for the first time takes a while; what was learned is kept in the cache.

Example:
  yiwen eval speed --pack testdata/xingka --texts testdata/xingka/dev/mature.jsonl`
}

// Run measures and prints.
func (c *evalSpeedCmd) Run(a *app) error {
	if c.Turns < 100 || c.Turns > 1_000_000 {
		return fault.New(fault.Invalid, "--turns: %d is not between 100 and 1000000", c.Turns)
	}
	if c.Size < 1 || c.Size > 200_000 {
		return fault.New(fault.Invalid, "--size: %d is not between 1 and 200000", c.Size)
	}
	b, p, err := loadPack(a, c.Pack, c.Cache)
	if err != nil {
		return err
	}
	texts, err := c.texts(p)
	if err != nil {
		return err
	}
	rows, err := measureSpeed(a, b, p, texts, c.Size, c.Turns)
	if err != nil {
		return err
	}
	if c.JSON {
		enc := json.NewEncoder(a.stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(rows)
	}
	return printSpeed(a.stdout, rows)
}

// texts are what the customers say.
func (c *evalSpeedCmd) texts(p *pack.Pack) ([]string, error) {
	var texts []string
	for _, file := range c.Texts {
		some, err := readSet(file, func(b []byte) (string, error) {
			var line struct{ Text string }
			if err := decodeLine(b, &line); err != nil {
				return "", err
			}
			return line.Text, sayable(line.Text)
		})
		if err != nil {
			return nil, err
		}
		texts = append(texts, some...)
	}
	for _, e := range p.Entries {
		if len(c.Texts) == 0 {
			texts = append(append(texts, e.Question), e.Variants...)
		}
	}
	return texts, nil
}

// speed is how long whole turns take.
type speed struct {
	Entries int     `json:"entries"`
	Texts   int     `json:"texts"` // questions and similar questions of the entries
	Turns   int     `json:"turns"`
	Mean    float64 `json:"mean_ms"`
	P50     float64 `json:"p50_ms"`
	P99     float64 `json:"p99_ms"`
	Max     float64 `json:"max_ms"`
	CPU     float64 `json:"cpu_ms"`         // mean of the whole process, which a busy machine changes less
	Bytes   uint64  `json:"bytes_per_turn"` // allocated
	Allocs  uint64  `json:"allocs_per_turn"`
	Build   float64 `json:"build_s"` // of all that answers, learning included where Learned
	Learned bool    `json:"learned"` // and not known from before, nor too small to learn from
}

// measureSpeed times turns with the pack as it is and with size entries.
func measureSpeed(a *app, b *builder, p *pack.Pack, texts []string, size, turns int) ([]speed, error) {
	var out []speed
	for _, entries := range [][]knowledge.Entry{p.Entries, widened(p.Entries, size)} {
		one := *p
		one.Entries = entries
		learned := false
		show := a.learning()
		b.progress = func(done, total int) { learned = true; show(done, total) }
		start := a.clock()
		content, err := b.build(a.ctx, &one, 1)
		if err != nil {
			return nil, err
		}
		took := a.clock().Sub(start)
		row, err := timeTurns(a, content, texts, turns)
		if err != nil {
			return nil, err
		}
		row.Build, row.Learned = took.Seconds(), learned
		row.Entries = len(entries)
		for _, e := range entries {
			row.Texts += 1 + len(e.Variants)
		}
		out = append(out, row)
	}
	return out, nil
}

// widened returns entries with others behind them that are made of their texts,
// up to size: each text is half of one question and half of another, so that
// characters and words are as frequent as in the real ones and few texts are the
// same. It always makes the same of the same.
func widened(entries []knowledge.Entry, size int) []knowledge.Entry {
	const variants = 4 // some hundred thousand texts at twenty thousand entries
	var questions [][]rune
	for _, e := range entries {
		for _, q := range append([]string{e.Question}, e.Variants...) {
			questions = append(questions, []rune(q))
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	half := func() []rune {
		q := questions[r.IntN(len(questions))]
		if r.IntN(2) == 0 {
			return q[:(len(q)+1)/2]
		}
		return q[len(q)/2:]
	}
	out := slices.Clone(entries)
	for i := len(out); i < size; i++ {
		topic := half() // what the texts of an entry have in common
		e := knowledge.Entry{ID: fmt.Sprintf("made-%d", i), Question: string(topic) + string(half()), Answer: entries[i%len(entries)].Answer}
		for range variants {
			e.Variants = append(e.Variants, string(topic)+string(half()))
		}
		out = append(out, e)
	}
	return out
}

// A conversation of timeTurns: as long as a real one, and as slow.
const (
	timedTurns = 4
	timedPause = 30 * time.Second
)

// nobody waits for wake-ups.
type nobody struct{}

// Publish implements bot.Publisher.
func (nobody) Publish(bot.Wake) {}

// timeTurns asks the texts in turn, in short conversations, and times each turn.
func timeTurns(a *app, content *bot.Content, texts []string, turns int) (speed, error) {
	now := time.Date(2026, time.January, 5, 2, 0, 0, 0, time.UTC)
	s := newSpeaker(bot.NewService(bot.Options{
		Log: bot.NewMemoryLog(), Wakes: nobody{}, Content: content,
		Clock: func() time.Time { return now }, Registerer: prometheus.NewRegistry(),
	}))
	bar := a.newProgress(int64(turns), "timing turns", false)
	defer bar.finish()
	took := make([]time.Duration, 0, turns)
	var before, after runtime.MemStats
	var busy time.Duration
	for i := -turns / 10; i < turns; i++ { // the first tenth warms up
		if i == 0 {
			runtime.GC() // what building left behind is not the turns' to clear
			runtime.ReadMemStats(&before)
			busy = processorTime()
		}
		n := i + turns/10
		if n%timedTurns == 0 {
			s.meet()
		}
		now = now.Add(timedPause)
		start := a.clock()
		if err := s.say(a.ctx, texts[n%len(texts)]); err != nil {
			return speed{}, err
		}
		if i >= 0 {
			took = append(took, a.clock().Sub(start))
			bar.add(1)
		}
	}
	busy = processorTime() - busy
	runtime.ReadMemStats(&after)
	slices.Sort(took)
	var sum time.Duration
	for _, d := range took {
		sum += d
	}
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return speed{
		Turns: turns, Mean: ms(sum) / float64(turns), P50: ms(took[turns/2]), P99: ms(took[turns*99/100]), Max: ms(took[turns-1]),
		CPU:   ms(busy) / float64(turns),
		Bytes: (after.TotalAlloc - before.TotalAlloc) / uint64(turns), Allocs: (after.Mallocs - before.Mallocs) / uint64(turns),
	}, nil
}

// processorTime is what the process has had of the processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0 // cannot be: the pointer is good
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// speaker is a customer of a service, for one goroutine.
type speaker struct {
	service *bot.Service
	id      chat.ConversationID
	visitor chat.VisitorID
	said    int
}

func newSpeaker(service *bot.Service) *speaker {
	s := &speaker{service: service}
	s.meet()
	return s
}

// meet begins another conversation.
func (s *speaker) meet() { s.id, s.visitor = chat.NewConversationID(), chat.NewVisitorID() }

// say carries out a turn.
func (s *speaker) say(ctx context.Context, text string) error {
	s.said++
	_, err := s.service.Do(ctx, bot.Command{
		Conversation: s.id, Site: "default", Visitor: s.visitor,
		From: chat.Actor{Kind: chat.Customer, ID: string(s.visitor)},
		CID:  chat.ClientID(fmt.Sprint(s.said)), Action: bot.Say{Text: text},
	})
	if err != nil {
		return fmt.Errorf("say %q: %w", text, err)
	}
	return nil
}

func printSpeed(w io.Writer, rows []speed) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "entries\ttexts\tturns\tmean ms\tp50\tp99\tmax\tCPU ms\tKB/turn\tallocs/turn\tbuild s\tlearned\t")
	for _, r := range rows {
		fmt.Fprintf(t, "%d\t%d\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.1f\t%d\t%.1f\t%t\t\n",
			r.Entries, r.Texts, r.Turns, r.Mean, r.P50, r.P99, r.Max, r.CPU, float64(r.Bytes)/1024, r.Allocs, r.Build, r.Learned)
	}
	return t.Flush()
}
