package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"yiwen/bot/server/connect"
)

// serveCmd is the configuration of the server, in the order of weight: flags,
// then the environment, then the file of --config, then the defaults here. The
// keys of the file are the names of the flags. Its Run is in serve.go.
type serveCmd struct {
	Config kong.ConfigFlag `help:"YAML file with any of these flags, one \"name: value\" a line." placeholder:"FILE"`

	Pack   string `help:"Content pack to begin with; read once, into an empty data folder." type:"existingdir" env:"YIWEN_PACK" placeholder:"DIR"`
	Data   string `help:"Folder of the database; made where it is missing (${default})." default:"data" env:"YIWEN_DATA" placeholder:"DIR"`
	Listen string `help:"Address of customers and staff (${default})." default:":8080" env:"YIWEN_LISTEN" placeholder:"ADDR"`
	Admin  string `help:"Private address of /metrics and pprof; \"\" = none (${default})." default:"127.0.0.1:9090" env:"YIWEN_ADMIN" placeholder:"ADDR"`

	Demo         bool   `help:"Serve the sample shop at / and create agent1, agent2, editor1, supervisor1 and admin1." env:"YIWEN_DEMO"`
	DemoPassword string `hidden:"" env:"YIWEN_DEMO_PASSWORD" help:"Password of the demo staff; drawn and printed where not set."`

	Connector string `help:"Address of the shop's endpoint that knows its customers; none = nobody is asked." env:"YIWEN_CONNECTOR" placeholder:"URL"`

	SecureCookies bool          `help:"Mark cookies Secure although TLS ends before this server." env:"YIWEN_SECURE_COOKIES"`
	TrustProxy    bool          `help:"One reverse proxy stands in front: believe its X-Forwarded headers." env:"YIWEN_TRUST_PROXY"`
	VisitorRate   float64       `help:"Frames a second that one customer may send, four times as many at once." default:"5" env:"YIWEN_VISITOR_RATE"`
	Grace         time.Duration `help:"How long an agent who vanished keeps the cases." default:"30s" env:"YIWEN_GRACE"`
	AcceptTime    time.Duration `help:"How long an agent has to accept a case that is offered." default:"30s" env:"YIWEN_ACCEPT_TIME"`
	AgentSilence  time.Duration `help:"After how long without a word of its agent a case goes back to the bot; 0 = never." default:"15m" env:"YIWEN_AGENT_SILENCE"`
	PersonIdle    time.Duration `help:"After how long without a word a case ends whose agent had the last one; 0 = never." default:"1h" env:"YIWEN_PERSON_IDLE"`
	BotIdle       time.Duration `help:"After how long without a word a case of the bot ends; 0 = never." default:"2h" env:"YIWEN_BOT_IDLE"`
	DrainTime     time.Duration `help:"How long a stop waits for what is under way." default:"10s" env:"YIWEN_DRAIN_TIME"`

	LogLevel  string `help:"Least level of the log: ${enum}." enum:"debug,info,warn,error" default:"info" env:"YIWEN_LOG_LEVEL"`
	LogFormat string `help:"Format of the log: ${enum}." enum:"text,json" default:"text" env:"YIWEN_LOG_FORMAT"`
}

// Help is what --help shows below the flags.
func (*serveCmd) Help() string {
	return `The content pack fills an empty data folder once; afterwards "yiwen import" changes it.
Without --demo nobody can sign in until "yiwen staff add".

Examples:
  yiwen serve --pack testdata/xingka --data data --demo
  yiwen serve --config /etc/yiwen.yaml
  YIWEN_LISTEN=:80 yiwen serve --data /var/lib/yiwen

Every flag can be a line of the --config file ("listen: :8080") or a variable
YIWEN_LISTEN; a flag beats a variable, a variable beats the file.`
}

// Validate reports everything that is wrong with the values at once.
func (c *serveCmd) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.Data == "" {
		bad("--data: must name a folder")
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		bad("--listen: %q is not an address like :8080 or 127.0.0.1:8080", c.Listen)
	}
	if c.Admin != "" {
		if _, _, err := net.SplitHostPort(c.Admin); err != nil {
			bad("--admin: %q is not an address like 127.0.0.1:9090", c.Admin)
		}
	}
	if !(c.VisitorRate > 0) || c.VisitorRate > 1e6 {
		bad("--visitor-rate: %v is not between 0 and 1000000", c.VisitorRate)
	}
	if c.Grace < minGrace || c.Grace > 24*time.Hour {
		bad("--grace: %v is not between %v and 24h", c.Grace, minGrace)
	}
	if c.AcceptTime < 5*time.Second || c.AcceptTime > time.Hour {
		bad("--accept-time: %v is not between 5s and 1h", c.AcceptTime)
	}
	for _, idle := range []struct {
		flag string
		time.Duration
	}{{"--agent-silence", c.AgentSilence}, {"--person-idle", c.PersonIdle}, {"--bot-idle", c.BotIdle}} {
		if idle.Duration != 0 && (idle.Duration < time.Minute || idle.Duration > maxIdle) {
			bad("%s: %v is neither 0 nor between 1m and %v", idle.flag, idle.Duration, maxIdle)
		}
	}
	if c.Connector != "" {
		if _, err := connect.CheckURL(c.Connector); err != nil {
			bad("--connector: %w", err)
		}
	}
	if c.DrainTime < 0 || c.DrainTime > 10*time.Minute {
		bad("--drain-time: %v is not between 0 and 10m", c.DrainTime)
	}
	return errors.Join(errs...)
}

// minGrace is the shortest grace period: agents give a sign of life every five
// seconds, and one may get lost.
const minGrace = 12 * time.Second

// maxIdle bounds the times after which the clock acts on a quiet case.
const maxIdle = 30 * 24 * time.Hour

// maxConfig bounds the config file, in bytes.
const maxConfig = 1 << 20

// config is a config file: the values of flags that nothing else sets.
type config struct {
	name   string
	values map[string]string
	bad    []string // keys whose value is a list or a table
}

var _ kong.Resolver = (*config)(nil)

// loadConfig reads the file of --config.
func loadConfig(r io.Reader) (kong.Resolver, error) {
	c := &config{name: "the config file", values: map[string]string{}}
	if f, ok := r.(*os.File); ok {
		c.name = f.Name()
	}
	b, err := io.ReadAll(io.LimitReader(r, maxConfig+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", c.name, err)
	}
	if len(b) > maxConfig {
		return nil, fmt.Errorf("%s is larger than %d bytes", c.name, maxConfig)
	}
	var values map[string]any
	if err := yaml.Unmarshal(b, &values); err != nil {
		var y yaml.Error
		if errors.As(err, &y) && y.GetToken() != nil {
			return nil, fmt.Errorf("%s:%d: %s", c.name, y.GetToken().Position.Line, y.GetMessage())
		}
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	for key, v := range values {
		switch v.(type) {
		case string, bool, int64, uint64, float64:
			c.values[key] = fmt.Sprint(v)
		default:
			c.bad = append(c.bad, key)
		}
	}
	return c, nil
}

// Validate implements kong.Resolver: it reports all keys that no flag of serve
// has and all values that no flag can take.
func (c *config) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, cmd := range app.Children {
		if cmd.Name == "serve" {
			for _, f := range cmd.Flags {
				known[f.Name] = f.Name != "config" && !f.Hidden
			}
		}
	}
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(c.values)) {
		if !known[key] {
			errs = append(errs, fmt.Errorf("%s: unknown key %q", c.name, key))
		}
	}
	slices.Sort(c.bad)
	for _, key := range c.bad {
		errs = append(errs, fmt.Errorf("%s: the value of %q must be a single text, number or true/false", c.name, key))
	}
	if len(errs) > 0 {
		errs = append(errs, errors.New("the keys are the names of the flags of \"yiwen serve --help\", without the dashes"))
	}
	return errors.Join(errs...)
}

// Resolve implements kong.Resolver.
func (c *config) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, env := range flag.Envs {
		if _, set := os.LookupEnv(env); set {
			return nil, nil // kong has taken it already, and it weighs more
		}
	}
	if v, ok := c.values[flag.Name]; ok {
		return v, nil
	}
	return nil, nil
}
