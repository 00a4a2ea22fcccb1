package wire

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"yiwen/bot/chat"
)

// AppendAck appends the ack frame of frame id to dst.
func AppendAck(dst []byte, id chat.ClientID, seq chat.Seq) []byte {
	dst = append(dst, `{"type":"ack","id":`...)
	dst = quote(dst, string(id))
	dst = append(dst, `,"seq":`...)
	dst = strconv.AppendInt(dst, int64(seq), 10)
	return append(dst, '}')
}

// AppendEvent appends the event frame of e as reader may see it: through
// Event.For, with the client id only for the sender's own sessions, with the
// trace only for staff. The error names a payload that has no JSON form; dst is
// then as long as before.
func AppendEvent(dst []byte, e chat.Event, reader chat.Actor) ([]byte, error) {
	start := len(dst)
	if e.Payload == nil {
		return dst, fmt.Errorf("encode event %d of %s: no payload", e.Seq, e.Conversation)
	}
	own := e.CID != "" && e.From.Sender() == reader.Sender()
	e = e.For(reader.Kind)
	dst = append(dst, `{"type":"event","conversation":`...)
	dst = quote(dst, string(e.Conversation))
	dst = append(dst, `,"seq":`...)
	dst = strconv.AppendInt(dst, int64(e.Seq), 10)
	dst = append(dst, `,"at":`...)
	dst = strconv.AppendInt(dst, e.At.UnixMilli(), 10)
	dst = append(dst, `,"case":`...)
	dst = strconv.AppendInt(dst, int64(e.Case), 10)
	dst = appendFrom(dst, FromOf(e.From, reader.Kind))
	dst = append(dst, `,"kind":"`...)
	dst = append(dst, e.Payload.Kind()...)
	dst = append(dst, '"')
	if own {
		dst = append(dst, `,"cid":`...)
		dst = quote(dst, string(e.CID))
	}
	dst, err := appendPayload(dst, e.Payload, e.Recalled)
	if err != nil {
		return dst[:start], fmt.Errorf("encode event %d of %s: %w", e.Seq, e.Conversation, err)
	}
	if reader.Kind != chat.Customer && len(e.Trace) > 0 && valid(e.Trace) {
		dst = append(dst, `,"trace":`...)
		dst = append(dst, e.Trace...)
	}
	return append(dst, '}'), nil
}

// AppendEvents appends the answer to fetch id, each event as AppendEvent has it.
func AppendEvents(dst []byte, id chat.ClientID, events []chat.Event, more bool, reader chat.Actor) ([]byte, error) {
	start := len(dst)
	dst = append(dst, `{"type":"events","id":`...)
	dst = quote(dst, string(id))
	dst = append(dst, `,"events":[`...)
	for i, e := range events {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = AppendEvent(dst, e, reader); err != nil {
			return dst[:start], err
		}
	}
	dst = append(dst, `],"more":`...)
	dst = strconv.AppendBool(dst, more)
	return append(dst, '}'), nil
}

func appendFrom(dst []byte, a From) []byte {
	dst = append(dst, `,"from":{"kind":"`...)
	dst = append(dst, a.Kind...)
	dst = append(dst, '"')
	if a.ID != "" {
		dst = append(dst, `,"id":`...)
		dst = quote(dst, string(a.ID))
	}
	if a.Name != "" {
		dst = append(dst, `,"name":`...)
		dst = quote(dst, a.Name)
	}
	if a.Face != "" {
		dst = append(dst, `,"face":`...)
		dst = quote(dst, a.Face)
	}
	return append(dst, '}')
}

// appendPayload appends the fields of p, each with a comma before it. Messages
// are nearly all of the traffic, so they alone are written by hand.
func appendPayload(dst []byte, p chat.Payload, recalled bool) ([]byte, error) {
	m, ok := p.(chat.Message)
	if !ok {
		b, err := json.Marshal(p, jsontext.AllowInvalidUTF8(true))
		if err != nil {
			return dst, err
		}
		if len(b) > len("{}") {
			dst = append(dst, ',')
			dst = append(dst, b[1:len(b)-1]...)
		}
		return dst, nil
	}
	dst = append(dst, `,"text":`...)
	dst = quote(dst, m.Text)
	if len(m.Choices) > 0 {
		dst = appendChoices(dst, m.Choices)
	}
	if m.Re != 0 {
		dst = append(dst, `,"re":`...)
		dst = strconv.AppendInt(dst, int64(m.Re), 10)
	}
	if m.Choice != "" {
		dst = append(dst, `,"choice":`...)
		dst = quote(dst, m.Choice)
	}
	if m.Answers {
		dst = append(dst, `,"answers":true`...)
	}
	if m.Ticket != "" {
		dst = append(dst, `,"ticket":`...)
		dst = quote(dst, m.Ticket)
	}
	if m.Vote {
		dst = append(dst, `,"vote":true`...)
	}
	if recalled || m.Recalled {
		dst = append(dst, `,"recalled":true`...)
	}
	if len(m.Attachments) == 0 && m.Form == nil && m.Card == nil {
		return dst, nil
	}
	return appendRare(dst, m)
}

// appendRare appends the fields of m that few messages have.
func appendRare(dst []byte, m chat.Message) ([]byte, error) {
	if len(m.Attachments) > 0 {
		shown := make([]Attachment, len(m.Attachments))
		for i, a := range m.Attachments {
			shown[i] = AttachmentOf(a)
		}
		b, err := json.Marshal(shown, jsontext.AllowInvalidUTF8(true))
		if err != nil {
			return dst, err
		}
		dst = append(append(dst, `,"attachments":`...), b...)
	}
	if m.Card != nil {
		b, err := json.Marshal(m.Card, jsontext.AllowInvalidUTF8(true))
		if err != nil {
			return dst, err
		}
		dst = append(append(dst, `,"card":`...), b...)
	}
	if m.Form != nil {
		b, err := json.Marshal(m.Form, jsontext.AllowInvalidUTF8(true))
		if err != nil {
			return dst, err
		}
		dst = append(append(dst, `,"form":`...), b...)
	}
	return dst, nil
}

// Attachment is a file as readers see it: with the path under which the server
// has it.
type Attachment struct {
	chat.Attachment
	URL string `json:"url"`
}

// AttachmentOf returns a as readers see it.
func AttachmentOf(a chat.Attachment) Attachment {
	return Attachment{Attachment: a, URL: "/files/" + url.PathEscape(a.ID)}
}

func appendChoices(dst []byte, choices []chat.Choice) []byte {
	dst = append(dst, `,"choices":[`...)
	for i, c := range choices {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"key":`...)
		dst = quote(dst, c.Key)
		dst = append(dst, `,"label":`...)
		dst = quote(dst, c.Label)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// quote appends s as a JSON string. Invalid UTF-8 cannot come from the door; were
// it in an old row, it goes out as U+FFFD, which is what the error would say.
func quote(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s)
	return dst
}
