package intents

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// steps is a clock that goes on by step with every look at it.
func steps(step time.Duration) func() time.Time {
	now := time.Unix(0, 0)
	return func() time.Time {
		now = now.Add(step)
		return now
	}
}

func TestCosts(t *testing.T) {
	s := compile(t, Spec{Rules: []Rule{
		{ID: "words", Any: []string{"退{款|钱}", "钱…还我"}, Action: ActionTag, Tags: []string{"x"}},
		{ID: "regex", Any: []string{"退"}, Regex: []string{"退.*款"}, Action: ActionTag, Tags: []string{"x"}},
	}})
	if got := s.Costs(steps(time.Microsecond)); len(got) > 0 {
		t.Errorf("where nothing is slow: %v", got)
	}
	got := s.Costs(steps(time.Second))
	if len(got) != 2 || got[0].Rule != "" || got[1].Rule != "regex" {
		t.Fatalf("where all is slow: %v, want a word about all and one about the regex", got)
	}
	if !strings.Contains(got[0].String(), "2000 字") || !strings.Contains(got[1].String(), "规则 regex") {
		t.Errorf("got %v", got)
	}
}

func TestWorstMessagesAreLongAndFull(t *testing.T) {
	s := xingka(t)
	for _, m := range s.worst() {
		if n := utf8.RuneCountInString(m); n != longest {
			t.Errorf("%d runes, want %d", n, longest)
		}
		if got := s.words.find(nil, newView(m)); len(got) < 100 {
			t.Errorf("%d patterns found in %.30q, want many", len(got), m)
		}
	}
	empty := compile(t, Spec{})
	if got := empty.Costs(steps(time.Microsecond)); len(got) > 0 {
		t.Errorf("without rules: %v", got)
	}
}

func TestRegexCost(t *testing.T) {
	cheap, err := RegexCost(`(退|返)款.{0,6}(没|未)到账`, time.Now)
	if err != nil || cheap > MaxRegex {
		t.Errorf("an everyday regex takes %v (%v), the most is %v", cheap, err, MaxRegex)
	}
	dear, err := RegexCost(`(.{0,300}退){1,3}(.{0,300}款){1,3}$`, time.Now)
	if err != nil || dear < MaxRegex {
		t.Errorf("a regex with thousands of states takes %v (%v), less than %v", dear, err, MaxRegex)
	}
	if _, err := RegexCost(`(`, time.Now); err == nil {
		t.Error("no regex has a cost")
	}
}
