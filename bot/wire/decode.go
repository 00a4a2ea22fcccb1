package wire

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"yiwen/bot/chat"
)

// Side is one of the two doors: customers at /ws, agents at /desk/ws.
type Side uint8

// The two sides.
const (
	Customers Side = iota
	Agents
)

// DecodeClient decodes and checks a frame that a client of side s sent. The
// error is nil or an *Error, with the frame's id wherever that could be read.
// b is not kept.
func DecodeClient(s Side, b []byte) (Frame, error) {
	if err := door(b); err != nil {
		return nil, err
	}
	var env struct {
		Type Type          `json:"type"`
		ID   chat.ClientID `json:"id"`
	}
	// This first reading also proves the syntax of the whole frame.
	if err := json.Unmarshal(b, &env); err != nil {
		return nil, broken("", err)
	}
	if utf8.RuneCountInString(string(env.ID)) > MaxID {
		return nil, tooLong("id", MaxID)
	}
	if env.Type == "" {
		return nil, named(env.ID, missing("type"))
	}
	f, err := body(s, env.Type, b)
	if err != nil {
		return nil, broken(env.ID, err)
	}
	if f == nil {
		return nil, Refuse(env.ID, UnknownType, "无法识别的消息类型（type）。")
	}
	if err := checkHead(s, env.Type, f.Header()); err != nil {
		return nil, named(env.ID, err)
	}
	if err := f.check(); err != nil {
		return nil, named(env.ID, err)
	}
	return f, nil
}

// body decodes a frame of type t, or returns nil where side s has none.
func body(s Side, t Type, b []byte) (Frame, error) {
	switch t {
	case TypeSay:
		return said(s, b)
	case TypeFetch:
		return into(b, new(Fetch))
	case TypeRead:
		return into(b, new(Read))
	case TypeTyping:
		return into(b, new(Typing))
	case TypeRecall:
		return into(b, new(Recall))
	}
	if s == Customers {
		return customerBody(t, b)
	}
	return agentBody(t, b)
}

// said decodes a message. Cards are of the customer's page.
func said(s Side, b []byte) (Frame, error) {
	f := new(Say)
	if err := json.Unmarshal(b, f); err != nil {
		return nil, err
	}
	if s == Agents {
		f.Card = nil
	}
	return f, nil
}

func customerBody(t Type, b []byte) (Frame, error) {
	switch t {
	case TypeHello:
		return into(b, new(Hello))
	case TypeChoose:
		return into(b, new(Choose))
	case TypeHuman:
		return into(b, new(Human))
	case TypeCancel:
		return into(b, new(Cancel))
	case TypeRate:
		return into(b, new(Rate))
	case TypeForm:
		return into(b, new(Form))
	case TypeVote:
		return into(b, new(Vote))
	case TypeIdentify:
		return into(b, new(Identify))
	case TypeLogout:
		return into(b, new(Logout))
	case TypeSuggest:
		return into(b, new(Suggest))
	}
	return nil, nil
}

func agentBody(t Type, b []byte) (Frame, error) {
	switch t {
	case TypeWatch:
		return into(b, new(Watch))
	case TypeFollow:
		return into(b, new(Follow))
	case TypeUnfollow:
		return into(b, new(Unfollow))
	}
	if f, err := togetherBody(t, b); f != nil || err != nil {
		return f, err
	}
	return caseBody(t, b)
}

// togetherBody decodes a frame of what agents do together in a case.
func togetherBody(t Type, b []byte) (Frame, error) {
	switch t {
	case TypeNote:
		return into(b, new(Note))
	case TypeWhisper:
		return into(b, new(Whisper))
	case TypeInvite:
		return into(b, new(Invite))
	case TypeLeave:
		return into(b, new(Leave))
	case TypeAttend:
		return into(b, new(Attend))
	case TypeFile:
		return into(b, new(File))
	}
	return nil, nil
}

// caseBody decodes a frame with which an agent moves cases.
func caseBody(t Type, b []byte) (Frame, error) {
	switch t {
	case TypeAccept:
		return into(b, new(Accept))
	case TypeDecline:
		return into(b, new(Decline))
	case TypeNext:
		return into(b, new(Next))
	case TypeTransfer:
		return into(b, new(Transfer))
	case TypeAssign:
		return into(b, new(Assign))
	case TypeSnooze:
		return into(b, new(Snooze))
	case TypeWake:
		return into(b, new(Wake))
	case TypeReturn:
		return into(b, new(Return))
	case TypeClose:
		return into(b, new(Close))
	case TypePresence:
		return into(b, new(Presence))
	}
	return nil, nil
}

func into(b []byte, f Frame) (Frame, error) {
	if err := json.Unmarshal(b, f); err != nil {
		return nil, err
	}
	return f, nil
}

func named(id chat.ClientID, e *Error) *Error {
	e.ID = id
	return e
}

// broken translates an error of the JSON library, whose own text may quote what
// the customer wrote and therefore goes no further.
func broken(id chat.ClientID, err error) *Error {
	var wrong *json.SemanticError
	if errors.As(err, &wrong) {
		field := "?"
		if p := wrong.JSONPointer; p != "" {
			field = cut(string(p[1:]), MaxID)
		}
		return Refuse(id, Invalid, "内容类型不对："+field+"。")
	}
	return Refuse(id, BadFrame, "消息不是合法的 JSON 对象。")
}

// door checks what the JSON library does not: size, depth, U+0000, and that the
// frame is an object. The library itself refuses invalid UTF-8, lone surrogates,
// duplicate names, raw control characters and trailing bytes.
func door(b []byte) *Error {
	if len(b) > MaxFrame {
		return Refuse("", BadFrame, "消息过大。")
	}
	if t := bytes.TrimLeft(b, " \t\r\n"); len(t) == 0 || t[0] != '{' {
		return Refuse("", BadFrame, "消息不是合法的 JSON 对象。")
	}
	depth, inside := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inside && c == '\\':
			if bytes.HasPrefix(b[i+1:], []byte("u0000")) {
				return Refuse("", BadFrame, "消息含有不允许的字符 U+0000。")
			}
			i++ // whatever is escaped does not end the string
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return Refuse("", BadFrame, "消息嵌套过深。")
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// valid reports whether b is one strict JSON value, for a value that is passed
// on as it is.
func valid(b []byte) bool { return jsontext.Value(b).IsValid() }
