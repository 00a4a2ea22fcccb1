package httpd

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Drafts are the working copy of what the bot knows.
type Drafts interface {
	// Draft returns the working copy as it is now.
	Draft(ctx context.Context) (*editing.Draft, error)
	// Save stores edits, all or none; what is wrong is editing.Problems, and
	// *editing.Conflict where others were first.
	Save(ctx context.Context, by chat.Staff, step knowledge.Step, edits []knowledge.Edit) (*editing.Draft, error)
	// Move takes a step with changes and says why not with others.
	Move(ctx context.Context, by chat.Staff, step knowledge.Step, refs []knowledge.RefRev, note string) (int, []editing.Skip, error)
	// History returns the revisions of a piece, newest first.
	History(ctx context.Context, ref knowledge.Ref) ([]knowledge.Revision, error)
	// Restore makes an older revision of a piece the draft again.
	Restore(ctx context.Context, by chat.Staff, ref knowledge.Ref, to, base int64) (*editing.Draft, error)
}

var _ Drafts = (*editing.Service)(nil)

// reads returns the working copy where the caller behind ctx may see it.
func (s *server) reads(ctx context.Context) (*editing.Draft, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	return s.Drafts.Draft(ctx)
}

// edits returns the caller behind ctx where he may edit, and the note that he
// wrote beside it.
func (s *server) edits(ctx context.Context, note string) (chat.Staff, string, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return chat.Staff{}, "", err
	}
	note, err = maybeWords("备注", note, maxNote)
	return staff, note, err
}

// maxNote bounds what an editor writes beside a change, in runes.
const maxNote = 500

// maxPiece is the greatest length of a request that holds a piece, in bytes: a
// dictionary of 200,000 words.
const maxPiece = 16 << 20

// Pending is a change that is not live yet. It is exported for the library that
// describes outputs.
type Pending struct {
	State  knowledge.ChangeState `json:"state" enum:"draft,review,approved"`
	What   knowledge.What        `json:"what" enum:"added,changed,removed"`
	By     string                `json:"by" doc:"Sign-in name of who saved it last"`
	ByName string                `json:"by_name"`
	At     int64                 `json:"at" doc:"Unix milliseconds"`
	Note   string                `json:"note,omitempty" doc:"Of the last step"`
}

// pendingOf is what is sent of the change of p, nil where it has none.
func pendingOf[T any](p editing.Piece[T]) *Pending {
	c := p.Change
	if c == nil {
		return nil
	}
	return &Pending{
		State: c.State, What: whatOf(*c, p.Live != nil), By: c.By, ByName: cmp.Or(c.ByName, c.By), At: millis(c.At), Note: c.Note,
	}
}

// whatOf says what a change makes of a piece.
func whatOf(c knowledge.Change, live bool) knowledge.What {
	switch {
	case c.Body == nil:
		return knowledge.Removed
	case live:
		return knowledge.Changed
	}
	return knowledge.Added
}

// remark is something about a place in a piece.
type remark struct {
	Path    string `json:"path" doc:"variants[3]; empty = the piece as a whole"`
	Message string `json:"message" doc:"In Chinese"`
}

func remarksOf(problems editing.Problems) []remark {
	return each(problems, func(p editing.Problem) remark { return remark{pathOf(p.Path), p.Text} })
}

// pathOf writes a path as in variants[3].
func pathOf(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		default:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			fmt.Fprint(&b, step)
		}
	}
	return b.String()
}

// theirs is what somebody else made of a piece.
type theirs struct {
	Entry  json.RawMessage `json:"entry,omitempty"`
	Body   json.RawMessage `json:"body,omitempty"`
	Rev    int64           `json:"rev"`
	By     string          `json:"by"` // who did it; two may have one name
	ByName string          `json:"by_name"`
	At     int64           `json:"at"`
}

// tell adds to a problem what an editor is told of it: what is wrong where, or
// what others did.
func (p *problem) tell(err error) {
	var wrong editing.Problems
	if errors.As(err, &wrong) {
		var many *manyEdits
		errors.As(err, &many)
		for _, w := range wrong {
			at := "body.body"
			if many != nil {
				at = many.places[w.Ref]
			} else if w.Kind == pack.KindEntry {
				at = "body.entry"
			}
			if path := pathOf(w.Path); strings.HasPrefix(path, "[") {
				at += path
			} else if path != "" {
				at += "." + path
			}
			p.Errors = append(p.Errors, &huma.ErrorDetail{Message: w.Text, Location: at})
		}
	}
	var conflict *editing.Conflict
	if errors.As(err, &conflict) {
		t := conflict.Theirs[0]
		p.Theirs = &theirs{Rev: t.Rev, By: t.By, ByName: cmp.Or(t.ByName, t.By), At: millis(t.At)}
		if t.Kind == pack.KindEntry {
			p.Theirs.Entry = t.Body
		} else {
			p.Theirs.Body = t.Body
		}
	}
}

// skip is a piece that a step was not taken with.
type skip struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Reason string `json:"reason" doc:"In Chinese"`
}

// movedOutput says what became of many pieces.
type movedOutput struct {
	Body struct {
		Changed int    `json:"changed" doc:"Pieces that are not what they were"`
		Skipped []skip `json:"skipped" nullable:"false"`
	}
}

func moved(changed int, skipped []editing.Skip, err error) (*movedOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &movedOutput{}
	out.Body.Changed = changed
	out.Body.Skipped = each(skipped, func(s editing.Skip) skip { return skip{s.Kind, s.ID, s.Reason} })
	return out, nil
}

// revision is a step in the history of a piece.
type revision struct {
	Rev     int64           `json:"rev"`
	Step    knowledge.Step  `json:"step" enum:"save,import,restore,submit,approve,return,discard,publish,rollback"`
	ByName  string          `json:"by_name"`
	At      int64           `json:"at" doc:"Unix milliseconds"`
	Note    string          `json:"note,omitempty"`
	Version int64           `json:"version,omitzero" doc:"That it went live with"`
	Entry   json.RawMessage `json:"entry,omitempty" doc:"What the entry was after it; absent = removed"`
	Body    json.RawMessage `json:"body,omitempty" doc:"What another piece was after it; absent = removed"`
}

// history returns the history of a piece.
func (s *server) history(ctx context.Context, ref knowledge.Ref) (*list[revision], error) {
	all, err := s.Drafts.History(ctx, ref)
	if err != nil {
		return nil, err
	}
	return listOf(each(all, func(r knowledge.Revision) revision {
		out := revision{
			Rev: r.Rev, Step: r.Step, ByName: cmp.Or(r.ByName, r.By), At: millis(r.At), Note: r.Note, Version: r.Version,
		}
		if ref.Kind == pack.KindEntry {
			out.Entry = r.Body
		} else {
			out.Body = r.Body
		}
		return out
	})), nil
}

// restoreBody says which revision is to be the draft again.
type restoreBody struct {
	To  int64 `json:"to" minimum:"1" doc:"The revision"`
	Rev int64 `json:"rev" minimum:"0" doc:"The last revision that the editor saw"`
}
