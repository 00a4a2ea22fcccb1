package wire

import "yiwen/bot/chat"

// Code says why a frame was refused. The list is closed; it is also a metric label.
type Code string

// The closed list of error codes.
const (
	BadFrame    Code = "bad_frame"    // not one strict JSON object
	UnknownType Code = "unknown_type" // no frame of protocol v1
	Invalid     Code = "invalid"      // a field is missing or outside its limit
	BadOrder    Code = "bad_order"    // not at this point: before hello, a second hello
	Denied      Code = "denied"       // not allowed
	NotFound    Code = "not_found"    // does not exist, or not for this reader
	Conflict    Code = "conflict"     // somebody or something else was first
	RateLimited Code = "rate_limited" // too many frames; slow down
	Busy        Code = "busy"         // too much at once, or stopping
	Internal    Code = "internal"     // a defect of the server; its log has it
)

// Codes returns all error codes.
func Codes() []Code {
	return []Code{BadFrame, UnknownType, Invalid, BadOrder, Denied, NotFound, Conflict, RateLimited, Busy, Internal}
}

// Retry reports whether the same frame, with the same id, may succeed later, so
// that a client may send it again by itself after a pause.
func (c Code) Retry() bool { return c == RateLimited || c == Busy }

// Error is the refusal of a frame: a frame itself, and a Go error.
type Error struct {
	ID      chat.ClientID `json:"id,omitempty"` // of the refused frame, where it was readable
	Code    Code          `json:"code"`
	Message string        `json:"message"` // Chinese, fit to be shown
	Retry   bool          `json:"retry"`
	// Conversation, without an ID: the server ended an agent's follow of it.
	Conversation chat.ConversationID `json:"conversation,omitempty"`
}

// Refuse returns the refusal of frame id.
func Refuse(id chat.ClientID, c Code, message string) *Error {
	return &Error{ID: id, Code: c, Message: message, Retry: c.Retry()}
}

// Error implements error.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// CloseCode is why the server closed a socket. 4000-4499 mean "do not come back
// by yourself", 4500-4999 "come back with back-off". Any other code (1001, 1006
// and so on are the network's) means "come back" too.
type CloseCode int

// The closed list of close codes.
const (
	CloseProtocol  CloseCode = 4000 // binary or non-UTF-8 messages, or bad frames again and again
	CloseTooLarge  CloseCode = 4001 // a frame over MaxFrame
	CloseDenied    CloseCode = 4002 // the sign-in ended, or the site is unknown
	CloseTooMany   CloseCode = 4003 // too many sockets of one visitor
	CloseFlood     CloseCode = 4004 // went on sending far over the rate limit
	CloseLoggedOut CloseCode = 4005 // the customer has logged out, here or in another tab

	CloseStopping CloseCode = 4500 // the server stops or restarts
	CloseNoHello  CloseCode = 4501 // no hello in time
	CloseSlow     CloseCode = 4502 // the reader is too slow for what is sent to it
	CloseSilent   CloseCode = 4503 // no pong in time
	CloseInternal CloseCode = 4504 // the server cannot go on with this socket
	CloseIdentity CloseCode = 4505 // the key that signed the customer in counts no more
)

// ComeBack reports whether a client may connect again by itself after the code.
func (c CloseCode) ComeBack() bool { return c < 4000 || c >= 4500 }

// String returns the short name of the code: the close reason and a metric label.
func (c CloseCode) String() string {
	switch c {
	case CloseProtocol:
		return "protocol"
	case CloseTooLarge:
		return "too_large"
	case CloseDenied:
		return "denied"
	case CloseTooMany:
		return "too_many"
	case CloseFlood:
		return "flood"
	case CloseLoggedOut:
		return "logged_out"
	case CloseStopping:
		return "stopping"
	case CloseNoHello:
		return "no_hello"
	case CloseSlow:
		return "slow"
	case CloseSilent:
		return "silent"
	case CloseInternal:
		return "internal"
	case CloseIdentity:
		return "identity"
	}
	return "other"
}
