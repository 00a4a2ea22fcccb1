// Package fault gives errors a kind, so that each transport can translate them
// in one place (HTTP status, wire error code, exit code) without knowing where
// they came from.
//
// An error without a kind is Internal: its text is for the log, never for a
// customer. The text of every other kind is written for the person who caused
// it. The package uses the standard library only and has no state.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what a caller can do about an error. The zero Kind is Internal.
type Kind uint8

// The closed list of kinds.
const (
	Internal Kind = iota // a defect or a broken dependency; nothing the caller can mend
	Invalid              // the input is wrong; sending it again will not help
	Denied               // not signed in, or not allowed
	NotFound             // the thing does not exist, or the caller may not know that it does
	Conflict             // somebody else was first; reload, decide again
	Busy                 // too much at once, or shutting down; the same request may succeed later
)

// String returns the lower-case name of the kind, fit for a log or a metric label.
func (k Kind) String() string {
	switch k {
	case Invalid:
		return "invalid"
	case Denied:
		return "denied"
	case NotFound:
		return "not_found"
	case Conflict:
		return "conflict"
	case Busy:
		return "busy"
	}
	return "internal"
}

// Error is an error with a kind and a text for the person who caused it.
type Error struct {
	Kind Kind
	Text string // what happened and how to mend it; safe to show
	Err  error  // the cause, or nil; not shown outside
	told bool   // Text already ends with the cause's text
}

// Error joins the text and the cause.
func (e *Error) Error() string {
	if e.Err == nil || e.told {
		return e.Text
	}
	if e.Text == "" {
		return e.Err.Error()
	}
	return e.Text + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns an error of kind k with a formatted text. A %w verb sets the
// cause, and its text then is part of Text: wrap only causes that may be shown.
func New(k Kind, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: k, Text: err.Error(), Err: errors.Unwrap(err), told: true}
}

// Wrap gives err the kind k and a text that may be shown, keeping err as the
// cause for the log. Wrap of nil is nil.
func Wrap(err error, k Kind, text string) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: k, Text: text, Err: err}
}

// KindOf returns the kind of the outermost *Error in err's chain, or Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k; a nil error is of none.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// Text returns what may be shown to the person who caused err: the text of its
// outermost *Error, or fallback for an Internal error, whose details are ours.
func Text(err error, fallback string) string {
	var e *Error
	if errors.As(err, &e) && e.Kind != Internal && e.Text != "" {
		return e.Text
	}
	return fallback
}
