package pack

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"yiwen/bot"
	"yiwen/bot/flow"
	"yiwen/intents"
	"yiwen/knowledge"
)

// The names of the files. Only FAQFile is required.
const (
	FAQFile        = "faq.yaml"
	RulesFile      = "rules.yaml"
	MoodFile       = "mood.yaml"
	SmallFile      = "smalltalk.yaml"
	TalkFile       = "talk.yaml"
	RepliesFile    = "replies.yaml"
	SettingsFile   = "settings.yaml"
	TeamsFile      = "teams.yaml"
	CannedFile     = "canned.yaml"
	SynonymsFile   = "synonyms.txt"
	DictionaryFile = "dictionary.txt"
	StopsFile      = "stopwords.txt"
	HomophonesFile = "homophones.txt"
	GoldenFile     = "golden.yaml"
	FlowsFile      = "flows.yaml"
)

// Pack is everything in a content pack, checked. Lists keep the order of their
// files. It holds no pointers into the files it was read from.
type Pack struct {
	Entries    []knowledge.Entry
	Rules      []intents.Rule
	Mood       intents.MoodSpec // zero = the lists built into package intents
	Small      []intents.SmallSpec
	Talk       bot.TalkSpec
	Replies    bot.Replies
	Settings   Settings
	Teams      Teams
	Canned     []Canned
	Golden     []knowledge.Golden
	Flows      []flow.Spec
	Synonyms   [][]string // groups of words that mean the same, the standard word first
	Dictionary []Word
	Stops      []string    // words that say nothing of what a question is about
	Homophones []Homophone // what is typed for what is meant
}

// Homophone is a line of homophones.txt: what customers type for something else
// that sounds or looks alike, and what they mean by it. It is read as what is
// meant before anything else is understood.
type Homophone struct {
	Typed string `json:"typed"`
	Meant string `json:"meant"`
}

// source knows the lines of what was read. The zero source knows none.
type source struct {
	docs  map[string]*document
	lines map[string][]int // of the files that are not YAML, by place in the list
}

// line returns the line of what path leads to in a file, or 0.
func (s source) line(file string, path ...any) int {
	if lines := s.lines[file]; len(path) > 0 && lines != nil {
		if i, ok := path[0].(int); ok && i < len(lines) {
			return lines[i]
		}
	}
	return s.docs[file].line(path...)
}

// Read reads the pack in the root of fsys. When anything is wrong it returns no
// pack and a fault.Invalid that lists every problem found (see Problems); a file
// that cannot be read for another reason than its absence is an error of no
// kind.
func Read(fsys fs.FS) (*Pack, error) {
	p := &Pack{Talk: bot.DefaultTalk(), Replies: bot.DefaultReplies(), Settings: defaultSettings()}
	r := reader{fsys: fsys, at: source{docs: map[string]*document{}, lines: map[string][]int{}}}
	if !r.yaml(FAQFile, &p.Entries) && r.err == nil && len(r.ps) == 0 {
		r.ps.add(FAQFile, 0, "", "is missing; it is the one file that a content pack must have")
	}
	r.yaml(RulesFile, &p.Rules)
	r.yaml(MoodFile, &p.Mood)
	r.yaml(SmallFile, &p.Small)
	r.yaml(TalkFile, &p.Talk)
	r.yaml(RepliesFile, &p.Replies)
	r.yaml(SettingsFile, &p.Settings)
	r.yaml(TeamsFile, &p.Teams)
	r.yaml(CannedFile, &p.Canned)
	if b := r.text(SynonymsFile); b != nil {
		p.Synonyms, r.at.lines[SynonymsFile] = parseSynonyms(b)
	}
	if b := r.text(DictionaryFile); b != nil {
		p.Dictionary, r.at.lines[DictionaryFile] = parseDictionary(b, &r.ps)
	}
	if b := r.text(StopsFile); b != nil {
		p.Stops, r.at.lines[StopsFile] = parseStops(b)
	}
	if b := r.text(HomophonesFile); b != nil {
		p.Homophones, r.at.lines[HomophonesFile] = parseHomophones(b, &r.ps)
	}
	r.yaml(GoldenFile, &p.Golden)
	r.yaml(FlowsFile, &p.Flows)
	if r.err != nil {
		return nil, r.err
	}
	// Cross checks of a pack that is half there would blame the wrong lines.
	if len(r.ps) == 0 {
		p.tidy()
		p.check(r.at, &r.ps)
	}
	if err := r.ps.err(); err != nil {
		return nil, err
	}
	return p, nil
}

// reader reads the files of one pack and gathers what is wrong with them.
type reader struct {
	fsys fs.FS
	at   source
	ps   problems
	err  error // of the file system, the first
}

// file returns the bytes of a file, or nil where there is none. It reads one
// byte more than allowed, so that a huge file is neither loaded nor cut short.
func (r *reader) file(name string) []byte {
	if r.err != nil {
		return nil
	}
	f, err := r.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		defer f.Close()
		var b []byte
		if b, err = io.ReadAll(io.LimitReader(f, maxFile+1)); err == nil {
			return append([]byte{}, b...) // not nil, even when empty
		}
	}
	r.err = fmt.Errorf("read %s of the content pack: %w", name, err)
	return nil
}

// yaml decodes a YAML file into dst, over the defaults that dst holds, and
// reports whether the file is there and fits.
func (r *reader) yaml(name string, dst any) bool {
	b := r.file(name)
	if b == nil {
		return false
	}
	doc := parseYAML(name, b, &r.ps)
	if doc == nil {
		return false
	}
	r.at.docs[name] = doc
	return doc.bind(dst, &r.ps)
}

// text returns the lines of a plain file, or nil.
func (r *reader) text(name string) []byte {
	b := r.file(name)
	if b == nil {
		return nil
	}
	b, ok := cleanText(name, b, &r.ps)
	if !ok {
		return nil
	}
	return b
}

// check adds everything that is wrong with p, however it came here.
func (p *Pack) check(at source, ps *problems) {
	entries := p.entryIDs()
	has := func(id string) bool { return entries[id] }
	checkEntries(p.Entries, p.Teams, p.Settings, has, at, ps)
	checkIntents(p, has, at, ps)
	checkTalk(p.Talk, at, ps)
	checkReplies(p.Replies, has, at, ps)
	checkSettings(p.Settings, p.Teams, has, at, ps)
	checkTeams(p.Teams, at, ps)
	checkCanned(p.Canned, p.Teams, at, ps)
	checkSynonyms(p.Synonyms, at, ps)
	checkDictionary(p.Dictionary, at, ps)
	checkStops(p.Stops, at, ps)
	checkHomophones(p.Homophones, at, ps)
	checkGolden(p.Golden, p.Settings, has, at, ps)
	flows := p.flowIDs()
	checkFlows(p.Flows, p.Teams, at, ps)
	checkStarts(p.Entries, p.Rules, func(id string) bool { return flows[id] }, at, ps)
}
