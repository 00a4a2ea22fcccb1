package editing

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// Hit is a pattern that is found in a sentence.
type Hit struct {
	Pattern int    `json:"pattern"` // its place among those that were tried, from 0
	Text    string `json:"text"`    // what it covers of the normal form, marks inside included
}

// TriedPatterns is what patterns find in a sentence.
type TriedPatterns struct {
	Norm string `json:"norm"` // the sentence as it is read, by the live homophones
	Hits []Hit  `json:"hits"` // one for each pattern that is found, in their order
}

// TriedRule is what a rule makes of a sentence.
type TriedRule struct {
	Norm    string   `json:"norm"`
	Matched bool     `json:"matched"`
	Why     []string `json:"why"`               // words and conditions that spoke for it
	Missing string   `json:"missing,omitempty"` // what was lacking, in Chinese, where something spoke for it
}

// TryPatterns says which patterns are found in said. A pattern that is none is a
// fault.Invalid that names it.
func (s *Service) TryPatterns(patterns []string, said string) (TriedPatterns, error) {
	lists := make([]intents.SignList, len(patterns))
	for i, p := range patterns {
		lists[i] = intents.SignList{Name: strconv.Itoa(i + 1), Words: []string{p}}
	}
	signs, err := intents.CompileSigns(lists)
	if err != nil {
		first, _, _ := strings.Cut(fault.Text(err, err.Error()), "\n")
		place, wrong, _ := strings.Cut(strings.TrimPrefix(first, "signs: "), ": ")
		return TriedPatterns{}, fault.New(fault.Invalid, "第 %s 条 %s", place, wrong)
	}
	out := TriedPatterns{Norm: s.read(said).Norm, Hits: []Hit{}}
	found := make([]string, len(patterns))
	for _, sign := range signs.In(out.Norm) {
		// Where a pattern is found several times, the most of it says the most.
		if here := out.Norm[sign.Start:sign.End]; len(here) > len(found[sign.List]) {
			found[sign.List] = here
		}
	}
	for i, covered := range found {
		if covered != "" {
			out.Hits = append(out.Hits, Hit{i, covered})
		}
	}
	return out, nil
}

// TryRule says whether a rule that is not saved would match said, the first
// message of a conversation that begins now; the mood is heard as the working
// copy says. A rule that is off is tried as if it were on. What is wrong with the
// rule is Problems.
func (s *Service) TryRule(ctx context.Context, body []byte, said string) (TriedRule, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return TriedRule{}, err
	}
	var r intents.Rule
	_ = json.Unmarshal(body, &r) // for its id; what is wrong is said next
	ref := knowledge.Ref{Kind: pack.KindRule, ID: r.ID}
	item, err := pack.Canonical(knowledge.Item{Kind: ref.Kind, ID: ref.ID, Body: body})
	if err != nil || json.Unmarshal(item.Body, &r) != nil {
		return TriedRule{}, fault.New(fault.Invalid, "规则的格式不对")
	}
	r.Off = false
	spec := intents.Spec{Rules: []intents.Rule{r}, Entities: d.Settings().Entities}
	if r.When != "" {
		// It may ask for the mood; a mood that cannot be read is heard by the built-in lists.
		_ = json.Unmarshal(d.single(pack.KindMood), &spec.Mood)
	}
	set, err := intents.Compile(spec, text.Runes{})
	if err != nil {
		if _, err := d.check([]knowledge.Edit{{Ref: ref, Body: body}}); err != nil {
			return TriedRule{}, err
		}
		return TriedRule{}, fault.New(fault.Invalid, "规则还不完整：%s", fault.Text(err, err.Error()))
	}
	a := s.read(said)
	u := set.UnderstandIn(a, intents.Context{Now: s.shopNow(d)})
	out := TriedRule{Norm: a.Norm, Why: []string{}}
	for _, m := range u.Rules {
		out.Matched, out.Why = true, append(out.Why, m.Why...)
	}
	for _, n := range u.Near {
		out.Missing = speaker{}.missing(n.Missing)
	}
	return out, nil
}

// read analyses a sentence as the live bot does; without one, by its characters.
func (s *Service) read(said string) *text.Analysis {
	if c := s.live(); c != nil && c.Segment != nil {
		return text.Analyse(said, c.Segment)
	}
	return text.Analyse(said, text.Runes{})
}

// shopNow is the time in the shop's zone.
func (s *Service) shopNow(d *Draft) time.Time {
	now := s.now()
	if zone, err := time.LoadLocation(d.Settings().Timezone); err == nil {
		now = now.In(zone)
	}
	return now
}
