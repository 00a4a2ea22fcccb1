package knowledge

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/text"
)

const (
	// MaxEntries bounds a knowledge base: with more, a rebuild takes longer than
	// an editor waits.
	MaxEntries  = 50_000
	maxVariants = 500    // of one entry
	maxKeywords = 500    // of one entry
	maxQuestion = 200    // runes of a question or variant: more is not a question
	maxKeyword  = 32     // runes
	maxAnswer   = 10_000 // runes
	maxTags     = 20     // of one entry
	maxTag      = 20     // runes
	maxLevels   = 5      // of a category
	maxLevel    = 30     // runes
	maxAnswers  = 100    // of one entry, one for a site
	maxRelated  = 20     // of one entry; a customer sees the first few
)

// Problem is one thing that is wrong with an entry.
type Problem struct {
	Index  int    // place of the entry, from 0; -1 = the entries as a whole
	Field  string // the yaml name of the field; empty = the entry as a whole
	Item   int    // place in a field that is a list, from 0; -1 = the whole field
	Sub    string // the yaml name of the field of an item; empty = the item
	Reason string // what is wrong
	Other  int    // place of another entry that Reason speaks of, or -1
}

// Check returns everything that is wrong with entries, in their order; nothing
// means that they may be published. Whether a team or an entity exists is for
// those who know them.
func Check(entries []Entry) []Problem {
	if len(entries) == 0 || len(entries) > MaxEntries {
		return []Problem{{Index: -1, Item: -1, Other: -1, Reason: fmt.Sprintf("wants 1 to %d entries", MaxEntries)}}
	}
	var found []Problem
	first := make(map[string]int, len(entries))
	for i, e := range entries {
		c := checker{i, &found}
		c.entry(e)
		if j, ok := first[e.ID]; ok {
			found = append(found, Problem{
				Index: i, Field: "id", Item: -1, Other: j, Reason: fmt.Sprintf("the id %q is already that of another entry", e.ID),
			})
		} else {
			first[e.ID] = i
		}
	}
	return found
}

// checker adds the problems of one entry.
type checker struct {
	index int
	found *[]Problem
}

func (c checker) add(field string, item int, err error) {
	if err != nil {
		*c.found = append(*c.found, Problem{Index: c.index, Field: field, Item: item, Reason: err.Error(), Other: -1})
	}
}

func (c checker) entry(e Entry) {
	c.add("id", -1, text.CheckID(e.ID))
	c.add("question", -1, cmp.Or(text.Check(e.Question, maxQuestion), visible(e.Question)))
	c.add("answer", -1, text.Check(e.Answer, maxAnswer))
	c.texts("variants", e.Variants, maxVariants, maxQuestion)
	c.texts("keywords", e.Keywords, maxKeywords, maxKeyword)
	c.texts("exclude", e.Exclude, maxKeywords, maxKeyword)
	c.excluded(e)
	c.place(e)
	c.answers(e)
	c.related(e)
	c.validity(e)
}

// visible refuses a text of characters that nobody sees: lists show nothing for it,
// and nothing finds it.
func visible(s string) error {
	if text.Normalise(s) == "" {
		return errors.New("must not be empty")
	}
	return nil
}

// excluded refuses words that would keep an entry from its own questions, or
// that nothing is left of in the normal form.
func (c checker) excluded(e Entry) {
	if len(e.Exclude) == 0 || len(e.Exclude) > maxKeywords {
		return
	}
	own := []string{text.Normalise(e.Question)}
	for _, v := range e.Variants[:min(len(e.Variants), maxVariants)] {
		own = append(own, text.Normalise(v))
	}
	for j, raw := range e.Exclude {
		w := text.Normalise(raw)
		switch {
		case text.Check(raw, maxKeyword) != nil: // said already
		case text.Plain(w) == "":
			c.add("exclude", j, errors.New("holds neither letter nor digit"))
		case slices.ContainsFunc(own, func(s string) bool { return strings.Contains(s, w) }):
			c.add("exclude", j, fmt.Errorf("%q stands in a question of the entry itself", raw))
		}
	}
}

// texts checks a list of at most many texts of at most long runes.
func (c checker) texts(field string, list []string, many, long int) {
	if len(list) > many {
		c.add(field, -1, fmt.Errorf("has %d texts; the most is %d", len(list), many))
		return
	}
	for j, s := range list {
		c.add(field, j, text.Check(s, long))
	}
}
