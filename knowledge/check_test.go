package knowledge_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/knowledge"
)

func TestCheck(t *testing.T) {
	good := knowledge.Entry{ID: "a", Question: "怎么退款？", Answer: "点退款。", Variants: []string{"能退吗"}, Keywords: []string{"退款"}}
	with := func(change func(*knowledge.Entry)) []knowledge.Entry {
		e := good
		e.ID = "b"
		change(&e)
		return []knowledge.Entry{good, e}
	}
	problem := func(field string, item int, reason string) []knowledge.Problem {
		return []knowledge.Problem{{Index: 1, Field: field, Item: item, Reason: reason, Other: -1}}
	}
	whole := []knowledge.Problem{{Index: -1, Item: -1, Other: -1, Reason: "wants 1 to 20000 entries"}}
	for name, test := range map[string]struct {
		entries []knowledge.Entry
		want    []knowledge.Problem
	}{
		"fine":          {with(func(*knowledge.Entry) {}), nil},
		"none":          {nil, whole},
		"too many":      {make([]knowledge.Entry, knowledge.MaxEntries+1), whole},
		"id":            {with(func(e *knowledge.Entry) { e.ID = "B" }), problem("id", -1, `"B" is not a name of 1 to 64 lower-case letters, digits and hyphens`)},
		"question":      {with(func(e *knowledge.Entry) { e.Question = strings.Repeat("问", 201) }), problem("question", -1, "has 201 characters; the most is 200")},
		"answer":        {with(func(e *knowledge.Entry) { e.Answer = " " }), problem("answer", -1, "must not be empty")},
		"variant":       {with(func(e *knowledge.Entry) { e.Variants = []string{"好", ""} }), problem("variants", 1, "must not be empty")},
		"many variants": {with(func(e *knowledge.Entry) { e.Variants = make([]string, 501) }), problem("variants", -1, "has 501 texts; the most is 500")},
		"keyword":       {with(func(e *knowledge.Entry) { e.Keywords = []string{strings.Repeat("词", 33)} }), problem("keywords", 0, "has 33 characters; the most is 32")},
		"many keywords": {with(func(e *knowledge.Entry) { e.Keywords = make([]string, 501) }), problem("keywords", -1, "has 501 texts; the most is 500")},
		"excluded":      {with(func(e *knowledge.Entry) { e.Exclude = []string{"发票"} }), nil},
		"excludes its question": {with(func(e *knowledge.Entry) { e.Exclude = []string{"发票", "怎麼退"} }),
			problem("exclude", 1, `"怎麼退" stands in a question of the entry itself`)},
		"excludes its variant": {with(func(e *knowledge.Entry) { e.Exclude = []string{"能退"} }),
			problem("exclude", 0, `"能退" stands in a question of the entry itself`)},
		"excludes nothing": {with(func(e *knowledge.Entry) { e.Exclude = []string{"!!"} }), problem("exclude", 0, "holds neither letter nor digit")},
		"empty exclude":    {with(func(e *knowledge.Entry) { e.Exclude = []string{""} }), problem("exclude", 0, "must not be empty")},
		"same id": {with(func(e *knowledge.Entry) { e.ID = "a" }), []knowledge.Problem{
			{Index: 1, Field: "id", Item: -1, Reason: `the id "a" is already that of another entry`, Other: 0},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, knowledge.Check(test.entries)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
