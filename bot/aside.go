package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// In a flow a message may ask something of its own, beside what it answers or in
// place of it: 「星卡科技，多久能开好？」. What asks is cut from the rest, so that
// neither is lost, and read with the name of the flow where it does not say what it
// is about.

// Aside is what a message in a flow asks. Where a part of the message asks it, the
// knowledge is sure of an answer.
type Aside struct {
	Reading
	rest  flow.Said // of the message; its Text is empty where all of it asks
	named bool      // it was searched for with the name of the flow
}

// aside reads what a message, understood as u, asks in flow f; nil where that is
// nothing that the message as a whole is not better read for.
func (r reader) aside(ctx context.Context, a *text.Analysis, u intents.Understanding, f *flow.Flow) (*Aside, error) {
	t, found := r.content.Talk, u.Entities
	from, to := t.asksIn(a.Norm, found)
	if from == to {
		return nil, nil
	}
	q, heard := r.analyse(t.meant(r.hear(strings.Trim(a.Norm[from:to], breath+"?"))).text)
	heard.Asks = true
	out := Aside{rest: rest(a, from, to, found), Reading: Reading{
		Text: q.Norm, Understood: u, Heard: heard, matter: t.matter(q.Norm, heard), objects: t.objects(q.Norm, heard),
	}}
	if len(out.matter) == 0 {
		return nil, nil // 怎么办 asks for what the flow does
	}
	var err error
	if out.Candidates, err = r.content.Search.Search(ctx, r.unnumbered(q, found), searchMost); err != nil {
		return nil, fmt.Errorf("search what is asked in a flow: %w", err)
	}
	if out.named = out.bare(r.content.Entries, text.Normalise(f.Name)); out.named {
		about := text.Analyse(f.Name+"，"+q.Norm, r.content.Segment)
		if out.Candidates, err = r.content.Search.Search(ctx, about, searchMost); err != nil {
			return nil, fmt.Errorf("search what is asked of a flow: %w", err)
		}
	}
	if out.rest.Text != "" && !r.content.Limits.sure(out.Candidates) {
		return nil, nil
	}
	return &out, nil
}

// bare reports that the question hardly names a matter of its own, by itself and in
// what it finds: then it is about the flow that is called name.
func (a *Aside) bare(entries map[string]knowledge.Entry, name string) bool {
	if utf8.RuneCountInString(strings.Join(a.matter, "")) > bareRunes {
		return false
	}
	return len(a.Candidates) == 0 || !a.speaksOf(titles(entries[a.Candidates[0].ID]), name)
}

// asksIn returns the stretch of norm, in bytes, from the first clause that asks
// something to the end of the last one; none where nothing is asked. What was
// recognised is a clause of its own, and is not cut.
func (t *Talk) asksIn(norm string, found []chat.Entity) (from, to int) {
	if t == nil {
		return 0, 0
	}
	cuts, whole := []int{0, len(norm)}, make([]bool, len(norm))
	for _, e := range numbers(found) {
		part := text.Normalise(e.Text)
		at := strings.Index(norm, part)
		if at < 0 || part == "" {
			continue
		}
		cuts = append(cuts, at, at+len(part))
		for i := range part {
			whole[at+i] = true
		}
	}
	for _, at := range codeSpans(norm) {
		cuts = append(cuts, at...)
	}
	for i, r := range norm {
		if !whole[i] && (strings.ContainsRune(breath, r) || r == '?') {
			cuts = append(cuts, i+utf8.RuneLen(r))
		}
	}
	slices.Sort(cuts)
	h := t.hear(norm)
	for i, start := range cuts[:len(cuts)-1] {
		end := cuts[i+1]
		asks := slices.ContainsFunc(h.signs, func(s intents.Sign) bool {
			return start <= s.Start && s.Start < end && (asking(s) || s.List == listAlso)
		})
		switch {
		case !asks && !strings.Contains(norm[start:end], "?"):
		case from == to:
			from, to = start, end
		default:
			to = end
		}
	}
	return from, to
}

// codeSpans are the stretches of norm, in bytes, that look like a number or an address:
// of such characters, one of them a digit or an @.
func codeSpans(norm string) (at [][]int) {
	start := -1
	for i, r := range norm + "\x00" {
		switch in := r > ' ' && r < 0x7f && !strings.ContainsRune(breath+"?", r) || r == '.'; {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			if i-start >= codeBytes && strings.ContainsAny(norm[start:i], "0123456789@") {
				at = append(at, []int{start, i})
			}
			start = -1
		}
	}
	return at
}

// codeBytes is the least length of a number or address that may stand for itself.
const codeBytes = 4

// rest is a message without the bytes [from, to) of its normal form, as a flow
// reads it.
func rest(a *text.Analysis, from, to int, found []chat.Entity) flow.Said {
	start, end := a.RawRunes(from, to)
	all := utf8.RuneCountInString(a.Raw)
	var parts []string
	for _, p := range []string{a.RawText(0, start), a.RawText(end, all)} {
		if p = strings.Trim(p, breath+"?？\n"); strings.ContainsFunc(text.Normalise(p), text.IsWord) {
			parts = append(parts, p)
		}
	}
	said := flow.Said{Text: strings.Join(parts, "，")}
	said.Norm = text.Normalise(said.Text)
	for _, e := range found {
		if e.End <= start || e.Start >= end {
			said.Entities = append(said.Entities, e)
		}
	}
	return said
}

// parted returns what flow f is told by a message of which a part asks; false where
// the rest tells it nothing, and where a rule acts on the message.
func (w *walk) parted(f *flow.Flow, run flow.Run) (flow.Said, bool) {
	if w.Aside == nil || w.Aside.rest.Text == "" || slices.ContainsFunc(w.Alone.Understood.Rules, acts) {
		return flow.Said{}, false
	}
	said := w.heard(f, run, w.Aside.rest)
	_, out, _ := f.Take(run, said)
	return said, out != flow.Missed && out != flow.Lost && said.Key != choicePerson
}

// beside answers what is asked beside what made of the flow out, where the ladder
// has an answer. Where people take over they hear the question with the rest.
func (w *walk) beside(f *flow.Flow, after flow.Run, out flow.Result) bool {
	d := w.asked()
	if d.Outcome != OutcomeAnswer || d.Entry == "" || d.Reply != "" || out == flow.Done && f.End.Do == flow.DoHandoff {
		return false
	}
	does := DialogueAside
	switch out {
	case flow.Left:
		does = DialogueLeft
	case flow.Done:
		does = DialogueDone
	}
	w.answers(d, after, does)
	return true
}

// asked is what the ladder makes of what the message asks, without the flow.
func (w *walk) asked() Decision {
	s := w.Situation
	s.Memory.Flow = nil
	if w.Aside != nil {
		s.Alone = w.Aside.Reading
		if w.Aside.named {
			s.Memory.Topic = "" // it leans on the flow, and not on the last answer
		}
	}
	return Decide(s)
}

// aside looks whether the ladder has a better use for a message that the flow
// makes nothing of, or takes as it is: a rule that acts, a sure answer, small
// talk. After an answer the flow goes on.
func (w *walk) aside(run flow.Run, told bool) bool {
	if w.Tap != "" {
		return false
	}
	d := w.asked()
	switch {
	case d.Outcome == OutcomeHandoff && d.Reason == chat.ReasonRule:
		w.Decision, w.Rungs = d, append(w.Rungs, d.Rungs...)
		return w.step("flow", false, run.ID+" is over: a rule hands off")
	case d.Outcome == OutcomeCollect && d.Dialogue == DialogueBegin && d.Run.ID != run.ID:
		w.Decision, w.Rungs = d, append(w.Rungs, d.Rungs...)
		return w.step("flow", true, d.Run.ID+" begins instead of "+run.ID)
	case d.Outcome == OutcomeAnswer && (!told || d.Rule != "" || w.Alone.Heard.Asks && w.surely(d)), d.Outcome == OutcomeSmalltalk && !told:
	default:
		return false
	}
	run.Turns++
	w.answers(d, run, DialogueAside)
	return w.step("flow", true, run.ID+" goes on after something else")
}

// answers makes the answer d that of the turn, beside what the flow does.
func (w *walk) answers(d Decision, run flow.Run, does Dialogue) {
	w.Decision, w.Rungs = d, append(w.Rungs, d.Rungs...)
	w.Related, w.Run, w.Dialogue = nil, nil, ""
	if run.Turns < flow.MaxTurns || !does.runs() {
		run.At = w.Now.UnixMilli()
		w.Run, w.Dialogue = &run, does
	}
}

// surely reports that an answer is as sure as a question of its own must be.
func (w *walk) surely(d Decision) bool {
	return len(d.Candidates) > 0 && d.Candidates[0].ID == d.Entry && d.Candidates[0].Score >= movedScore
}
