package flow

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// Spec is one dialogue of flows.yaml: what the bot asks for, one thing after the
// other, and what it does with it. A rule starts it (action flow), or an entry
// whose answer it goes on from (Entry.Flow).
type Spec struct {
	ID      string        `yaml:"id" json:"id"`                              // stable; lower-case ASCII letters, digits and hyphens
	Name    string        `yaml:"name" json:"name"`                          // what customers know the matter by: 开发票
	Off     bool          `yaml:"off,omitempty" json:"off,omitzero"`         // checked, but never started
	Intro   chat.Sentence `yaml:"intro,omitempty" json:"intro,omitempty"`    // before the first question
	Slots   []SlotSpec    `yaml:"slots" json:"slots"`                        // in the order of asking
	Confirm bool          `yaml:"confirm,omitempty" json:"confirm,omitzero"` // shows what was understood before the end
	End     End           `yaml:"end" json:"end"`
}

// SlotSpec is one thing that a flow asks for.
type SlotSpec struct {
	Name     string        `yaml:"name" json:"name"`   // stands for what was said, in braces; letters, digits, - and _
	Label    string        `yaml:"label" json:"label"` // what people call it: 订单号
	Kind     Kind          `yaml:"kind" json:"kind"`
	Ask      chat.Sentence `yaml:"ask" json:"ask"`
	Entity   string        `yaml:"entity,omitempty" json:"entity,omitempty"`   // of KindEntity
	Options  []Option      `yaml:"options,omitempty" json:"options,omitempty"` // of KindChoice
	Pattern  string        `yaml:"pattern,omitempty" json:"pattern,omitempty"` // of KindPattern: RE2, on what was written
	Plain    bool          `yaml:"plain,omitempty" json:"plain,omitzero"`      // of KindPattern: kept as it is, also where it looks like the code of a card
	Min      int           `yaml:"min,omitempty" json:"min,omitzero"`          // of KindText: runes at least; 0 = 1
	Max      int           `yaml:"max,omitempty" json:"max,omitzero"`          // and at most; 0 = MaxText
	Optional bool          `yaml:"optional,omitempty" json:"optional,omitzero"`
	Skip     []string      `yaml:"skip,omitempty" json:"skip,omitempty"`       // words that leave an optional one out; empty = the usual ones
	Example  string        `yaml:"example,omitempty" json:"example,omitempty"` // shown where an answer did not fit
	Retry    chat.Sentence `yaml:"retry,omitempty" json:"retry,omitempty"`     // where an answer did not fit; empty = that of the replies
}

// Option is one of the values of a choice.
type Option struct {
	Label string   `yaml:"label" json:"label"`
	Words []string `yaml:"words,omitempty" json:"words,omitempty"` // by which else it is named
}

// Kind is how a slot reads its value. The list is closed.
type Kind string

// The closed list of kinds.
const (
	KindEntity  Kind = "entity"  // recognised wherever it stands: an order number, an amount
	KindChoice  Kind = "choice"  // one of several, shown as choices
	KindText    Kind = "text"    // what is said in answer to the question
	KindYesNo   Kind = "yesno"   // 是 or 否
	KindPattern Kind = "pattern" // what a regex finds
)

// End is what a flow does with what it knows.
type End struct {
	Do   Do            `yaml:"do" json:"do"`
	Say  chat.Sentence `yaml:"say,omitempty" json:"say,omitempty"`   // with {slots}; of DoTicket also {number}
	Team string        `yaml:"team,omitempty" json:"team,omitempty"` // of DoHandoff and DoTicket; empty = as the case has it
}

// Do is the closed list of ends.
type Do string

// The closed list of ends.
const (
	DoAnswer  Do = "answer"
	DoHandoff Do = "handoff"
	DoTicket  Do = "ticket" // where there are none, a handoff
)

// Bounds of a Spec: more is an accident.
const (
	MaxFlows    = 500
	MaxSlots    = 20
	MaxOptions  = 20
	MaxWordings = 20
	MaxText     = 500 // runes of what fills a slot
	maxSay      = 2000
	maxLabel    = 30
	maxWords    = 30
)

// PlaceNumber is the placeholder of a ticket's number.
const PlaceNumber = "number"

// Problem is something wrong with a Spec, in the words of an editor.
type Problem struct {
	Path []any // of names and places from 0
	Text string
}

// checker gathers problems.
type checker struct{ found []Problem }

func (c *checker) add(path []any, format string, args ...any) {
	c.found = append(c.found, Problem{path, fmt.Sprintf(format, args...)})
}

// text checks a text of 1 to most runes.
func (c *checker) text(s string, most int, path ...any) {
	switch n := utf8.RuneCountInString(s); {
	case strings.TrimSpace(s) == "":
		c.add(path, "不能为空")
	case n > most:
		c.add(path, "有 %d 个字，最多 %d 个", n, most)
	case strings.ContainsFunc(s, text.Forbidden):
		c.add(path, "含有非文本字符")
	}
}

// Check returns what is wrong with s by itself. entities are the names that may
// be recognised. Whether its team exists, and what starts it, others know.
func (s Spec) Check(entities []string) []Problem {
	c := &checker{}
	if !nameOf(s.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") {
		c.add([]any{"id"}, "「%s」不能用作编号：只能由 1 到 64 个小写英文字母、数字和连字符组成", s.ID)
	}
	c.text(s.Name, maxLabel, "name")
	known := map[string]bool{}
	c.slots(s.Slots, entities, known)
	if len(s.Intro) > 0 {
		c.sentence(s.Intro, known, "intro")
	}
	c.end(s.End, known)
	return c.found
}

// nameOf reports that s is a name of 1 to 64 of the characters of set.
func nameOf(s, set string) bool { return s != "" && len(s) <= 64 && strings.Trim(s, set) == "" }

// slots checks the slots and adds their names to known.
func (c *checker) slots(slots []SlotSpec, entities []string, known map[string]bool) {
	if len(slots) == 0 || len(slots) > MaxSlots {
		c.add([]any{"slots"}, "要有 1 到 %d 个词槽，现在有 %d 个", MaxSlots, len(slots))
		return
	}
	labels := map[string]bool{}
	for i, s := range slots {
		at := func(path ...any) []any { return append([]any{"slots", i}, path...) }
		switch {
		case !nameOf(s.Name, "abcdefghijklmnopqrstuvwxyz0123456789-_"):
			c.add(at("name"), "「%s」不能用作名称：只能由 1 到 64 个小写英文字母、数字、- 和 _ 组成", s.Name)
		case known[s.Name] || s.Name == PlaceNumber:
			c.add(at("name"), "名称「%s」重复，或已另有用处", s.Name)
		}
		known[s.Name] = true
		c.text(s.Label, maxLabel, at("label")...)
		if labels[s.Label] {
			c.add(at("label"), "叫法「%s」重复，客户分不清要改哪一个", s.Label)
		}
		labels[s.Label] = true
		c.slot(s, entities, at)
	}
	for i, s := range slots { // an earlier question may name what is known only later, where it was said before
		c.sentence(s.Ask, known, "slots", i, "ask")
		if len(s.Retry) > 0 {
			c.sentence(s.Retry, known, "slots", i, "retry")
		}
	}
}

// slot checks what goes with the kind of a slot.
func (c *checker) slot(s SlotSpec, entities []string, at func(...any) []any) {
	switch s.Kind {
	case KindEntity:
		if !slices.Contains(entities, s.Entity) {
			c.add(at("entity"), "没有「%s」这种可识别的信息，可用的有 %s", s.Entity, strings.Join(entities, "、"))
		}
	case KindChoice:
		c.options(s.Options, at)
	case KindPattern:
		c.pattern(s.Pattern, at)
	case KindText, KindYesNo:
	default:
		c.add(at("kind"), "没有「%s」这种词槽，可选 entity、choice、text、yesno、pattern", s.Kind)
	}
	if s.Kind != KindEntity && s.Entity != "" {
		c.add(at("entity"), "只有 entity 词槽可以写")
	}
	if s.Kind != KindChoice && len(s.Options) > 0 {
		c.add(at("options"), "只有 choice 词槽可以写")
	}
	if s.Kind != KindPattern && s.Pattern != "" {
		c.add(at("pattern"), "只有 pattern 词槽可以写")
	}
	if s.Kind != KindPattern && s.Plain {
		c.add(at("plain"), "只有 pattern 词槽可以写")
	}
	least, most := s.bounds()
	if s.Min < 0 || s.Max < 0 || most > MaxText || least > most {
		c.add(at("max"), "字数要在 1 到 %d 之间，最少不大于最多", MaxText)
	}
	if len(s.Skip) > 0 && !s.Optional {
		c.add(at("skip"), "只有可以不填的词槽才有跳过的说法")
	}
	if len(s.Skip) > maxWords {
		c.add(at("skip"), "有 %d 个，最多 %d 个", len(s.Skip), maxWords)
	}
	for i, w := range s.Skip {
		c.text(w, maxLabel, at("skip", i)...)
	}
	if s.Example != "" {
		c.text(s.Example, 100, at("example")...)
	}
}

// bounds are the runes that a text may have.
func (s SlotSpec) bounds() (least, most int) {
	least, most = max(s.Min, 1), s.Max
	if most == 0 {
		most = MaxText
	}
	return least, most
}

func (c *checker) options(options []Option, at func(...any) []any) {
	if len(options) < 2 || len(options) > MaxOptions {
		c.add(at("options"), "要有 2 到 %d 个选项，现在有 %d 个", MaxOptions, len(options))
		return
	}
	taken := map[string]int{}
	take := func(word string, i int, path []any) {
		norm := text.Normalise(word)
		if first, ok := taken[norm]; ok && norm != "" {
			c.add(path, "「%s」和第 %d 个选项重复", word, first+1)
			return
		}
		taken[norm] = i
	}
	for i, o := range options {
		c.text(o.Label, maxLabel, at("options", i, "label")...)
		take(o.Label, i, at("options", i, "label"))
		if len(o.Words) > maxWords {
			c.add(at("options", i, "words"), "有 %d 个，最多 %d 个", len(o.Words), maxWords)
			continue
		}
		for j, w := range o.Words {
			c.text(w, maxLabel, at("options", i, "words", j)...)
			take(w, i, at("options", i, "words", j))
		}
	}
}

func (c *checker) pattern(src string, at func(...any) []any) {
	re, err := regexp.Compile(src)
	switch {
	case src == "":
		c.add(at("pattern"), "没有写")
	case len(src) > maxSay:
		c.add(at("pattern"), "太长")
	case err != nil:
		c.add(at("pattern"), "正则写错了：%v", err)
	case re.MatchString(""):
		c.add(at("pattern"), "「%s」会匹配空的内容", src)
	}
}

func (c *checker) end(e End, known map[string]bool) {
	if e.Do == DoTicket {
		with := map[string]bool{PlaceNumber: true}
		for name := range known {
			with[name] = true
		}
		known = with
	}
	switch e.Do {
	case DoAnswer:
		if len(e.Say) == 0 {
			c.add([]any{"end", "say"}, "结束时要说的话没有写")
		}
		if e.Team != "" {
			c.add([]any{"end", "team"}, "直接答复时没有团队")
		}
	case DoHandoff, DoTicket:
	default:
		c.add([]any{"end", "do"}, "没有「%s」这种结束方式，可选 answer、handoff、ticket", e.Do)
	}
	if len(e.Say) > 0 {
		c.sentence(e.Say, known, "end", "say")
	}
}

// sentence checks a sentence in which the slots of known may stand.
func (c *checker) sentence(s chat.Sentence, known map[string]bool, path ...any) {
	if len(s) > MaxWordings {
		c.add(path, "有 %d 种说法，最多 %d 种", len(s), MaxWordings)
		return
	}
	if len(s) == 0 {
		c.add(path, "不能为空")
	}
	for i, w := range s {
		at := append(slices.Clone(path), i)
		if len(s) == 1 {
			at = path
		}
		c.text(w, maxSay, at...)
		if slices.Contains(s[:i], w) {
			c.add(at, "这种说法重复")
		}
		for _, name := range Placeholders(w) {
			if !known[name] {
				c.add(at, "没有 {%s} 这个词槽，会原样显示给客户", name)
			}
		}
	}
}

// Placeholders returns the names that stand in braces in s.
func Placeholders(s string) (names []string) {
	for {
		_, rest, ok := strings.Cut(s, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return names
		}
		if nameOf(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") {
			names, s = append(names, name), after
		} else {
			s = rest
		}
	}
}
