package bot

import (
	"encoding/json"
	"fmt"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// What a trace keeps is bounded, so that a long message does not make it longer
// than itself: the candidates, the words, and the runes of a text.
// Only the first few candidates say what told most.
const tracedCandidates, tracedTold, tracedTokens, tracedRunes = 5, 3, 40, 200

// Trace is why a turn ended as it did, and why not otherwise. It is stored with
// the reply (or, where the bot said nothing, with the customer's message) and
// shown to staff only.
type Trace struct {
	Content    int64                 `json:"content"` // version of the content pack
	Outcome    Outcome               `json:"outcome"`
	Silent     bool                  `json:"silent,omitempty"`
	Entry      string                `json:"entry,omitempty"`
	Also       string                `json:"also,omitempty"`  // the second need
	Point      string                `json:"point,omitempty"` // the sentence that was the reply
	Rule       string                `json:"rule,omitempty"`
	Reason     chat.Reason           `json:"reason,omitempty"`
	Team       chat.TeamID           `json:"team,omitempty"`
	Tags       []string              `json:"tags,omitempty"`
	Unresolved int                   `json:"unresolved,omitempty"`
	Mood       Mood                  `json:"mood"`
	Norm       string                `json:"norm"`
	Tokens     []string              `json:"tokens,omitempty"`
	Read       []Look                `json:"read,omitempty"`     // the texts that were searched for
	Topic      string                `json:"topic,omitempty"`    // the entry that the message may lean on
	Asks       []string              `json:"asks,omitempty"`     // the aspects that it asks for
	Corrects   bool                  `json:"corrects,omitempty"` // it takes back what the bot understood
	Human      []string              `json:"human,omitempty"`
	Small      string                `json:"small,omitempty"`
	Rules      []string              `json:"rules,omitempty"` // that match, and what they want
	Near       []intents.Near        `json:"near,omitempty"`  // that share words, and what they miss
	Entities   []chat.Entity         `json:"entities,omitempty"`
	Candidates []knowledge.Candidate `json:"candidates,omitempty"` // those that were decided on
	Dropped    []string              `json:"dropped,omitempty"`    // entries that a sentence asked for and that got no answer
	Closed     []Missed              `json:"closed,omitempty"`     // entries that are closed and would have come first, where that is looked for
	Related    []string              `json:"related,omitempty"`    // entries offered below the answer, to go on with
	Respelled  []Respelled           `json:"respelled,omitempty"`  // what was read as something else
	Flow       *TracedFlow           `json:"flow,omitempty"`
	Slots      map[string]string     `json:"slots,omitempty"` // what the flow knows
	Limits     Limits                `json:"limits"`
	Rungs      []Rung                `json:"rungs"`
}

// Look is a text that was searched for and what it found first.
type Look struct {
	As    string  `json:"as"`             // "alone", "joined", "follow", "aside", "part"
	Text  string  `json:"text,omitempty"` // where it is not Norm
	Best  string  `json:"best,omitempty"` // entry
	Score float64 `json:"score,omitempty"`
}

// newTrace writes down a decision with everything that it was made from, behind
// v.
func newTrace(c *Content, a *text.Analysis, s Situation, d Decision, v veil) Trace {
	u := s.Alone.Understood
	if v.codes != nil {
		a = text.Analyse(v.text, c.Segment)
	}
	t := Trace{
		Content: c.Version, Outcome: d.Outcome, Silent: d.Silent, Entry: d.Entry, Also: d.Also, Point: clip(d.Point), Rule: d.Rule,
		Reason: d.Reason, Team: d.Team, Tags: d.Tags, Unresolved: d.Unresolved, Mood: d.Mood,
		Norm: clip(a.Norm), Topic: s.Memory.topic(s.Now), Asks: c.Talk.names(s.Alone.Heard.Aspects), Corrects: s.Corrects,
		Closed: s.Missed, Related: d.Related, Respelled: respelled(a),
		Human: v.list(u.Human), Near: u.Near, Entities: v.entities(u.Entities), Candidates: traced(d.Candidates),
		Limits: s.Limits.rounded(), Rungs: d.Rungs,
	}
	for _, tok := range a.Tokens[:min(len(a.Tokens), tracedTokens)] {
		t.Tokens = append(t.Tokens, tok.Text)
	}
	t.look("alone", &s.Alone, v)
	t.look("joined", s.Joined, v)
	t.look("follow", s.Follow, v)
	if s.Aside != nil {
		t.look("aside", &s.Aside.Reading, v)
	}
	for i := range s.Parts {
		t.look("part", &s.Parts[i], v)
		if c := s.Parts[i].Candidates; s.Limits.sure(c) && d.leaves(c[0].ID) {
			t.Dropped = append(t.Dropped, c[0].ID)
		}
	}
	if u.Small != nil {
		t.Small = u.Small.Kind
	}
	for _, m := range u.Rules {
		t.Rules = append(t.Rules, ruleNote(m))
	}
	for i := range t.Rungs {
		t.Rungs[i].Why = v.hide(t.Rungs[i].Why)
	}
	return t
}

// rounded returns l as a trace keeps it.
func (l Limits) rounded() Limits {
	l.Answer, l.Suggest, l.Gap = thousandths(l.Answer), thousandths(l.Suggest), thousandths(l.Gap)
	return l
}

// leaves reports that an entry is neither answered nor offered.
func (d Decision) leaves(entry string) bool {
	return d.Entry != entry && d.Also != entry && !slices.Contains(d.Offer, entry)
}

// look notes a text that was searched for.
func (t *Trace) look(as string, r *Reading, v veil) {
	if r == nil {
		return
	}
	l := Look{As: as, Text: clip(v.hide(r.Text))}
	if l.Text == t.Norm {
		l.Text = ""
	}
	if len(r.Candidates) > 0 {
		l.Best, l.Score = r.Candidates[0].ID, thousandths(r.Candidates[0].Score)
	}
	t.Read = append(t.Read, l)
}

// traced returns the first candidates as a trace keeps them.
func traced(found []knowledge.Candidate) []knowledge.Candidate {
	out := slices.Clone(found[:min(len(found), tracedCandidates)])
	for i := range out {
		out[i].Score, out[i].Text = thousandths(out[i].Score), clip(out[i].Text)
		if i >= tracedTold {
			out[i].Told = nil
		}
	}
	return out
}

func clip(s string) string { return text.Clip(s, tracedRunes) }

func ruleNote(m intents.Match) string { return fmt.Sprintf("%s (%s)", m.ID, m.Action) }

// encode returns the stored form.
func (t Trace) encode() ([]byte, error) {
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("encode trace: %w", err)
	}
	return b, nil
}
