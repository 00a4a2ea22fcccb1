package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

func askedTests() []namedTest {
	return []namedTest{
		{"QuestionsAreKeptWithTheirTurn", askedKept},
		{"MarksFindTheirQuestion", askedMarked},
		{"BurstIsOneQuestion", askedBurst},
		{"QuestionsOfRefusedTurnsAreNot", askedRefused},
		{"RecalledQuestionsAreGone", askedRecalled},
		{"InboxHasWhatWasMissed", askedMissed},
		{"TalliesCountEachQuestionOnce", askedTallied},
		{"SettlementsAreUndone", askedSettled},
		{"SettledWithWhatIsSaved", askedSettledWith},
		{"OldQuestionsAreSwept", askedSwept},
		{"LiveEntriesSayWhenTheyChanged", entriesChanged},
	}
}

// ask stores a turn about a question, of that outcome, and returns the question.
func (k *talk) ask(t *testing.T, s Store, text string, edit func(*knowledge.Asked), marks ...knowledge.Mark) knowledge.Asked {
	t.Helper()
	turn := k.turn("", text)
	a := knowledge.Asked{
		Conversation: string(k.state.ID), Seq: int64(turn.Expect) + 1, Case: 1, Site: "default", At: turn.Events[0].At,
		Text: text, Outcome: "answer", Entry: "refund", Best: "refund", Score: 0.812, Version: 3,
	}
	if edit != nil {
		edit(&a)
	}
	turn.Asked, turn.Marks = &a, marks
	k.put(t, s, turn)
	return a
}

// mark stores a turn that tells of earlier questions and asks nothing.
func (k *talk) mark(t *testing.T, s Store, marks ...knowledge.Mark) {
	t.Helper()
	turn := k.turn("", "好的")
	turn.Marks = marks
	k.put(t, s, turn)
}

func fallback(a *knowledge.Asked) { a.Outcome, a.Entry = "fallback", "" }

func clarify(a *knowledge.Asked) {
	a.Outcome, a.Entry, a.Offered = "clarify", "", []string{"refund", "invoice"}
}

// wantAsked compares all questions, the newest first.
func wantAsked(t *testing.T, s Store, want ...knowledge.Asked) {
	t.Helper()
	got, err := s.AskedBetween(context.Background(), Now().Add(-time.Hour), Now().Add(time.Hour), 100)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("questions (-want +got):\n%s", d)
	}
}

func askedKept(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	first := k.ask(t, s, "怎么退款", nil)
	k.put(t, s, k.turn("", "不是问题"))
	second := k.ask(t, s, "x\x00y\xff", func(a *knowledge.Asked) {
		clarify(a)
		a.Reason, a.Best, a.Score = "r", "", 0
	})
	second.Text = "xy" // what not every data base can keep is left out
	third := k.ask(t, s, "骗子", func(a *knowledge.Asked) { a.Outcome, a.Entry, a.Reason, a.Handoff = "handoff", "", "unresolved", true })
	wantAsked(t, s, third, second, first)
	for _, c := range []struct {
		from, to time.Time
		limit    int
		want     []knowledge.Asked
	}{
		{first.At, third.At, 9, []knowledge.Asked{second, first}}, // the end is not in it
		{first.At, third.At, 1, []knowledge.Asked{second}},
		{third.At.Add(time.Millisecond), third.At.Add(time.Hour), 9, nil},
	} {
		got, err := s.AskedBetween(ctx, c.from, c.to, c.limit)
		check(t, err)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("from %v (-want +got):\n%s", c.from, d)
		}
	}
	by, err := s.AskedBy(ctx, []knowledge.AskedRef{{Conversation: third.Conversation, Seq: third.Seq}, {Conversation: first.Conversation, Seq: first.Seq}})
	check(t, err)
	if d := cmp.Diff([]knowledge.Asked{third, first}, by); d != "" {
		t.Errorf("by name (-want +got):\n%s", d)
	}
	_, err = s.AskedBy(ctx, []knowledge.AskedRef{{Conversation: first.Conversation, Seq: first.Seq}, {Conversation: first.Conversation, Seq: 99}})
	wantKind(t, err, fault.NotFound)
}

func askedMarked(t *testing.T, s Store) {
	k, other := newTalk(), newTalk()
	stranger := other.ask(t, s, "别人的", func(a *knowledge.Asked) {
		clarify(a)
		a.At = a.At.Add(-time.Minute)
	})
	first := k.ask(t, s, "一", clarify)                                                                 // seq 1, its reply 2
	k.mark(t, s, knowledge.Mark{Seq: 2, Chosen: "invoice"})                                            // by its reply
	second := k.ask(t, s, "二", nil, knowledge.Mark{Seq: 4, Vote: -1})                                  // of the first: nothing came between
	k.mark(t, s, knowledge.Mark{Seq: 5, Chosen: "x"}, knowledge.Mark{Seq: 5, Vote: -1, Handoff: true}) // nothing was offered
	k.mark(t, s, knowledge.Mark{Seq: 6, Vote: 1})                                                      // the last vote counts
	first.Chosen, first.Vote = "invoice", -1
	second.Vote, second.Handoff = 1, true
	wantAsked(t, s, second, first, stranger)
}

func askedBurst(t *testing.T, s Store) {
	k := newTalk()
	first := k.ask(t, s, "我的卡", fallback)
	k.mark(t, s, knowledge.Mark{Seq: 1, Vote: 1})
	whole := k.ask(t, s, "我的卡，充不了", func(a *knowledge.Asked) { a.Seq, a.Best = first.Seq, "card" })
	whole.At, whole.Vote = first.At, 1
	wantAsked(t, s, whole)
	inbox(t, s, "")
}

func askedRefused(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("", "一"))
	for name, a := range map[string]knowledge.Asked{
		"of another": {Conversation: "x", Seq: 3}, "of the future": {Conversation: string(k.state.ID), Seq: 5}, "of nothing": {Conversation: string(k.state.ID)},
	} {
		turn := k.turn("", "二")
		turn.Asked = &a
		if err := s.Append(ctx, turn); !fault.Is(err, fault.Invalid) {
			t.Errorf("a question %s: %v", name, err)
		}
	}
	stale := k.turn("", "二")
	k.put(t, s, k.turn("", "三"))
	stale.Asked = &knowledge.Asked{Conversation: string(k.state.ID), Seq: 3, At: Now()}
	wantKind(t, s.Append(ctx, stale), fault.Conflict)
	wantAsked(t, s)
}

func askedRecalled(t *testing.T, s Store) {
	k := newTalk()
	kept := k.ask(t, s, "留下", nil)
	k.ask(t, s, "手滑", fallback)
	k.put(t, s, k.recall(3))
	wantAsked(t, s, kept)
}

// inbox compares the texts of the inbox ten minutes after the suite's time.
func inbox(t *testing.T, s Store, want string) {
	t.Helper()
	list, err := s.Misses(context.Background(), Now().Add(-time.Hour), Now().Add(time.Hour), Now().Add(knowledge.ChooseWithin), 100)
	check(t, err)
	got := ""
	for _, a := range list {
		got += a.Text
	}
	if got != want {
		t.Errorf("the inbox has %q, want %q", got, want)
	}
}

func askedMissed(t *testing.T, s Store) {
	k := newTalk()
	k.ask(t, s, "甲", clarify) // at the suite's time: ten minutes old
	k.ask(t, s, "乙", nil)
	k.ask(t, s, "丙", fallback)
	k.ask(t, s, "丁", clarify) // younger
	inbox(t, s, "丙甲")
	k.mark(t, s, knowledge.Mark{Seq: 3, Vote: -1}, knowledge.Mark{Seq: 7, Handoff: true})
	inbox(t, s, "丁丙乙甲")
	k.mark(t, s, knowledge.Mark{Seq: 1, Chosen: "refund"}, knowledge.Mark{Seq: 3, Vote: 1}, knowledge.Mark{Seq: 7, Chosen: "refund"})
	inbox(t, s, "丁丙")
	list, err := s.Misses(context.Background(), Now().Add(-time.Hour), Now().Add(time.Hour), Now().Add(time.Hour), 1)
	check(t, err)
	if len(list) != 1 || list[0].Text != "丁" {
		t.Errorf("the newest: %+v", list)
	}
}

func askedTallied(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	start := Now()
	k.ask(t, s, "一", nil)
	k.ask(t, s, "二", nil, knowledge.Mark{Seq: 1, Vote: 1})
	k.ask(t, s, "三", clarify, knowledge.Mark{Seq: 3, Vote: -1, Handoff: true})
	k.ask(t, s, "四", clarify, knowledge.Mark{Seq: 5, Chosen: "invoice"})
	k.ask(t, s, "五", fallback)
	last := k.ask(t, s, "六", nil)
	got, err := s.AskedTallies(ctx, start, last.At)
	check(t, err)
	want := []knowledge.Tally{
		{Subject: "", Outcome: "fallback", Asked: 1},
		{Subject: "invoice", Outcome: "clarify", Asked: 1, Chosen: 1},
		{Subject: "refund", Outcome: "answer", Asked: 2, Helpful: 1, Unhelpful: 1, Handoff: 1},
		{Subject: "refund", Outcome: "clarify", Asked: 1},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	asked, err := s.LastAsked(ctx, start)
	check(t, err)
	if d := cmp.Diff(map[string]time.Time{"invoice": start.Add(4 * time.Second).UTC(), "refund": last.At}, asked); d != "" {
		t.Errorf("last asked (-want +got):\n%s", d)
	}
	asked, err = s.LastAsked(ctx, last.At.Add(time.Second))
	check(t, err)
	if len(asked) != 0 {
		t.Errorf("asked in the future: %v", asked)
	}
}

func askedSettled(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	ref := func(a knowledge.Asked) knowledge.SettledAsked {
		return knowledge.SettledAsked{AskedRef: knowledge.AskedRef{Conversation: a.Conversation, Seq: a.Seq}}
	}
	one, two := k.ask(t, s, "一", fallback), k.ask(t, s, "二", fallback)
	given := knowledge.Settlement{At: Now(), By: "editor1", ByName: "小编", Settled: knowledge.SettledGiven, Owner: "editor2", Of: []knowledge.SettledAsked{ref(one), ref(two)}}
	first, _, err := s.Settle(ctx, given, knowledge.Saving{})
	check(t, err)
	done := knowledge.Settlement{
		At: Now(), By: "editor2", Settled: knowledge.SettledVariant, Of: []knowledge.SettledAsked{ref(two)}, Entry: "refund", Rev: 17, Before: []byte(`{"id":"refund"}`),
	}
	second, _, err := s.Settle(ctx, done, knowledge.Saving{})
	check(t, err)
	got, err := s.Settlement(ctx, second)
	check(t, err)
	done.ID, done.Of[0].Settled, done.Of[0].Owner = second, knowledge.SettledGiven, "editor2"
	if d := cmp.Diff(done, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	one.Settled, one.Owner = knowledge.SettledGiven, "editor2"
	two.Settled = knowledge.SettledVariant
	wantAsked(t, s, two, one)

	// What was settled otherwise since stays.
	n, _, err := s.Unsettle(ctx, first, knowledge.Saving{})
	check(t, err)
	one.Settled, one.Owner = "", ""
	wantAsked(t, s, two, one)
	if n != 1 {
		t.Errorf("%d were undone", n)
	}
	n, _, err = s.Unsettle(ctx, second, knowledge.Saving{})
	check(t, err)
	two.Settled, two.Owner = knowledge.SettledGiven, "editor2"
	wantAsked(t, s, two, one)
	if n != 1 {
		t.Errorf("%d were undone", n)
	}
	_, _, err = s.Unsettle(ctx, second, knowledge.Saving{})
	wantKind(t, err, fault.Conflict)
	_, _, err = s.Unsettle(ctx, 99, knowledge.Saving{})
	wantKind(t, err, fault.NotFound)
	_, err = s.Settlement(ctx, 99)
	wantKind(t, err, fault.NotFound)
	unknown := knowledge.Settlement{Settled: knowledge.SettledIgnored, Of: []knowledge.SettledAsked{ref(one), {AskedRef: knowledge.AskedRef{Conversation: "x", Seq: 1}}}}
	_, _, err = s.Settle(ctx, unknown, knowledge.Saving{})
	wantKind(t, err, fault.NotFound)
	wantAsked(t, s, two, one)
	// What is no longer as it was seen is left alone, all of it.
	stale := knowledge.Settlement{Settled: knowledge.SettledIgnored, Of: []knowledge.SettledAsked{ref(one), ref(two)}, Were: []knowledge.Settled{"", knowledge.SettledIgnored}}
	_, _, err = s.Settle(ctx, stale, knowledge.Saving{})
	wantKind(t, err, fault.Conflict)
	wantAsked(t, s, two, one)
	stale.Were = append(stale.Were, knowledge.SettledGiven)
	_, _, err = s.Settle(ctx, stale, knowledge.Saving{})
	check(t, err)
}

// askedSettledWith: what is saved for a settlement is stored with it, or neither.
func askedSettledWith(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	one := k.ask(t, s, "一", fallback)
	of := []knowledge.SettledAsked{{AskedRef: knowledge.AskedRef{Conversation: one.Conversation, Seq: one.Seq}}}
	saving := func(base int64, body string) knowledge.Saving {
		return knowledge.Saving{
			Act:   knowledge.Act{By: "editor1", At: Now(), Step: knowledge.StepSave},
			Edits: []knowledge.Edit{{Ref: knowledge.Ref{Kind: "entry", ID: "new"}, Body: []byte(body), Base: base, State: knowledge.Drafted}},
		}
	}
	drafts := func(want ...string) (rev int64) {
		t.Helper()
		w, err := s.Working(ctx, 0, 0)
		check(t, err)
		var got []string
		for _, c := range w.Changes {
			got, rev = append(got, string(c.Body)), c.Rev
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("drafts (-want +got):\n%s", d)
		}
		return rev
	}
	x := knowledge.Settlement{At: Now(), By: "editor1", Settled: knowledge.SettledEntry, Of: of, Entry: "new"}
	unknown := x
	unknown.Of = []knowledge.SettledAsked{{AskedRef: knowledge.AskedRef{Conversation: "x", Seq: 1}}}
	_, _, err := s.Settle(ctx, unknown, saving(0, `1`))
	wantKind(t, err, fault.NotFound)
	drafts()
	id, clashes, err := s.Settle(ctx, x, saving(0, `1`))
	check(t, err)
	rev := drafts(`1`)
	if got, err := s.Settlement(ctx, id); err != nil || got.Rev != rev || len(clashes) > 0 {
		t.Errorf("the settlement is of revision %d, want %d; %v, %v", got.Rev, rev, clashes, err)
	}
	one.Settled = knowledge.SettledEntry
	wantAsked(t, s, one)

	// Others were first.
	if _, clashes, err = s.Settle(ctx, x, saving(0, `2`)); err != nil || len(clashes) != 1 {
		t.Errorf("over another's: %v, %v", clashes, err)
	}
	if n, clashes, err := s.Unsettle(ctx, id, saving(rev-1, `2`)); err != nil || n != 0 || len(clashes) != 1 {
		t.Errorf("undone over another's: %d, %v, %v", n, clashes, err)
	}
	drafts(`1`)
	wantAsked(t, s, one)
	if n, clashes, err := s.Unsettle(ctx, id, saving(rev, `3`)); err != nil || n != 1 || len(clashes) != 0 {
		t.Errorf("undone: %d, %v, %v", n, clashes, err)
	}
	drafts(`3`)
	one.Settled = ""
	wantAsked(t, s, one)
}

func askedSwept(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	old := k.ask(t, s, "旧", nil)
	young := k.ask(t, s, "新", nil)
	_, _, err := s.Settle(ctx, knowledge.Settlement{At: old.At}, knowledge.Saving{})
	check(t, err)
	check(t, s.Sweep(ctx, young.At.AddDate(0, 0, 400)))
	wantAsked(t, s, young)
	_, err = s.Settlement(ctx, 1)
	wantKind(t, err, fault.NotFound)
}

func entriesChanged(t *testing.T, s Store) {
	ctx := context.Background()
	item := func(id, body string) knowledge.Item { return knowledge.Item{Kind: "entry", ID: id, Body: []byte(body)} }
	_, err := s.SaveContent(ctx, []knowledge.Item{item("a", `1`), item("b", `1`), item("c", `1`)}, "x", "", Now())
	check(t, err)
	later := Now().Add(time.Hour)
	_, err = s.SaveContent(ctx, []knowledge.Item{item("a", `1`), item("b", `2`)}, "x", "", later)
	check(t, err)
	got, err := s.EntriesChanged(ctx)
	check(t, err)
	if d := cmp.Diff(map[string]time.Time{"a": Now(), "b": later}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
