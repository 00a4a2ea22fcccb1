package main

import (
	"encoding/json"
	"fmt"
	"io"

	"yiwen/bot/fault"
	"yiwen/bot/rehearse"
)

type evalGoldenCmd struct {
	Pack  string `help:"Content pack whose golden questions are asked." required:"" env:"YIWEN_PACK" placeholder:"DIR"`
	JSON  bool   `name:"json" help:"Write JSON."`
	Cache string `help:"Folder of the unpacked dictionaries." env:"YIWEN_CACHE" placeholder:"DIR"`
}

// Help is what --help shows below the flags.
func (*evalGoldenCmd) Help() string {
	return `Asks the questions of the pack's golden.yaml as a publish does, each as the first message of a conversation, and lists
those that do not get what they want; then the exit code is 1. For whoever keeps a content pack in version control.
A question wants its entry to answer outright; one without an entry wants none to; "wants: offer" is content with a
question back that offers the entry first, and "wants: handoff" wants a person called in.

Examples:
  yiwen eval golden --pack testdata/xingka
  yiwen eval golden --pack my-pack --json | jq '.failed[].text'`
}

// Run asks and prints. That questions fail is an error.
func (c *evalGoldenCmd) Run(a *app) error {
	b, p, err := loadPack(a, c.Pack, c.Cache)
	if err != nil {
		return err
	}
	if len(p.Golden) == 0 {
		return fault.New(fault.Invalid, "%s has no golden questions: golden.yaml holds them", c.Pack)
	}
	content, err := b.build(a.ctx, p, 1)
	if err != nil {
		return err
	}
	bar := a.newProgress(int64(len(p.Golden)), "asking", false)
	defer bar.finish()
	r, err := rehearse.CheckGolden(a.ctx, content, p.Golden, a.clock(), func() { bar.add(1) })
	bar.finish()
	if err != nil {
		return err
	}
	if err := printGolden(a.stdout, r, c.JSON); err != nil {
		return err
	}
	if n := len(r.Failed); n > 0 {
		return fmt.Errorf("%d of %d golden questions failed", n, r.Total)
	}
	return nil
}

// printGolden writes what failed, or JSON.
func printGolden(w io.Writer, r rehearse.GoldenResult, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	for _, m := range r.Failed {
		if _, err := fmt.Fprintf(w, "%s: wants %s, came to %s: %s\n", m.ID, wanted(m), brief(m.Got), m.Text); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d of %d golden questions passed\n", r.Passed, r.Total)
	return err
}

// wanted is what a golden question wants, in a few words.
func wanted(m rehearse.GoldenMiss) string {
	switch {
	case m.Wants == "" && m.Entry == "":
		return "no answer"
	case m.Wants == "":
		return "answer " + m.Entry
	case m.Entry == "":
		return m.Wants
	}
	return m.Wants + " " + m.Entry
}

// brief is what came of a question, in a few words.
func brief(g rehearse.Got) string {
	if g.Entry == "" {
		return g.Outcome
	}
	return fmt.Sprintf("%s %s (%.3f)", g.Outcome, g.Entry, g.Score)
}
