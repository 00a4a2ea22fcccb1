// Package intents understands one utterance: which rules match, which entities
// it names, how it sounds, whether it asks for a person, whether it is small
// talk. It decides nothing; package bot does. Mood comes from the lists of a Spec
// and from a model that ships with the program; both say what they went by.
//
// A Set is compiled once from a Spec, immutable, pure and safe for concurrent
// use. Its cost grows with the length of the text and the number of rules that
// share words with it.
package intents

import "yiwen/bot/chat"

// Understanding is what one utterance shows, evidence included.
type Understanding struct {
	Human    []string      // words that ask for a person; empty = it does not
	Mood     Mood          // of this utterance alone
	Rules    []Match       // matched rules, by falling priority, then file order
	Near     []Near        // rules that share words with it and do not match, bounded
	Entities []chat.Entity // in order of their place, not overlapping
	Small    *Small        // small talk, or nil
}

// Mood is how an utterance sounds: a score from 0 (calm) to 1 (furious) and the
// words and signs that led to it.
type Mood struct {
	Score    float64
	Evidence []Evidence
}

// Evidence is one word or sign behind a mood score.
type Evidence struct {
	Text   string  `json:"text"`
	Class  string  `json:"class"` // "threat", "swear", "waiting", "punctuation" ...
	Weight float64 `json:"weight"`
}

// Match is a rule that matched, and what it says to do.
type Match struct {
	ID       string
	Priority int
	Action   Action
	Entry    string      // with ActionAnswer: the entry whose answer to give, or
	Reply    string      // the text to give
	Flow     string      // with ActionFlow
	Team     chat.TeamID // with ActionHandoff; empty = the default team
	Tags     []string
	Why      []string // the words, patterns and entities that matched
}

// Action is what a rule says to do.
type Action string

// The closed list of actions.
const (
	ActionAnswer  Action = "answer"
	ActionHandoff Action = "handoff"
	ActionFlow    Action = "flow" // starts a dialogue
	ActionTag     Action = "tag"  // only notes its tags; the ladder goes on
)

// Small is a recognised piece of small talk.
type Small struct {
	Kind    string   // "greet", "thanks", "bye" ...
	Replies []string // what the bot may say, one or more
}
