package storetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

func draftTests() []namedTest {
	return []namedTest{
		{"AChangeGoesItsWay", draftLife},
		{"WhoComesSecondStoresNothing", draftConflict},
		{"ADraftThatIsLiveIsNoChange", draftAsLive},
		{"WhoDiscardsHasChangedNothing", draftDiscarded},
		{"APublishTakesWhatItWasShown", draftPublish},
		{"ARollbackIsAStepOfEveryPiece", draftRollback},
		{"BadEditsAreRefused", draftBad},
		{"WhatWasCheckedAgainstOthersIsCurrent", draftSeen},
		{"ManyEditsAreLikeOne", draftMany},
		{"ManyEditsAreStoredAllOrNone", draftManyConflict},
	}
}

func ref(id string) knowledge.Ref { return knowledge.Ref{Kind: "entry", ID: id} }

// act is a step of an editor.
func act(step knowledge.Step, by string) knowledge.Act {
	return knowledge.Act{By: by, ByName: "小" + by, At: Now(), Step: step}
}

func edit(id, body string, base int64) knowledge.Edit {
	e := knowledge.Edit{Ref: ref(id), Base: base, State: knowledge.Drafted}
	if body != "" {
		e.Body = []byte(body)
	}
	return e
}

// published stores items as the next version.
func published(t *testing.T, s Store, v knowledge.Version, changes []knowledge.Change, items ...knowledge.Item) int64 {
	t.Helper()
	v.At = Now()
	n, err := s.Publish(context.Background(), items, changes, v)
	check(t, err)
	return n
}

func item(id, body string) knowledge.Item {
	return knowledge.Item{Kind: "entry", ID: id, Body: []byte(body)}
}

// edited stores edits, which must not clash, and returns the last revision.
func edited(t *testing.T, s Store, step knowledge.Step, by string, edits ...knowledge.Edit) int64 {
	t.Helper()
	clashes, err := s.Edit(context.Background(), act(step, by), edits)
	check(t, err)
	if len(clashes) > 0 {
		t.Fatalf("clashes: %+v", clashes)
	}
	return working(t, s, 0, 0).Rev
}

func working(t *testing.T, s Store, version, rev int64) knowledge.Working {
	t.Helper()
	w, err := s.Working(context.Background(), version, rev)
	check(t, err)
	slices.SortFunc(w.Tips, func(a, b knowledge.Revision) int { return cmp.Compare(a.Rev, b.Rev) })
	return w
}

// steps are what became of a piece, newest first: "save x", "publish y 2".
func steps(t *testing.T, s Store, id string) (out []string) {
	t.Helper()
	list, err := s.Revisions(context.Background(), ref(id), 100)
	check(t, err)
	for _, r := range list {
		out = append(out, string(r.Step)+" "+string(r.Body))
	}
	return out
}

func want(t *testing.T, want, got any) {
	t.Helper()
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func draftLife(t *testing.T, s Store) {
	ctx := context.Background()
	version := published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"), item("b", "b1"))
	before := working(t, s, 0, 0)
	if before.Version != version || len(before.Live) != 2 || len(before.Changes) != 0 || len(before.Tips) != 2 {
		t.Fatalf("at first %+v", before)
	}
	base := before.Tips[0].Rev
	rev := edited(t, s, knowledge.StepSave, "e1", edit("a", "a2", base), edit("c", "c1", 0))
	w := working(t, s, version, before.Rev)
	if len(w.Live) != 0 || len(w.Gone) != 0 || len(w.Changes) != 2 || len(w.Tips) != 2 || w.Rev != rev || rev <= before.Rev {
		t.Fatalf("after a save %+v", w)
	}
	c := w.Changes[0]
	want(t, knowledge.Change{Ref: ref("a"), Body: []byte("a2"), Rev: c.Rev, State: knowledge.Drafted, By: "e1", ByName: "小e1", At: Now()}, c)

	a := act(knowledge.StepSubmit, "e2")
	a.Note = "请看"
	stale, err := s.Move(ctx, a, []knowledge.RefRev{{Ref: ref("a"), Rev: c.Rev}, {Ref: ref("c"), Rev: 1}, {Ref: ref("b")}})
	check(t, err)
	want(t, []knowledge.Ref{ref("c"), ref("b")}, stale)
	w = working(t, s, version, rev)
	want(t, []knowledge.Change{{Ref: ref("a"), Body: []byte("a2"), Rev: w.Rev, State: knowledge.InReview, By: "e1", ByName: "小e1", At: Now(), Note: "请看"}}, w.Changes)
	want(t, []string{"submit a2", "save a2", "publish a1"}, steps(t, s, "a"))

	_, err = s.Move(ctx, act(knowledge.StepDiscard, "e1"), []knowledge.RefRev{{Ref: ref("a"), Rev: w.Rev}})
	check(t, err)
	w = working(t, s, version, w.Rev)
	if len(w.Changes) != 0 || len(w.Tips) != 1 {
		t.Errorf("after it was given up %+v", w)
	}
	want(t, []string{"discard a1", "submit a2", "save a2", "publish a1"}, steps(t, s, "a"))
}

func draftConflict(t *testing.T, s Store) {
	ctx := context.Background()
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"), item("b", "b1"))
	tips := working(t, s, 0, 0).Tips
	edited(t, s, knowledge.StepSave, "e1", edit("a", "mine", tips[0].Rev))
	before := working(t, s, 0, 0)
	for name, edits := range map[string][]knowledge.Edit{
		"since it was saved":     {edit("b", "b2", tips[1].Rev), edit("a", "theirs", tips[0].Rev)},
		"as if it were new":      {edit("a", "theirs", 0)},
		"gone":                   {edit("a", "", tips[0].Rev)},
		"of the future":          {edit("a", "theirs", 99)},
		"new, of something live": {edit("b", "theirs", 0)},
	} {
		clashes, err := s.Edit(ctx, act(knowledge.StepSave, "e2"), edits)
		check(t, err)
		if len(clashes) != 1 {
			t.Errorf("%s: %d clashes", name, len(clashes))
			continue
		}
		if r := clashes[0]; r.ID == "a" && (r.By != "e1" || string(r.Body) != "mine" || !r.At.Equal(Now())) {
			t.Errorf("%s: clashes with %+v", name, r)
		}
	}
	if d := gocmp.Diff(before, working(t, s, 0, 0)); d != "" {
		t.Errorf("a refused edit changed (-before +after):\n%s", d)
	}
	// A publish is a step as well: who began before it is told.
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"), item("b", "new"))
	clashes, err := s.Edit(ctx, act(knowledge.StepSave, "e2"), []knowledge.Edit{edit("b", "b2", tips[1].Rev)})
	check(t, err)
	if len(clashes) != 1 || clashes[0].Step != knowledge.StepPublish || string(clashes[0].Body) != "new" {
		t.Errorf("over a publish: %+v", clashes)
	}
}

func draftAsLive(t *testing.T, s Store) {
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"))
	tip := working(t, s, 0, 0).Rev
	back := func(base int64) knowledge.Edit {
		e := edit("a", "a1", base)
		e.AsLive = true
		return e
	}
	if rev := edited(t, s, knowledge.StepSave, "e1", back(tip)); rev != tip {
		t.Errorf("nothing happened, and the revision is %d, not %d", rev, tip)
	}
	rev := edited(t, s, knowledge.StepSave, "e1", edit("a", "a2", tip))
	edited(t, s, knowledge.StepSave, "e1", back(rev))
	if w := working(t, s, 0, 0); len(w.Changes) != 0 {
		t.Errorf("changes are left: %+v", w.Changes)
	}
	want(t, []string{"discard a1", "save a2", "publish a1"}, steps(t, s, "a"))
}

// draftDiscarded: of what was changed and is as it is live again, the last change is
// the one that went live, whichever way it came back.
func draftDiscarded(t *testing.T, s Store) {
	ctx := context.Background()
	published(t, s, knowledge.Version{By: "op", ByName: "小op"}, nil, item("a", "a1"), item("b", "b1"))
	live := working(t, s, 0, 0)
	later := func(step knowledge.Step) knowledge.Act {
		a := act(step, "e1")
		a.At = a.At.Add(time.Hour)
		return a
	}
	_, err := s.Edit(ctx, later(knowledge.StepSave), []knowledge.Edit{edit("a", "a2", live.Tips[0].Rev), edit("b", "b2", live.Tips[1].Rev), edit("new", "n", 0)})
	check(t, err)
	changed := working(t, s, 0, 0)
	back := edit("b", "b1", changed.Tips[1].Rev)
	back.AsLive = true
	_, err = s.Edit(ctx, later(knowledge.StepSave), []knowledge.Edit{back})
	check(t, err)
	stale, err := s.Move(ctx, later(knowledge.StepDiscard), []knowledge.RefRev{{Ref: ref("a"), Rev: changed.Tips[0].Rev}})
	check(t, err)
	want(t, 0, len(stale))

	tip := func(id string, rev int64) knowledge.Revision {
		return knowledge.Revision{Ref: ref(id), Rev: rev, By: "op", ByName: "小op", At: Now()}
	}
	discarded := []knowledge.Revision{tip("b", changed.Rev+1), tip("a", changed.Rev+2)}
	want(t, discarded, working(t, s, changed.Version, changed.Rev).Tips)
	all := working(t, s, 0, 0).Tips
	if len(all) != 3 || all[0].By != "e1" || !all[0].At.Equal(Now().Add(time.Hour)) {
		t.Errorf("a change that stays: %+v", all)
	}
	want(t, discarded, all[1:])
	at, err := s.EntriesChanged(ctx)
	check(t, err)
	want(t, map[string]time.Time{"a": Now(), "b": Now()}, at)
}

func draftPublish(t *testing.T, s Store) {
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"), item("b", "b1"), item("c", "c1"))
	tips := working(t, s, 0, 0).Tips
	edited(t, s, knowledge.StepSave, "e1", edit("a", "a2", tips[0].Rev), edit("b", "", tips[1].Rev), edit("c", "c2", tips[2].Rev))
	changes := working(t, s, 0, 0).Changes
	// While it is built, somebody saves c again: that stays for the next time.
	edited(t, s, knowledge.StepSave, "e2", edit("c", "c3", changes[2].Rev))
	before := working(t, s, 0, 0)
	version := published(t, s, knowledge.Version{By: "e1", ByName: "小e1", Note: "双十一"}, changes, item("a", "a2"), item("c", "c2"))
	w := working(t, s, before.Version, before.Rev)
	if w.Version != version || len(w.Live) != 2 || len(w.Changes) != 1 || w.Changes[0].Rev != before.Changes[2].Rev {
		t.Errorf("since the publish %+v", w) // below c there is something else now
	}
	want(t, []knowledge.Ref{ref("b")}, w.Gone)
	all := working(t, s, 0, 0)
	if len(all.Changes) != 1 || string(all.Changes[0].Body) != "c3" {
		t.Errorf("left are %+v", all.Changes)
	}
	want(t, []string{"publish a2", "save a2", "publish a1"}, steps(t, s, "a"))
	want(t, []string{"publish ", "save ", "publish b1"}, steps(t, s, "b"))
	list, err := s.Revisions(context.Background(), ref("a"), 1)
	check(t, err)
	if r := list[0]; r.Version != version || r.ByName != "小e1" || r.Note != "双十一" {
		t.Errorf("the last revision is %+v", r)
	}
}

func draftRollback(t *testing.T, s Store) {
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"))
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a2"), item("b", "b2"))
	published(t, s, knowledge.Version{By: "op", Of: 1}, nil, item("a", "a1"))
	want(t, []string{"rollback a1", "publish a2", "publish a1"}, steps(t, s, "a"))
	want(t, []string{"rollback ", "publish b2"}, steps(t, s, "b"))
	// What is gone can be written anew by who never saw it.
	edited(t, s, knowledge.StepSave, "e1", edit("b", "b3", 0))
}

func draftBad(t *testing.T, s Store) {
	ctx := context.Background()
	for _, bad := range []knowledge.Edit{{}, {Ref: knowledge.Ref{Kind: "entry"}}, edit("a", "\xff", 0), edit("a", "\x00", 0)} {
		_, err := s.Edit(ctx, act(knowledge.StepSave, "e1"), []knowledge.Edit{edit("ok", "x", 0), bad})
		wantKind(t, err, fault.Invalid)
	}
	edited(t, s, knowledge.StepSave, "e1", edit("a", "a1", 0))
	rev := working(t, s, 0, 0).Rev
	_, err := s.Move(ctx, act(knowledge.StepPublish, "e1"), []knowledge.RefRev{{Ref: ref("a"), Rev: rev}})
	wantKind(t, err, fault.Invalid)
	if w := working(t, s, 0, 0); len(w.Changes) != 1 || w.Rev != rev {
		t.Errorf("stored %+v", w)
	}
}

// draftSeen: one removes a piece while the other saves one that may name it. Who
// comes second is refused, in either order, and may come again when he has looked.
func draftSeen(t *testing.T, s Store) {
	ctx := context.Background()
	published(t, s, knowledge.Version{By: "op"}, nil, item("a", "a1"), item("b", "b1"), item("c", "c1"))
	base := map[string]int64{}
	for _, tip := range working(t, s, 0, 0).Tips {
		base[tip.ID] = tip.Rev
	}
	seen := working(t, s, 0, 0).Rev
	try := func(seen int64, edits ...knowledge.Edit) error {
		t.Helper()
		a := act(knowledge.StepSave, "e1")
		a.Seen = seen
		clashes, err := s.Edit(ctx, a, edits)
		if len(clashes) > 0 {
			t.Errorf("clashes: %+v", clashes)
		}
		return err
	}
	check(t, try(seen, edit("b", "names a", base["b"])))
	before := working(t, s, 0, 0)
	wantKind(t, try(seen, edit("a", "", base["a"])), fault.Conflict)
	want(t, before, working(t, s, 0, 0))
	check(t, try(seen, edit("c", "c2", base["c"]))) // nothing is gone
	check(t, try(working(t, s, 0, 0).Rev, edit("a", "", base["a"])))

	seen = before.Rev // before c2, and before a was gone
	now := working(t, s, 0, 0)
	wantKind(t, try(seen, edit("d", "names a", 0)), fault.Conflict)
	big := make([]knowledge.Edit, many)
	for i := range big {
		big[i] = edit(fmt.Sprint("n", i), "names a", 0)
	}
	wantKind(t, try(seen, big...), fault.Conflict)
	want(t, now, working(t, s, 0, 0))
	check(t, try(now.Rev, edit("d", "names c", 0)))

	// To give up a new piece is to remove it.
	d := working(t, s, 0, now.Rev).Changes[0]
	give := act(knowledge.StepDiscard, "e1")
	give.Seen = now.Rev - 1
	_, err := s.Move(ctx, give, []knowledge.RefRev{{Ref: d.Ref, Rev: d.Rev}})
	wantKind(t, err, fault.Conflict)
	give.Seen = d.Rev
	stale, err := s.Move(ctx, give, []knowledge.RefRev{{Ref: d.Ref, Rev: d.Rev}})
	check(t, err)
	want(t, 0, len(stale))
	wantKind(t, try(now.Rev, edit("e", "names d", 0)), fault.Conflict)
}
