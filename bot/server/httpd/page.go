package httpd

import (
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

// pageSize is how much a full page of every list holds.
const pageSize = 50

// list is an answer that holds all there is.
type list[T any] struct {
	Body struct {
		Items []T `json:"items" nullable:"false"`
	}
}

func listOf[T any](items []T) *list[T] {
	out := &list[T]{}
	out.Body.Items = items
	return out
}

// paged is one page of a long list.
type paged[T any] struct {
	Body struct {
		Items []T `json:"items" nullable:"false"`
		Total int `json:"total" doc:"Items on all pages"`
		Size  int `json:"size" doc:"Items on a full page"`
	}
}

func pageOf[T any](items []T, total int) *paged[T] {
	out := &paged[T]{}
	out.Body.Items, out.Body.Total, out.Body.Size = items, total, pageSize
	return out
}

// each turns items into what is sent of them.
func each[A, B any](items []A, f func(A) B) []B {
	out := make([]B, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

// millis is a time as it is sent: Unix milliseconds, 0 = none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the inverse of millis.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// words returns a text that people write, trimmed, or a fault.Invalid that names
// what it is.
func words(what, s string, most int) (string, error) {
	s, err := maybeWords(what, s, most)
	if err == nil && s == "" {
		return "", fault.New(fault.Invalid, "请填写%s", what)
	}
	return s, err
}

// maybeWords is words of a text that may be left out.
func maybeWords(what, s string, most int) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case utf8.RuneCountInString(s) > most:
		return "", fault.New(fault.Invalid, "%s最多%d字", what, most)
	case strings.ContainsFunc(s, text.Forbidden):
		return "", fault.New(fault.Invalid, "%s含有不可见的控制字符，请重新输入", what)
	}
	return s, nil
}
