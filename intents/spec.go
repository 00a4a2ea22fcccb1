package intents

// Spec is what editors write in rules.yaml, mood.yaml and smalltalk.yaml. The
// zero Spec is usable: it has no rules and no small talk, and understands mood
// and requests for a person by the built-in lists.
//
// Words of every kind are patterns:
//
//	转人工          found anywhere; blanks, marks and width do not matter
//	{叫|找|喊}客服   one of several; an empty one makes the group optional
//	叫…客服         up to eight characters between the parts, in one sentence
//	^人工$          the beginning or end of a clause
type Spec struct {
	Rules    []Rule
	Mood     MoodSpec
	Small    []SmallSpec
	Entities EntitySpec
}

// Rule is a pinned decision for messages of a certain shape. It matches when
// all that it names holds; it must name words, regexes, entities or a condition.
type Rule struct {
	ID       string   `yaml:"id" json:"id"`                                 // stable; lower-case ASCII letters, digits and hyphens
	Off      bool     `yaml:"off,omitempty" json:"off,omitempty"`           // checked, but it never matches
	Priority int      `yaml:"priority,omitempty" json:"priority,omitempty"` // higher wins; equals in file order
	All      []string `yaml:"all,omitempty" json:"all,omitempty"`           // every one of these patterns
	Any      []string `yaml:"any,omitempty" json:"any,omitempty"`           // at least one of these
	None     []string `yaml:"none,omitempty" json:"none,omitempty"`         // not one of these
	Regex    []string `yaml:"regex,omitempty" json:"regex,omitempty"`       // at least one; RE2 on the normal form (lower case, simplified, narrow)
	Entities []string `yaml:"entities,omitempty" json:"entities,omitempty"` // names that must be recognised, every one
	When     string   `yaml:"when,omitempty" json:"when,omitempty"`         // an expression over what is known around the message; see facts
	Action   Action   `yaml:"action" json:"action"`
	Entry    string   `yaml:"entry,omitempty" json:"entry,omitempty"` // with answer: this entry's answer, or
	Reply    string   `yaml:"reply,omitempty" json:"reply,omitempty"` // this text
	Flow     string   `yaml:"flow,omitempty" json:"flow,omitempty"`   // with flow: the dialogue to start
	Team     string   `yaml:"team,omitempty" json:"team,omitempty"`   // with handoff
	Tags     []string `yaml:"tags,omitempty" json:"tags,omitempty"`   // with tag: at least one
}

// MoodSpec is mood.yaml.
type MoodSpec struct {
	Human        HumanSpec   `yaml:"human,omitempty" json:"human,omitzero"`
	Words        []MoodWords `yaml:"words,omitempty" json:"words,omitempty"`
	Cool         []CoolWords `yaml:"cool,omitempty" json:"cool,omitempty"`
	Guard        []string    `yaml:"guard,omitempty" json:"guard,omitempty"`               // look-alikes: what they cover is no evidence
	Negations    []string    `yaml:"negations,omitempty" json:"negations,omitempty"`       // right before a negatable word they cancel it
	Intensifiers []string    `yaml:"intensifiers,omitempty" json:"intensifiers,omitempty"` // right before or after a word they strengthen it

	// WithoutModel leaves the mood to the lists alone. Else a model that ships
	// with the program listens as well, for what no list names.
	WithoutModel bool `yaml:"without_model,omitempty" json:"without_model,omitempty"`
}

// HumanSpec says how customers ask for a person. Where Ask is empty the
// built-in lists are used in place of both.
type HumanSpec struct {
	Ask []string `yaml:"ask,omitempty" json:"ask,omitempty"`
	// Guard are look-alikes: an Ask that one of them touches does not count, unless
	// a comma or the like ends the Ask (人工智能 is none, 人工，智能的听不懂 is one).
	Guard []string `yaml:"guard,omitempty" json:"guard,omitempty"`
	// Cancel take an Ask back that they touch, across a comma too: 转人工，算了不用了.
	Cancel []string `yaml:"cancel,omitempty" json:"cancel,omitempty"`
}

// MoodWords are words and phrases of one class and strength.
type MoodWords struct {
	Class     string   `yaml:"class" json:"class"`
	Weight    float64  `yaml:"weight" json:"weight"`                           // over 0, at most 1: the score that one of them alone makes
	Negatable bool     `yaml:"negatable,omitempty" json:"negatable,omitempty"` // 不生气 is not 生气
	Words     []string `yaml:"words" json:"words"`
}

// CoolWords show that a message asks, jokes or praises although it holds strong
// words: the weights of the named classes (all where none is named) are
// multiplied by Factor.
type CoolWords struct {
	Factor  float64  `yaml:"factor" json:"factor"` // 0 to 1
	Classes []string `yaml:"classes,omitempty" json:"classes,omitempty"`
	Words   []string `yaml:"words" json:"words"`
}

// KindFiller is the SmallSpec kind of words that may stand beside small talk
// without being any: 哈, 那个, 亲. It has no replies and is never recognised alone.
const KindFiller = "filler"

// SmallSpec is a kind of small talk. A message is small talk when patterns of
// whatever kinds cover all of it; the kind that stands first in the file wins.
type SmallSpec struct {
	Kind     string   `yaml:"kind" json:"kind"`
	Patterns []string `yaml:"patterns" json:"patterns"` // without … and anchors
	Replies  []string `yaml:"replies,omitempty" json:"replies,omitempty"`
}

// EntitySpec sets what a shop's own entities look like.
type EntitySpec struct {
	// OrderNo is RE2 on the normal form; its first group, or all of it, is the
	// number. Empty = XK and ten to sixteen digits, as the demo shop has it.
	OrderNo string `yaml:"order_no,omitempty" json:"order_no,omitzero"`
	// Products are patterns of what the shop sells; of several in one place the
	// longest is the entity. Empty = products are not recognised.
	Products []string `yaml:"products,omitempty" json:"products,omitzero"`
	// Channels are the ways of paying. Empty = DefaultChannels.
	Channels []ChannelSpec `yaml:"channels,omitempty" json:"channels,omitzero"`
}
