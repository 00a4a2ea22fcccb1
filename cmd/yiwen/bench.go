package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/gateway/client/load"
	"yiwen/knowledge"
)

type benchCmd struct {
	URL       string        `help:"The server's customer socket." default:"ws://127.0.0.1:8080/ws" placeholder:"URL"`
	Transport string        `help:"How customers connect: websocket, or poll as where that is blocked." enum:"websocket,poll" default:"websocket"`
	Customers int           `help:"Customers who talk at the same time." default:"64"`
	Think     time.Duration `help:"Mean pause of a customer before the next message; 0 = none."`
	Warm      time.Duration `help:"Time before measuring begins." default:"2s"`
	Duration  time.Duration `help:"Time of measuring; with --idle, how long the widgets stay." default:"10s"`
	Turns     int           `help:"Messages of a visitor before a new one comes; 0 = no end." default:"20"`
	TextFile  string        `help:"What the customers say, a line each." placeholder:"FILE" xor:"texts"`
	FromPack  string        `help:"Take the questions of a content pack." type:"existingdir" placeholder:"DIR" xor:"texts"`
	Echo      bool          `help:"Measure a bare echo server in a process of its own as well, and say what share of it the server reached."`
	Rounds    int           `help:"Repeat, server and echo in turn, and give the median." default:"1"`
	Idle      int           `help:"Open this many widgets that say nothing, and measure the server's memory." placeholder:"N"`
	Publish   int           `help:"Publish a base of this many entries made of the pack's words, in this process, and measure searches meanwhile." placeholder:"N"`
	Suggest   int           `help:"Type into a base of this many entries made of the pack's words, in this process, alone and while customers talk." placeholder:"N"`
	Metrics   string        `help:"The server's metrics, for its memory." default:"http://127.0.0.1:9090/metrics" placeholder:"URL"`
	JSON      bool          `name:"json" help:"Write JSON."`

	EchoServer bool `hidden:"" help:"Be the echo server: print the address, serve until standard input ends."`
}

// Help is what --help shows below the flags.
func (*benchCmd) Help() string {
	return `Customers ask, wait for the bot's reply, and ask again. A message counts when its ack came; a bot that has nothing to add
to what it just said is silent.
Against a server on this machine leave one core to each, and raise the server's limit of messages:

  yiwen serve --pack testdata/xingka --data /tmp/bench --visitor-rate 100000
  yiwen bench --from-pack testdata/xingka --customers 64 --duration 30s --echo --rounds 3
  yiwen bench --idle 15000
  yiwen bench --from-pack testdata/xingka --publish 20000 --rounds 5
  yiwen bench --from-pack testdata/xingka --suggest 20000 --think 1s

The server's descriptor limit must be greater than the number of sockets (ulimit -n).`
}

// Validate reports what is wrong with the values.
func (c *benchCmd) Validate() error {
	switch {
	case c.Customers < 1 || c.Customers > 100_000:
		return fmt.Errorf("--customers: %d is not between 1 and 100000", c.Customers)
	case c.Duration <= 0 || c.Warm < 0 || c.Think < 0:
		return fmt.Errorf("--duration, --warm and --think: must not be negative, and --duration not 0")
	case c.Turns < 0 || c.Idle < 0:
		return fmt.Errorf("--turns and --idle: must not be negative")
	case c.Publish < 0 || c.Publish > knowledge.MaxEntries:
		return fmt.Errorf("--publish: %d is not between 0 and %d", c.Publish, knowledge.MaxEntries)
	case c.Suggest < 0 || c.Suggest > knowledge.MaxEntries:
		return fmt.Errorf("--suggest: %d is not between 0 and %d", c.Suggest, knowledge.MaxEntries)
	case c.Rounds < 1 || c.Rounds > 100:
		return fmt.Errorf("--rounds: %d is not between 1 and 100", c.Rounds)
	case !strings.HasPrefix(c.URL, "ws://") && !strings.HasPrefix(c.URL, "wss://"):
		return fmt.Errorf("--url: %q does not begin with ws:// or wss://", c.URL)
	case c.Transport == "poll" && !strings.HasSuffix(c.URL, "/ws"):
		return fmt.Errorf("--url: %q does not end in /ws, so that nobody knows where /poll is", c.URL)
	}
	return nil
}

// Run measures and prints.
func (c *benchCmd) Run(a *app) error {
	switch {
	case c.EchoServer:
		return c.serveEcho(a)
	case c.Idle > 0:
		return c.idle(a)
	case c.Publish > 0:
		return c.publishes(a)
	case c.Suggest > 0:
		return c.suggests(a)
	}
	texts, err := c.texts()
	if err != nil {
		return err
	}
	var rep benchReport
	bar := a.newProgress(int64(c.rounds()), "measuring", false)
	for range c.Rounds {
		if err := c.round(a, texts, &rep, bar); err != nil {
			return err
		}
	}
	rep.finish()
	return rep.print(a.stdout, c.JSON)
}

// address is where customers connect.
func (c *benchCmd) address() string {
	if c.Transport == "poll" {
		return "http" + strings.TrimSuffix(strings.TrimPrefix(c.URL, "ws"), "/ws") + "/poll"
	}
	return c.URL
}

// rounds is the number of measurements.
func (c *benchCmd) rounds() int {
	if c.Echo {
		return 2 * c.Rounds
	}
	return c.Rounds
}

// round measures the server and, where wanted, the echo.
func (c *benchCmd) round(a *app, texts []string, rep *benchReport, bar progress) error {
	o := load.Options{
		URL: c.address(), Customers: c.Customers, Think: c.Think, Warm: c.Warm, Duration: c.Duration, Turns: c.Turns, Texts: texts,
	}
	got, err := load.Chat(a.ctx, o)
	if err != nil {
		return fmt.Errorf("bench %s: %w", c.URL, err)
	}
	rep.Server = append(rep.Server, got)
	bar.add(1)
	if !c.Echo {
		return nil
	}
	err = withEcho(a, func(url string) error {
		o.URL, o.Echo, o.Turns = url, true, 0
		got, err := load.Chat(a.ctx, o)
		rep.EchoServer = append(rep.EchoServer, got)
		bar.add(1)
		return err
	})
	if err != nil {
		return fmt.Errorf("bench the echo server: %w", err)
	}
	return nil
}

// texts reads what the customers say.
func (c *benchCmd) texts() ([]string, error) {
	switch {
	case c.FromPack != "":
		p, err := pack.Read(os.DirFS(c.FromPack))
		if err != nil {
			return nil, err
		}
		var texts []string
		for _, e := range p.Entries {
			texts = append(append(texts, e.Question), e.Variants...)
		}
		return texts, nil
	case c.TextFile != "":
		return readTexts(c.TextFile)
	}
	return nil, fault.New(fault.Invalid, "yiwen bench: what should the customers say? Give --from-pack DIR or --text-file FILE.")
}

// readTexts reads a text a line; empty lines are left out.
func readTexts(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("cannot read %s", path))
	}
	defer f.Close()
	var texts []string
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		switch t := strings.TrimSpace(lines.Text()); {
		case t == "":
		case len([]rune(t)) > chat.MaxText:
			return nil, fault.New(fault.Invalid, "%s:%d: longer than %d characters", path, n, chat.MaxText)
		default:
			texts = append(texts, t)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("cannot read %s", path))
	}
	if len(texts) == 0 {
		return nil, fault.New(fault.Invalid, "%s: holds no text", path)
	}
	return texts, nil
}

// serveEcho is the child process of withEcho.
func (c *benchCmd) serveEcho(a *app) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintln(a.stdout, "ws://"+l.Addr().String())
	ended := make(chan error, 1)
	go func() { ended <- load.Echo(l) }()
	// The parent holds the other end: when it ends, however it ends, so does this.
	_, err = io.Copy(io.Discard, a.stdin)
	if closed := l.Close(); err == nil {
		err = closed
	}
	<-ended // with the error of a closed listener
	return err
}

// benchReport is what bench prints.
type benchReport struct {
	Server     []load.Report `json:"server"`         // by round
	EchoServer []load.Report `json:"echo,omitempty"` // by round
	PerSecond  float64       `json:"per_second"`     // median of the rounds
	EchoRate   float64       `json:"echo_per_second,omitempty"`
	Share      float64       `json:"share,omitempty"` // of the echo's rate
}

func (r *benchReport) finish() {
	r.PerSecond = medianRate(r.Server)
	if len(r.EchoServer) > 0 {
		r.EchoRate = medianRate(r.EchoServer)
		r.Share = r.PerSecond / r.EchoRate
	}
}

func medianRate(reports []load.Report) float64 {
	rates := make([]float64, 0, len(reports))
	for _, r := range reports {
		rates = append(rates, r.PerSecond)
	}
	slices.Sort(rates)
	return rates[len(rates)/2]
}

// print writes the report as JSON or as a table.
func (r *benchReport) print(w io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tcustomers\tmessages\tsilent\tmsg/s\tack p50 ms\tack p99\treply p50\treply p99\terrors\t")
	for i := range r.Server {
		row(t, "server", r.Server[i])
		if i < len(r.EchoServer) {
			row(t, "echo", r.EchoServer[i])
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "median %.0f msg/s", r.PerSecond)
	if r.Share > 0 {
		fmt.Fprintf(w, ", %.3f of the echo's %.0f", r.Share, r.EchoRate)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func row(w io.Writer, name string, r load.Report) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t\n",
		name, r.Customers, r.Messages, r.Silent, r.PerSecond, r.AckP50, r.AckP99, r.ReplyP50, r.ReplyP99, r.Errors)
	if r.Error != "" {
		fmt.Fprintf(w, "%s: first error: %s\n", name, r.Error)
	}
}
