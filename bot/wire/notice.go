package wire

import "yiwen/bot/chat"

// MaxLocale is the greatest length of the language that a chat is shown in.
const MaxLocale = 35

// Notice tells customers of an announcement of the shop that begins or changes; one
// without a text is over. It is not part of the log.
type Notice struct {
	ID    string      `json:"id"`
	Text  string      `json:"text"`
	Level chat.Notice `json:"level,omitempty"`
	Until int64       `json:"until_ms,omitzero"` // Unix milliseconds; 0 = until it is ended
}

func (Notice) answer() Type { return "notice" }

// NoticeOf returns the frame of an announcement; nil = that id is over.
func NoticeOf(id string, a *chat.Announcement) Notice {
	if a == nil {
		return Notice{ID: id}
	}
	n := Notice{ID: a.ID, Text: a.Text, Level: a.Level}
	if !a.Until.IsZero() {
		n.Until = a.Until.UnixMilli()
	}
	return n
}
