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
	whole := []knowledge.Problem{{Index: -1, Item: -1, Other: -1, Reason: "wants 1 to 50000 entries"}}
	for name, test := range map[string]struct {
		entries []knowledge.Entry
		want    []knowledge.Problem
	}{
		"fine":          {with(func(*knowledge.Entry) {}), nil},
		"none":          {nil, whole},
		"too many":      {make([]knowledge.Entry, knowledge.MaxEntries+1), whole},
		"id":            {with(func(e *knowledge.Entry) { e.ID = "B" }), problem("id", -1, `"B" is not a name of 1 to 64 lower-case letters, digits and hyphens`)},
		"question":      {with(func(e *knowledge.Entry) { e.Question = strings.Repeat("问", 201) }), problem("question", -1, "has 201 characters; the most is 200")},
		"unseen":        {with(func(e *knowledge.Entry) { e.Question = "\u200b\u200d" }), problem("question", -1, "must not be empty")},
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
		"category":         {with(func(e *knowledge.Entry) { e.Category = "充值/到账/话费/慢充/退款/再深" }), problem("category", -1, "has 6 levels; the most is 5")},
		"level":            {with(func(e *knowledge.Entry) { e.Category = "充值//到账" }), problem("category", -1, `the level "" must not be empty`)},
		"blank":            {with(func(e *knowledge.Entry) { e.Category = "充值 /到账" }), problem("category", -1, `the level "充值 " begins or ends with a blank, or holds a line break`)},
		"tag":              {with(func(e *knowledge.Entry) { e.Tags = []string{"活动", strings.Repeat("长", 21)} }), problem("tags", 1, "has 21 characters; the most is 20")},
		"same tag":         {with(func(e *knowledge.Entry) { e.Tags = []string{"活动", "活动"} }), problem("tags", 1, `the tag "活动" is there twice`)},
		"owner":            {with(func(e *knowledge.Entry) { e.Owner = "王 编辑" }), problem("owner", -1, `"王 编辑" is not a name of 1 to 64 lower-case letters, digits and hyphens`)},
		"audience":         {with(func(e *knowledge.Entry) { e.Audience = "all" }), problem("audience", -1, `"all" is no audience; leave it out, or write buyer, merchant or vip`)},
		"from":             {with(func(e *knowledge.Entry) { e.From = "2026-12-01" }), problem("from", -1, `"2026-12-01" is no minute; write it like 2026-12-01 00:00`)},
		"until":            {with(func(e *knowledge.Entry) { e.Until = "2026-02-30 10:00" }), problem("until", -1, `"2026-02-30 10:00" is no minute; write it like 2026-12-01 00:00`)},
		"never":            {with(func(e *knowledge.Entry) { e.From, e.Until = "2026-12-01 00:00", "2026-12-01 00:00" }), problem("until", -1, "is not after from: it would never answer")},
		"a while": {with(func(e *knowledge.Entry) {
			e.From, e.Until, e.ReviewOn = "2026-11-30 23:59", "2026-12-01 00:00", "2026-12-31"
		}), nil},
		"review on": {with(func(e *knowledge.Entry) { e.ReviewOn = "12-31" }), problem("review_on", -1, `"12-31" is no day; write it like 2026-12-31`)},
		"related":   {with(func(e *knowledge.Entry) { e.Related = []string{"a", "b"} }), problem("related", 1, "is the entry itself")},
		"twice":     {with(func(e *knowledge.Entry) { e.Related = []string{"a", "a"} }), problem("related", 1, `the entry "a" is there twice`)},
		"answers": {with(func(e *knowledge.Entry) {
			e.Answers = []knowledge.SiteAnswer{{Site: "app", Answer: "好"}, {Site: "app", Answer: ""}}
		}), []knowledge.Problem{
			{Index: 1, Field: "answers", Item: 1, Sub: "site", Reason: `the site "app" is there twice`, Other: -1},
			{Index: 1, Field: "answers", Item: 1, Sub: "answer", Reason: "must not be empty", Other: -1},
		}},
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
