package editing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// Action is what is done with many entries at once. The list is closed.
type Action string

// The closed list of actions that change what entries say; Value is what they
// become.
const (
	ActMove     Action = "move"  // to a category; "" = to none
	ActTag      Action = "tag"   // gets a tag
	ActUntag    Action = "untag" // loses one
	ActTeam     Action = "team"
	ActAudience Action = "audience"
	ActOwner    Action = "owner"
	ActReviewOn Action = "review_on"
	ActFrom     Action = "from"
	ActUntil    Action = "until"
	ActOn       Action = "on"
	ActOff      Action = "off"
	ActRemove   Action = "remove"
)

// The actions that are steps.
const (
	ActSubmit  = Action(knowledge.StepSubmit)
	ActApprove = Action(knowledge.StepApprove)
	ActReturn  = Action(knowledge.StepReturn)
	ActDiscard = Action(knowledge.StepDiscard)
)

// apply makes of an entry what an action with a value makes of it; what it shares
// with e it does not change.
func (a Action) apply(e knowledge.Entry, value string) knowledge.Entry {
	switch a {
	case ActMove:
		e.Category = value
	case ActTag:
		if !slices.Contains(e.Tags, value) {
			e.Tags = append(slices.Clone(e.Tags), value)
		}
	case ActUntag:
		e.Tags = slices.DeleteFunc(slices.Clone(e.Tags), func(t string) bool { return t == value })
	case ActTeam:
		e.Team = value
	case ActAudience:
		e.Audience = knowledge.Audience(value)
	case ActOwner:
		e.Owner = value
	case ActReviewOn:
		e.ReviewOn = knowledge.Day(value)
	case ActFrom:
		e.From = knowledge.Moment(value)
	case ActUntil:
		e.Until = knowledge.Moment(value)
	case ActOn:
		e.Off = false
	case ActOff:
		e.Off = true
	}
	return e
}

// Bulk does one thing with many entries at once, but for steps, which are taken as
// by Move, and returns how many are not what they were and why others are. Where
// somebody changes one of them meanwhile it looks again, and at last leaves those
// out that are always changed.
func (s *Service) Bulk(ctx context.Context, by chat.Staff, ids []string, act Action, value string) (changed int, skipped []Skip, err error) {
	switch act {
	case ActSubmit, ActApprove, ActReturn, ActDiscard:
		return s.bulkMove(ctx, by, ids, knowledge.Step(act), value)
	case ActMove, ActTag, ActUntag, ActTeam, ActAudience, ActOwner, ActReviewOn, ActFrom, ActUntil, ActOn, ActOff, ActRemove:
	default:
		return 0, nil, fault.New(fault.Invalid, "没有「%s」这个批量操作", act)
	}
	if value == "" && (act == ActTag || act == ActUntag) {
		return 0, nil, fault.New(fault.Invalid, "请填写标签")
	}
	var busy []Skip
	for try := 1; ; try++ {
		var done map[string]bool
		done, skipped, err = s.bulkOnce(ctx, by, ids, act, value)
		changed += len(done)
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return done[id] })
		if try < maxTries && fault.Is(err, fault.Conflict) {
			continue
		}
		var meanwhile *Conflict
		if !errors.As(err, &meanwhile) {
			return changed, append(skipped, busy...), err
		}
		// What others do to a few must not keep it from being done with the rest.
		left := map[string]bool{}
		for _, t := range meanwhile.Theirs {
			left[t.ID] = true
			busy = append(busy, Skip{t.Ref, textMeanwhile})
		}
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return left[id] })
	}
}

func (s *Service) bulkMove(ctx context.Context, by chat.Staff, ids []string, step knowledge.Step, note string) (int, []Skip, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return 0, nil, err
	}
	refs := make([]knowledge.RefRev, len(ids))
	for i, id := range ids {
		refs[i].Ref = entryRef(id)
		if p := d.pieces[refs[i].Ref]; p != nil {
			refs[i].Rev = p.rev
		}
	}
	return s.Move(ctx, by, step, refs, note)
}

// bulkOnce does it with entries as they are now, with none where somebody else was
// first with one, and returns those that it was done with.
func (s *Service) bulkOnce(ctx context.Context, by chat.Staff, ids []string, act Action, value string) (done map[string]bool, skipped []Skip, err error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return nil, nil, err
	}
	edits, skipped, err := d.bulk(ids, act, value)
	if err != nil {
		return nil, nil, err
	}
	fit, out, err := d.fit(edits)
	if err != nil {
		return nil, nil, err
	}
	skipped = append(skipped, out...)
	if len(fit) > 0 {
		if err = s.write(ctx, d, by, knowledge.StepSave, fit); err != nil {
			return nil, skipped, err
		}
	}
	done = make(map[string]bool, len(fit))
	for _, e := range fit {
		done[e.ID] = true
	}
	return done, skipped, nil
}

func refOfEdit(e knowledge.Edit) knowledge.Ref { return e.Ref }

// fit returns those of edits that can be stored together, in their canonical form,
// and why the others cannot: what is wrong with one does not keep it from being done
// with the rest. Each round drops some, and what they were named by may then stay too.
func (d *Draft) fit(edits []knowledge.Edit) (fit []knowledge.Edit, skipped []Skip, err error) {
	for {
		fit, err = d.check(edits)
		var wrong Problems
		if !errors.As(err, &wrong) {
			return fit, skipped, err
		}
		kept, out := without(edits, wrong, refOfEdit)
		if len(out) == 0 { // what is wrong is of none of them
			return nil, nil, wrong
		}
		edits, skipped = kept, append(skipped, out...)
	}
}

// without parts list from what problems are of, each with the first of its own.
func without[T any](list []T, problems Problems, ref func(T) knowledge.Ref) (kept []T, out []Skip) {
	why := make(map[knowledge.Ref]string, len(problems))
	for _, p := range problems {
		if why[p.Ref] == "" {
			why[p.Ref] = p.Text
		}
	}
	kept = list[:0:0]
	for _, v := range list {
		if text := why[ref(v)]; text != "" {
			out = append(out, Skip{ref(v), text})
		} else {
			kept = append(kept, v)
		}
	}
	return kept, out
}

// bulk makes the edits of an action.
func (d *Draft) bulk(ids []string, act Action, value string) (edits []knowledge.Edit, skipped []Skip, err error) {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		p := d.pieces[entryRef(id)]
		if p == nil || p.removed() {
			skipped = append(skipped, Skip{entryRef(id), "已经不存在"})
			continue
		}
		e := knowledge.Edit{Ref: p.Ref, Position: p.position(), Base: p.rev, State: knowledge.Drafted}
		if act != ActRemove {
			now := act.apply(*p.entry, value)
			if e.Body, err = json.Marshal(now); err != nil {
				return nil, nil, fmt.Errorf("encode entry %s: %w", id, err)
			}
		}
		edits = append(edits, e)
	}
	return edits, skipped, nil
}
