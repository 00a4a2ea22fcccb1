package main

import (
	"context"
	"runtime"

	"yiwen/bot"
	"yiwen/knowledge/rank"
)

// What editors ask of a searcher besides what customers do; package editing names
// it.

// Explained returns a searcher of the same knowledge whose candidates carry their
// features.
func (s *searcher) Explained() bot.Searcher { return &searcher{ranker: s.ranker.Explained(), of: s} }

// Learned are the limits that were learned from the knowledge.
func (s *searcher) Learned() rank.Limits { return s.ranker.Learned() }

// AskSelf gives the questions that the knowledge asks itself.
func (s *searcher) AskSelf(ctx context.Context, opts rank.TrainOptions) ([]rank.Judged, error) {
	defer runtime.KeepAlive(s)
	return s.ranker.AskSelf(ctx, opts)
}
