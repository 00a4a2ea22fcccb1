package handoff

import (
	"strings"

	"yiwen/bot/chat"
)

// Move is something that can happen to a case.
type Move string

// The closed list of moves, with the event that each one writes.
const (
	Speak    Move = "speak"    // the customer says something: Message
	Answer   Move = "answer"   // the bot says something: Message
	Ask      Move = "ask"      // a person is wanted: words, button, mood, rule, unresolved: Handoff
	Cancel   Move = "cancel"   // the customer leaves the line: Returned
	Offer    Move = "offer"    // the system shows the case to one agent: Offered
	Accept   Move = "accept"   // an agent takes it, offered or picked from the line: Assigned
	Decline  Move = "decline"  // the asked agent refuses: Declined
	Lapse    Move = "lapse"    // the asked agent did not answer in time: Declined
	Assign   Move = "assign"   // a supervisor gives it to somebody or takes it over: Assigned
	Reply    Move = "reply"    // the owner says something to the customer: Message
	Note     Move = "note"     // staff write among themselves: Note
	Whisper  Move = "whisper"  // a supervisor tells the owner something: Whisper
	Transfer Move = "transfer" // to another team or agent, through the line: Transferred
	Snooze   Move = "snooze"   // the owner parks it until later: Snoozed
	Wake     Move = "wake"     // the snooze is over: Woken
	Return   Move = "return"   // the owner gives it back to the bot: Returned
	Silence  Move = "silence"  // the owner owed a word for too long: Returned
	Close    Move = "close"    // staff end it: Closed
	Expire   Move = "expire"   // the system ends a case that went quiet: Closed
	Vanish   Move = "vanish"   // the owner has been gone for longer than the grace period: Handoff
	Rate     Move = "rate"     // the customer judges the closed case: Rated
	Raise    Move = "raise"    // it stands further ahead than before: Raised
	Vow      Move = "vow"      // a promise is made: Promise
	Alert    Move = "alert"    // a promise is due soon or broken: Alarm
	File     Move = "file"     // a ticket is made of it: Ticketed
	Recall   Move = "recall"   // its sender takes a message back: Recalled
	Invite   Move = "invite"   // a colleague is asked into it: Invited
	Leave    Move = "leave"    // he goes again: Invited, Gone
	Attend   Move = "attend"   // who was mentioned has looked: Attended
	Fill     Move = "fill"     // the customer fills in a form: Filled
	Vote     Move = "vote"     // the customer judges an answer of the bot: Voted
	News     Move = "news"     // the house tells how a ticket goes: Message
)

// states are the columns of the table, by their letters in its rows.
const states = "nbwoasc"

// Next is the state table: the state that a move leads to, and whether it is
// possible at all. The state "" is a conversation before its first case; Speak
// and Ask from there and from closed open a new case.
//
//	move      (none)   bot       waiting   offered   assigned  snoozed   closed
//	speak     bot      bot       waiting   offered   assigned  assigned  bot
//	answer    -        bot       waiting   offered   -         -         -
//	ask       waiting  waiting   -         -         -         -         waiting
//	cancel    -        -         bot       bot       -         -         -
//	offer     -        -         offered   -         -         -         -
//	accept    -        -         assigned  assigned  -         -         -
//	decline   -        -         -         waiting   -         -         -
//	lapse     -        -         -         waiting   -         -         -
//	assign    -        assigned  assigned  assigned  assigned  assigned  -
//	reply     -        -         -         -         assigned  assigned  -
//	note      -        bot       waiting   offered   assigned  snoozed   closed
//	whisper   -        -         -         -         assigned  snoozed   -
//	transfer  -        -         waiting   waiting   waiting   waiting   -
//	snooze    -        -         -         -         snoozed   snoozed   -
//	wake      -        -         -         -         -         assigned  -
//	return    -        -         -         -         bot       bot       -
//	silence   -        -         -         -         bot       -         -
//	close     -        -         closed    closed    closed    closed    -
//	expire    -        closed    -         -         closed    -         -
//	vanish    -        -         -         -         waiting   -         -
//	rate      -        -         -         -         -         -         closed
//	raise     -        -         waiting   offered   -         -         -
//	vow       -        -         waiting   offered   assigned  snoozed   -
//	alert     -        -         waiting   offered   assigned  snoozed   -
//	file      -        bot       bot       bot       assigned  snoozed   closed
//	recall    -        bot       waiting   offered   assigned  snoozed   closed
//	invite    -        -         -         -         assigned  snoozed   -
//	leave     -        -         -         -         assigned  snoozed   -
//	attend    -        bot       waiting   offered   assigned  snoozed   closed
//	fill      -        bot       waiting   offered   assigned  snoozed   closed
//	vote      -        bot       waiting   offered   assigned  snoozed   closed
//	news      -        bot       waiting   offered   assigned  snoozed   closed
//
// What is refused, and why that is right: nobody who waits expires, since he
// asked for help and got none (a ticket, an agent or he himself ends the wait). A
// snoozed case does not vanish, since its owner may be at home until it wakes; it
// wakes first, and may vanish then. A ticket takes a customer out of the line,
// since it is the answer to waiting. Colleagues are invited by an owner, so that
// there are none where nobody owns the case. What is said of a message, a form or
// a ticket moves nothing: it is allowed wherever the thing itself still is.
func Next(s chat.State, m Move) (chat.State, bool) {
	row, i := row(m), strings.IndexByte(states, letter(s))
	if row == "" || i < 0 || row[i] == '-' {
		return s, false
	}
	return state(row[i]), true
}

// row is the row of m in the table, a letter for each state it leads to.
func row(m Move) string {
	switch m { //     nbwoasc
	case Speak:
		return "bbwoaab"
	case Answer:
		return "-bwo---"
	case Ask:
		return "ww----w"
	case Cancel:
		return "--bb---"
	case Offer:
		return "--o----"
	case Accept:
		return "--aa---"
	case Decline, Lapse:
		return "---w---"
	case Assign:
		return "-aaaaa-"
	case Reply:
		return "----aa-"
	case Note, Recall, Attend, Fill, Vote, News:
		return "-bwoasc"
	case Whisper, Invite, Leave:
		return "----as-"
	case Transfer:
		return "--wwww-"
	case Snooze:
		return "----ss-"
	case Wake:
		return "-----a-"
	case Return:
		return "----bb-"
	case Silence:
		return "----b--"
	case Close:
		return "--cccc-"
	case Expire:
		return "-c--c--"
	case Vanish:
		return "----w--"
	case Rate:
		return "------c"
	case Raise:
		return "--wo---"
	case Vow, Alert:
		return "--woas-"
	case File:
		return "-bbbasc"
	}
	return ""
}

// letter is the letter of a state in the table; 0 for a state of another program.
func letter(s chat.State) byte {
	switch s {
	case "":
		return 'n'
	case chat.StateBot, chat.StateWaiting, chat.StateOffered, chat.StateAssigned, chat.StateSnoozed, chat.StateClosed:
		return s[0]
	}
	return 0
}

// state is the inverse of letter.
func state(b byte) chat.State {
	switch b {
	case 'b':
		return chat.StateBot
	case 'w':
		return chat.StateWaiting
	case 'o':
		return chat.StateOffered
	case 'a':
		return chat.StateAssigned
	case 's':
		return chat.StateSnoozed
	}
	return chat.StateClosed
}

// Queued reports whether a case in state s stands in the line.
func Queued(s chat.State) bool { return s == chat.StateWaiting || s == chat.StateOffered }

// Owned reports whether an agent owns a case in state s, and the bot is silent.
func Owned(s chat.State) bool { return s == chat.StateAssigned || s == chat.StateSnoozed }
