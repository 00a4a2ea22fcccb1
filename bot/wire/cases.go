package wire

import (
	"unicode/utf8"

	"yiwen/bot/chat"
)

// This file has the frames with which agents move cases.

// Accept takes a case that waits, or that is offered to who sends it.
type Accept struct{ Head }

// Decline refuses a case that is offered to who sends it.
type Decline struct {
	Head
	Reason string `json:"reason,omitempty"`
}

// Transfer puts a case in the line for another team, or for one agent, or for
// one agent in another team.
type Transfer struct {
	Head
	Team  chat.TeamID  `json:"team,omitempty"`
	Agent chat.AgentID `json:"agent,omitempty"`
	Note  string       `json:"note,omitempty"` // for who takes it
}

// Assign gives a case to an agent, who may be the sender; for supervisors.
type Assign struct {
	Head
	Agent chat.AgentID `json:"agent"`
}

// Snooze parks a case until a time, in Unix milliseconds.
type Snooze struct {
	Head
	Until int64 `json:"until_ms"`
}

// Wake ends a snooze.
type Wake struct{ Head }

// Return gives a case back to the bot.
type Return struct{ Head }

// Close ends a case. The summary is an object or, for a text alone, a string.
type Close struct {
	Head
	Summary chat.Summary `json:"summary,omitzero"`
}

// Next takes the first case of the line that its sender may take. Its ack names
// the conversation.
type Next struct{ Head }

// Presence says whether the agent takes cases. State is one of "online", "busy",
// "break" and "offline"; Reason is that of a break.
type Presence struct {
	Head
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
}

// Type implements Frame.
func (*Accept) Type() Type { return TypeAccept }

// Type implements Frame.
func (*Decline) Type() Type { return TypeDecline }

// Type implements Frame.
func (*Transfer) Type() Type { return TypeTransfer }

// Type implements Frame.
func (*Assign) Type() Type { return TypeAssign }

// Type implements Frame.
func (*Snooze) Type() Type { return TypeSnooze }

// Type implements Frame.
func (*Wake) Type() Type { return TypeWake }

// Type implements Frame.
func (*Return) Type() Type { return TypeReturn }

// Type implements Frame.
func (*Close) Type() Type { return TypeClose }

// Type implements Frame.
func (*Next) Type() Type { return TypeNext }

// Type implements Frame.
func (*Presence) Type() Type { return TypePresence }

func (*Accept) check() *Error { return nil }
func (*Wake) check() *Error   { return nil }
func (*Next) check() *Error   { return nil }
func (*Return) check() *Error { return nil }

func (f *Decline) check() *Error { return short("reason", f.Reason) }

func (f *Transfer) check() *Error {
	switch {
	case f.Team == "" && f.Agent == "":
		return Refuse("", Invalid, "请选择要转接的坐席或技能组（team、agent）。")
	case utf8.RuneCountInString(string(f.Team)) > MaxID:
		return tooLong("team", MaxID)
	case utf8.RuneCountInString(string(f.Agent)) > MaxID:
		return tooLong("agent", MaxID)
	}
	return notTooLong("note", f.Note)
}

func (f *Assign) check() *Error {
	switch {
	case f.Agent == "":
		return missing("agent")
	case utf8.RuneCountInString(string(f.Agent)) > MaxID:
		return tooLong("agent", MaxID)
	}
	return nil
}

func (f *Snooze) check() *Error {
	if f.Until < 1 || f.Until > MaxTime {
		return Refuse("", Invalid, "提醒时间（until_ms）应为毫秒时间戳。")
	}
	return nil
}

func (f *Close) check() *Error {
	switch s := f.Summary; {
	case utf8.RuneCountInString(s.Class) > MaxID:
		return tooLong("summary.class", MaxID)
	case len(s.Tags) > MaxReasons:
		return Refuse("", Invalid, "服务小结的标签（summary.tags）太多。")
	default:
		for _, t := range s.Tags {
			if utf8.RuneCountInString(t) > MaxReason {
				return tooLong("summary.tags", MaxReason)
			}
		}
		return notTooLong("summary", s.Text)
	}
}

func (f *Presence) check() *Error {
	switch f.State {
	case "online", "busy", "break", "offline":
		return short("reason", f.Reason)
	}
	return Refuse("", Invalid, "没有这个状态（state）：可用 online、busy、break、offline。")
}

// short bounds a text that is a line rather than a letter.
func short(field, s string) *Error {
	if utf8.RuneCountInString(s) > MaxLine {
		return tooLong(field, MaxLine)
	}
	return nil
}
