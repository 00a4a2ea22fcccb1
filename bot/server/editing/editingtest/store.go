// Package editingtest keeps a working copy in memory, for tests of those who work
// with one. It does what package store does, as store's own tests want it, and
// nothing lasts.
package editingtest

import (
	"context"
	"slices"
	"sync"

	"yiwen/bot/fault"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Store is a working copy in memory. It is safe for concurrent use.
type Store struct {
	mu        sync.Mutex // guards what follows
	version   int64
	rev       int64
	items     map[int64]map[knowledge.Ref]knowledge.Item // by version
	changes   map[knowledge.Ref]knowledge.Change
	revisions []knowledge.Revision
}

var _ editing.Store = (*Store)(nil)

// New returns a store whose first version holds items.
func New(items []knowledge.Item) *Store {
	s := &Store{items: map[int64]map[knowledge.Ref]knowledge.Item{}, changes: map[knowledge.Ref]knowledge.Change{}}
	s.Publish(items, nil, knowledge.Version{})
	return s
}

// Publish makes items the next version, takes the changes that are still as they
// are named, and returns its number.
func (s *Store) Publish(items []knowledge.Item, changes []knowledge.Change, v knowledge.Version) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.items[s.version]
	s.version++
	now := make(map[knowledge.Ref]knowledge.Item, len(items))
	var touched []knowledge.Ref
	for _, i := range items {
		now[i.Ref()] = i
		if old, ok := before[i.Ref()]; !ok || string(old.Body) != string(i.Body) {
			touched = append(touched, i.Ref())
		}
	}
	for ref := range before {
		if _, ok := now[ref]; !ok {
			touched = append(touched, ref)
		}
	}
	s.items[s.version] = now
	for _, c := range changes {
		if s.changes[c.Ref].Rev == c.Rev {
			delete(s.changes, c.Ref)
			if !slices.Contains(touched, c.Ref) {
				touched = append(touched, c.Ref)
			}
		}
	}
	step := knowledge.StepPublish
	if v.Of > 0 {
		step = knowledge.StepRollback
	}
	for _, ref := range touched {
		s.add(ref, knowledge.Act{By: v.By, ByName: v.ByName, At: v.At, Step: step}, now[ref].Body, v.Note, s.version)
	}
	return s.version
}

// add notes a revision.
func (s *Store) add(ref knowledge.Ref, a knowledge.Act, body []byte, note string, version int64) {
	s.rev++
	s.revisions = append(s.revisions, knowledge.Revision{
		Ref: ref, Rev: s.rev, Step: a.Step, Body: body, By: a.By, ByName: a.ByName, At: a.At, Note: note, Version: version,
	})
}

// Working implements editing.Store.
func (s *Store) Working(_ context.Context, version, rev int64) (knowledge.Working, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := knowledge.Working{Version: s.version, Rev: s.rev}
	before := s.items[version]
	for ref, i := range s.items[s.version] {
		if old, ok := before[ref]; !ok || old.Position != i.Position || string(old.Body) != string(i.Body) {
			w.Live = append(w.Live, i)
		}
	}
	for ref := range before {
		if _, ok := s.items[s.version][ref]; !ok {
			w.Gone = append(w.Gone, ref)
		}
	}
	tips, live := map[knowledge.Ref]knowledge.Revision{}, map[knowledge.Ref]knowledge.Revision{}
	for _, r := range s.revisions {
		of := r
		switch r.Step {
		case knowledge.StepPublish, knowledge.StepRollback:
			live[r.Ref] = r
		case knowledge.StepDiscard:
			of = live[r.Ref] // the zero one of what never was
		}
		if r.Rev > rev {
			tips[r.Ref] = knowledge.Revision{Ref: r.Ref, Rev: r.Rev, By: of.By, ByName: of.ByName, At: of.At}
		}
	}
	for ref, t := range tips {
		w.Tips = append(w.Tips, t)
		if c, ok := s.changes[ref]; ok {
			w.Changes = append(w.Changes, c)
		}
	}
	return w, nil
}

// last returns the newest revision of a piece, the zero one where it has none.
func (s *Store) last(ref knowledge.Ref) knowledge.Revision {
	for _, r := range slices.Backward(s.revisions) {
		if r.Ref == ref {
			return r
		}
	}
	return knowledge.Revision{Ref: ref}
}

// Edit implements editing.Store.
func (s *Store) Edit(_ context.Context, a knowledge.Act, edits []knowledge.Edit) (clashes []knowledge.Revision, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range edits {
		c, changed := s.changes[e.Ref]
		_, live := s.items[s.version][e.Ref]
		last := s.last(e.Ref)
		now := last.Rev
		if changed {
			now = c.Rev
		}
		if e.Base != now && (e.Base != 0 || changed || live) {
			clashes = append(clashes, last)
		}
	}
	if len(clashes) > 0 {
		return clashes, nil
	}
	if err := s.current(a, edits); err != nil {
		return nil, err
	}
	for _, e := range edits {
		if e.AsLive {
			s.discard(a, knowledge.RefRev{Ref: e.Ref, Rev: e.Base}, e.Note)
			continue
		}
		s.add(e.Ref, a, e.Body, e.Note, 0)
		s.changes[e.Ref] = knowledge.Change{
			Ref: e.Ref, Position: e.Position, Body: e.Body, Rev: s.rev, State: e.State, By: a.By, ByName: a.ByName, At: a.At, Note: e.Note,
		}
	}
	return nil, nil
}

// current refuses what was checked before others changed what it may lean on.
func (s *Store) current(a knowledge.Act, edits []knowledge.Edit) error {
	removes := slices.ContainsFunc(edits, func(e knowledge.Edit) bool { return e.Body == nil })
	for _, r := range s.revisions {
		if a.Seen == 0 || r.Rev <= a.Seen || slices.ContainsFunc(edits, func(e knowledge.Edit) bool { return e.Ref == r.Ref }) {
			continue
		}
		c, changed := s.changes[r.Ref]
		_, live := s.items[s.version][r.Ref]
		if removes || changed && c.Body == nil || !changed && !live {
			return fault.New(fault.Conflict, "刚刚有人修改了相关的内容，您的修改没有保存，请再试一次")
		}
	}
	return nil
}

func (s *Store) discard(a knowledge.Act, r knowledge.RefRev, note string) bool {
	if c, ok := s.changes[r.Ref]; !ok || c.Rev != r.Rev {
		return false
	}
	delete(s.changes, r.Ref)
	a.Step = knowledge.StepDiscard
	s.add(r.Ref, a, s.items[s.version][r.Ref].Body, note, 0)
	return true
}

// Move implements editing.Store.
func (s *Store) Move(_ context.Context, a knowledge.Act, refs []knowledge.RefRev) (stale []knowledge.Ref, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	states := map[knowledge.Step]knowledge.ChangeState{
		knowledge.StepSubmit: knowledge.InReview, knowledge.StepApprove: knowledge.Approved, knowledge.StepReturn: knowledge.Drafted,
	}
	for _, r := range refs {
		c, ok := s.changes[r.Ref]
		switch {
		case !ok || c.Rev != r.Rev:
			stale = append(stale, r.Ref)
		case a.Step == knowledge.StepDiscard:
			s.discard(a, r, a.Note)
		case states[a.Step] == "":
			return nil, fault.New(fault.Invalid, "a change cannot be moved by %q", a.Step)
		default:
			s.add(r.Ref, a, c.Body, a.Note, 0)
			c.State, c.Rev, c.Note = states[a.Step], s.rev, a.Note
			s.changes[r.Ref] = c
		}
	}
	return stale, nil
}

// Revisions implements editing.Store.
func (s *Store) Revisions(_ context.Context, ref knowledge.Ref, limit int) (list []knowledge.Revision, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range slices.Backward(s.revisions) {
		if r.Ref == ref && len(list) < limit {
			list = append(list, r)
		}
	}
	return list, nil
}
