package bot

import (
	"context"
	"time"

	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/handoff"
	"yiwen/intents"
	"yiwen/knowledge"
	"yiwen/knowledge/suggest"
)

// Content is everything the bot knows, built from one version of the content
// pack: immutable, swapped as a whole by Service.Activate.
type Content struct {
	Version int64
	Segment text.Segmenter
	Intents Understander
	Search  Searcher
	Suggest *suggest.Index             // nil = nothing is suggested to who types
	Entries map[string]knowledge.Entry // all of them, whether they are open or not
	Replies Replies
	Limits  Limits
	Flows   map[string]*flow.Flow // by id
	Talk    *Talk                 // nil = nothing that refers to what was said is heard
	Teams   *handoff.Teams        // nil = one team of everybody that promises nothing
	Fronts  Fronts
	Zone    *time.Location // of the shop, for rules that ask what time it is; nil = UTC

	// Of what At returns, where something is closed: the content that it was made
	// of, and why each closed entry is.
	whole  *Content
	closed map[string]string
}

// Understander is what the engine needs of package intents.
type Understander interface {
	UnderstandIn(*text.Analysis, intents.Context) intents.Understanding
}

// Searcher finds the entries that may answer a text, best first, at most n.
type Searcher interface {
	Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error)
	// Within returns a Searcher that finds, and compares, the open entries of the
	// same knowledge only. It may ask open of every entry before it returns.
	Within(open func(entry string) bool) Searcher
}

// Limits are the settings of the ladder. The zero value is not usable; see
// DefaultLimits.
type Limits struct {
	Answer     float64 `yaml:"answer" json:"answer"`         // least score of a direct answer
	Suggest    float64 `yaml:"suggest" json:"suggest"`       // least score of a suggestion
	Gap        float64 `yaml:"gap" json:"gap"`               // how far the best must be clear of the second
	Choices    int     `yaml:"choices" json:"choices"`       // most suggestions offered
	Unresolved int     `yaml:"unresolved" json:"unresolved"` // unresolved turns in a row before a handoff
	Uneasy     float64 `yaml:"uneasy" json:"uneasy"`         // mood score of warmer wording
	Mood       float64 `yaml:"mood" json:"mood"`             // mood score of a handoff
}

// Replies are the bot's own sentences, from replies.yaml, each in one wording or
// several. Labels have one: who looks for a button again must find it. What stands
// in braces is filled in; Placeholders names it.
type Replies struct {
	Welcome      Sentence `yaml:"welcome" json:"welcome"`             // first sight, before anything is said
	Hot          []string `yaml:"hot" json:"hot"`                     // entry ids of the hot questions
	Clarify      Sentence `yaml:"clarify" json:"clarify"`             // above the choices
	Person       string   `yaml:"person" json:"person"`               // label of the choice 转人工
	Fallback     Sentence `yaml:"fallback" json:"fallback"`           // does not know; how to phrase it
	Uneasy       Sentence `yaml:"uneasy" json:"uneasy"`               // before an answer to an uneasy customer
	HandoffAsked Sentence `yaml:"handoff_asked" json:"handoff_asked"` // asked or pressed
	HandoffMood  Sentence `yaml:"handoff_mood" json:"handoff_mood"`   // upset
	HandoffRule  Sentence `yaml:"handoff_rule" json:"handoff_rule"`   // a rule
	HandoffStuck Sentence `yaml:"handoff_stuck" json:"handoff_stuck"` // unresolved
	Waiting      Sentence `yaml:"waiting" json:"waiting"`             // asks for a person again while waiting
	WaitingStill Sentence `yaml:"waiting_still" json:"waiting_still"` // the bot cannot help a waiting customer
	AgentGone    Sentence `yaml:"agent_gone" json:"agent_gone"`       // back in the line, at its head
	Cancelled    Sentence `yaml:"cancelled" json:"cancelled"`         // left the line
	AgentSilent  Sentence `yaml:"agent_silent" json:"agent_silent"`   // the agent said nothing for too long: the bot is back
	Transferred  Sentence `yaml:"transferred" json:"transferred"`     // passed on to {team}
	Overdue      Sentence `yaml:"overdue" json:"overdue"`             // a promise was broken; of the house, not of the bot

	// Tickets. {number} is the ticket's, {when} is when people are there again,
	// {state} what the ticket is in, {news} what staff told last, or nothing.
	OffHours      Sentence `yaml:"off_hours" json:"off_hours"`             // nobody is there: a ticket was made
	OffHoursAgain Sentence `yaml:"off_hours_again" json:"off_hours_again"` // nobody is there: noted in the ticket there is
	OffHoursForm  Sentence `yaml:"off_hours_form" json:"off_hours_form"`   // nobody is there: above the form, no ticket so far
	FormTitle     string   `yaml:"form_title" json:"form_title"`           // of the form that makes a ticket
	FormMore      string   `yaml:"form_more" json:"form_more"`             // of the form that adds to one just made
	Ticketed      Sentence `yaml:"ticketed" json:"ticketed"`               // the form made a ticket
	TicketAdded   Sentence `yaml:"ticket_added" json:"ticket_added"`       // the form added to a ticket
	TicketState   Sentence `yaml:"ticket_state" json:"ticket_state"`       // a number was quoted: how it goes
	TicketOwner   string   `yaml:"ticket_owner" json:"ticket_owner"`       // label of the choice to go to who has it
	TicketUnknown Sentence `yaml:"ticket_unknown" json:"ticket_unknown"`   // a number was quoted that is not the customer's
	HandoffTicket Sentence `yaml:"handoff_ticket" json:"handoff_ticket"`   // handed to who has the ticket

	Pictured      Sentence `yaml:"pictured" json:"pictured"`             // files without words: asks what they are about
	PicturedAbout Sentence `yaml:"pictured_about" json:"pictured_about"` // the same after an answer to {question}

	HandoffReady Sentence `yaml:"handoff_ready" json:"handoff_ready"` // everything needed is named
	Collect      Sentence `yaml:"collect" json:"collect"`             // asks for what is {missing} beside what is {known}
	Kept         Sentence `yaml:"kept" json:"kept"`                   // {known} is kept for the person who is coming
	Noted        Sentence `yaml:"noted" json:"noted"`                 // {known} was named, but not what it is about
	Partial      Sentence `yaml:"partial" json:"partial"`             // a number that is not whole; asks for {missing}
	Denied       Sentence `yaml:"denied" json:"denied"`               // not what was understood: asks for other words
	Downvoted    Sentence `yaml:"downvoted" json:"downvoted"`         // an answer did not help: above the ways on from there
	Rephrase     string   `yaml:"rephrase" json:"rephrase"`           // label of the choice to say it in other words
	Also         Sentence `yaml:"also" json:"also"`                   // between the answers to two needs; the second is {question}
	Rest         Sentence `yaml:"rest" json:"rest"`                   // below the answer to one need: above choices for the other
	Related      Sentence `yaml:"related" json:"related"`             // below an answer: above the questions to go on with
	Which        Sentence `yaml:"which" json:"which"`                 // two needs, neither sure: above the choices
	Point        Sentence `yaml:"point" json:"point"`                 // the last answer holds it: {sentence}
	// Flows. {flow} is the name of the one that runs.
	FlowConfirm Sentence `yaml:"flow_confirm" json:"flow_confirm"` // shows what was understood, {summary}: is it right?
	FlowChange  Sentence `yaml:"flow_change" json:"flow_change"`   // asks which is to be changed
	FlowRetry   Sentence `yaml:"flow_retry" json:"flow_retry"`     // an answer did not fit: asks for {label} again, {example}
	FlowResume  Sentence `yaml:"flow_resume" json:"flow_resume"`   // goes on after something else was answered
	FlowLeft    Sentence `yaml:"flow_left" json:"flow_left"`       // the customer wants it no longer

	InfoTitle  string   `yaml:"info_title" json:"info_title"`   // of the form on the welcome of an entrance
	InfoFilled Sentence `yaml:"info_filled" json:"info_filled"` // it was filled in: {known} need not be said again

	Returned Sentence `yaml:"returned" json:"returned"` // agent gave it back to the bot
	Repeat   Sentence `yaml:"repeat" json:"repeat"`     // same topic again after its answer: offers a person
}
