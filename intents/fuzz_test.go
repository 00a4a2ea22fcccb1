package intents

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

// fuzzLimit is what nothing here may take, even on a busy machine: thousands of
// times what it takes. What is slower grows faster than its input.
const fuzzLimit = 5 * time.Second

// messages are what customers of the demo shop say, to grow inputs from.
func messages(tb testing.TB) []string {
	var out []string
	for _, name := range []string{"mature.jsonl", "mood.jsonl", "smalltalk.jsonl", "handoff_words.txt", "not_handoff_words.txt"} {
		for _, l := range dev(tb, name) {
			out = append(out, l.Text)
		}
	}
	return out
}

// sane fails where an understanding speaks of what is not in the text.
func sane(t *testing.T, u Understanding, in string) {
	t.Helper()
	a := text.Analyse(in, text.Runes{})
	if u.Mood.Score < 0 || u.Mood.Score > 1 || (u.Mood.Score > 0) != (len(u.Mood.Evidence) > 0) {
		t.Fatalf("%q: mood %+v", in, u.Mood)
	}
	for _, asks := range u.Human {
		if asks == "" || !strings.Contains(a.Norm, asks) {
			t.Fatalf("%q does not ask for a person by %q", in, asks)
		}
	}
	if len(u.Human) > 0 && u.Small != nil {
		t.Fatalf("%q asks for a person and is small talk", in)
	}
	runes, last := []rune(a.Raw), 0
	for _, e := range u.Entities {
		if e.Start < last || e.End <= e.Start || e.End > len(runes) {
			t.Fatalf("%q: entity %+v after rune %d", in, e, last)
		}
		if e.Value == "" || e.Text != string(runes[e.Start:e.End]) || !slices.Contains(EntityNames(), e.Name) {
			t.Fatalf("%q: entity %+v", in, e)
		}
		last = e.End
	}
	for i, m := range u.Rules {
		if i > 0 && m.Priority > u.Rules[i-1].Priority {
			t.Fatalf("%q: rule %s stands behind %s", in, m.ID, u.Rules[i-1].ID)
		}
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, in := range []string{"", "转人工！！", "订单XK20250618006650充了100块", "138****6621", "“烦", "急急急急急急", "¥", "1,2,3", "三点", "qq", "周", "86", "\xff转\x00人", "00000000000½00000000000"} {
		f.Add(in)
	}
	for _, in := range messages(f) {
		f.Add(in)
	}
	s := xingka(f)
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) > 8000 {
			return // four times what the door lets in
		}
		start := time.Now()
		u := understand(s, in)
		if took := time.Since(start); took > fuzzLimit {
			t.Fatalf("%q took %v", in, took)
		}
		sane(t, u, in)
	})
}

func FuzzCompile(f *testing.F) {
	for _, p := range []string{"转人工", "{a|b}…{c|}", "^a$", "{", "…", "{||}", "$^"} {
		f.Add(p, "转人工abc")
	}
	f.Fuzz(func(t *testing.T, pattern, in string) {
		s, err := Compile(Spec{Mood: MoodSpec{Human: HumanSpec{Ask: []string{pattern}}}}, text.Runes{})
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", pattern, err)
			}
			return
		}
		sane(t, understand(s, in), in)
	})
}

// FuzzRules compiles whatever decodes as rules.yaml, looks for what is odd in
// it and runs it.
func FuzzRules(f *testing.F) {
	whole, err := os.ReadFile(filepath.Join(pack, "rules.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	said := messages(f)
	for i, one := range strings.SplitAfter(string(whole), "\n\n") {
		f.Add(one, said[i%len(said)])
	}
	f.Add("- {id: a, any: ['{退|返}…款$'], when: '金额 > 3 and says(\"退\")', action: tag, tags: [x]}", "退我100块款")
	f.Add("- {id: b, regex: ['(a|b)*c'], none: [^没], entities: [amount], action: handoff, team: trade}", "c 20元")
	f.Add("- {id: c, all: [一, 二], action: answer, reply: 好, priority: -1}", "一二")
	f.Fuzz(func(t *testing.T, rules, in string) {
		if len(rules) > 4000 || len(in) > 2000 || strings.Contains(rules, "!") {
			return // on some tags the YAML library panics; package pack refuses all before it decodes
		}
		var spec Spec
		if yaml.UnmarshalWithOptions([]byte(rules), &spec.Rules, yaml.Strict()) != nil {
			return // what a pack says to that is package pack's
		}
		start := time.Now()
		s, err := Compile(spec, text.Runes{})
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", rules, err)
			}
			return
		}
		s.Warnings()
		u := understand(s, in)
		if took := time.Since(start); took > fuzzLimit {
			t.Fatalf("%q on %q took %v", rules, in, took)
		}
		sane(t, u, in)
		for _, m := range u.Rules {
			i := slices.IndexFunc(spec.Rules, func(r Rule) bool { return r.ID == m.ID })
			if i < 0 || spec.Rules[i].Action != m.Action || len(m.Why) == 0 {
				t.Fatalf("%q on %q: %+v", rules, in, m)
			}
		}
	})
}
