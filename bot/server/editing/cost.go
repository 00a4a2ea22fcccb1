package editing

import (
	"encoding/json"
	"time"

	"yiwen/bot/flow"
	"yiwen/bot/pack"
	"yiwen/intents"
	"yiwen/knowledge"
)

// regexes refuses what takes too long of an edit that is otherwise right: each
// message is held against every regex, and waits for it.
func (c *checker) regexes(e knowledge.Edit) {
	if e.Body == nil || len(c.found) > 0 {
		return
	}
	switch e.Kind {
	case pack.KindRule:
		c.rule(e)
	case pack.KindFlow:
		var spec flow.Spec
		if err := json.Unmarshal(e.Body, &spec); err != nil {
			return // it was checked
		}
		for i, s := range spec.Slots {
			if s.Pattern != "" {
				c.regex(e.Ref, []any{"slots", i, "pattern"}, s.Pattern)
			}
		}
	case pack.KindSettings:
		var s pack.Settings
		if err := json.Unmarshal(e.Body, &s); err == nil && s.Entities.OrderNo != "" { // it was checked
			c.regex(e.Ref, []any{"entities", "order_no"}, s.Entities.OrderNo)
		}
	}
}

// rule measures the regexes of a rule until they are too much.
func (c *checker) rule(e knowledge.Edit) {
	var rule intents.Rule
	if err := json.Unmarshal(e.Body, &rule); err != nil {
		return // it was checked
	}
	var all time.Duration
	for i, src := range rule.Regex {
		all += c.regex(e.Ref, []any{"regex", i}, src)
		if all > intents.MaxRegexes {
			c.add(e.Ref, []any{"regex"}, "前 %d 条正则合起来太慢：一句 2000 字的话要算 %v，一条规则最多 %v；请写得更具体，或合并、减少正则",
				i+1, all.Round(100*time.Microsecond), intents.MaxRegexes)
			return
		}
	}
}

// regex measures one and refuses it where it is too slow alone.
func (c *checker) regex(ref knowledge.Ref, path []any, src string) time.Duration {
	took, err := intents.RegexCost(src, c.draft.clock)
	if err == nil && took > intents.MaxRegex {
		c.add(ref, path, "这条正则太慢：一句 2000 字的话要算 %v，最多 %v；请写得更具体，少用范围很大的重复",
			took.Round(100*time.Microsecond), intents.MaxRegex)
	}
	c.cost = max(c.cost, took)
	return took
}
