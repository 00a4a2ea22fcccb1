package editing

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// flowsDraft is a working copy with an entry and a rule that start a flow each, and
// a flow that nothing starts.
func flowsDraft(t *testing.T) (*Service, *Draft) {
	t.Helper()
	flow := func(id string) string {
		return `{"id":"` + id + `","name":"开票","slots":[{"name":"order","label":"订单号","kind":"entity","entity":"order_no","ask":"订单号？"}],"end":{"do":"handoff"}}`
	}
	w := knowledge.Working{Version: 1, Rev: 1}
	for i, p := range [][3]string{
		{pack.KindEntry, "how", `{"id":"how","question":"怎么开票","answer":"这样","flow":"by-entry"}`},
		{pack.KindRule, "r", `{"id":"r","any":["开票"],"action":"flow","flow":"by-rule"}`},
		{pack.KindFlow, "by-entry", flow("by-entry")}, {pack.KindFlow, "by-rule", flow("by-rule")}, {pack.KindFlow, "idle", flow("idle")},
	} {
		w.Live = append(w.Live, knowledge.Item{Kind: p[0], ID: p[1], Position: i, Body: []byte(p[2])})
	}
	s := newServiceOf(t, w)
	d, err := s.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, d
}

func TestFlowsAreCheckedWithWhatStartsThem(t *testing.T) {
	_, d := flowsDraft(t)
	edit := func(kind, id, body string) knowledge.Edit {
		e := knowledge.Edit{Ref: knowledge.Ref{Kind: kind, ID: id}}
		if body != "" {
			e.Body = []byte(body)
		}
		return e
	}
	for name, tc := range map[string]struct {
		edit knowledge.Edit
		want string // a piece of the first problem; "" = none
	}{
		"StartedByAnEntry": {edit(pack.KindFlow, "by-entry", ""), "不能删除：条目「怎么开票」（how）还在引用它"},
		"StartedByARule":   {edit(pack.KindFlow, "by-rule", ""), "不能删除：规则 r 还在引用它"},
		"StartedByNothing": {edit(pack.KindFlow, "idle", ""), ""},
		"UnknownOfARule":   {edit(pack.KindRule, "r", `{"id":"r","any":["开票"],"action":"flow","flow":"none"}`), "没有「none」这个流程"},
		"UnknownOfAnEntry": {edit(pack.KindEntry, "how", `{"id":"how","question":"怎么开票","answer":"这样","flow":"none"}`), "没有「none」这个流程"},
		"UnknownSlot": {edit(pack.KindFlow, "idle", `{"id":"idle","name":"开票","slots":[{"name":"order","label":"订单号","kind":"entity","entity":"order_no","ask":"订单号？"}],"end":{"do":"answer","say":"{shoe}"}}`),
			"没有 {shoe} 这个词槽"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.check([]knowledge.Edit{tc.edit})
			var found Problems
			errors.As(err, &found)
			switch {
			case tc.want == "" && err != nil:
				t.Error(err)
			case tc.want != "" && (len(found) == 0 || !strings.Contains(found[0].Text, tc.want)):
				t.Errorf("%v, want %s", found, tc.want)
			}
		})
	}
}

func TestFlowThatNothingStartsIsWarnedOf(t *testing.T) {
	s, d := flowsDraft(t)
	for id, want := range map[string]int{"by-entry": 0, "by-rule": 0, "idle": 1} {
		ref := knowledge.Ref{Kind: pack.KindFlow, ID: id}
		got, err := s.Check(t.Context(), knowledge.Edit{Ref: ref, Body: json.RawMessage(d.pieces[ref].live.Body)})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Problems) > 0 || len(got.Warnings) != want {
			t.Errorf("%s: %v %v, want %d warnings", id, got.Problems, got.Warnings, want)
		}
	}
}
