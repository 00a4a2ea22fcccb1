package connect

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

const (
	maxOrders = 50
	maxLine   = 100  // runes of a name, a status ...
	maxURL    = 2048 // bytes
	// maxSeconds is the end of the year 9999: later is a slip of units.
	maxSeconds = 253402300799
)

// wireAccount is an account as the shop writes it.
type wireAccount struct {
	Name         string      `json:"name"`
	Level        string      `json:"level"`
	VIP          bool        `json:"vip"`
	RegisteredAt int64       `json:"registered_at"` // Unix seconds
	Balance      string      `json:"balance"`
	Orders       []wireOrder `json:"orders"`
}

type wireOrder struct {
	No     string `json:"no"`
	Title  string `json:"title"`
	Amount string `json:"amount"`
	Status string `json:"status"`
	At     int64  `json:"at"` // Unix seconds
	URL    string `json:"url"`
}

// decode reads an answer. Fields that we do not know are ignored: shops grow. A
// field of another type, a name twice or what is no text is an error; what is
// merely too long is cut, and orders beyond the fiftieth are left out.
func decode(b []byte) (*chat.Account, error) {
	var w wireAccount
	if err := json.Unmarshal(b, &w); err != nil {
		return nil, fmt.Errorf("read the shop's answer: %w", err)
	}
	a := &chat.Account{Name: line(w.Name), Level: line(w.Level), VIP: w.VIP, Balance: line(w.Balance)}
	var err error
	if a.RegisteredAt, err = millis(w.RegisteredAt); err != nil {
		return nil, err
	}
	for _, o := range w.Orders[:min(len(w.Orders), maxOrders)] {
		at, err := millis(o.At)
		if err != nil {
			return nil, err
		}
		a.Orders = append(a.Orders, chat.Order{
			No: line(o.No), Title: line(o.Title), Amount: line(o.Amount), Status: line(o.Status), At: at, URL: link(o.URL),
		})
	}
	return a, nil
}

// line is s in one line that a page can show.
func line(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if text.Forbidden(r) || r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, s))
	if utf8.RuneCountInString(s) > maxLine {
		s = string([]rune(s)[:maxLine-1]) + "…"
	}
	return s
}

// link is s where it is an address that a desk may lead to, and else nothing: not
// javascript:, which would run there.
func link(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > maxURL || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return u.String()
}

// millis turns Unix seconds into milliseconds.
func millis(seconds int64) (int64, error) {
	if seconds < 0 || seconds > maxSeconds {
		return 0, errors.New("read the shop's answer: a time is not in Unix seconds")
	}
	return seconds * 1000, nil
}
