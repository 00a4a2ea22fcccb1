package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	strictjson "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"yiwen/bot"
	"yiwen/bot/text"
)

// Around is the rest of the content as far as a single item is checked against
// it.
type Around struct {
	Entry    func(id string) bool // whether there is such an entry
	Flow     func(id string) bool // whether there is such a flow; nil = none
	Teams    Teams
	Settings Settings
}

// flow reports whether there is such a flow.
func (a Around) flow(id string) bool { return a.Flow != nil && a.Flow(id) }

// reasonType is what is wrong with a value that JSON has otherwise.
const reasonType = "is not of the type that it must be"

// maxItemID bounds the id of an item, in runes.
const maxItemID = 100

// Check checks one item as FromItems would check it among all others, and returns
// it as Canonical does. What it does not see is what only all items of the kind
// show: that they are too many. With problems the item is not usable. It takes
// microseconds for an entry and milliseconds for what compiles.
func Check(i Item, around Around) (Item, []Problem) {
	var ps problems
	if string(bytes.TrimSpace(i.Body)) == "null" { // which JSON decodes to an empty piece of any kind
		ps.refuse(i, errors.New(reasonType))
		return i, ps
	}
	i, p, err := canonical(i)
	if err != nil {
		ps.refuse(i, err)
		return i, ps
	}
	p.checkOnly(i, around, &ps)
	ps.locate(map[string][]string{i.Kind: {i.ID}})
	return i, ps
}

// Canonical returns an item with its body in the form that Items writes: items
// that say the same are the same. The error is that of a body which is none of
// its kind.
func Canonical(i Item) (Item, error) {
	i, _, err := canonical(i)
	return i, err
}

// canonical is Canonical, and returns the pack with that item alone.
func canonical(i Item) (Item, *Pack, error) {
	p := &Pack{}
	switch i.Kind { // what is missing in these is as it is by default
	case KindTalk:
		p.Talk = bot.DefaultTalk()
	case KindReplies:
		p.Replies = bot.DefaultReplies()
	case KindSettings:
		p.Settings = defaultSettings()
	}
	if err := p.take(i); err != nil {
		return i, nil, err
	}
	p.tidy()
	v, err := p.only(i.Kind)
	if err != nil {
		return i, nil, err
	}
	body, err := json.Marshal(v)
	if err != nil {
		return i, nil, fmt.Errorf("encode %s %s: %w", i.Kind, i.ID, err)
	}
	i.Body = body
	return i, p, nil
}

// Single reports whether there is exactly one item of a kind, with its name.
func Single(kind string) bool {
	_, list := kindOf(fileOf(kind))
	return !list && fileOf(kind) != ""
}

// ReadSettings returns what the item of settings says.
func ReadSettings(body []byte) (Settings, error) {
	_, p, err := canonical(Item{Kind: KindSettings, ID: KindSettings, Body: body})
	if err != nil {
		return Settings{}, fmt.Errorf("read the settings: %w", err)
	}
	return p.Settings, nil
}

// ReadTeams returns what the item of teams says.
func ReadTeams(body []byte) (Teams, error) {
	_, p, err := canonical(Item{Kind: KindTeams, ID: KindTeams, Body: body})
	if err != nil {
		return Teams{}, fmt.Errorf("read the teams: %w", err)
	}
	return p.Teams, nil
}

// only returns the one item that p has.
func (p *Pack) only(kind string) (any, error) {
	switch kind {
	case KindEntry:
		return p.Entries[0], nil
	case KindRule:
		return p.Rules[0], nil
	case KindSmall:
		return p.Small[0], nil
	case KindCanned:
		return p.Canned[0], nil
	case KindGolden:
		return p.Golden[0], nil
	case KindFlow:
		return p.Flows[0], nil
	case KindMood:
		return p.Mood, nil
	case KindTalk:
		return p.Talk, nil
	case KindReplies:
		return p.Replies, nil
	case KindSettings:
		return p.Settings, nil
	case KindTeams:
		return p.Teams, nil
	case KindSynonyms:
		return notNil(p.Synonyms), nil
	case KindDictionary:
		return notNil(p.Dictionary), nil
	case KindStops:
		return notNil(p.Stops), nil
	case KindHomophones:
		return notNil(p.Homophones), nil
	}
	return nil, errUnknownKind
}

// checkOnly adds what is wrong with the one item that p has.
func (p *Pack) checkOnly(i Item, around Around, ps *problems) {
	if err := text.Check(i.ID, maxItemID); err != nil {
		ps.refuse(i, fmt.Errorf("the id of the item %w", err))
	}
	if kind, list := kindOf(fileOf(i.Kind)); !list && i.ID != kind {
		ps.refuse(i, fmt.Errorf("holds the id %q", kind))
	}
	at := source{}
	switch i.Kind {
	case KindEntry:
		checkEntries(p.Entries, around.Teams, around.Settings, around.Entry, at, ps)
		checkStarts(p.Entries, nil, around.flow, at, ps)
	case KindRule, KindSmall:
		p.Mood, p.Teams, p.Settings = quiet(), around.Teams, around.Settings
		checkIntents(p, around.Entry, at, ps)
		checkStarts(nil, p.Rules, around.flow, at, ps)
	case KindMood:
		checkIntents(p, around.Entry, at, ps)
	case KindCanned:
		checkCanned(p.Canned, around.Teams, at, ps)
	case KindGolden:
		checkGolden(p.Golden, around.Settings, around.Entry, at, ps)
	case KindFlow:
		checkFlows(p.Flows, around.Teams, at, ps)
	case KindTalk:
		checkTalk(p.Talk, at, ps)
	case KindReplies:
		checkReplies(p.Replies, around.Entry, at, ps)
	case KindSettings:
		p.Mood = quiet()
		checkSettings(p.Settings, around.Teams, around.Entry, at, ps)
		checkIntents(p, around.Entry, at, ps)
	case KindTeams:
		checkTeams(p.Teams, at, ps)
	case KindSynonyms:
		checkSynonyms(p.Synonyms, at, ps)
	case KindDictionary:
		checkDictionary(p.Dictionary, at, ps)
	case KindStops:
		checkStops(p.Stops, at, ps)
	case KindHomophones:
		checkHomophones(p.Homophones, at, ps)
	}
}

// fileOf is the inverse of kindOf.
func fileOf(kind string) string {
	for _, file := range fileNames() {
		if k, _ := kindOf(file); k == kind {
			return file
		}
	}
	return ""
}

// References returns the ids of the entries that an item names, with the path to
// each. An item that cannot be read names none.
func References(i Item) (ids []string, paths [][]any) {
	p := &Pack{}
	switch i.Kind {
	case KindEntry, KindRule, KindReplies, KindGolden, KindSettings:
		if err := p.take(i); err != nil {
			return nil, nil
		}
	}
	add := func(id string, path ...any) {
		if id != "" {
			ids, paths = append(ids, id), append(paths, path)
		}
	}
	for _, e := range p.Entries {
		for j, id := range e.Related {
			add(id, "related", j)
		}
	}
	for _, r := range p.Rules {
		add(r.Entry, "entry")
	}
	for _, g := range p.Golden {
		add(g.Entry, "entry")
	}
	for j, id := range p.Replies.Hot {
		add(id, "hot", j)
	}
	greeted, at := p.Settings.hotOf()
	return append(ids, greeted...), append(paths, at...)
}

// errUnknownKind is the error of an item that a newer program wrote.
var errUnknownKind = errors.New("is of a kind that this program does not know; a newer one wrote it")

// refuse notes that an item cannot be taken as it is. What the library says of
// JSON it words differently from run to run, so that nobody relies on it.
func (ps *problems) refuse(i Item, err error) {
	p := Problem{File: i.Kind, Field: i.ID, Kind: i.Kind, ID: i.ID, Reason: err.Error()}
	var wrong *strictjson.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &wrong):
		for step := range wrong.JSONPointer.Tokens() {
			if n, err := strconv.Atoi(step); err == nil {
				p.Path = append(p.Path, n)
			} else {
				p.Path = append(p.Path, step)
			}
		}
		p.Reason = reasonType
		if errors.Is(err, strictjson.ErrUnknownName) {
			p.Reason = fmt.Sprintf("unknown key %q", wrong.JSONPointer.LastToken())
		}
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF):
		p.Reason = "is not valid JSON"
	}
	*ps = append(*ps, p)
}
