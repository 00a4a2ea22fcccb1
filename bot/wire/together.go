package wire

import "yiwen/bot/chat"

// This file has the frames of what agents do together in a case.

// Note writes among staff. Mentions are colleagues who are asked to look.
type Note struct {
	Head
	Text     string         `json:"text"`
	Mentions []chat.AgentID `json:"mentions,omitempty"`
}

// Whisper tells the owner of a case something; for supervisors.
type Whisper struct {
	Head
	Text string `json:"text"`
}

// Invite asks a colleague into a case.
type Invite struct {
	Head
	Agent chat.AgentID `json:"agent"`
}

// Leave ends an invitation: that of Agent or, where it is empty, the sender's own.
type Leave struct {
	Head
	Agent chat.AgentID `json:"agent,omitempty"`
}

// Attend says that the sender has looked at what he was mentioned for.
type Attend struct{ Head }

// File makes a ticket of a case. Team and severity are those of the case where
// they are empty; Phone is the customer's, in full, for proof.
type File struct {
	Head
	Team     chat.TeamID   `json:"team,omitempty"`
	Severity chat.Severity `json:"severity,omitempty"`
	Phone    string        `json:"phone,omitempty"`
	Info     Info          `json:"info,omitzero"`
}

// Info is what is known of the matter of a ticket, as package handoff/ticket has it.
type Info struct {
	OrderNo string   `json:"order_no,omitempty"`
	When    string   `json:"when,omitempty"`
	Amount  string   `json:"amount,omitempty"`
	Story   string   `json:"story,omitempty"`
	Error   string   `json:"error,omitempty"`
	Files   []string `json:"files,omitempty"` // ids of uploads
	Tried   []string `json:"tried,omitempty"`
	Contact string   `json:"contact,omitempty"`
}

// Type implements Frame.
func (*Note) Type() Type { return TypeNote }

// Type implements Frame.
func (*Whisper) Type() Type { return TypeWhisper }

// Type implements Frame.
func (*Invite) Type() Type { return TypeInvite }

// Type implements Frame.
func (*Leave) Type() Type { return TypeLeave }

// Type implements Frame.
func (*Attend) Type() Type { return TypeAttend }

// Type implements Frame.
func (*File) Type() Type { return TypeFile }

func (f *Note) check() *Error {
	if err := keys("mentions", f.Mentions, MaxMentions); err != nil {
		return err
	}
	return checkText("text", f.Text)
}

func (f *Whisper) check() *Error { return checkText("text", f.Text) }
func (f *Invite) check() *Error  { return key("agent", string(f.Agent)) }
func (*Attend) check() *Error    { return nil }

func (f *Leave) check() *Error {
	if f.Agent == "" {
		return nil
	}
	return key("agent", string(f.Agent))
}

func (f *File) check() *Error {
	if f.Severity != "" && !f.Severity.Valid() {
		return Refuse("", Invalid, "没有这个紧急程度（severity）：可用 low、normal、high、urgent。")
	}
	if f.Team != "" {
		if err := key("team", string(f.Team)); err != nil {
			return err
		}
	}
	if err := short("phone", f.Phone); err != nil {
		return err
	}
	return f.Info.check()
}

func (i *Info) check() *Error {
	for _, line := range []struct{ field, text string }{
		{"info.order_no", i.OrderNo}, {"info.when", i.When}, {"info.amount", i.Amount}, {"info.contact", i.Contact},
	} {
		if err := short(line.field, line.text); err != nil {
			return err
		}
	}
	for _, letter := range []struct{ field, text string }{{"info.story", i.Story}, {"info.error", i.Error}} {
		if err := notTooLong(letter.field, letter.text); err != nil {
			return err
		}
	}
	if len(i.Tried) > MaxTried {
		return tooMany("info.tried", MaxTried)
	}
	for _, step := range i.Tried {
		if err := short("info.tried", step); err != nil {
			return err
		}
	}
	return uploads("info.files", i.Files)
}
