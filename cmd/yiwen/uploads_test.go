package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// litter is uploads that nobody sent, but for those in use.
type litter struct {
	rows  []string
	used  map[string]bool // by the time that they are to be dropped
	blobs map[string]bool
}

func (l *litter) OrphanFiles(context.Context, time.Time) ([]string, error) {

	return append([]string(nil), l.rows[:min(len(l.rows), 3)]...), nil
}

func (l *litter) DropFile(_ context.Context, id string) (bool, error) {
	l.rows = l.rows[1:]
	return !l.used[id], nil
}

func (l *litter) File(context.Context, string) (chat.Attachment, error) {
	return chat.Attachment{}, fault.New(fault.NotFound, "none")
}

func (l *litter) Delete(id string) error {
	delete(l.blobs, id)
	return nil
}

func (l *litter) Strays(time.Time, func(string) (bool, error)) ([]string, error) { return nil, nil }

// TestSweepTakesAllThatNobodySent, however much there is: who uploads faster than is
// swept fills the disk.
func TestSweepTakesAllThatNobodySent(t *testing.T) {
	l := &litter{used: map[string]bool{"d": true}, blobs: map[string]bool{}}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		l.rows, l.blobs[id] = append(l.rows, id), true
	}
	if err := sweepUploads(t.Context(), l, l, time.Now(), slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	if len(l.blobs) != 1 || !l.blobs["d"] {
		t.Errorf("left: %v", l.blobs)
	}
}
