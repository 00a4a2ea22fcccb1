package main

import (
	"errors"

	"yiwen/bot/server/editing"
)

// insight makes what editors learn from: the inbox, the figures, and entries in
// each other's way.
func (s *server) insight() (*editing.Inbox, *editing.Figures, *editing.Twins, error) {
	sounds := s.builder.sounds
	inbox, err1 := editing.NewInbox(editing.InboxOptions{Service: s.editing, Store: s.store, Log: s.store, Sounds: sounds})
	figures, err2 := editing.NewFigures(s.editing, s.store, sounds)
	twins, err3 := editing.NewTwins(s.editing, sounds)
	return inbox, figures, twins, errors.Join(err1, err2, err3)
}
