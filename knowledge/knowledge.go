// Package knowledge is what editors keep: entries with a standard question,
// similar questions and an answer, and the rules of editing them.
//
// It holds values and pure checks. Package knowledge/index recalls entries,
// package knowledge/rank orders them and says how sure it is.
package knowledge

// Entry is one question with its answer. The yaml names are those of faq.yaml.
type Entry struct {
	ID       string   `yaml:"id" json:"id"` // stable; lower-case ASCII letters, digits and hyphens
	Category string   `yaml:"category,omitempty" json:"category,omitempty"`
	Question string   `yaml:"question" json:"question"`
	Variants []string `yaml:"variants,omitempty" json:"variants,omitempty"`
	Keywords []string `yaml:"keywords,omitempty" json:"keywords,omitempty"`
	Exclude  []string `yaml:"exclude,omitempty" json:"exclude,omitempty"` // a question with one of these in it is not this entry's
	Answer   string   `yaml:"answer" json:"answer"`                       // Markdown
	Needs    []string `yaml:"needs,omitempty" json:"needs,omitempty"`     // entities to collect before a person takes over
	Severity string   `yaml:"severity,omitempty" json:"severity,omitempty"`
	Team     string   `yaml:"team,omitempty" json:"team,omitempty"`
}

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
