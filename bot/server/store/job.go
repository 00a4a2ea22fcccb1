package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	sqlAddJob = `INSERT INTO jobs (id, kind, lane, node, state, called, step, done, total, author, author_name, at, ended_at, error)
		VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7, $8, $9, $10, $11, 0, '')`
	sqlSaveJob = `UPDATE jobs SET state = $1, step = $2, done = $3, total = $4, ended_at = $5, error = $6, result = $7
		WHERE id = $8 AND state = 'running' RETURNING called`
	sqlCallJob = `UPDATE jobs SET called = TRUE WHERE id = $1`
	jobColumns = `id, kind, state, step, done, total, author, author_name, at, ended_at, error, `
	sqlJob     = `SELECT ` + jobColumns + `result FROM jobs WHERE id = $1`
	// A result may have hundreds of kilobytes; lists are without.
	sqlJobs     = `SELECT ` + jobColumns + `NULL FROM jobs ORDER BY at DESC, id DESC LIMIT $1 OFFSET $2`
	sqlJobsOf   = `SELECT ` + jobColumns + `NULL FROM jobs WHERE kind = $1 ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3`
	sqlCountOf  = `SELECT COUNT(*) FROM jobs WHERE $1 = '' OR kind = $1`
	sqlLoseJobs = `UPDATE jobs SET state = 'failed', error = $1, ended_at = $2 WHERE state = 'running' AND node = $3`
	// The job of a server that nobody has seen for a while is nobody's.
	sqlLoseDead = `UPDATE jobs SET state = 'failed', error = $1, ended_at = $2
		WHERE state = 'running' AND node IN (SELECT node FROM nodes WHERE seen_at < $3)`
	sqlSweepJobs = `DELETE FROM jobs WHERE state <> 'running' AND at < $1`
)

// AddJob stores a running job of node, or returns a fault.Conflict where one of
// its lane is running.
func (s *Store) AddJob(ctx context.Context, j knowledge.Job, lane, node string) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), sqlAddJob, j.ID, string(j.Kind), lane, node, string(j.State), j.Step, j.Done,
			j.Total, j.By, j.ByName, millis(j.At))
		if duplicate(err) {
			return fault.Wrap(err, fault.Conflict, "同类任务正在进行")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("add job %s: %w", j.ID, err)
	}
	return nil
}

// SaveJob stores how far a job is, or how it ended, and reports whether somebody
// called it off. One that is over stays as it is.
func (s *Store) SaveJob(ctx context.Context, j knowledge.Job) (called bool, err error) {
	err = s.do(ctx, func(c *sql.Conn) error {
		called = false
		rows, err := c.QueryContext(context.Background(), sqlSaveJob, string(j.State), j.Step, j.Done, j.Total, millis(j.EndedAt), j.Error,
			text(j.Result), j.ID)
		if err != nil {
			return err
		}
		list, err := collect(rows, func(scan func(...any) error) (called bool, err error) { return called, scan(&called) })
		called = len(list) > 0 && list[0]
		return err
	})
	if err != nil {
		return false, fmt.Errorf("save job %s: %w", j.ID, err)
	}
	return called, nil
}

// CallJob notes that somebody called a job off. An unknown one is a
// fault.NotFound.
func (s *Store) CallJob(ctx context.Context, id string) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		return touch(c, fault.New(fault.NotFound, "没有这个任务"), sqlCallJob, id)
	})
	if err != nil {
		return fmt.Errorf("call off job %s: %w", id, err)
	}
	return nil
}

// Job returns one job, or a fault.NotFound.
func (s *Store) Job(ctx context.Context, id string) (knowledge.Job, error) {
	j, err := scanJob(s.readDB.QueryRowContext(ctx, sqlJob, id).Scan)
	if err != nil {
		return knowledge.Job{}, s.readError(err, "look for job %s", id)
	}
	return j, nil
}

// Jobs returns a page of the jobs of a kind, or of all where kind is empty, the
// newest first and without their results, and how many there are. Pages count
// from 1.
func (s *Store) Jobs(ctx context.Context, kind knowledge.JobKind, page, size int) (items []knowledge.Job, total int, err error) {
	skip := (page - 1) * size
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, sqlCountOf, string(kind)).Scan(&total); err != nil {
			return err
		}
		query, args := sqlJobs, []any{size, skip}
		if kind != "" {
			query, args = sqlJobsOf, append([]any{string(kind)}, args...)
		}
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		items, err = collect(rows, scanJob)
		return err
	})
	if err != nil {
		return nil, 0, s.readError(err, "list jobs")
	}
	return items, total, nil
}

func scanJob(scan func(...any) error) (j knowledge.Job, err error) {
	var result sql.NullString
	err = scan(&j.ID, &j.Kind, &j.State, &j.Step, &j.Done, &j.Total, &j.By, &j.ByName, at{&j.At}, at{&j.EndedAt}, &j.Error, &result)
	if result.Valid {
		j.Result = []byte(result.String)
	}
	return j, err
}

// LoseJobs fails with words the running jobs of node, and of every node that was
// not seen since.
func (s *Store) LoseJobs(ctx context.Context, node, words string, now, since time.Time) error {
	const what = "fail the jobs of servers that died"
	if err := s.exec(ctx, what, sqlLoseJobs, words, millis(now), node); err != nil {
		return err
	}
	return s.exec(ctx, what, sqlLoseDead, words, millis(now), millis(since))
}

// jobsKept is how long a job that is over can be looked at.
const jobsKept = 30 * 24 * time.Hour
