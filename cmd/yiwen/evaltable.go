package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// qualityTable is what `eval quality` prints.
type qualityTable struct {
	Figures  []figure   `json:"figures"`
	Ablation []ablation `json:"ablation,omitempty"`
	Skipped  []string   `json:"skipped,omitempty"`
}

// figure is a line of the table.
type figure struct {
	Name     string   `json:"figure"`
	Set      string   `json:"set"`
	N        int      `json:"n"`
	Measured float64  `json:"measured"`
	Goal     *float64 `json:"goal,omitempty"`
	AtMost   bool     `json:"at_most,omitempty"` // the goal is the most and not the least
}

// met reports whether the goal is reached.
func (f figure) met() bool {
	return f.Goal == nil || f.AtMost && f.Measured <= *f.Goal || !f.AtMost && f.Measured >= *f.Goal
}

func (t *qualityTable) plain(name, set string, n int, v float64) {
	t.Figures = append(t.Figures, figure{Name: name, Set: set, N: n, Measured: v})
}

func (t *qualityTable) least(name, set string, n int, v, goal float64) {
	t.Figures = append(t.Figures, figure{Name: name, Set: set, N: n, Measured: v, Goal: &goal})
}

func (t *qualityTable) most(name, set string, n int, v, goal float64) {
	t.Figures = append(t.Figures, figure{Name: name, Set: set, N: n, Measured: v, Goal: &goal, AtMost: true})
}

func (t *qualityTable) skip(format string, args ...any) {
	t.Skipped = append(t.Skipped, fmt.Sprintf(format, args...))
}

// print writes the table for people, or JSON.
func (t *qualityTable) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(t)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "figure\tset\tn\tmeasured\tgoal\t")
	for _, f := range t.Figures {
		goal, mark := "", ""
		if f.Goal != nil {
			goal = map[bool]string{true: "≤ ", false: "≥ "}[f.AtMost] + fmt.Sprintf("%.3g", *f.Goal)
			mark = map[bool]string{true: "", false: "missed"}[f.met()]
		}
		fmt.Fprintf(tw, "%s\t%s\t%d\t%.3f\t%s\t%s\n", f.Name, f.Set, f.N, f.Measured, goal, mark)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if len(t.Ablation) > 0 {
		fmt.Fprintln(w)
		if err := printAblation(w, t.Ablation); err != nil {
			return err
		}
	}
	for _, s := range t.Skipped {
		if _, err := fmt.Fprintf(w, "left out: %s\n", s); err != nil {
			return err
		}
	}
	return nil
}
