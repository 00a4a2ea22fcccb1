package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"yiwen/bot"
)

// replyWriter returns what writes replies: JSON lines, or lines for people.
func replyWriter(w io.Writer, people, explain bool) func(reply) error {
	if people {
		return func(r reply) error {
			_, err := io.WriteString(w, r.forPeople(explain))
			return err
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(r reply) error {
		if !explain {
			r.Trace = nil
		}
		return enc.Encode(r)
	}
}

// withWhy adds to every reply why it is not entry.
func withWhy(ctx context.Context, c *bot.Content, entry string, write func(reply) error) func(reply) error {
	return func(r reply) error {
		why, err := c.WhyNot(ctx, *r.Trace, entry)
		if err != nil {
			return err
		}
		r.Why = why.String()
		return write(r)
	}
}

// forPeople returns a reply as it reads well at a terminal.
func (r reply) forPeople(explain bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n    [%s] %s %s\n", r.Reply, r.Outcome, r.Entry, r.Reason)
	for i, c := range r.Choices {
		fmt.Fprintf(&b, "    %d. %s (%s)\n", i+1, c.Label, c.Key)
	}
	if r.Why != "" {
		fmt.Fprintf(&b, "    why not: %s\n", r.Why)
	}
	if explain {
		b.WriteString(explained(*r.Trace))
	}
	return b.String()
}

// textColumns is how wide a text of a customer or an entry may be shown: a
// Chinese character takes two columns.
const textColumns = 40

// explained lays a trace out in four tables: what was read, what matched, what
// was found, and every step of the ladder.
func explained(t bot.Trace) string {
	var parts []string
	add := func(title string, rows []table.Row) {
		if len(rows) > 0 {
			parts = append(parts, "  "+title+"\n"+laidOut(rows))
		}
	}
	var rows []table.Row
	for _, l := range t.Read {
		said := l.Text
		if said == "" {
			said = t.Norm
		}
		rows = append(rows, table.Row{l.As, cut(said), l.Best, score(l.Best, l.Score)})
	}
	add("read", rows)
	add("understood", understood(t))
	rows = nil
	for i, c := range t.Candidates {
		var told []string
		for _, f := range c.Told {
			told = append(told, fmt.Sprintf("%s %+.2f", f.Feature, f.By))
		}
		rows = append(rows, table.Row{i + 1, c.ID, fmt.Sprintf("%.3f", c.Score), cut(c.Text), strings.Join(told, ", ")})
	}
	add(fmt.Sprintf("candidates (answer %.3f, suggest %.3f, gap %.3f)", t.Limits.Answer, t.Limits.Suggest, t.Limits.Gap), rows)
	rows = nil
	for _, r := range t.Rungs {
		mark := "-"
		if r.Took {
			mark = "*"
		}
		rows = append(rows, table.Row{mark, r.Rung, r.Why})
	}
	add("ladder", rows)
	return strings.Join(parts, "")
}

// understood lists what the message shows besides what it asks.
func understood(t bot.Trace) (rows []table.Row) {
	add := func(what string, values ...string) {
		if v := strings.Join(values, ", "); v != "" {
			rows = append(rows, table.Row{what, v})
		}
	}
	for _, r := range t.Respelled {
		add("read as "+r.To, r.From)
	}
	add("words", strings.Join(t.Tokens, " "))
	add("asks for", t.Asks...)
	add("topic", t.Topic)
	add("person", t.Human...)
	add("small talk", t.Small)
	add("rules", t.Rules...)
	for _, n := range t.Near {
		add("rule "+n.ID, "misses "+n.Missing)
	}
	for _, e := range t.Entities {
		add(e.Name, fmt.Sprintf("%s (%d-%d)", e.Value, e.Start, e.End))
	}
	if t.Mood.Score > 0 {
		add("mood", fmt.Sprintf("%.3f %s", t.Mood.Score, t.Mood.Label))
	}
	for _, e := range t.Mood.Evidence {
		add("  "+e.Class, fmt.Sprintf("%s %.3f", e.Text, e.Weight))
	}
	add("dropped", t.Dropped...)
	for _, m := range t.Closed {
		add("closed", fmt.Sprintf("%s %.3f, %s", m.ID, m.Score, m.Why))
	}
	add("related", t.Related...)
	return rows
}

func laidOut(rows []table.Row) string {
	w := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	w.SetStyle(style)
	w.AppendRows(rows)
	var b strings.Builder
	for l := range strings.SplitSeq(w.Render(), "\n") {
		b.WriteString("    " + strings.TrimRight(l, " ") + "\n")
	}
	return b.String()
}

func cut(s string) string { return text.Trim(strings.ReplaceAll(s, "\n", " "), textColumns) }

func score(of string, s float64) string {
	if of == "" {
		return "nothing"
	}
	return fmt.Sprintf("%.3f", s)
}
