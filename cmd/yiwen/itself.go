package main

import (
	"context"
	"runtime"

	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

var _ editing.SelfAsker = (*searcher)(nil)

// Texts visits every text of the knowledge, as rank.Ranker has it.
func (s *searcher) Texts(visit func(entry string, i int, raw string) bool) { s.ranker.Texts(visit) }

// Without searches for a text of the knowledge as if it had not been written, as
// rank.Ranker has it.
func (s *searcher) Without(ctx context.Context, entry string, i, n int) ([]knowledge.Candidate, error) {
	defer runtime.KeepAlive(s) // as in Search
	return s.ranker.Without(ctx, entry, i, n)
}
