package editing

import (
	"cmp"
	"maps"
	"slices"

	"yiwen/bot"
	"yiwen/bot/rehearse"
)

// trialCandidates is how many candidates a turn shows: those that were decided on,
// and what else was found.
const trialCandidates = 10

// newTrialTurn puts together what an editor sees of a turn.
func newTrialTurn(c *bot.Content, l TrialLine, turn rehearse.Turn) TrialTurn {
	t, says := turn.Trace, newSpeaker(c)
	came := turn.Came(c)
	out := TrialTurn{
		At: turn.At.UnixMilli(), Text: c.Mask(l.Text), Choice: l.Choice, Reply: turn.Reply, Choices: list(turn.Choices),
		Outcome: t.Outcome, Entry: t.Entry, Question: c.Entries[t.Entry].Question, Also: t.Also, Score: came.Score,
		Rule: t.Rule, Reason: t.Reason, Team: t.Team, Norm: t.Norm, Entities: list(t.Entities), Mood: t.Mood,
		Topic: t.Topic, Read: list(t.Read), Rules: trialRules(turn), Candidates: trialCandidatesOf(c, turn),
		Closed: []TrialClosed{}, Near: []TrialNear{}, Rungs: []TrialRung{}, Unresolved: t.Unresolved, Limits: t.Limits,
		Tokens: []bot.ExplainedToken{}, Respelled: []bot.Respelled{},
	}
	out.Mood.Evidence = list(out.Mood.Evidence)
	if l.Choice != "" {
		out.Text = t.Norm
	} else {
		x := c.Explain(out.Text)
		out.Norm, out.Tokens, out.Respelled = x.Norm, list(x.Tokens), list(x.Respelled)
	}
	for _, n := range t.Near {
		out.Near = append(out.Near, TrialNear{ID: n.ID, Missing: says.missing(n.Missing)})
	}
	for _, m := range t.Closed {
		out.Closed = append(out.Closed, TrialClosed{ID: m.ID, Why: says.closed(m.Why), Score: m.Score})
	}
	for _, r := range t.Rungs {
		out.Rungs = append(out.Rungs, TrialRung{Rung: r.Rung, Name: rungName(r.Rung), Took: r.Took, Why: says.rung(r)})
	}
	out.name(c)
	return out
}

// name says what the entries that the turn names ask.
func (t *TrialTurn) name(c *bot.Content) {
	t.Questions = map[string]string{}
	entry := func(id string) {
		if e, ok := c.Entries[id]; ok {
			t.Questions[id] = e.Question
		}
	}
	entry(t.Entry)
	entry(t.Also)
	entry(t.Topic)
	for _, r := range t.Read {
		entry(r.Best)
	}
	for _, m := range t.Closed {
		entry(m.ID)
	}
	for _, k := range t.Candidates {
		entry(k.ID)
	}
}

// trialRules are the rules whose conditions held.
func trialRules(turn rehearse.Turn) []TrialRule {
	out := []TrialRule{}
	for _, m := range turn.Record.Understood.Rules {
		out = append(out, TrialRule{ID: m.ID, Action: string(m.Action), Matched: m.ID == turn.Trace.Rule, Why: list(m.Why)})
	}
	return out
}

// trialCandidatesOf are the candidates that were decided on, with all that is
// known of them, and the best of what else the searches of the turn found: the
// highest score first.
func trialCandidatesOf(c *bot.Content, turn rehearse.Turn) []TrialCandidate {
	read := func(text string) string {
		if text = c.Mask(text); text == turn.Trace.Norm {
			return ""
		}
		return text
	}
	out, others := []TrialCandidate{}, map[string]TrialCandidate{}
	for _, k := range turn.Trace.Candidates {
		decided := TrialCandidate{Candidate: k}
		if found, by, ok := turn.Record.Of(k.ID, k.Score); ok {
			decided.Text, decided.Told, decided.Features, decided.Read = found.Text, found.Told, found.Features, read(by)
		}
		out = append(out, decided)
	}
	for _, f := range turn.Record.Found {
		for _, k := range f.Candidates {
			if best, ok := others[k.ID]; !ok || k.Score > best.Score {
				others[k.ID] = TrialCandidate{Candidate: k, Read: read(f.Text)}
			}
		}
	}
	for _, decided := range out {
		delete(others, decided.ID)
	}
	for _, m := range turn.Trace.Closed {
		delete(others, m.ID)
	}
	best := func(a, b TrialCandidate) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) }
	rest := slices.SortedFunc(maps.Values(others), best)
	out = append(out, rest[:min(len(rest), max(0, trialCandidates-len(out)))]...)
	slices.SortStableFunc(out, best)
	return out
}

// list is l, and where that is nil the empty list, which browsers need not check.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
