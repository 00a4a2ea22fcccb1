package handoff

import (
	"time"

	"yiwen/bot/chat"
)

// ListsQuery says which desk lists are asked for, of which agent.
type ListsQuery struct {
	Agent                               chat.AgentID
	Waiting, Mine, Bot, Team, Mentioned bool
	BotLimit                            int // most rows of Bot, 0 = none
}

// Lists are the desk lists of one moment. What was not asked for is nil. A case
// may be in several of them.
type Lists struct {
	Waiting   []Row // the line in its order, what is offered to anybody included
	Mine      []Row // offered to the agent, then owned by him
	Bot       []Row // the bot's, what was active last first
	Team      []Row // owned by others, of whatever team
	Mentioned []Row // where he was invited or mentioned
	Rev       int64 // the revision that they are a picture of
}

// CaseQuery asks for finished cases. Zero fields do not narrow it.
type CaseQuery struct {
	// Mine and Teams bound what is seen to cases that this agent owned last and
	// cases of these teams; no bound where Mine is empty.
	Mine  chat.AgentID
	Teams []chat.TeamID

	Agent    chat.AgentID // who owned it last
	Team     chat.TeamID
	Text     string    // in its words, entities, ticket number; the customer's name; start of the conversation's id
	From, To time.Time // closed at or after From, before To
	StarsMax int       // rated with so many stars at most; 0 = rated or not

	Page, Size int // the page, from 1, and how much it holds
}

// ReviewQuery asks for reviews.
type ReviewQuery struct {
	Open       *bool // nil = open and closed
	Page, Size int   // the page, from 1, and how much it holds
}
