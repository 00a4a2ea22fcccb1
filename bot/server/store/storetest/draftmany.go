package storetest

import (
	"context"
	"fmt"
	"testing"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// many is more edits than are stored in one go.
const many = 700

// draftMany takes what many edits at once can do to pieces, those around the
// first few hundred too, through a whole life.
func draftMany(t *testing.T, s Store) {
	ctx := context.Background()
	published(t, s, knowledge.Version{By: "op"}, nil, item("gone", "g1"), item("back", "b1"), item("still", "s1"), item("twice", "t1"))
	base := map[string]int64{}
	for _, tip := range working(t, s, 0, 0).Tips {
		base[tip.ID] = tip.Rev
	}
	edited(t, s, knowledge.StepSave, "e1", edit("back", "b2", base["back"]), edit("twice", "t2", base["twice"]))
	before := working(t, s, 0, 0)
	for _, c := range before.Changes {
		base[c.ID] = c.Rev
	}
	asLive := func(id, body string) knowledge.Edit {
		e := edit(id, body, base[id])
		e.AsLive = true
		return e
	}
	edits := make([]knowledge.Edit, 0, many)
	for i := range many {
		e := edit(fmt.Sprint("n", i), fmt.Sprint("body ", i), 0)
		e.Position, e.Note = i, "表格"
		edits = append(edits, e)
	}
	edits = append(edits, edit("gone", "", base["gone"]), asLive("back", "b1"), asLive("still", "s1"), edit("twice", "t3", base["twice"]))
	rev := edited(t, s, knowledge.StepImport, "e2", edits...)

	w := working(t, s, before.Version, before.Rev)
	if w.Rev != rev || len(w.Changes) != many+2 || len(w.Tips) != many+3 {
		t.Fatalf("since the import: rev %d of %d, %d changes, %d tips", w.Rev, rev, len(w.Changes), len(w.Tips))
	}
	saved := map[string]knowledge.Change{}
	for _, c := range w.Changes {
		saved[c.ID] = c
	}
	last := fmt.Sprint("n", many-1)
	want(t, knowledge.Change{
		Ref: ref(last), Position: many - 1, Body: fmt.Append(nil, "body ", many-1), Rev: saved[last].Rev, State: knowledge.Drafted,
		By: "e2", ByName: "小e2", At: Now(), Note: "表格",
	}, saved[last])
	if saved["gone"].Body != nil || string(saved["twice"].Body) != "t3" {
		t.Errorf("gone is %+v, twice %+v", saved["gone"], saved["twice"])
	}
	want(t, []string{"import ", "publish g1"}, steps(t, s, "gone"))
	want(t, []string{"discard b1", "save b2", "publish b1"}, steps(t, s, "back"))
	want(t, []string{"publish s1"}, steps(t, s, "still"))
	want(t, []string{"import t3", "save t2", "publish t1"}, steps(t, s, "twice"))

	// What came of it is a change like any other.
	stale, err := s.Move(ctx, act(knowledge.StepApprove, "e1"), []knowledge.RefRev{{Ref: ref("n0"), Rev: saved["n0"].Rev}})
	check(t, err)
	want(t, 0, len(stale))
	edited(t, s, knowledge.StepSave, "e1", edit("n1", "mine", saved["n1"].Rev))
	want(t, []string{"approve body 0", "import body 0"}, steps(t, s, "n0"))
	want(t, []string{"save mine", "import body 1"}, steps(t, s, "n1"))
	published(t, s, knowledge.Version{By: "e1"}, []knowledge.Change{saved["n2"]}, item("n2", "body 2"))
	want(t, []string{"publish body 2", "import body 2"}, steps(t, s, "n2"))
	for _, c := range working(t, s, 0, 0).Changes {
		if c.ID == "n1" && string(c.Body) != "mine" {
			t.Errorf("n1 says %q", c.Body)
		}
	}
}

// draftManyConflict changes a piece of each end of many edits.
func draftManyConflict(t *testing.T, s Store) {
	ctx := context.Background()
	edits := make([]knowledge.Edit, many)
	for i := range edits {
		edits[i] = edit(fmt.Sprint("n", i), "theirs", 0)
	}
	edited(t, s, knowledge.StepSave, "e1", edit("n0", "mine", 0), edit(fmt.Sprint("n", many-1), "mine", 0))
	before := working(t, s, 0, 0)
	for range 2 { // the second time like the first: nothing of it is left
		clashes, err := s.Edit(ctx, act(knowledge.StepImport, "e2"), edits)
		check(t, err)
		if len(clashes) != 2 || clashes[0].ID != "n0" || string(clashes[1].Body) != "mine" {
			t.Errorf("clashes: %+v", clashes)
		}
		want(t, before, working(t, s, 0, 0))
	}
	edits[many/2].Body = []byte("\x00")
	_, err := s.Edit(ctx, act(knowledge.StepImport, "e2"), edits)
	wantKind(t, err, fault.Invalid)
	want(t, before, working(t, s, 0, 0))
}
