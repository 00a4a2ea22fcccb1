package pack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	strictjson "github.com/go-json-experiment/json"

	"yiwen/bot"
	"yiwen/bot/flow"
	"yiwen/intents"
	"yiwen/knowledge"
)

// Item is a piece of a pack as a data base keeps it. What grows line by line
// (entries, canned sentences) has an item for each; every other file is one.
type Item = knowledge.Item

// The kinds of items.
const (
	KindEntry      = "entry"
	KindRule       = "rule"
	KindSmall      = "smalltalk"
	KindCanned     = "canned"
	KindMood       = "mood"
	KindTalk       = "talk"
	KindReplies    = "replies"
	KindSettings   = "settings"
	KindTeams      = "teams"
	KindSynonyms   = "synonyms"
	KindDictionary = "dictionary"
	KindStops      = "stopwords"
	KindHomophones = "homophones"
	KindGolden     = "golden"
	KindFlow       = "flow"
)

// Items returns the items of p, in a fixed order.
func (p *Pack) Items() ([]Item, error) {
	var b itemBuilder
	for i, e := range p.Entries {
		b.add(KindEntry, e.ID, i, e)
	}
	for i, r := range p.Rules {
		b.add(KindRule, r.ID, i, r)
	}
	rows := map[string]int{}
	for i, s := range p.Small {
		rows[s.Kind]++ // a kind may have several rows
		b.add(KindSmall, fmt.Sprintf("%s/%d", s.Kind, rows[s.Kind]), i, s)
	}
	for i, c := range p.Canned {
		b.add(KindCanned, c.ID, i, c)
	}
	b.add(KindMood, KindMood, 0, p.Mood)
	b.add(KindTalk, KindTalk, 0, p.Talk)
	b.add(KindReplies, KindReplies, 0, p.Replies)
	b.add(KindSettings, KindSettings, 0, p.Settings)
	b.add(KindTeams, KindTeams, 0, p.Teams)
	b.add(KindSynonyms, KindSynonyms, 0, notNil(p.Synonyms))
	b.add(KindDictionary, KindDictionary, 0, notNil(p.Dictionary))
	b.add(KindStops, KindStops, 0, notNil(p.Stops))
	b.add(KindHomophones, KindHomophones, 0, notNil(p.Homophones))
	for i, g := range p.Golden {
		b.add(KindGolden, g.ID, i, g)
	}
	for i, f := range p.Flows {
		b.add(KindFlow, f.ID, i, f)
	}
	return b.items, b.err
}

// notNil makes of no list an empty one: JSON knows the difference.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

type itemBuilder struct {
	items []Item
	err   error
}

func (b *itemBuilder) add(kind, id string, position int, v any) {
	body, err := json.Marshal(v)
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("encode %s %s: %w", kind, id, err)
	}
	b.items = append(b.items, Item{Kind: kind, ID: id, Position: position, Body: body})
}

// FromItems is the inverse of Items; the order of items does not matter. It
// checks what it joins as Read does and returns a fault.Invalid that lists the
// problems. An item of a kind that it does not know was written by a newer
// program and is a problem too: dropping it would lose somebody's work.
func FromItems(items []Item) (*Pack, error) {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	p := &Pack{Talk: bot.DefaultTalk(), Replies: bot.DefaultReplies(), Settings: defaultSettings()}
	var ps problems
	ids := map[string][]string{}
	for _, i := range items {
		if err := p.take(i); err != nil {
			ps.refuse(i, err)
		}
		ids[i.Kind] = append(ids[i.Kind], i.ID)
	}
	if len(ps) == 0 {
		p.tidy()
		p.check(source{}, &ps)
		ps.locate(ids)
	}
	if err := ps.err(); err != nil {
		return nil, err
	}
	return p, nil
}

// take puts one item in its place.
func (p *Pack) take(i Item) error {
	switch i.Kind {
	case KindEntry:
		return appendItem(i, &p.Entries, func(e knowledge.Entry) string { return e.ID })
	case KindRule:
		return appendItem(i, &p.Rules, func(r intents.Rule) string { return r.ID })
	case KindSmall:
		return appendItem(i, &p.Small, func(intents.SmallSpec) string { return i.ID }) // it has none of its own
	case KindCanned:
		return appendItem(i, &p.Canned, func(c Canned) string { return c.ID })
	case KindMood:
		return strictJSON(i.Body, &p.Mood)
	case KindTalk:
		return strictJSON(i.Body, &p.Talk)
	case KindReplies:
		return strictJSON(i.Body, &p.Replies)
	case KindSettings:
		return strictJSON(i.Body, &p.Settings)
	case KindTeams:
		return strictJSON(i.Body, &p.Teams)
	case KindSynonyms:
		return strictJSON(i.Body, &p.Synonyms)
	case KindDictionary:
		return strictJSON(i.Body, &p.Dictionary)
	case KindStops:
		return strictJSON(i.Body, &p.Stops)
	case KindHomophones:
		return strictJSON(i.Body, &p.Homophones)
	case KindGolden:
		return appendItem(i, &p.Golden, func(g knowledge.Golden) string { return g.ID })
	case KindFlow:
		return appendItem(i, &p.Flows, func(f flow.Spec) string { return f.ID })
	}
	return errUnknownKind
}

// appendItem decodes a row of a list. The id in the body must be that of the
// item: the data base finds it by the one and the bot uses the other.
func appendItem[T any](i Item, list *[]T, id func(T) string) error {
	var v T
	if err := strictJSON(i.Body, &v); err != nil {
		return err
	}
	if id(v) != i.ID {
		return fmt.Errorf("holds the id %q", id(v))
	}
	*list = append(*list, v)
	return nil
}

// strictJSON decodes b into dst and refuses unknown and doubled keys and
// anything behind. The case of keys does not matter: before the rules had names
// of their own in JSON they were stored under those of Go.
func strictJSON(b []byte, dst any) error {
	return strictjson.Unmarshal(b, dst, strictjson.RejectUnknownMembers(true), strictjson.MatchCaseInsensitiveNames(true))
}
