// Package knowledge is what editors keep: entries with a standard question,
// similar questions and an answer, and the rules of editing them.
//
// It holds values and pure checks. Package knowledge/index recalls entries,
// package knowledge/rank orders them and says how sure it is.
package knowledge

// Entry is one question with its answer. The yaml names are those of faq.yaml.
type Entry struct {
	ID       string   `yaml:"id" json:"id"`                                 // stable; lower-case ASCII letters, digits and hyphens
	Category string   `yaml:"category,omitempty" json:"category,omitempty"` // a path in the tree: 充值/到账
	Question string   `yaml:"question" json:"question"`
	Variants []string `yaml:"variants,omitempty" json:"variants,omitempty"`
	Keywords []string `yaml:"keywords,omitempty" json:"keywords,omitempty"`
	Exclude  []string `yaml:"exclude,omitempty" json:"exclude,omitempty"` // a question with one of these in it is not this entry's
	Answer   string   `yaml:"answer" json:"answer"`                       // Markdown
	// Answers stand in for Answer where the customer writes from that site.
	Answers  []SiteAnswer `yaml:"answers,omitempty" json:"answers,omitempty"`
	Related  []string     `yaml:"related,omitempty" json:"related,omitempty"` // ids of entries to go on with, offered below the answer
	Tags     []string     `yaml:"tags,omitempty" json:"tags,omitempty"`       // for editors; customers never see them
	Needs    []string     `yaml:"needs,omitempty" json:"needs,omitempty"`     // entities to collect before a person takes over
	Flow     string       `yaml:"flow,omitempty" json:"flow,omitempty"`       // the dialogue that goes on from the answer
	Severity string       `yaml:"severity,omitempty" json:"severity,omitempty"`
	Team     string       `yaml:"team,omitempty" json:"team,omitempty"`
	Audience Audience     `yaml:"audience,omitempty" json:"audience,omitempty"` // who it is for; empty = everybody
	From     Moment       `yaml:"from,omitempty" json:"from,omitempty"`         // answers from then on; empty = always did
	Until    Moment       `yaml:"until,omitempty" json:"until,omitempty"`       // and not from then on; empty = for ever
	Off      bool         `yaml:"off,omitempty" json:"off,omitzero"`            // switched off: kept, never answered
	Owner    string       `yaml:"owner,omitempty" json:"owner,omitempty"`       // sign-in name of who keeps it right
	ReviewOn Day          `yaml:"review_on,omitempty" json:"review_on,omitempty"`
}

// SiteAnswer is the answer for the customers of one site.
type SiteAnswer struct {
	Site   string `yaml:"site" json:"site"`
	Answer string `yaml:"answer" json:"answer"` // Markdown
}

// Audience is a group of customers that an entry is for. The list is closed.
type Audience string

// The closed list of audiences. Who has not signed in is a buyer; a VIP is a
// buyer too, a merchant is one only where the shop says so as well.
const (
	Everybody Audience = ""
	Buyers    Audience = "buyer"
	Merchants Audience = "merchant"
	VIPs      Audience = "vip"
)

// Moment is a minute of the shop's clock, "2026-12-01 00:00"; empty = none.
type Moment string

// Day is a date of the shop's calendar, "2026-12-31"; empty = none.
type Day string

// Candidate is an entry that may answer a question. Score is from 0 to 1 and
// comparable between questions: limits apply to it.
type Candidate struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
	Text  string  `json:"text,omitempty"` // the entry's text that was nearest
	// Told are the features that moved the score most, farthest first.
	Told []Told `json:"told,omitempty"`
	// Features explain the score; the keys are fixed by package rank.
	Features map[string]float64 `json:"features,omitempty"`
}

// Told is a feature and the log odds that it adds to a score.
type Told struct {
	Feature string  `json:"feature"`
	By      float64 `json:"by"`
}
