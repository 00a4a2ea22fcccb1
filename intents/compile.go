package intents

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

// Set is a compiled Spec: immutable, safe for concurrent use.
type Set struct {
	words  *lexicon
	owners []owner // by pattern
	rules  []rule  // by falling priority, then file order
	mood   moodTable
	ear    *ear // or nil
	small  []SmallSpec
	find   entityFinder

	channels []ChannelSpec
}

// owner says what a pattern was written for.
type owner struct {
	role  role
	index int32 // into the rules, mood words, cool words or small talk
	item  int32 // with roleAll and roleSaid: which of the rule's patterns
}

type role uint8

const (
	roleAsk role = iota
	roleAskGuard
	roleAskCancel
	roleMood
	roleMoodGuard
	roleCool
	roleNegation
	roleIntensifier
	roleAll
	roleAny
	roleNone
	roleSaid // in a rule's condition
	roleSmall
	roleProduct
	roleChannel
)

// limits of a Spec: more is an accident, and would cost every message.
const (
	maxRules   = 5000
	maxPerRule = 500
	maxAll     = 64 // bits of tally.all
)

// compiler collects patterns and everything that is wrong.
type compiler struct {
	words *lexiconBuilder
	set   *Set
	wrong []error
}

// Compile checks spec and builds its Set. All problems are reported at once, in
// one fault.Invalid with a line for each: which rule or section, which field,
// what is wrong. Rule, section and field are named as they stand in the files;
// what is wrong is said in Chinese, because editors read it, on the console as at
// the terminal.
//
// The segmenter is not used yet: patterns are found in characters, whatever
// words they are cut into.
func Compile(spec Spec, _ text.Segmenter) (*Set, error) {
	if len(spec.Mood.Human.Ask) == 0 {
		spec.Mood.Human = DefaultHuman()
	}
	if len(spec.Mood.Words) == 0 {
		d := DefaultMood()
		d.Human, d.WithoutModel = spec.Mood.Human, spec.Mood.WithoutModel
		spec.Mood = d
	}
	c := &compiler{words: newLexiconBuilder(), set: &Set{}}
	c.moods(spec.Mood)
	c.smalls(spec.Small)
	c.ruleList(spec.Rules)
	c.entities(spec.Entities)
	if !spec.Mood.WithoutModel {
		ear, err := newEar(earWeights)
		if err != nil {
			return nil, err
		}
		c.set.ear = ear
	}
	if err := errors.Join(c.wrong...); err != nil {
		return nil, fault.New(fault.Invalid, "%w", err)
	}
	c.set.words = c.words.build()
	return c.set, nil
}

// fail notes a problem in a field of a rule or section.
func (c *compiler) fail(where, field, format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Errorf("%s: %s: %s", where, field, fmt.Sprintf(format, args...)))
}

// add compiles the patterns of a field for their owner.
func (c *compiler) add(where, field string, patterns []string, o owner) {
	for i, written := range patterns {
		if o.role == roleAll || o.role == roleSaid {
			o.item = int32(i)
		}
		id, err := c.words.add(written)
		if err != nil {
			c.fail(where, field, "%q: %v", written, err)
			continue
		}
		for int(id) >= len(c.set.owners) {
			c.set.owners = append(c.set.owners, o)
		}
		c.set.owners[id] = o
	}
}

func (c *compiler) moods(m MoodSpec) {
	c.add("human", "ask", m.Human.Ask, owner{role: roleAsk})
	c.add("human", "guard", m.Human.Guard, owner{role: roleAskGuard})
	c.add("human", "cancel", m.Human.Cancel, owner{role: roleAskCancel})
	for i, w := range m.Words {
		where := fmt.Sprintf("mood %s", w.Class)
		if w.Class == "" {
			where = fmt.Sprintf("mood words %d", i+1)
			c.fail(where, "class", "没有写")
		}
		if !(w.Weight > 0 && w.Weight <= 1) {
			c.fail(where, "weight", "%v 不在 0（不含）到 1 之间", w.Weight)
		}
		if len(w.Words) == 0 {
			c.fail(where, "words", "没有写")
		}
		c.add(where, "words", w.Words, owner{role: roleMood, index: int32(i)})
	}
	for i, w := range m.Cool {
		where := fmt.Sprintf("cool %d", i+1)
		if !(w.Factor >= 0 && w.Factor <= 1) {
			c.fail(where, "factor", "%v 不在 0 到 1 之间", w.Factor)
		}
		for _, class := range w.Classes {
			if !slices.ContainsFunc(m.Words, func(w MoodWords) bool { return w.Class == class }) && !isSign(class) {
				c.fail(where, "classes", "没有 %q 这一类", class)
			}
		}
		c.add(where, "words", w.Words, owner{role: roleCool, index: int32(i)})
	}
	c.add("mood", "guard", m.Guard, owner{role: roleMoodGuard})
	c.add("mood", "negations", m.Negations, owner{role: roleNegation})
	c.add("mood", "intensifiers", m.Intensifiers, owner{role: roleIntensifier})
	c.set.mood = moodTable{words: m.Words, cool: m.Cool}
}

func (c *compiler) entities(spec EntitySpec) {
	finder, err := newEntityFinder(spec)
	if err != nil {
		c.fail("entities", "order_no", "%v", err)
	}
	c.set.find = finder
	c.add("entities", "products", spec.Products, owner{role: roleProduct})
	c.set.channels = spec.Channels
	if len(spec.Channels) == 0 {
		c.set.channels = DefaultChannels()
	}
	for i, ch := range c.set.channels {
		where := fmt.Sprintf("channel %d", i+1)
		if strings.TrimSpace(ch.Name) == "" {
			c.fail(where, "name", "没有写")
		}
		if len(ch.Words) == 0 {
			c.fail(where, "words", "没有写")
		}
		c.add(where, "words", ch.Words, owner{role: roleChannel, index: int32(i)})
	}
}

func (c *compiler) smalls(list []SmallSpec) {
	for i, s := range list {
		where := fmt.Sprintf("smalltalk %s", s.Kind)
		switch {
		case s.Kind == "":
			where = fmt.Sprintf("smalltalk %d", i+1)
			c.fail(where, "kind", "没有写")
		case s.Kind != KindFiller && len(s.Replies) == 0:
			c.fail(where, "replies", "没有写")
		}
		if slices.ContainsFunc(s.Replies, func(r string) bool { return strings.TrimSpace(r) == "" }) {
			c.fail(where, "replies", "有一条是空的")
		}
		if len(s.Patterns) == 0 {
			c.fail(where, "patterns", "没有写")
		}
		for _, p := range s.Patterns {
			if strings.ContainsAny(p, "…^$") || strings.Contains(p, "...") {
				c.fail(where, "patterns", "%q: 闲聊要匹配整句话，不能用 … ^ $", p)
			}
		}
		c.add(where, "patterns", s.Patterns, owner{role: roleSmall, index: int32(i)})
	}
	c.set.small = list
}

// ruleList checks and sorts the rules, then adds their patterns, so that an
// owner's index is the rule's place in the sorted list.
func (c *compiler) ruleList(list []Rule) {
	if len(list) > maxRules {
		c.fail("rules", "", "有 %d 条，最多 %d 条", len(list), maxRules)
		return
	}
	seen := map[string]int{}
	for i, r := range list {
		where := c.where(r, i)
		if first, ok := seen[r.ID]; ok && r.ID != "" {
			c.fail(where, "id", "和第 %d 条规则重复", first+1)
		}
		seen[r.ID] = i
		c.check(where, r)
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Rule) int { return b.Priority - a.Priority })
	for i, r := range sorted {
		where := c.where(r, i)
		own := func(role role) owner { return owner{role: role, index: int32(i)} }
		c.add(where, "all", r.All, own(roleAll))
		c.add(where, "any", r.Any, own(roleAny))
		c.add(where, "none", r.None, own(roleNone))
		out := rule{Rule: r}
		for _, src := range r.Regex {
			re, err := regexp.Compile(src)
			if err != nil {
				c.fail(where, "regex", "%q: %v", src, explainRegex(err))
				continue
			}
			out.regex = append(out.regex, re)
		}
		if r.When != "" {
			cond, err := newCondition(r.When)
			if err != nil {
				c.fail(where, "when", "%v", err)
				continue
			}
			out.when = cond
			c.add(where, "when", cond.said, own(roleSaid))
		}
		c.set.rules = append(c.set.rules, out)
	}
}

func (c *compiler) where(r Rule, i int) string {
	if r.ID == "" {
		return fmt.Sprintf("rule %d", i+1)
	}
	return "rule " + r.ID
}

// check notes what is wrong with a rule by itself.
func (c *compiler) check(where string, r Rule) {
	if !validID(r.ID) {
		c.fail(where, "id", "%q 只能由小写英文字母、数字和连字符组成", r.ID)
	}
	if len(r.All)+len(r.Any)+len(r.Regex)+len(r.Entities)+len(r.When) == 0 {
		c.fail(where, "any", "规则没有任何条件（all、any、regex、entities、when 至少写一项）")
	}
	if n := len(r.All) + len(r.Any) + len(r.None) + len(r.Regex); n > maxPerRule {
		c.fail(where, "any", "一条规则里有 %d 个词，最多 %d 个", n, maxPerRule)
	}
	if len(r.All) > maxAll {
		c.fail(where, "all", "有 %d 个词，最多 %d 个", len(r.All), maxAll)
	}
	for _, name := range r.Entities {
		if !slices.Contains(EntityNames(), name) {
			c.fail(where, "entities", "没有 %q 这种实体，可用的有 %s", name, strings.Join(EntityNames(), "、"))
		}
	}
	switch r.Action {
	case ActionAnswer:
		if (r.Entry == "") == (strings.TrimSpace(r.Reply) == "") {
			c.fail(where, "entry", "动作 answer 要写 entry 或 reply，二者选一")
		}
	case ActionHandoff:
		if r.Entry != "" || r.Reply != "" {
			c.fail(where, "entry", "动作 handoff 不能带 entry 或 reply")
		}
	case ActionFlow:
		switch {
		case r.Entry != "" || r.Reply != "":
			c.fail(where, "entry", "动作 flow 不能带 entry 或 reply")
		case r.Flow == "":
			c.fail(where, "flow", "动作 flow 要写 flow：开始哪个流程")
		}
	case ActionTag:
		if len(r.Tags) == 0 {
			c.fail(where, "tags", "动作 tag 至少要写一个标签")
		}
	default:
		c.fail(where, "action", "%q 不是 answer、handoff、flow 或 tag", r.Action)
	}
	if r.Flow != "" && r.Action != ActionFlow {
		c.fail(where, "flow", "只有动作 flow 可以写 flow")
	}
	if r.Team != "" && r.Action != ActionHandoff {
		c.fail(where, "team", "只有动作 handoff 可以写 team")
	}
}

func validID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, r := range id {
		if r != '-' && !(r >= 'a' && r <= 'z') && !(r >= '0' && r <= '9') {
			return false
		}
	}
	return utf8.ValidString(id)
}
