package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
)

// meanwhile is a working copy in which somebody else does something between the
// check of a step and its end.
type meanwhile struct {
	*store.Store
	do func()
}

func (m *meanwhile) others() {
	do := m.do
	m.do = func() {}
	do()
}

func (m *meanwhile) Edit(ctx context.Context, a knowledge.Act, edits []knowledge.Edit) ([]knowledge.Revision, error) {
	m.others()
	return m.Store.Edit(ctx, a, edits)
}

func (m *meanwhile) Move(ctx context.Context, a knowledge.Act, refs []knowledge.RefRev) ([]knowledge.Ref, error) {
	m.others()
	return m.Store.Move(ctx, a, refs)
}

// TestNobodyNamesWhatIsGone: of who removes an entry and who saves a rule that
// names it at the same moment, the second is refused for what the first did.
func TestNobodyNamesWhatIsGone(t *testing.T) {
	removes := func(e *editing.Service, d *editing.Draft, id string) error {
		p, _ := d.Entry(id)
		_, err := e.Save(t.Context(), chat.Staff{ID: "e1"}, knowledge.StepSave, []knowledge.Edit{{Ref: p.Ref, Base: p.Rev, Position: p.Position}})
		return err
	}
	bulk := func(e *editing.Service, _ *editing.Draft, id string) error {
		_, skipped, err := e.Bulk(t.Context(), chat.Staff{ID: "e1"}, []string{id}, editing.ActRemove, "")
		return notTaken(skipped, err)
	}
	discards := func(e *editing.Service, d *editing.Draft, id string) error {
		p, _ := d.Entry(id)
		_, skipped, err := e.Move(t.Context(), chat.Staff{ID: "e1"}, knowledge.StepDiscard, []knowledge.RefRev{{Ref: p.Ref, Rev: p.Rev}}, "")
		return notTaken(skipped, err)
	}
	names := func(e *editing.Service, _ *editing.Draft, id string) error {
		body, err := json.Marshal(map[string]any{"id": "named", "any": []string{"新品"}, "action": "answer", "entry": id})
		if err != nil {
			return err
		}
		_, err = e.Save(t.Context(), chat.Staff{ID: "e2"}, knowledge.StepSave, []knowledge.Edit{{Ref: knowledge.Ref{Kind: pack.KindRule, ID: "named"}, Position: 9, Body: body}})
		return err
	}
	for name, c := range map[string]struct {
		first, second func(*editing.Service, *editing.Draft, string) error
		says          string
	}{
		"RemovedAfterItWasNamed":   {names, removes, "不能删除：规则 named 还在引用它"},
		"InBulk":                   {names, bulk, "不能删除：规则 named 还在引用它"},
		"DiscardedAfterItWasNamed": {names, discards, "不能删除：规则 named 还在引用它"},
		"NamedAfterItWasRemoved":   {removes, names, "没有「news」这个条目"},
		"NamedAfterItWasDiscarded": {discards, names, "没有「news」这个条目"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := pack.Read(trialPack())
			if err != nil {
				t.Fatal(err)
			}
			items, err := p.Items()
			if err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), storeName)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			if _, err := s.Publish(t.Context(), items, nil, imported(time.Now(), "")); err != nil {
				t.Fatal(err)
			}
			m := &meanwhile{Store: s, do: func() {}}
			e, err := editing.New(editing.Options{
				Store: m, Live: func() *bot.Content { return nil }, Sounds: pinyin.New(), Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := e.Create(t.Context(), chat.Staff{ID: "e1"}, []byte(`{"id":"news","question":"有什么新品","answer":"有。"}`), ""); err != nil {
				t.Fatal(err)
			}
			d, err := e.Draft(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			m.do = func() {
				if err := c.first(e, d, "news"); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			if err := c.second(e, d, "news"); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the second: %v, want %s", err, c.says)
			}
			if d, err = e.Draft(t.Context()); err == nil {
				_, err = d.Pack()
			}
			if err != nil {
				t.Errorf("the working copy makes no content: %v", err)
			}
		})
	}
}

// notTaken makes an error of why a step was not taken.
func notTaken(skipped []editing.Skip, err error) error {
	for _, s := range skipped {
		err = errors.Join(err, errors.New(s.Reason))
	}
	return err
}
