package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
)

// newWorking returns a working copy over a data base of its own whose first
// version is p.
func newWorking(t testing.TB, p *pack.Pack) (*editing.Service, *store.Store) {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "yiwen.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(context.Background(), items, nil, knowledge.Version{By: "operator", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return workingOver(t, s), s
}

// workingOver returns another service over the data base.
func workingOver(t testing.TB, s *store.Store) *editing.Service {
	t.Helper()
	e, err := editing.New(editing.Options{
		Store: s, Live: func() *bot.Content { return nil }, Sounds: pinyin.New(), Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// large returns the demo's pack with so many entries: its own again and again,
// each time with another number.
func large(t testing.TB, n int) *pack.Pack {
	t.Helper()
	p, err := pack.Read(os.DirFS("../../testdata/xingka"))
	if err != nil {
		t.Fatal(err)
	}
	own := slices.Clone(p.Entries)
	for i := len(own); i < n; i++ {
		e := own[i%len(own)]
		round := i / len(own)
		e.ID = fmt.Sprintf("%s-%d", e.ID, round)
		e.Question = fmt.Sprintf("%s（%d）", e.Question, round)
		e.Category = fmt.Sprintf("%s/第%d组", e.Category, round%10)
		p.Entries = append(p.Entries, e)
	}
	return p
}

// BenchmarkWorkingCopy measures what editors of 20,000 entries wait for.
func BenchmarkWorkingCopy(b *testing.B) {
	ctx := context.Background()
	by := chat.Staff{ID: "editor1", Name: "小编"}
	w, s := newWorking(b, large(b, 20_000))
	run := func(name string, f func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				f(b)
			}
			// What it costs also where others use the machine.
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
	draft := func(b *testing.B, w *editing.Service) *editing.Draft {
		d, err := w.Draft(ctx)
		if err != nil {
			b.Fatal(err)
		}
		return d
	}
	list := func(b *testing.B, f editing.Filter, sort editing.Sort) {
		l, err := w.List(ctx, draft(b, w), f, sort, 3, 50)
		if err != nil || len(l.Rows) == 0 {
			b.Fatal(l, err)
		}
	}
	run("load", func(b *testing.B) { draft(b, workingOver(b, s)) })
	run("unchanged", func(b *testing.B) { draft(b, w) })
	run("first search", func(b *testing.B) {
		w := workingOver(b, s)
		if _, err := w.List(ctx, draft(b, w), editing.Filter{Text: "到账"}, "", 1, 50); err != nil {
			b.Fatal(err)
		}
	})
	run("list", func(b *testing.B) { list(b, editing.Filter{}, editing.ByPosition) })
	run("list by question", func(b *testing.B) { list(b, editing.Filter{}, editing.ByQuestion) })
	run("list of a category", func(b *testing.B) {
		list(b, editing.Filter{Category: "商品服务", State: editing.StateLive}, editing.ByChange)
	})
	run("search words", func(b *testing.B) { list(b, editing.Filter{Text: "充值 到账"}, "") })
	run("search initials", func(b *testing.B) { list(b, editing.Filter{Text: "cz"}, "") })
	run("pack", func(b *testing.B) {
		if _, err := draft(b, workingOver(b, s)).Pack(); err != nil {
			b.Fatal(err)
		}
	})
	ids := slices.Collect(maps.Keys(entriesOf(draft(b, w))))
	slices.Sort(ids)
	n := 0
	run("save one", func(b *testing.B) {
		n++
		e, _ := draft(b, w).Entry(ids[n%len(ids)])
		body := encoded(b, func(v *knowledge.Entry) { v.Answer = fmt.Sprintf("%s %d", v.Answer, n) }, e.Value)
		_, err := w.Save(ctx, by, knowledge.StepSave, []knowledge.Edit{{Ref: e.Ref, Position: e.Position, Base: e.Rev, Body: body}})
		if err != nil {
			b.Fatal(err)
		}
	})
	run("bulk of all", func(b *testing.B) {
		n++
		changed, skipped, err := w.Bulk(ctx, by, ids, editing.ActOwner, fmt.Sprintf("editor-%d", n))
		if err != nil || changed != len(ids) {
			b.Fatal(changed, len(skipped), err)
		}
	})
	run("approve all and return", func(b *testing.B) {
		for _, act := range []editing.Action{editing.ActApprove, editing.ActReturn} {
			if changed, skipped, err := w.Bulk(ctx, by, ids, act, ""); err != nil || changed != len(ids) {
				b.Fatal(changed, len(skipped), err)
			}
		}
	})
	run("publish all", func(b *testing.B) {
		d := draft(b, w)
		items, changes, err := d.Approved()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Publish(ctx, items, changes, knowledge.Version{By: "editor1", At: time.Now()}); err != nil {
			b.Fatal(err)
		}
	})
}

// cpu is the time that processors spent on this program.
func cpu(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func encoded(t testing.TB, change func(*knowledge.Entry), e knowledge.Entry) []byte {
	t.Helper()
	change(&e)
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func entriesOf(d *editing.Draft) map[string]knowledge.Entry {
	out := map[string]knowledge.Entry{}
	for e := range d.Entries() {
		out[e.ID] = e.Value
	}
	return out
}

// TestWorkingCopy drives the working copy over a data base with whatever editors
// may do, and compares it with a plain model after each step.
func TestWorkingCopy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "yiwen-working")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(dir, "yiwen.db")})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		e, err := editing.New(editing.Options{
			Store: s, Live: func() *bot.Content { return nil }, Sounds: noSounds{}, Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		m := &modelCopy{s: s, e: e, live: map[string]string{}, changes: map[string]string{}, states: map[string]knowledge.ChangeState{}, steps: map[string]int{}}
		m.live["keep"] = "从不改动"
		m.store(t, nil, knowledge.Version{})
		t.Repeat(map[string]func(*rapid.T){
			"":        m.check,
			"save":    m.save,
			"remove":  m.remove,
			"move":    m.move,
			"publish": m.publish,
			"import":  m.imports,
		})
	})
}

// noSounds knows no character.
type noSounds struct{}

func (noSounds) Readings(rune) []string { return nil }

// modelCopy is what the working copy should be: answers by entry, "" = removed.
type modelCopy struct {
	s       *store.Store
	e       *editing.Service
	live    map[string]string
	changes map[string]string
	states  map[string]knowledge.ChangeState
	steps   map[string]int // how many revisions each has
	rev     int64
}

func anyEntry() *rapid.Generator[string] { return rapid.SampledFrom([]string{"a", "b", "c", "d"}) }

func anyAnswer() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"一", "二", "三"})
}

func entryBody(t *rapid.T, id, answer string) []byte {
	body, err := json.Marshal(knowledge.Entry{ID: id, Question: "问题" + id, Answer: answer})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func (m *modelCopy) draft(t *rapid.T) *editing.Draft {
	d, err := m.e.Draft(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// saved is what an edit makes of the model.
func (m *modelCopy) saved(id, answer string) {
	now, live := m.live[id]
	old, changed := m.changes[id]
	switch {
	case live && now == answer, !live && answer == "": // as it is live
		if changed {
			m.steps[id]++
		}
		delete(m.changes, id)
		delete(m.states, id)
	case changed && old == answer: // nothing new
	default:
		m.changes[id], m.states[id] = answer, knowledge.Drafted
		m.steps[id]++
	}
}

func (m *modelCopy) edit(t *rapid.T, id, answer string) {
	d := m.draft(t)
	edit := knowledge.Edit{Ref: knowledge.Ref{Kind: pack.KindEntry, ID: id}}
	if answer != "" {
		edit.Body = entryBody(t, id, answer)
	}
	p, there := d.Piece(edit.Ref)
	if there {
		edit.Base, edit.Position = p.Rev, p.Position
	}
	stale := there && rapid.IntRange(0, 9).Draw(t, "stale") == 0
	if stale {
		edit.Base--
	}
	_, err := m.e.Save(context.Background(), chat.Staff{ID: "e1"}, knowledge.StepSave, []knowledge.Edit{edit})
	var conflict *editing.Conflict
	switch {
	case stale && !errors.As(err, &conflict):
		t.Fatalf("an edit of %s based on %d was taken (%v); it is at %d", id, edit.Base, err, p.Rev)
	case stale:
	case err != nil:
		t.Fatal(err)
	default:
		m.saved(id, answer)
	}
}

func (m *modelCopy) save(t *rapid.T) {
	m.edit(t, anyEntry().Draw(t, "entry"), anyAnswer().Draw(t, "answer"))
}

func (m *modelCopy) remove(t *rapid.T) {
	id := anyEntry().Draw(t, "entry")
	if _, ok := m.draft(t).Entry(id); !ok {
		t.Skip("is not there")
	}
	m.edit(t, id, "")
}

func (m *modelCopy) move(t *rapid.T) {
	step := rapid.SampledFrom([]knowledge.Step{knowledge.StepSubmit, knowledge.StepApprove, knowledge.StepReturn, knowledge.StepDiscard}).Draw(t, "step")
	var refs []knowledge.RefRev
	want := 0
	for c := range m.draft(t).Changes() {
		refs = append(refs, knowledge.RefRev{Ref: c.Ref, Rev: c.Rev})
		state := m.states[c.ID]
		switch {
		case step == knowledge.StepDiscard:
			delete(m.changes, c.ID)
			delete(m.states, c.ID)
		case step == knowledge.StepSubmit && state == knowledge.Drafted:
			m.states[c.ID] = knowledge.InReview
		case step == knowledge.StepApprove && state != knowledge.Approved:
			m.states[c.ID] = knowledge.Approved
		case step == knowledge.StepReturn && state != knowledge.Drafted:
			m.states[c.ID] = knowledge.Drafted
		default:
			continue
		}
		m.steps[c.ID]++
		want++
	}
	changed, skipped, err := m.e.Move(context.Background(), chat.Staff{ID: "e2"}, step, refs, "")
	if err != nil || changed != want || len(skipped) != len(refs)-want {
		t.Fatalf("%s moved %d of %d, skipped %v (%v), want %d", step, changed, len(refs), skipped, err, want)
	}
}

func (m *modelCopy) publish(t *rapid.T) {
	_, changes, err := m.draft(t).Approved()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if m.states[c.ID] != knowledge.Approved {
			t.Fatalf("%s would go live as %q", c.ID, m.states[c.ID])
		}
		if m.changes[c.ID] == "" {
			delete(m.live, c.ID)
		} else {
			m.live[c.ID] = m.changes[c.ID]
		}
		delete(m.changes, c.ID)
		delete(m.states, c.ID)
		m.steps[c.ID]++
	}
	m.store(t, changes, knowledge.Version{By: "e1"})
}

// imports replaces what is live, under the feet of every change.
func (m *modelCopy) imports(t *rapid.T) {
	id := anyEntry().Draw(t, "entry")
	if answer := anyAnswer().Draw(t, "answer"); m.live[id] != answer {
		m.live[id] = answer
		m.steps[id]++
	}
	m.store(t, nil, knowledge.Version{By: "operator"})
}

// store stores what should be live.
func (m *modelCopy) store(t *rapid.T, changes []knowledge.Change, v knowledge.Version) {
	var items []knowledge.Item
	for id, answer := range m.live {
		items = append(items, knowledge.Item{Kind: pack.KindEntry, ID: id, Body: entryBody(t, id, answer)})
	}
	v.At = time.Now()
	if _, err := m.s.Publish(context.Background(), items, changes, v); err != nil {
		t.Fatal(err)
	}
}

// check compares the working copy, the one that was loaded bit by bit and one
// that is loaded whole, with the model.
func (m *modelCopy) check(t *rapid.T) {
	want := maps.Clone(m.live)
	for id, answer := range m.changes {
		if answer == "" {
			delete(want, id)
		} else {
			want[id] = answer
		}
	}
	d := m.draft(t)
	if d.Rev < m.rev {
		t.Fatalf("the revision went back from %d to %d", m.rev, d.Rev)
	}
	m.rev = d.Rev
	fresh, err := editing.New(editing.Options{
		Store: m.s, Live: func() *bot.Content { return nil }, Sounds: noSounds{}, Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := fresh.Draft(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]*editing.Draft{"bit by bit": d, "whole": whole} {
		got, states := map[string]string{}, map[string]knowledge.ChangeState{}
		for e := range d.Entries() {
			got[e.ID] = e.Value.Answer
		}
		for c := range d.Changes() {
			states[c.ID] = c.State
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("loaded %s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(m.states, states); diff != "" {
			t.Fatalf("changes, loaded %s (-want +got):\n%s", name, diff)
		}
	}
	for id := range m.steps {
		ref := knowledge.Ref{Kind: pack.KindEntry, ID: id}
		list, err := m.s.Revisions(context.Background(), ref, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != m.steps[id] {
			t.Fatalf("%s has %d revisions, want %d", id, len(list), m.steps[id])
		}
		a, _ := d.Piece(ref)
		b, _ := whole.Piece(ref)
		if a.Rev != b.Rev || !a.At.Equal(b.At) || a.Rev != 0 && a.Change == nil && a.Rev != list[0].Rev {
			t.Fatalf("%s is at %d, whole at %d, its last revision is %d", id, a.Rev, b.Rev, list[0].Rev)
		}
	}
}

// TestACostlyRegexIsRefused: it is measured here, so here is a real clock.
func TestACostlyRegexIsRefused(t *testing.T) {
	e, _ := newWorking(t, large(t, 0))
	save := func(id string, regexes ...string) error {
		body, err := json.Marshal(map[string]any{"id": id, "regex": regexes, "action": "tag", "tags": []string{"x"}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = e.Save(context.Background(), chat.Staff{ID: "e1"}, knowledge.StepSave, []knowledge.Edit{{
			Ref: knowledge.Ref{Kind: pack.KindRule, ID: id}, Body: body,
		}})
		return err
	}
	var wrong editing.Problems
	err := save("dear", `(.{0,300}退){1,3}(.{0,300}款){1,3}$`)
	if !errors.As(err, &wrong) || !strings.Contains(wrong[0].Text, "这条正则太慢") || !strings.Contains(wrong[0].Text, "ms") {
		t.Errorf("a costly regex: %v", err)
	}
	if err := save("cheap", `退.{0,4}款`); err != nil {
		t.Errorf("an everyday one: %v", err)
	}
	many := make([]string, 400)
	for i := range many {
		many[i] = fmt.Sprintf(`(.{0,60}退){1,2}.{0,60}款%d$`, i)
	}
	if err := save("many", many...); !errors.As(err, &wrong) || !strings.Contains(wrong[len(wrong)-1].Text, "合起来太慢") || len(wrong) > 10 {
		t.Errorf("many that are nearly costly: %v", err)
	}
	d, err := e.Draft(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ref := knowledge.Ref{Kind: pack.KindSettings, ID: pack.KindSettings}
	p, _ := d.Piece(ref)
	settings, err := pack.ReadSettings(p.Value)
	if err != nil {
		t.Fatal(err)
	}
	settings.Entities.OrderNo = `(.{0,300}a){1,3}(.{0,300}b){1,3}z`
	body, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Save(context.Background(), chat.Staff{ID: "e1"}, knowledge.StepSave, []knowledge.Edit{{Ref: ref, Body: body, Base: p.Rev, Position: p.Position}})
	if !errors.As(err, &wrong) || !strings.Contains(wrong[0].Text, "这条正则太慢") || cmp.Diff([]any{"entities", "order_no"}, wrong[0].Path) != "" {
		t.Errorf("a costly order number: %v", err)
	}
}

// busyStore is a working copy in which somebody saves an entry before every edit
// of others.
type busyStore struct {
	*store.Store
	id string
}

func (b *busyStore) Edit(ctx context.Context, a knowledge.Act, edits []knowledge.Edit) ([]knowledge.Revision, error) {
	ref := knowledge.Ref{Kind: pack.KindEntry, ID: b.id}
	last, err := b.Revisions(ctx, ref, 1)
	if err != nil {
		return nil, err
	}
	e := knowledge.Edit{Ref: ref, Body: last[0].Body, Base: last[0].Rev, State: knowledge.Drafted}
	if _, err := b.Store.Edit(ctx, knowledge.Act{By: "busy", At: time.Now(), Step: knowledge.StepSave}, []knowledge.Edit{e}); err != nil {
		return nil, err
	}
	return b.Store.Edit(ctx, a, edits)
}

// TestBulkBesideABusyEditor does with all others what is to be done with all.
func TestBulkBesideABusyEditor(t *testing.T) {
	p := large(t, 0)
	_, s := newWorking(t, p)
	ids := []string{p.Entries[0].ID, p.Entries[1].ID, p.Entries[2].ID}
	e, err := editing.New(editing.Options{
		Store: &busyStore{s, ids[1]}, Live: func() *bot.Content { return nil }, Sounds: pinyin.New(), Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	changed, skipped, err := e.Bulk(context.Background(), chat.Staff{ID: "e1"}, ids, editing.ActOwner, "e1")
	if err != nil || changed != 2 || len(skipped) != 1 || skipped[0].ID != ids[1] || !strings.Contains(skipped[0].Reason, "刚刚被别人修改过") {
		t.Errorf("%d changed, %v skipped, %v", changed, skipped, err)
	}
}
