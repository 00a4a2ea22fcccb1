// Package handoff is the life of a case among people: its states and who may
// move it where (state.go, check.go, fold.go), the order of the line (line.go),
// teams and their hours (calendar.go, team.go), who is there (presence.go), who
// gets the next case (assign.go), how long a customer will wait (wait.go) and
// what was promised to him (promise.go, said.go). What people do together in a case
// without moving it is folded in together.go.
//
// It is pure: the time is passed in, nothing is stored, nothing blocks, and every
// function and every value is safe for concurrent use. It decides what is
// allowed and what is due; writing it down, asking agents and telling customers
// is done by others. Times are compared as instants, so any zone will do.
package handoff

import "yiwen/bot/chat"

// Row is a case as desks list it: the conversation whose current case it is,
// and the revision of the desk lists that last changed it. Revisions grow with
// every change of any case and come from the same transaction as the change.
type Row struct {
	Conversation chat.Conversation
	Rev          int64
}
