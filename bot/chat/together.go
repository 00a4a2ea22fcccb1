package chat

import "time"

// Attachment is a file that was uploaded before the message that shows it.
type Attachment struct {
	ID     string `json:"id"`   // of the upload: 32 hexadecimal digits that cannot be guessed
	Name   string `json:"name"` // as its owner named it
	Type   string `json:"type"` // media type, found by looking at the bytes
	Size   int64  `json:"size"` // bytes
	Width  int    `json:"width,omitzero"`
	Height int    `json:"height,omitzero"` // pixels, of pictures
}

// The types of films.
const (
	TypeMP4  = "video/mp4"
	TypeWebM = "video/webm"
)

// FilmEnding returns what the address of a film ends in, by which pages know that
// it is to be played: ".mp4" or ".webm"; "" of what is no film.
func (a Attachment) FilmEnding() string {
	switch a.Type {
	case TypeMP4:
		return ".mp4"
	case TypeWebM:
		return ".webm"
	}
	return ""
}

// Upload is an Attachment with where it came from.
type Upload struct {
	Attachment
	By           Actor          // who uploaded it; his name and role are not kept
	Conversation ConversationID // where it was meant for, none = not known yet
	At           time.Time
}

// Form asks a customer for several things at once. What he fills in is a Filled.
type Form struct {
	ID     string  `json:"id"` // what is done with it: FormTicket
	Title  string  `json:"title"`
	Fields []Field `json:"fields"`
}

// FormTicket is the form that makes a ticket, or adds to the one there is.
const FormTicket = "ticket"

// FormInfo is the form on the welcome of an entrance: what people would ask for
// first. No message shows it, and to fill it in is the customer's word.
const FormInfo = "info"

// Field is a field of a form. Name is stable, the rest is for the eye.
type Field struct {
	Name     string    `json:"name"`
	Label    string    `json:"label"`
	Kind     FieldKind `json:"kind"`
	Required bool      `json:"required,omitzero"`
	Value    string    `json:"value,omitempty"` // what is known already
	Hint     string    `json:"hint,omitempty"`
	Options  []string  `json:"options,omitempty"` // of FieldChecks
}

// FieldKind is how a field is filled in. The list is closed.
type FieldKind string

// The closed list of kinds of fields.
const (
	FieldLine  FieldKind = "line"  // one line, at most 200 runes
	FieldText  FieldKind = "text"  // several, at most MaxText runes
	FieldPhone FieldKind = "phone" // a phone number
	// FieldTime is when something happened: what a picker of a browser gives, with its
	// zone, or words. It is stored as 2006-01-02 15:04 by the shop's clock, or as the
	// words.
	FieldTime   FieldKind = "time"
	FieldAmount FieldKind = "amount" // yuan: figures with at most two decimals
	FieldFiles  FieldKind = "files"  // uploads; they come beside the values
	FieldChecks FieldKind = "checks" // some of Options and others of the customer's own, a line each
)

// Filled is what a customer filled in, by the names of the fields.
type Filled struct {
	Of     Seq               `json:"of"`   // the message with the form; 0 = none, it is of FormInfo
	Form   string            `json:"form"` // its id
	Values map[string]string `json:"values"`
	// Attachments are the uploads of its field of files.
	Attachments []Attachment `json:"attachments,omitempty"`
	// Page names the values that the shop's page gave, unsigned, and that its customer
	// left as they were. Staff only.
	Page []string `json:"page,omitempty"`
}

// Voted judges message Of, an answer of the bot. Of several votes on one answer the
// last counts.
type Voted struct {
	Of      Seq  `json:"of"`
	Helpful bool `json:"helpful"`
}

// Recalled takes message Of back: customers see that there was one, staff see
// which.
type Recalled struct {
	Of Seq `json:"of"`
	// Owes says that it was all that an agent had answered: he owes a word again.
	// Staff only.
	Owes bool `json:"owes,omitzero"`
}

// Invited asks a colleague into a conversation, or (Gone) lets him go again. He
// sees it and may speak in it; its owner stays who he was. For staff only.
type Invited struct {
	Agent   string  `json:"agent"` // shown name
	AgentID AgentID `json:"agent_id"`
	Gone    bool    `json:"gone,omitzero"`
}

// Attended says that its sender has looked at what he was mentioned for. For
// staff only.
type Attended struct{}

// Helper is a colleague who was invited into a case.
type Helper struct {
	ID   AgentID `json:"id"`
	Name string  `json:"name"`
}

// Profile is what the shop says of a customer, in an identity that it signed.
// The zero Profile is an anonymous visitor.
type Profile struct {
	User         string `json:"user,omitempty"` // the shop's id of him
	Name         string `json:"name,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Level        string `json:"level,omitempty"`
	VIP          bool   `json:"vip,omitzero"`
	Merchant     bool   `json:"merchant,omitzero"`      // sells on the shop's platform, too
	RegisteredAt int64  `json:"registered_at,omitzero"` // Unix milliseconds
	// Unproven: who wrote last did not show that he is this customer, who signed in
	// before him. It may be another at the same computer.
	Unproven bool `json:"unproven,omitzero"`
}

// Proven is p where its customer has shown that he is the one, else what is known of
// a stranger: nothing.
func (p Profile) Proven() Profile {
	if p.Unproven {
		return Profile{}
	}
	return p
}

// Kind implements Payload.
func (Recalled) Kind() Kind { return KindRecalled }

// Kind implements Payload.
func (Invited) Kind() Kind { return KindInvited }

// Kind implements Payload.
func (Attended) Kind() Kind { return KindAttended }

// Kind implements Payload.
func (Filled) Kind() Kind { return KindFilled }

// Kind implements Payload.
func (Voted) Kind() Kind { return KindVoted }
