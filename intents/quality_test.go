package intents

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// line is a message of testdata/xingka/dev or of a data set.
type line struct {
	Text     string         `json:"text"`
	Label    string         `json:"label"`
	Kind     string         `json:"kind"`
	Role     string         `json:"role"`
	Part     string         `json:"part"`
	Person   bool           `json:"person"`
	Tags     []string       `json:"tags"`
	Weight   float64        `json:"weight"`
	Entities map[string]any `json:"entities"`
}

func lines(tb testing.TB, path string) []line {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []line
	for sc := bufio.NewScanner(f); sc.Scan(); {
		l := line{Text: sc.Text()}
		if strings.HasSuffix(path, ".jsonl") {
			l = line{}
			if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
				tb.Fatalf("%s: %v", path, err)
			}
		}
		out = append(out, l)
	}
	return out
}

func dev(tb testing.TB, name string) []line { return lines(tb, filepath.Join(pack, "dev", name)) }

// Limits at which the figures below are measured; bot.DefaultLimits has them.
const (
	uneasy  = 0.35
	handoff = 0.6
)

func label(u Understanding) string {
	switch {
	case len(u.Human) > 0 || u.Mood.Score >= handoff:
		return "handoff"
	case u.Mood.Score >= uneasy:
		return "uneasy"
	}
	return "calm"
}

// rate counts hits among tries.
type rate struct{ hits, tries int }

func (r *rate) add(hit bool) {
	r.tries++
	if hit {
		r.hits++
	}
}

func (r rate) share() float64 { return float64(r.hits) / float64(max(r.tries, 1)) }

func atLeast(t *testing.T, what string, r rate, floor float64) {
	t.Helper()
	t.Logf("%s: %d of %d (%.3f)", what, r.hits, r.tries, r.share())
	if r.share() < floor {
		t.Errorf("%s is %.3f, want at least %.3f", what, r.share(), floor)
	}
}

func atMost(t *testing.T, what string, r rate, ceiling float64) {
	t.Helper()
	t.Logf("%s: %d of %d (%.3f)", what, r.hits, r.tries, r.share())
	if r.share() > ceiling {
		t.Errorf("%s is %.3f, want at most %.3f", what, r.share(), ceiling)
	}
}

func TestRequestsForAPerson(t *testing.T) {
	s := xingka(t)
	var asked, alarms rate
	for _, l := range dev(t, "handoff_words.txt") {
		hit := len(understand(s, l.Text).Human) > 0
		asked.add(hit)
		if !hit {
			t.Logf("missed: %s", l.Text)
		}
	}
	for _, l := range dev(t, "not_handoff_words.txt") {
		u := understand(s, l.Text)
		alarms.add(len(u.Human) > 0)
		if len(u.Human) > 0 {
			t.Logf("false alarm: %s %q", l.Text, u.Human)
		}
	}
	atLeast(t, "requests obeyed", asked, 1)
	atMost(t, "look-alikes taken for requests", alarms, 0)
}

func TestMood(t *testing.T) {
	s := xingka(t)
	var explicit, handoffs, right, alarms, gentle, calm rate
	for _, l := range dev(t, "mood.jsonl") {
		u := understand(s, l.Text)
		got := label(u)
		if got != l.Label {
			t.Logf("%s for %s: %.2f %q %v: %s", got, l.Label, u.Mood.Score, u.Human, u.Mood.Evidence, l.Text)
		}
		if strings.Contains(strings.Join(l.Tags, " "), "explicit_request") {
			explicit.add(len(u.Human) > 0)
		}
		if got == "handoff" {
			right.add(l.Label == "handoff")
		}
		switch l.Label {
		case "handoff":
			handoffs.add(got == "handoff")
		case "uneasy":
			gentle.add(got == "uneasy")
		case "calm":
			calm.add(got == "calm")
			alarms.add(got == "handoff")
		}
	}
	atLeast(t, "explicit requests", explicit, 0.99)
	atLeast(t, "handoff recall", handoffs, 0.95)
	atLeast(t, "handoff precision", right, 0.95)
	atMost(t, "calm handed off", alarms, 0.02)
	atLeast(t, "uneasy recall", gentle, 0.9)
	atLeast(t, "calm left calm", calm, 0.93)
}

// TestFeelings measures on sentences of our own, see testdata/README.md: which
// parts the lists were written from, and which were kept aside. Those of "kept"
// are not shown, so that nobody tunes on them by accident.
func TestFeelings(t *testing.T) {
	s := xingka(t)
	for part, floor := range map[string][2]float64{"tune": {0.9, 0}, "kept": {0.85, 0.07}, "fresh": {0.7, 0.07}, "more": {0.65, 0.02}, "last": {0.15, 0.02}} {
		var handoffs, noticed, alarms, moved rate
		for _, l := range lines(t, "testdata/feelings.jsonl") {
			if l.Part != part {
				continue
			}
			u := understand(s, l.Text)
			got := label(u)
			if l.Label == "handoff" {
				handoffs.add(got == "handoff")
				noticed.add(got != "calm")
			} else {
				alarms.add(got == "handoff")
				moved.add(got != "calm")
			}
			if (part == "tune" || part == "more") && got != l.Label {
				t.Logf("%s for %s: %.2f %q %v: %s", got, l.Label, u.Mood.Score, u.Human, u.Mood.Evidence, l.Text)
			}
		}
		atLeast(t, part+": handed off", handoffs, floor[0])
		t.Logf("%s: uneasy or more %d of %d", part, noticed.hits, noticed.tries)
		atMost(t, part+": calm handed off", alarms, floor[1])
		t.Logf("%s: calm taken for uneasy or more %d of %d", part, moved.hits, moved.tries)
	}
}

// TestMoodOfOtherHands measures on messages that another hand wrote for shops of
// all kinds, beside those that the ear learned from. Most are indirect on
// purpose: no word of anger in them.
func TestMoodOfOtherHands(t *testing.T) {
	spec := xingkaSpec(t)
	both := compiled(t, spec)
	spec.Mood.WithoutModel = true
	lists := compiled(t, spec)
	for _, c := range []struct {
		name                                  string
		set                                   *Set
		handoff, noticed, uneasy, calm, moved float64
	}{
		{"lists alone", lists, 0.1, 0.3, 0.3, 0.04, 0.1},
		{"lists and ear", both, 0.3, 0.5, 0.5, 0.05, 0.13},
	} {
		var handoffs, noticed, gentle, alarms, moved rate
		for _, file := range []string{"calm", "upset"} {
			for _, l := range lines(t, "../testdata/mood/"+file+".jsonl") {
				if l.Part != "kept" {
					continue
				}
				got := label(understand(c.set, l.Text))
				switch l.Label {
				case "handoff":
					handoffs.add(got == "handoff")
					noticed.add(got != "calm")
				case "uneasy":
					gentle.add(got != "calm")
				default:
					alarms.add(got == "handoff")
					moved.add(got != "calm")
				}
			}
		}
		atLeast(t, c.name+": handed off", handoffs, c.handoff)
		atLeast(t, c.name+": of those at least noticed", noticed, c.noticed)
		atLeast(t, c.name+": uneasy noticed", gentle, c.uneasy)
		atMost(t, c.name+": calm handed off", alarms, c.calm)
		atMost(t, c.name+": calm taken for uneasy or more", moved, c.moved)
	}
}

func TestOrdinaryQuestionsStayWithTheBot(t *testing.T) {
	s := xingka(t)
	var alarms, moved, rules, small rate
	for _, file := range []string{"young.jsonl", "mature.jsonl", "oos.jsonl"} {
		for _, l := range dev(t, file) {
			u := understand(s, l.Text)
			if label(u) == "handoff" {
				t.Logf("%.2f %q %v: %s", u.Mood.Score, u.Human, u.Mood.Evidence, l.Text)
			}
			alarms.add(label(u) == "handoff")
			moved.add(label(u) == "uneasy")
			rules.add(len(u.Rules) > 0 && u.Rules[0].Action != ActionTag)
			if len(u.Rules) > 0 && u.Rules[0].Action != ActionTag {
				t.Logf("rule %s: %s", u.Rules[0].ID, l.Text)
			}
			small.add(u.Small != nil)
			if u.Small != nil {
				t.Logf("small %s: %s", u.Small.Kind, l.Text)
			}
		}
	}
	// Most of these thirteen are of customers who are upset, ask for a person or
	// watch a theft.
	atMost(t, "questions handed off", alarms, 0.035)
	atMost(t, "questions taken for uneasy", moved, 0.15)
	atMost(t, "questions taken by a rule", rules, 0.01)
	atMost(t, "questions taken for small talk", small, 0.01)
}

// calmQuestions are the questions and similar questions of the demo shop, but for
// those under the entries about its staff, which ask for a person.
func calmQuestions(tb testing.TB) []string {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(pack, "faq.yaml"))
	if err != nil {
		tb.Fatal(err)
	}
	var entries []struct {
		ID       string
		Question string
		Variants []string
	}
	if err := yaml.Unmarshal(b, &entries); err != nil {
		tb.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if !strings.HasPrefix(e.ID, "cs-") && !strings.HasPrefix(e.ID, "complain") {
			out = append(append(out, e.Question), e.Variants...)
		}
	}
	return out
}

func TestTheShopsOwnQuestionsAreCalm(t *testing.T) {
	s := xingka(t)
	var alarms, moved rate
	for _, q := range calmQuestions(t) {
		u := understand(s, q)
		alarms.add(label(u) == "handoff")
		moved.add(label(u) == "uneasy")
		if label(u) == "handoff" {
			t.Logf("%.2f %q %v: %s", u.Mood.Score, u.Human, u.Mood.Evidence, q)
		}
	}
	atMost(t, "the shop's questions handed off", alarms, 0.01)
	t.Logf("the shop's questions taken for uneasy: %d of %d", moved.hits, moved.tries)
}

func TestSmallTalk(t *testing.T) {
	s := xingka(t)
	var found rate
	for _, l := range dev(t, "smalltalk.jsonl") {
		u := understand(s, l.Text)
		hit := u.Small != nil && u.Small.Kind == l.Kind
		found.add(hit)
		if !hit {
			t.Logf("missed %s: %s (%+v)", l.Kind, l.Text, u.Small)
		}
	}
	atLeast(t, "small talk recognised", found, 0.95)
}

func TestEntitiesOfRealMessages(t *testing.T) {
	s := xingka(t)
	for _, c := range []struct {
		name              string
		recall, precision float64
	}{
		// The gold names what the answer needs, not all that is said: 刚才 and
		// 话费 are often missing from it, so precision has low floors there.
		{EntityOrder, 0.95, 0.95}, {EntityPhone, 0.95, 0.95}, {EntityCard, 0.95, 0.95}, {EntityAmount, 0.95, 0.7},
		{EntityTime, 0.95, 0.35}, {EntityError, 0.9, 0.75}, {EntityProduct, 0.9, 0.5},
	} {
		var recall, precision rate
		for _, l := range dev(t, "mature.jsonl") {
			want := gold(l.Entities[c.name])
			var got []string
			for _, e := range understand(s, l.Text).Entities {
				if e.Name != c.name {
					continue
				}
				got = append(got, e.Text)
				right := slices.ContainsFunc(want, func(w string) bool { return strings.Contains(e.Text, w) || strings.Contains(w, e.Text) })
				precision.add(right)
				if !right {
					t.Logf("%s %q is not in the gold: %s", c.name, e.Text, l.Text)
				}
			}
			for _, w := range want {
				hit := slices.ContainsFunc(got, func(g string) bool { return strings.Contains(g, w) })
				recall.add(hit)
				if !hit {
					t.Logf("missed %s %q: %q: %s", c.name, w, got, l.Text)
				}
			}
		}
		atLeast(t, c.name+" recall", recall, c.recall)
		atLeast(t, c.name+" precision", precision, c.precision)
	}
}

func gold(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, s := range v {
			out = append(out, s.(string))
		}
		return out
	}
	return nil
}

// scored is a turn with its mood and the number of turns that it stands for.
type scored struct {
	score, weight float64
	text          string
}

// recallAt returns which share of the upset turns lies over the lowest limit
// over which at most the given share of the calm turns lies, and that limit.
func recallAt(upset, calm []scored, share float64) (recall, limit float64) {
	total := 0.0
	for _, c := range calm {
		total += c.weight
	}
	slices.SortFunc(calm, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	over := 0.0
	for _, c := range calm {
		if over += c.weight; over > share*total {
			limit = c.score
			break
		}
	}
	hits := 0
	for _, u := range upset {
		if u.score > limit {
			hits++
		}
	}
	return float64(hits) / float64(max(len(upset), 1)), limit
}

// The public sets are outside of the repository: their licences allow to
// measure, not to ship.
func TestPublicSets(t *testing.T) {
	dir := os.Getenv("YIWEN_DATASETS")
	if dir == "" {
		t.Skip("YIWEN_DATASETS names no folder with the public sets")
	}
	s := xingka(t)
	var asked, moods rate
	for _, l := range lines(t, filepath.Join(dir, "jddc/turns.jsonl")) {
		if l.Role != "user" {
			continue
		}
		u := understand(s, l.Text)
		moods.add(u.Mood.Score >= handoff)
		if strings.Contains(l.Text, "人工") {
			asked.add(len(u.Human) > 0)
		}
	}
	atLeast(t, "jddc: requests obeyed", asked, 0.99)
	atMost(t, "jddc: turns handed off for their mood", moods, 0.01) // some 2.5 % are upset
	var upset, calm []scored
	for _, l := range lines(t, filepath.Join(dir, "jddc/upset.jsonl")) {
		u := understand(s, l.Text)
		score := u.Mood.Score
		if l.Label == "upset" {
			upset = append(upset, scored{score, 1, l.Text})
		} else {
			calm = append(calm, scored{score, l.Weight, l.Text})
		}
	}
	recall, limit := recallAt(upset, calm, 0.02)
	t.Logf("jddc upset turns: recall %.3f at 2 %% false alarms (score over %.2f)", recall, limit)
	if recall < 0.5 {
		t.Errorf("jddc upset turns: recall is %.3f, want at least 0.5", recall)
	}
	// xiaobu is said to a voice assistant: of its eight most curse it or say 我生气了.
	for set, ceiling := range map[string]float64{"antfin": 0.006, "bq": 0.006, "lcqmc": 0.006, "xiaobu": 0.01} {
		var alarms, small rate
		for _, l := range lines(t, filepath.Join(dir, set, "queries.jsonl")) {
			u := understand(s, l.Text)
			alarms.add(label(u) == "handoff")
			if label(u) == "handoff" {
				t.Logf("%s: %.2f %q %v: %s", set, u.Mood.Score, u.Human, u.Mood.Evidence, l.Text)
			}
			small.add(u.Small != nil)
		}
		t.Logf("%s: small talk %d of %d", set, small.hits, small.tries)
		atMost(t, set+": calm queries handed off", alarms, ceiling)
	}
}
