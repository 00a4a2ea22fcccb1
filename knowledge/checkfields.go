package knowledge

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"yiwen/bot/text"
)

// place checks where editors find an entry: its category, tags and owner.
func (c checker) place(e Entry) {
	if e.Category != "" {
		c.add("category", -1, checkCategory(e.Category))
	}
	c.texts("tags", e.Tags, maxTags, maxTag)
	seen := map[string]bool{}
	for j, tag := range e.Tags[:min(len(e.Tags), maxTags)] {
		if seen[tag] {
			c.add("tags", j, fmt.Errorf("the tag %q is there twice", tag))
		}
		seen[tag] = true
	}
	if e.Owner != "" {
		c.add("owner", -1, text.CheckID(e.Owner))
	}
}

// checkCategory says what is wrong with a path in the tree of categories.
func checkCategory(path string) error {
	levels := strings.Split(path, "/")
	if len(levels) > maxLevels {
		return fmt.Errorf("has %d levels; the most is %d", len(levels), maxLevels)
	}
	for _, l := range levels {
		if err := text.Check(l, maxLevel); err != nil {
			return fmt.Errorf("the level %q %w", l, err)
		}
		if l != strings.TrimSpace(l) || strings.ContainsAny(l, "\n\t") {
			return fmt.Errorf("the level %q begins or ends with a blank, or holds a line break", l)
		}
	}
	return nil
}

// answers checks the answers for single sites.
func (c checker) answers(e Entry) {
	if len(e.Answers) > maxAnswers {
		c.add("answers", -1, fmt.Errorf("has %d answers; the most is %d", len(e.Answers), maxAnswers))
		return
	}
	seen := map[string]bool{}
	for j, a := range e.Answers {
		c.sub("answers", j, "site", text.CheckID(a.Site))
		if seen[a.Site] {
			c.sub("answers", j, "site", fmt.Errorf("the site %q is there twice", a.Site))
		}
		seen[a.Site] = true
		c.sub("answers", j, "answer", text.Check(a.Answer, maxAnswer))
	}
}

// sub adds the problem of a field of an item.
func (c checker) sub(field string, item int, sub string, err error) {
	if err != nil {
		*c.found = append(*c.found, Problem{Index: c.index, Field: field, Item: item, Sub: sub, Reason: err.Error(), Other: -1})
	}
}

// related checks the entries to go on with as far as one entry can.
func (c checker) related(e Entry) {
	if len(e.Related) > maxRelated {
		c.add("related", -1, fmt.Errorf("has %d entries; the most is %d", len(e.Related), maxRelated))
		return
	}
	seen := map[string]bool{}
	for j, id := range e.Related {
		switch {
		case id == e.ID:
			c.add("related", j, errors.New("is the entry itself"))
		case seen[id]:
			c.add("related", j, fmt.Errorf("the entry %q is there twice", id))
		}
		seen[id] = true
	}
}

// validity checks when and for whom an entry answers.
func (c checker) validity(e Entry) {
	switch e.Audience {
	case Everybody, Buyers, Merchants, VIPs:
	default:
		c.add("audience", -1, fmt.Errorf("%q is no audience; leave it out, or write buyer, merchant or vip", e.Audience))
	}
	from, hasFrom := c.moment("from", e.From)
	until, hasUntil := c.moment("until", e.Until)
	if hasFrom && hasUntil && !from.Before(until) {
		c.add("until", -1, errors.New("is not after from: it would never answer"))
	}
	if e.ReviewOn != "" {
		if _, err := time.Parse(time.DateOnly, string(e.ReviewOn)); err != nil {
			c.add("review_on", -1, fmt.Errorf("%q is no day; write it like 2026-12-31", e.ReviewOn))
		}
	}
}

// moment returns the moment of a field, and false where it has none.
func (c checker) moment(field string, m Moment) (time.Time, bool) {
	if m == "" {
		return time.Time{}, false
	}
	t, ok := m.Time(time.UTC) // of one clock, whichever it is
	if !ok {
		c.add(field, -1, fmt.Errorf("%q is no minute; write it like 2026-12-01 00:00", m))
	}
	return t, ok
}
