package editing

import (
	"context"
	"fmt"

	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// maxHistory bounds the revisions that are shown of a piece.
const maxHistory = 200

// Move takes a step with changes: StepSubmit, StepApprove, StepReturn or
// StepDiscard, some hundred at a time. It returns how many it was taken with and,
// for the others, why not; an error may come after it was taken with some. With StepDiscard the pieces are what is live again. Where the shop wants a
// review, nobody approves what he saved last himself.
func (s *Service) Move(ctx context.Context, by chat.Staff, step knowledge.Step, refs []knowledge.RefRev, note string) (changed int, skipped []Skip, err error) {
	switch step {
	case knowledge.StepSubmit, knowledge.StepApprove, knowledge.StepReturn, knowledge.StepDiscard:
	default:
		return 0, nil, fmt.Errorf("move changes by the step %q", step)
	}
	if len(note) > maxNote {
		return 0, nil, Problems{{Path: []any{"note"}, Text: fmt.Sprintf("备注太长，最多 %d 个字", maxNote/3)}}
	}
	d, err := s.Draft(ctx)
	if err != nil {
		return 0, nil, err
	}
	var fit []knowledge.RefRev
	seen := make(map[knowledge.Ref]bool, len(refs))
	review := d.reviews()
	for _, r := range refs {
		if seen[r.Ref] {
			continue
		}
		seen[r.Ref] = true
		if why := d.keeps(r, step, by, review); why != "" {
			skipped = append(skipped, Skip{r.Ref, why})
			continue
		}
		fit = append(fit, r)
	}
	if step == knowledge.StepDiscard {
		fit, skipped = d.discardable(fit, skipped)
	}
	if len(fit) == 0 {
		return 0, skipped, nil
	}
	for i, part := range parts(d, fit, step != knowledge.StepDiscard) {
		if i > 0 && step == knowledge.StepDiscard { // the part before is what it was not checked against
			if d, err = s.Draft(ctx); err != nil {
				return changed, skipped, err
			}
			part, skipped = d.discardable(part, skipped)
		}
		n, out, err := s.movePart(ctx, d, by, step, part, note)
		changed, skipped = changed+n, append(skipped, out...)
		if err != nil {
			return changed, skipped, fmt.Errorf("move %d of %d changes: %w", len(part), len(fit), err)
		}
	}
	return changed, skipped, nil
}

// movePart takes the step with changes that were checked against d, at once.
func (s *Service) movePart(ctx context.Context, d *Draft, by chat.Staff, step knowledge.Step, part []knowledge.RefRev, note string) (changed int, skipped []Skip, err error) {
	for try := 1; ; try++ {
		act := s.act(d, by, step)
		act.Note = note
		stale, err := s.store.Move(ctx, act, part)
		if overtaken(err) && try < maxTries {
			if d, err = s.Draft(ctx); err != nil {
				return 0, skipped, err
			}
			part, skipped = d.discardable(part, skipped)
			continue
		}
		if err != nil {
			return 0, skipped, err
		}
		for _, ref := range stale {
			skipped = append(skipped, Skip{ref, textMeanwhile})
		}
		return len(part) - len(stale), skipped, nil
	}
}

func refOfRev(r knowledge.RefRev) knowledge.Ref { return r.Ref }

// textMeanwhile is why a step is not taken with a change that is not what its
// editor saw any more.
const textMeanwhile = "刚刚被别人修改过，请刷新后再操作"

// keeps says what keeps a step from being taken with a change, or "".
func (d *Draft) keeps(r knowledge.RefRev, step knowledge.Step, by chat.Staff, review bool) string {
	p := d.pieces[r.Ref]
	switch {
	case p == nil || p.change == nil:
		return "没有未发布的修改"
	case p.rev != r.Rev:
		return textMeanwhile
	case step == knowledge.StepSubmit && p.change.State != knowledge.Drafted:
		return "不是草稿，不用再提交"
	case step == knowledge.StepApprove && p.change.State == knowledge.Approved:
		return "已经通过了"
	case step == knowledge.StepReturn && p.change.State == knowledge.Drafted:
		return "是草稿，没有提交过"
	case step == knowledge.StepApprove && review && p.change.By == string(by.ID):
		return "自己的修改要由别人审核"
	}
	return ""
}

// discardable parts the changes whose pieces can go back to what is live from
// those that others build on: a new entry that a rule names cannot go alone.
func (d *Draft) discardable(fit []knowledge.RefRev, skipped []Skip) ([]knowledge.RefRev, []Skip) {
	for {
		edits := make([]knowledge.Edit, 0, len(fit))
		for _, r := range fit {
			e := knowledge.Edit{Ref: r.Ref, Base: r.Rev}
			if p := d.pieces[r.Ref]; p != nil && p.live != nil {
				e.Body, e.Position = p.live.Body, p.live.Position
			}
			edits = append(edits, e)
		}
		kept, out := without(fit, d.backwards(edits), refOfRev)
		if len(out) == 0 { // nothing is wrong, or what is is of none of them
			return fit, skipped
		}
		fit, skipped = kept, append(skipped, out...) // what stays may want others to stay
	}
}

// backwards returns what is wrong with going back to what is live.
func (d *Draft) backwards(edits []knowledge.Edit) Problems {
	c := newChecker(d, edits)
	for _, e := range edits {
		if e.Body != nil && c.names(e) {
			c.edit(e)
		}
	}
	c.references()
	return c.found
}

// names reports whether a piece may name others, so that it depends on them.
func (c *checker) names(e knowledge.Edit) bool {
	return e.Kind == pack.KindEntry || e.Kind == pack.KindRule || e.Kind == pack.KindReplies || e.Kind == pack.KindGolden
}

// History returns the revisions of a piece, newest first, at most 200. One that
// is not there and never was is a fault.NotFound.
func (s *Service) History(ctx context.Context, ref knowledge.Ref) ([]knowledge.Revision, error) {
	list, err := s.store.Revisions(ctx, ref, maxHistory)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s %s: %w", ref.Kind, ref.ID, err)
	}
	if len(list) > 0 {
		return list, nil
	}
	d, err := s.Draft(ctx)
	if err != nil {
		return nil, err
	}
	if d.pieces[ref] == nil {
		return nil, errGone(ref)
	}
	return nil, nil
}
