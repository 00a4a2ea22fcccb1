package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
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
		"Waiters":     {sqlWaiters, nil},
		"Vanished":    {sqlVanished, []any{1}},
		"Offered":     {sqlOffered, []any{"a"}},
		"Due":         {sqlDue, []any{1, 1, 1, 1, 10}},
		"Handled":     {sqlHandled, []any{1, 10}},
		"ReadUpTo":    {sqlReadUpTo, []any{"a", "b"}},
		"FindSession": {sqlFindSession, []any{"a", 1}},
		"Sweep":       {sqlSweepSessions, []any{1}},
		"Items":       {sqlItems, []any{1}},
		"Bots":        {sqlBots, []any{500}},
		"Team":        {sqlTeam, []any{"a"}},
		"Called":      {sqlCalled, []any{" a "}},
		"History":     {sqlHistory, []any{"a", 10}},
		"Block":       {sqlBlock, []any{"a", "b"}},
		"BlockOf":     {sqlBlockOf, []any{"a", "b", "b\n", "b\v"}},
		"Blocks":      {sqlBlocks, []any{1}},
		"Card":        {sqlCard, []any{"a"}},
		"CardNotes":   {sqlCardNotes, []any{"a"}},
		"Entries":     {sqlEntries, []any{"a"}},
		"Untold":      {sqlUntold, []any{10}},
		"Expired":     {sqlExpired, []any{1, 10}},
		"Proofs":      {sqlProofs, []any{"a", 1}},
		"Forget":      {sqlForget, []any{1}},
		"Orphans":     {sqlOrphans, []any{1, 10}},
		"Trial":       {sqlTrial, []any{"a"}},
		"VisitEnded":  {sqlVisitEnded, []any{"a"}},
		"Changes":     {sqlChangesSince, []any{1}},
		"Tips":        {sqlTipsSince, []any{1}},
		"Revisions":   {sqlRevisions, []any{"a", "b", 10}},
		"Touched":     {sqlTouched, []any{1}},
		"Gone":        {sqlGone, []any{1, 2}},
		"Unstage":     {sqlUnstage, []any{1, 2, 10}},
		"SweepTrials": {sqlSweepTrials, []any{1}},
		"UseFile":     {sqlUseFile, []any{"a", "b"}},
		"Asked":       {sqlAskedBetween, []any{1, 2, 10}},
		"Unask":       {sqlUnask, []any{"a", 1}},
		"Chosen":      {sqlChosen, []any{"e", "a", 1}},
		"Voted":       {sqlVoted, []any{1, "a", 1}},
		"CalledIn":    {sqlCalledIn, []any{true, "a", 1}},
		"Tallies":     {sqlTallies, []any{1, 2}},
		"LastAsked":   {sqlLastAsked, []any{1}},
		"ChangedAt":   {sqlChangedAt, []any{1}},
		"SweepAsked":  {sqlSweepAsked, []any{1, 10}},
		"Misses":      {sqlMisses, []any{1, 2, 3, 10}},
		"AskedBody":   {sqlAskedBody, []any{"a", 1}},
		"Settle":      {sqlSettle, []any{"ignored", "", "a", 1}},
		"Settlement":  {sqlSettlement, []any{1}},
		"Settled":     {sqlSweepSettlements, []any{1}},
	} {
		t.Run(name, func(t *testing.T) {
			plan := explain(t, s, c.query, c.args)
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

// explain returns how SQLite means to answer a query.
func explain(t *testing.T, s *Store, query string, args []any) []string {
	t.Helper()
	rows, err := s.writer.conn.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	plan, err := collect(rows, func(scan func(...any) error) (line string, err error) {
		var id, parent, unused int
		err = scan(&id, &parent, &unused, &line)
		return line, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestWhatAPublishChangedIsFoundByName: where everything changes, all pieces of
// the version before end with it, and that finds nothing.
func TestWhatAPublishChangedIsFoundByName(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	plan := strings.Join(explain(t, s, sqlOtherItems, []any{1}), "\n")
	if strings.Contains(plan, "content_pieces_until") || !strings.Contains(plan, "kind=? AND id=?") {
		t.Error(plan)
	}
}

// TestCasesAreSearchedInTheirIndex: however cases are searched, the keys are found
// in the index alone. Their rows are several times as large.
func TestCasesAreSearchedInTheirIndex(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	at := time.UnixMilli(1)
	for _, q := range []handoff.CaseQuery{
		{}, {Text: "退款"}, {From: at, To: at}, {Mine: "a", Teams: []chat.TeamID{"t"}}, {Agent: "a", Team: "t", StarsMax: 2, Text: "x"},
	} {
		search := caseSearch(q)
		for _, query := range []string{search.count, fmt.Sprintf(search.list, "LIMIT 50 OFFSET 0")} {
			plan := strings.Join(explain(t, s, query, search.args), "\n")
			if !strings.Contains(plan, "k USING COVERING INDEX cases_finished") || strings.Contains(plan, "SCAN conversations\n") {
				t.Errorf("%+v:\n%s\n%s", q, query, plan)
			}
		}
	}
}

// TestTicketListsAreRead: the lists that desks ask for again and again are read in
// the order of an index, not sorted.
func TestTicketListsAreRead(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	for name, q := range map[string]ticket.Query{
		"all": {}, "mine": {Owner: "a"}, "of one state": {States: []ticket.State{ticket.StateOpen}}, "of a conversation": {Conversation: "a"},
	} {
		search := ticketSearch(q)
		plan := strings.Join(explain(t, s, fmt.Sprintf(search.list, "LIMIT 50 OFFSET 0"), search.args), "\n")
		if !strings.Contains(plan, "USING INDEX tickets_by") || name != "of a conversation" && strings.Contains(plan, "FOR ORDER BY\n") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

// TestFiguresReadAnIndex: of a million questions, those of a day are counted
// without reading one of their rows, and the inbox reads no row but its own.
func TestFiguresReadAnIndex(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	for name, c := range map[string]struct {
		query, want string
		args        []any
	}{
		"tallies":    {sqlTallies, "COVERING INDEX asked_by_time", []any{1, 2}},
		"last asked": {sqlLastAsked, "COVERING INDEX asked_by_time", []any{1}},
		"inbox":      {sqlMisses, "INDEX asked_missed", []any{1, 2, 3, 10}},
		"between":    {sqlAskedBetween, "INDEX asked_by_time", []any{1, 2, 10}},
	} {
		plan := strings.Join(explain(t, s, c.query, c.args), "\n")
		if !strings.Contains(plan, c.want) || strings.Contains(plan, "ORDER BY at") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}
