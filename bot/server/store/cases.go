package store

import (
	"context"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

const (
	// caseTables joins conversations with all of their cases, not the current one
	// alone.
	caseTables = `cases k JOIN conversations c ON c.id = k.conversation`
	sqlHistory = `SELECT ` + rowColumns + ` FROM ` + caseTables + ` WHERE k.conversation = $1 ORDER BY k.number DESC LIMIT $2`
	// finished is worded as the partial index is.
	finished = `k.closed_at > 0`
)

// historyMost bounds how many cases History returns.
const historyMost = 200

// Cases returns a page of the finished cases that q asks for, what was closed last
// first, and how many there are in all. Each row's case is the one that was
// found, which need not be its conversation's current one.
func (s *Store) Cases(ctx context.Context, q handoff.CaseQuery) ([]handoff.Row, int, error) {
	list, total, err := find(ctx, s, caseSearch(q), q.Page, q.Size, rowOf)
	if err != nil {
		return nil, 0, s.readError(err, "look for cases")
	}
	return list, total, nil
}

// caseSearch finds the keys of the cases in an index that holds all that they are
// searched by, and reads the rows of one page alone.
func caseSearch(q handoff.CaseQuery) search {
	w := where{conds: []string{finished}}
	const owner = "k.previous = ? AND k.assigned_at > 0" // previous may be of a case before
	if q.Mine != "" {
		cond, args := among("k.team", q.Teams)
		w.add(owner+" OR "+cond, append([]any{string(q.Mine)}, args...)...)
	}
	if q.Agent != "" {
		w.add(owner, string(q.Agent))
	}
	if q.Team != "" {
		w.add("k.team = ?", string(q.Team))
	}
	if !q.From.IsZero() {
		w.add("k.closed_at >= ?", millis(q.From))
	}
	if !q.To.IsZero() {
		w.add("k.closed_at < ?", millis(q.To))
	}
	if q.StarsMax > 0 {
		w.add("k.stars BETWEEN 1 AND ?", q.StarsMax)
	}
	if q.Text != "" {
		w.add(`k.words LIKE ? ESCAPE '\' OR k.conversation LIKE ? ESCAPE '\'
			OR k.conversation IN (SELECT id FROM conversations WHERE who <> '' AND who LIKE ? ESCAPE '\')`,
			like(q.Text), idLike(q.Text), like(q.Text))
	}
	keys := ` FROM cases k` + w.sql()
	return search{
		list: `SELECT ` + rowColumns + ` FROM (SELECT k.conversation, k.number` + keys + `
				ORDER BY k.closed_at DESC, k.conversation DESC, k.number DESC %s) found
			CROSS JOIN conversations c CROSS JOIN cases k
			WHERE c.id = found.conversation AND k.conversation = found.conversation AND k.number = found.number
			ORDER BY k.closed_at DESC, k.conversation DESC, k.number DESC`,
		count: `SELECT COUNT(*)` + keys,
		args:  w.args,
	}
}

// History returns the cases of a conversation, the newest first, at most 200.
func (s *Store) History(ctx context.Context, id chat.ConversationID) ([]chat.Case, error) {
	rows, err := s.rows(ctx, sqlHistory, string(id), historyMost)
	if err != nil {
		return nil, s.readError(err, "read the cases of conversation %s", id)
	}
	var cases []chat.Case
	for _, r := range rows {
		cases = append(cases, r.Conversation.Case)
	}
	return cases, nil
}
