package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
)

const (
	// pageSize is how much a page of a long list holds where nobody says
	// otherwise, maxPage how much at most.
	pageSize = 50
	maxPage  = 500
	// maxWords bounds a text to search, in bytes: it stands in an index, whose
	// entries PostgreSQL bounds to 2,700.
	maxWords = 1000
	// idPrefix is how much of a conversation's id finds it, in digits. Fewer would
	// find conversations by the numbers of orders.
	idPrefix = 8
)

// called is the stored form of who was called into a case: each id between
// blanks, which no id holds.
func called(k *chat.Case) string {
	var ids []string
	for _, h := range k.Helpers {
		ids = append(ids, string(h.ID))
	}
	for _, id := range k.Mentioned {
		if !slices.Contains(ids, string(id)) {
			ids = append(ids, string(id))
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return " " + strings.Join(ids, " ") + " "
}

// caseWords is what a case is found by, once it is over: nobody searches those
// that go on, whose words change with every turn.
func caseWords(k *chat.Case) string {
	if k.ClosedAt.IsZero() {
		return ""
	}
	b := &k.Brief
	parts := []string{k.Ticket, b.Question, b.Asked, b.Last}
	for _, e := range b.Entities {
		parts = append(parts, e.Value)
	}
	return words(parts...)
}

// words joins parts to a text to search: each once, in small letters, cut to
// maxWords.
func words(parts ...string) string {
	var seen []string
	for _, p := range parts {
		if p = strings.ToLower(clean(p)); p != "" && !slices.Contains(seen, p) {
			seen = append(seen, p)
		}
	}
	return cut(strings.Join(seen, "\n"))
}

// cut returns as many whole runes of s as maxWords holds.
func cut(s string) string {
	if len(s) <= maxWords {
		return s
	}
	n := maxWords
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// like returns the pattern that finds words with s in them, whatever the case of
// its letters. Of a text longer than words ever are it looks for the beginning:
// SQLite refuses endless patterns.
func like(s string) string {
	return "%" + literally(cut(strings.ToLower(strings.TrimSpace(clean(s))))) + "%"
}

// literally takes the meaning from what is special in a pattern with ESCAPE '\'.
func literally(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// idLike returns the pattern for ids that begin with s, or one that finds none.
func idLike(s string) string {
	if s = strings.ToLower(strings.TrimSpace(clean(s))); len(s) < idPrefix {
		return ""
	}
	return literally(cut(s)) + "%"
}

// where puts the conditions of a search together, of which each may be missing.
type where struct {
	conds []string
	args  []any
}

// add takes a condition with a ? for each of args.
func (w *where) add(cond string, args ...any) {
	for _, a := range args {
		w.args = append(w.args, a)
		cond = strings.Replace(cond, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.conds = append(w.conds, "("+cond+")")
}

// sql is the clause, which may be empty.
func (w *where) sql() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conds, " AND ")
}

// among returns the condition that column is one of values, and these as
// arguments. None of none is never true.
func among[T ~string](column string, values []T) (string, []any) {
	if len(values) == 0 {
		return "1 = 0", nil
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	return column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")", args
}

// bounds are the LIMIT and OFFSET of a page, from 1. A nonsensical one is the
// first, one beyond all counting is empty.
func bounds(page, size int) (limit, offset int) {
	if size <= 0 {
		size = pageSize
	}
	size = min(size, maxPage)
	return size, (min(max(page, 1), 1<<22) - 1) * size
}

// search is one page of a list and how long the list is.
type search struct {
	list  string // holds %s for LIMIT and OFFSET
	count string
	args  []any
}

// find runs q as of one moment. The list is counted only where the page does not
// show its end: what is searched for in vain is looked for once.
func find[T any](ctx context.Context, s *Store, q search, page, size int, scan func(func(...any) error) (T, error)) (items []T, total int, err error) {
	limit, offset := bounds(page, size)
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, fmt.Sprintf(q.list, fmt.Sprintf("LIMIT %d OFFSET %d", limit, offset)), q.args...)
		if err != nil {
			return err
		}
		if items, err = collect(rows, scan); err != nil {
			return err
		}
		if total = offset + len(items); len(items) > 0 && len(items) < limit || total == 0 {
			return nil
		}
		return tx.QueryRowContext(ctx, q.count, q.args...).Scan(&total)
	})
	return items, total, err
}
