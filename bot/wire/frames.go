package wire

import "yiwen/bot/chat"

// Type names a frame.
type Type string

// The types of client frames that are served.
const (
	TypeHello    Type = "hello"    // customers
	TypeSay      Type = "say"      // both
	TypeChoose   Type = "choose"   // customers
	TypeHuman    Type = "human"    // customers
	TypeCancel   Type = "cancel"   // customers
	TypeRate     Type = "rate"     // customers
	TypeFetch    Type = "fetch"    // both
	TypeRead     Type = "read"     // both, and from the server
	TypeTyping   Type = "typing"   // both, and from the server
	TypeRecall   Type = "recall"   // both
	TypeForm     Type = "form"     // customers
	TypeVote     Type = "vote"     // customers
	TypeIdentify Type = "identify" // customers
	TypeLogout   Type = "logout"   // customers
	TypeSuggest  Type = "suggest"  // customers
	TypeWatch    Type = "watch"    // agents
	TypeFollow   Type = "follow"   // agents
	TypeUnfollow Type = "unfollow" // agents
	TypeAccept   Type = "accept"   // agents
	TypeDecline  Type = "decline"  // agents
	TypeNote     Type = "note"     // agents
	TypeTransfer Type = "transfer" // agents
	TypeAssign   Type = "assign"   // agents
	TypeSnooze   Type = "snooze"   // agents
	TypeWake     Type = "wake"     // agents
	TypeReturn   Type = "return"   // agents
	TypeClose    Type = "close"    // agents
	TypePresence Type = "presence" // agents, and from the server
	TypeWhisper  Type = "whisper"  // agents
	TypeInvite   Type = "invite"   // agents
	TypeLeave    Type = "leave"    // agents
	TypeAttend   Type = "attend"   // agents
	TypeFile     Type = "file"     // agents
	TypeNext     Type = "next"     // agents
)

// Frame is a client frame: a pointer to one of the structs of this file, of
// cases.go (how a case is moved), of together.go (what people do in it) or of identity.go (who a
// customer is).
type Frame interface {
	// Type names the frame.
	Type() Type
	// Header returns the fields that all frames have; never nil.
	Header() *Head
	// check looks at the frame's own fields.
	check() *Error
}

// Head is what all client frames have.
type Head struct {
	// ID is the client's own id of the frame; the answer carries it back. Empty
	// only in read and typing, which get no answer.
	ID chat.ClientID `json:"id,omitempty"`
	// Conversation is what an agent's frame is about. A customer has only one,
	// so it is always empty in his frames, whatever he wrote there.
	Conversation chat.ConversationID `json:"conversation,omitempty"`
}

// Header implements Frame.
func (h *Head) Header() *Head { return h }

// Hello begins a customer's session.
type Hello struct {
	Head
	Site     chat.SiteID `json:"site,omitempty"`
	Visitor  string      `json:"visitor,omitempty"`  // the token that an earlier welcome gave
	Identity string      `json:"identity,omitempty"` // what the shop signed of its customer
	After    chat.Seq    `json:"after,omitzero"`     // the last event the client has
	Page     chat.Page   `json:"page,omitzero"`
	// Attributes are what the page says of the customer, unsigned; nil = nothing.
	// What is outside the limits is cut or left out, not refused.
	Attributes map[string]string `json:"attributes,omitzero"`
	Locale     string            `json:"locale,omitempty"` // that the chat is shown in: it goes with the page
}

// Say is a message. With attachments, which are ids of uploads, or a card, its text
// may be empty. Only customers have cards: an agent's is ignored.
type Say struct {
	Head
	Text        string     `json:"text"`
	Re          chat.Seq   `json:"re,omitzero"` // the event that it quotes
	Attachments []string   `json:"attachments,omitempty"`
	Card        *chat.Card `json:"card,omitempty"`
}

// Choose is a tap on a choice that event Of offered.
type Choose struct {
	Head
	Of     chat.Seq `json:"of"`
	Choice string   `json:"choice"`
}

// Human asks for a person.
type Human struct{ Head }

// Cancel leaves the waiting line.
type Cancel struct{ Head }

// Rate judges the last closed case.
type Rate struct {
	Head
	chat.Rated
}

// Fetch asks for stored events After < seq < Before; zero is open. The newest
// come when only Before is given, else those that follow After; at most Limit.
type Fetch struct {
	Head
	Before chat.Seq `json:"before,omitzero"`
	After  chat.Seq `json:"after,omitzero"`
	Limit  int      `json:"limit,omitzero"` // DecodeClient makes it 1 to MaxFetch
}

// Read says how far the reader has looked.
type Read struct {
	Head
	Seq chat.Seq `json:"seq"`
}

// Typing says whether the sender is typing and, of a customer, what he has typed
// so far, for staff.
type Typing struct {
	Head
	On   bool   `json:"on"`
	Text string `json:"text,omitempty"`
}

// Recall takes back message Of, which is the sender's own.
type Recall struct {
	Head
	Of chat.Seq `json:"of"`
}

// Form is what a customer filled in of the form of message Of, or of the form of the
// greeting that Form names, by the names of its fields.
type Form struct {
	Head
	Of     chat.Seq          `json:"of,omitzero"`
	Form   string            `json:"form,omitempty"`
	Values map[string]string `json:"values"`
	// Attachments are ids of uploads, for the field of files. With them there may be
	// no values.
	Attachments []string `json:"attachments,omitempty"`
}

// Vote says whether message Of, an answer of the bot, helped. Helpful is nil where
// the frame does not say; check refuses that.
type Vote struct {
	Head
	Of      chat.Seq `json:"of"`
	Helpful *bool    `json:"helpful"`
}

// Watch asks for the desk lists, whole, and for every change from then on. Rev
// is what the client has; it is taken and allows a shorter answer one day.
type Watch struct {
	Head
	Lists []ListName `json:"lists"`
	Rev   int64      `json:"rev,omitzero"`
}

// Follow asks for a conversation's events after After, then live.
type Follow struct {
	Head
	After chat.Seq `json:"after,omitzero"`
}

// Unfollow ends a Follow.
type Unfollow struct{ Head }

// Type implements Frame.
func (*Hello) Type() Type { return TypeHello }

// Type implements Frame.
func (*Say) Type() Type { return TypeSay }

// Type implements Frame.
func (*Choose) Type() Type { return TypeChoose }

// Type implements Frame.
func (*Human) Type() Type { return TypeHuman }

// Type implements Frame.
func (*Cancel) Type() Type { return TypeCancel }

// Type implements Frame.
func (*Rate) Type() Type { return TypeRate }

// Type implements Frame.
func (*Fetch) Type() Type { return TypeFetch }

// Type implements Frame.
func (*Read) Type() Type { return TypeRead }

// Type implements Frame.
func (*Typing) Type() Type { return TypeTyping }

// Type implements Frame.
func (*Recall) Type() Type { return TypeRecall }

// Type implements Frame.
func (*Form) Type() Type { return TypeForm }

// Type implements Frame.
func (*Vote) Type() Type { return TypeVote }

// Type implements Frame.
func (*Watch) Type() Type { return TypeWatch }

// Type implements Frame.
func (*Follow) Type() Type { return TypeFollow }

// Type implements Frame.
func (*Unfollow) Type() Type { return TypeUnfollow }

// AppendClient appends the client frame f to dst, for clients.
func AppendClient(dst []byte, f Frame) ([]byte, error) {
	return appendTyped(dst, f.Type(), f)
}
