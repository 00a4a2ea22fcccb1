package intents

import (
	"math/bits"
	"regexp"

	"yiwen/bot/chat"
)

// rule is a Rule ready to run. Its patterns live in the lexicon.
type rule struct {
	Rule
	regex []*regexp.Regexp
	when  *condition // or nil
}

// tally is what the lexicon found for one rule.
type tally struct {
	all  uint64 // bit per pattern of All
	said uint64 // bit per pattern of the condition
	any  bool
	none bool
	why  []string
}

// Costly returns the ids of the rules whose regexes or conditions run on every
// message, because they name no words or entities that could be looked for
// first. Each costs some microseconds per message.
func (s *Set) Costly() []string {
	var out []string
	for _, r := range s.rules {
		if !r.Off && (len(r.regex) > 0 || r.when != nil) && len(r.All)+len(r.Any)+len(r.Entities) == 0 {
			out = append(out, r.ID)
		}
	}
	return out
}

// matchRules returns the rules that match, in the order of s.rules. The facts
// that conditions ask about are gathered when the first of them is reached:
// rules without one pay nothing for it.
func (s *Set) matchRules(v view, all []found, u *Understanding, ctx Context) []Match {
	if len(s.rules) == 0 {
		return nil
	}
	tallies := s.tallies(v, all)
	var out []Match
	var known *facts
	for i := range s.rules {
		r := &s.rules[i]
		if r.Off {
			continue
		}
		t := tallies[int32(i)]
		if t == nil {
			if len(r.All)+len(r.Any) > 0 {
				continue // the usual case: shares no word with the message
			}
			t = &tally{}
		}
		why, ok := r.matches(t, v, u.Entities)
		if ok && r.when != nil {
			if known == nil {
				f := newFacts(u, v, ctx)
				known = &f
			}
			ok, why = r.when.holds(*known, t.said), append(why, "when "+r.When)
		}
		if !ok && len(t.why) > 0 && len(u.Near) < maxNear {
			u.Near = append(u.Near, Near{r.ID, r.missing(t, u.Entities)})
		}
		if ok {
			out = append(out, Match{
				ID: r.ID, Priority: r.Priority, Action: r.Action, Entry: r.Entry, Reply: r.Reply,
				Flow: r.Flow, Team: chat.TeamID(r.Team), Tags: r.Tags, Why: why,
			})
		}
	}
	return out
}

// tallies sorts what was found by rule.
func (s *Set) tallies(v view, all []found) map[int32]*tally {
	var out map[int32]*tally
	for _, f := range all {
		o := s.owners[f.pattern]
		if o.role != roleAll && o.role != roleAny && o.role != roleNone && o.role != roleSaid {
			continue
		}
		if out == nil {
			out = map[int32]*tally{}
		}
		t := out[o.index]
		if t == nil {
			t = &tally{}
			out[o.index] = t
		}
		t.note(o, v.text(int(f.start), int(f.end)))
	}
	return out
}

func (t *tally) note(o owner, word string) {
	switch o.role {
	case roleNone:
		t.none = true
		return
	case roleAny:
		t.any = true
	case roleAll:
		t.all |= 1 << o.item
	case roleSaid:
		t.said |= 1 << o.item
	}
	for _, w := range t.why {
		if w == word {
			return
		}
	}
	t.why = append(t.why, word)
}

// matches reports whether r matches and why.
func (r *rule) matches(t *tally, v view, entities []chat.Entity) ([]string, bool) {
	if t.none || len(r.Any) > 0 && !t.any || !t.hasAll(len(r.All)) {
		return nil, false
	}
	why := t.why
	for _, name := range r.Entities {
		e := entityNamed(entities, name)
		if e == nil {
			return nil, false
		}
		why = append(why, e.Text)
	}
	if len(r.regex) == 0 {
		return why, true
	}
	for _, re := range r.regex {
		if m := re.FindStringIndex(v.norm); m != nil {
			return append(why, "/"+re.String()+"/"), true
		}
	}
	return nil, false
}

// hasAll reports whether each of n patterns, at most maxAll, was found.
func (t *tally) hasAll(n int) bool { return bits.OnesCount64(t.all) == n }

func entityNamed(list []chat.Entity, name string) *chat.Entity {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}
