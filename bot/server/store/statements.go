package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// preparer is a *sql.Conn or a *sql.DB.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// statement pairs a text with the field that holds it prepared.
type statement struct {
	to   **sql.Stmt
	text string
}

// prepared is a set of statements that are closed together. One that stays open
// would keep the file open, and its log with it, after everything else is closed.
type prepared []*sql.Stmt

func prepare(ctx context.Context, p preparer, list []statement) (prepared, error) {
	var all prepared
	for _, s := range list {
		stmt, err := p.PrepareContext(ctx, s.text)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("prepare %q: %w", s.text, err), all.close())
		}
		*s.to = stmt
		all = append(all, stmt)
	}
	return all, nil
}

func (p prepared) close() error {
	var errs []error
	for _, stmt := range p {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}

// statements are what a turn runs, prepared on the writer's connection. They
// are closed before it is.
type statements struct {
	prepared
	savepoint, release, undo *sql.Stmt

	begin    *sql.Stmt // a new conversation
	move     *sql.Stmt // the state row, if the log is where the engine saw it
	event    *sql.Stmt
	caseKept *sql.Stmt // the row of a known case, under the revisions it has
	caseLive *sql.Stmt // likewise, but for the one of the newest change of any kind
	revision *sql.Stmt
	caseNew  *sql.Stmt // the row of a case, known or not, under a new revision
	asked    *sql.Stmt // the question of the turn
}

// caseFields sets what a turn may change in the row of a case.
const caseFields = `state = $1, reason = $2, team = $3, agent = $4, agent_name = $5, opened_at = $6, waiting_since = $7, requeued = $8,
	assigned_at = $9, closed_at = $10, rating = $11, brief = $12, severity = $13, line_at = $14, offer_agent = $15,
	offer_until = $16, wanted = $17, previous = $18, snoozed_until = $19, silent_since = $20, active_at = $21, due_at =
	$22, ticket = $23, rated_at = $24, rest = $25, called = $26, stars = $27, words = $28`

func prepareStatements(ctx context.Context, p preparer) (*statements, error) {
	var s statements
	var err error
	s.prepared, err = prepare(ctx, p, []statement{
		{&s.savepoint, `SAVEPOINT one`},
		{&s.release, `RELEASE SAVEPOINT one`},
		{&s.undo, `ROLLBACK TO SAVEPOINT one`},
		{&s.begin, `INSERT INTO conversations
			(id, site, visitor, created_at, seq, case_number, page_url, page_title, page_entry, memory, profile, who)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`},
		{&s.move, `UPDATE conversations SET seq = $1, case_number = $2, page_url = $3, page_title = $4, page_entry = $5, memory = $6,
			profile = $7, who = $8 WHERE id = $9 AND seq = $10`},
		{&s.event, `INSERT INTO events
			(conversation, seq, at, case_number, kind, from_kind, from_id, from_name, sender, cid, payload, trace)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`},
		{&s.caseKept, `UPDATE cases SET ` + caseFields + ` WHERE conversation = $29 AND number = $30`},
		{&s.caseLive, `UPDATE cases SET ` + caseFields + `, live = $29 WHERE conversation = $30 AND number = $31`},
		{&s.revision, `UPDATE counters SET n = n + 1 WHERE name = 'desk' RETURNING n`},
		{&s.caseNew, `INSERT INTO cases
			(state, reason, team, agent, agent_name, opened_at, waiting_since, requeued, assigned_at, closed_at, rating, brief,
			 severity, line_at, offer_agent, offer_until, wanted, previous, snoozed_until, silent_since, active_at, due_at,
			 ticket, rated_at, rest, called, stars, words, conversation, number, rev, live)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
			 $26, $27, $28, $29, $30, $31, $31)
			ON CONFLICT (conversation, number) DO UPDATE SET
			 state = excluded.state, reason = excluded.reason, team = excluded.team, agent = excluded.agent, agent_name =
			 excluded.agent_name, opened_at = excluded.opened_at, waiting_since = excluded.waiting_since, requeued =
			 excluded.requeued, assigned_at = excluded.assigned_at, closed_at = excluded.closed_at, rating = excluded.rating,
			 brief = excluded.brief, severity = excluded.severity, line_at = excluded.line_at, offer_agent =
			 excluded.offer_agent, offer_until = excluded.offer_until, wanted = excluded.wanted, previous = excluded.previous,
			 snoozed_until = excluded.snoozed_until, silent_since = excluded.silent_since, active_at = excluded.active_at,
			 due_at = excluded.due_at, ticket = excluded.ticket, rated_at = excluded.rated_at, rest = excluded.rest, called = excluded.called,
			 stars = excluded.stars, words = excluded.words, rev = excluded.rev,
			 live = excluded.live`},
		{&s.asked, sqlAsked},
	})
	return &s, err
}

// queries are the frequent reads, prepared on the reading connections.
type queries struct {
	prepared
	load, events, acknowledged, block *sql.Stmt
}

func prepareQueries(ctx context.Context, p preparer) (*queries, error) {
	var q queries
	var err error
	q.prepared, err = prepare(ctx, p, []statement{
		{&q.load, `SELECT ` + rowColumns + `, c.memory FROM ` + rowTables + ` WHERE c.id = $1`},
		{&q.events, `SELECT seq, at, case_number, kind, from_kind, from_id, from_name, COALESCE(cid, ''), payload, trace, recalled
			FROM events WHERE conversation = $1 AND seq > $2 ORDER BY seq LIMIT $3`},
		{&q.acknowledged, `SELECT seq FROM events WHERE conversation = $1 AND sender = $2 AND cid = $3`},
		{&q.block, sqlBlock},
	})
	return &q, err
}
