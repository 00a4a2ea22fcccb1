package store

import (
	"context"
	"strings"
	"testing"
)

// TestFrequentQueriesNeverScan: what is asked at every turn, tick or key press
// must find its rows by an index, however many conversations there are. A scan of
// an index is right: those are partial and hold nothing but the lists.
func TestFrequentQueriesNeverScan(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	for name, c := range map[string]struct {
		query string
		args  []any
	}{
		"Waiting":     {sqlWaiting, nil},
		"Owned":       {sqlOwned, []any{"a"}},
		"Changed":     {sqlChanged, []any{1, 10}},
		"ChangedLive": {sqlLive, []any{1, 10}},
		"Position":    {sqlPosition, []any{"a"}},
		"Waiters":     {sqlWaiters, nil},
		"Vanished":    {sqlVanished, []any{1}},
		"Offered":     {sqlOffered, []any{"a"}},
		"Due":         {sqlDue, []any{1, 1, 1, 1, 10}},
		"Handled":     {sqlHandled, []any{1, 10}},
		"ReadUpTo":    {sqlReadUpTo, []any{"a", "b"}},
		"FindSession": {sqlFindSession, []any{"a", 1}},
		"Sweep":       {sqlSweepSessions, []any{1}},
		"Items":       {sqlItems, []any{1}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := s.writer.conn.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+c.query, c.args...)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := collect(rows, func(scan func(...any) error) (line string, err error) {
				var id, parent, unused int
				err = scan(&id, &parent, &unused, &line)
				return line, err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range plan {
				if strings.HasPrefix(line, "SCAN due") || strings.HasPrefix(line, "SCAN parts") {
					continue // what was found, not a table
				}
				if strings.HasPrefix(line, "SCAN") && (!strings.Contains(line, "USING") || strings.Contains(line, "autoindex")) {
					t.Errorf("reads a whole table:\n%s", strings.Join(plan, "\n"))
				}
			}
		})
	}
}
