// Package canned is the canned replies (话术) of agents: who sees which and may
// change it, what is filled into them, and how their titles are typed in a hurry.
//
// It is pure: it stores nothing, never blocks, and is safe for concurrent use.
package canned

import (
	"strings"
	"time"

	"yiwen/bot/chat"
)

// Scope says whose a reply is. The list is closed.
type Scope string

// The closed list of scopes.
const (
	Personal Scope = "personal" // its author's
	Team     Scope = "team"     // a team's
	Global   Scope = "global"   // everybody's
)

// Reply is a canned reply. Text may hold {客户}, {订单号} and {坐席}, which are
// filled in when it is sent.
type Reply struct {
	ID      string // of the pack's: "pack:" and its id there
	Scope   Scope
	Owner   chat.AgentID // of a personal one
	Team    chat.TeamID  // of a team's
	Group   string       // heading, may be empty
	Title   string
	Text    string
	Picture *chat.Attachment // shown with it, nil = none
	Opener  bool             // meets an upset customer
	Uses    int              // how often it was sent
	UsedAt  time.Time
	Changed time.Time
	By      chat.AgentID // who changed it last
}

// packPrefix begins the ids of replies that come from the content pack.
const packPrefix = "pack:"

// PackID returns the id of the reply that the content pack calls id.
func PackID(id string) string { return packPrefix + id }

// FromPack reports whether r is the content pack's: it is changed there.
func (r Reply) FromPack() bool { return strings.HasPrefix(r.ID, packPrefix) }
