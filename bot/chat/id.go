package chat

import (
	"crypto/rand"
	"encoding/hex"
)

// ConversationID names one visitor's log at one site: 128 random bits as 32
// lower-case hexadecimal digits. It is not a secret, but cannot be guessed.
type ConversationID string

// VisitorID names a browser (later: a signed-in user) at a site, in the form of
// a ConversationID. It is proven by a signed token, never by itself.
type VisitorID string

// AgentID is the sign-in name of a member of staff.
type AgentID string

// SiteID names a shop front; "default" where a server has only one.
type SiteID string

// TeamID names a skill group, as the content pack does ("trade", "security").
type TeamID string

// ClientID is the sender's own id of a command, 1 to 64 characters. The pair of
// sender and ClientID is stored once per conversation, which makes resending safe.
type ClientID string

// Seq is the place of an event in its conversation's log: 1, 2, 3 ... without
// holes. Zero is "before the first event".
type Seq int64

// MaxText is the greatest length of a message, in runes.
const MaxText = 2000

// NewConversationID draws a fresh id from the system's random source.
func NewConversationID() ConversationID { return ConversationID(random128()) }

// NewVisitorID draws a fresh id from the system's random source.
func NewVisitorID() VisitorID { return VisitorID(random128()) }

func random128() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: the runtime stops the program instead
	return hex.EncodeToString(b[:])
}
