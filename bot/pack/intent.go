package pack

import (
	"fmt"
	"strconv"
	"strings"

	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/intents"
)

// maxSmall bounds the kinds of small talk. Package intents bounds the rules.
const maxSmall = 500

// Intents returns what package intents compiles: rules, mood, small talk and
// the shop's entities together.
func (p *Pack) Intents() intents.Spec {
	return intents.Spec{Rules: p.Rules, Mood: p.Mood, Small: p.Small, Entities: p.Settings.Entities}
}

// checkIntents adds what is wrong with rules, mood and small talk. Package
// intents is the judge; here its verdicts get their lines.
func checkIntents(p *Pack, has func(string) bool, at source, ps *problems) {
	checkSmall(p.Small, at, ps)
	checkRuleReferences(p, has, at, ps)
	whole := verdicts(p.Intents())
	if len(whole) == 0 {
		return
	}
	before := len(*ps)
	for i, r := range p.Rules {
		for _, v := range verdicts(intents.Spec{Rules: []intents.Rule{r}, Mood: quiet()}) {
			v.add(ps, RulesFile, at, i)
		}
	}
	for i, s := range p.Small {
		for _, v := range verdicts(intents.Spec{Small: []intents.SmallSpec{s}, Mood: quiet()}) {
			v.add(ps, SmallFile, at, i)
		}
	}
	for _, v := range verdicts(intents.Spec{Entities: p.Settings.Entities, Mood: quiet()}) {
		v.add(ps, SettingsFile, at, "entities")
	}
	checkMood(p.Mood, at, ps)
	if len(*ps) == before { // wrong only as a whole: two rules with one id
		for _, v := range whole {
			v.add(ps, RulesFile, at)
		}
	}
}

// checkMood adds what is wrong with mood.yaml, section by section.
func checkMood(m intents.MoodSpec, at source, ps *problems) {
	for i, w := range m.Words {
		q := quiet()
		q.Words = []intents.MoodWords{w}
		for _, v := range verdicts(intents.Spec{Mood: q}) {
			v.add(ps, MoodFile, at, "words", i)
		}
	}
	rest := m
	if rest.Words == nil {
		rest.Words = quiet().Words
	}
	for _, v := range verdicts(intents.Spec{Mood: rest}) {
		var i int
		switch n, _ := fmt.Sscanf(v.where, "cool %d", &i); {
		case n == 1:
			v.add(ps, MoodFile, at, "cool", i-1)
		case v.where == "human":
			v.add(ps, MoodFile, at, "human")
		case !strings.HasPrefix(v.where, "mood "): // those were in words
			v.add(ps, MoodFile, at)
		}
	}
}

// quiet is the smallest mood there is: with less, package intents would take
// its own lists, and compile them for every piece that is checked.
func quiet() intents.MoodSpec {
	return intents.MoodSpec{
		Human: intents.HumanSpec{Ask: []string{"转人工"}},
		Words: []intents.MoodWords{{Class: "words", Weight: 1, Words: []string{"投诉"}}},

		WithoutModel: true,
	}
}

// verdict is one line of what package intents says: where, field and reason.
type verdict struct{ where, field, reason string }

// add adds v as a problem of what path leads to.
func (v verdict) add(ps *problems, file string, at source, path ...any) {
	if v.field != "" {
		path = with(path, v.field)
	}
	line := at.line(file, path...)
	if quoted, err := strconv.QuotedPrefix(v.reason); err == nil { // one pattern of a list
		if s, err := strconv.Unquote(quoted); err == nil {
			line = at.docs[file].lineOfText(s, path...)
		}
	}
	ps.at(file, line, place(path...), path, "%s", v.reason)
}

// verdicts compiles s and returns what is wrong with it.
func verdicts(s intents.Spec) []verdict {
	_, err := intents.Compile(s, text.Runes{})
	if err == nil {
		return nil
	}
	var vs []verdict
	for line := range strings.SplitSeq(fault.Text(err, err.Error()), "\n") {
		switch part := strings.SplitN(line, ": ", 3); len(part) {
		case 3:
			vs = append(vs, verdict{part[0], part[1], part[2]})
		default:
			vs = append(vs, verdict{reason: line})
		}
	}
	return vs
}

// checkRuleReferences adds entries and teams that rules name and nobody has.
func checkRuleReferences(p *Pack, has func(string) bool, at source, ps *problems) {
	c := checker{RulesFile, at, ps}
	teams := p.Teams.ids()
	for i, r := range p.Rules {
		if r.Entry != "" && !has(r.Entry) {
			c.add("there is no entry %q in faq.yaml", []any{i, "entry"}, r.Entry)
		}
		if r.Team != "" && !p.Teams.none() && !teams[r.Team] {
			c.add("there is no team %q in teams.yaml", []any{i, "team"}, r.Team)
		}
		if r.Reply != "" {
			c.text(r.Reply, maxReply, i, "reply")
		}
	}
}

func checkSmall(list []intents.SmallSpec, at source, ps *problems) {
	c := checker{SmallFile, at, ps}
	if len(list) > maxSmall {
		c.add("has %d kinds; the most is %d", nil, len(list), maxSmall)
		return
	}
	for i, s := range list {
		for j, r := range s.Replies {
			if strings.TrimSpace(r) != "" { // package intents speaks of those
				c.text(r, maxReply, i, "replies", j)
			}
		}
	}
}
