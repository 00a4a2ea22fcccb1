// Package handoff defines the life of a case: its states, who may move it where,
// and the order of the waiting line. It is pure: time is passed in, nothing is
// stored, and every function is safe for concurrent use.
package handoff

import "yiwen/bot/chat"

// Row is a case as desks list it: the conversation whose current case it is,
// and the revision of the desk lists that last changed it. Revisions grow with
// every change of any case and come from the same transaction as the change.
type Row struct {
	Conversation chat.Conversation
	Rev          int64
}

// Less is the order of the waiting line: cases that came back from a vanished
// agent first, then who waits longest, then by id so that the order is total.
func Less(a, b chat.Conversation) bool {
	if a.Case.Requeued != b.Case.Requeued {
		return a.Case.Requeued
	}
	if !a.Case.WaitingSince.Equal(b.Case.WaitingSince) {
		return a.Case.WaitingSince.Before(b.Case.WaitingSince)
	}
	return a.ID < b.ID
}
