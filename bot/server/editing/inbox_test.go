package editing_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/report"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/editing/editingtest"
	"yiwen/bot/text"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
)

// shopNow is a morning of the shop.
var shopNow = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)

var shopEntries = []knowledge.Entry{
	{ID: "invoice", Category: "售后", Question: "怎么开发票", Variants: []string{"发票在哪里开"}, Answer: "在订单里申请。"},
	{ID: "refund", Category: "售后", Question: "怎么退款", Answer: "在订单里申请退款。"},
}

// shared finds entries by the share of their question's characters, and is asked
// without one of its own texts.
type shared struct{ entries []knowledge.Entry }

func (s shared) Search(_ context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	return s.without(a.Norm, "", -1, n), nil
}

func (s shared) Within(func(string) bool) bot.Searcher { return s }

func (s shared) Texts(visit func(entry string, i int, raw string) bool) {
	for _, e := range s.entries {
		for i, t := range append([]string{e.Question}, e.Variants...) {
			if !visit(e.ID, i, t) {
				return
			}
		}
	}
}

func (s shared) Without(_ context.Context, entry string, at, n int) (found []knowledge.Candidate, err error) {
	s.Texts(func(id string, i int, raw string) bool {
		if id == entry && i == at {
			found = s.without(raw, entry, at, n)
		}
		return true
	})
	return found, nil
}

func (s shared) without(norm, entry string, at, n int) []knowledge.Candidate {
	best := map[string]knowledge.Candidate{}
	s.Texts(func(id string, i int, raw string) bool {
		held := 0
		for _, r := range raw {
			if strings.ContainsRune(norm, r) {
				held++
			}
		}
		c := knowledge.Candidate{ID: id, Score: float64(held) / float64(len([]rune(raw))), Text: raw}
		if c.Score > best[id].Score && !(id == entry && i == at) {
			best[id] = c
		}
		return true
	})
	var out []knowledge.Candidate
	for _, c := range best {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b knowledge.Candidate) int { return -strings.Compare(fmt.Sprint(a.Score), fmt.Sprint(b.Score)) })
	return out[:min(len(out), n)]
}

// asked is an editing.InboxStore and FiguresStore in memory.
type asked struct {
	drafts *editingtest.Store
	rows   []knowledge.Asked // the newest first
	done   []knowledge.Settlement
}

func (a *asked) Misses(_ context.Context, from, to, now time.Time, limit int) (list []knowledge.Asked, _ error) {
	for _, r := range a.rows {
		if len(r.Whys(now)) > 0 && !r.At.Before(from) && r.At.Before(to) && len(list) < limit {
			list = append(list, r)
		}
	}
	return list, nil
}

func (a *asked) find(r knowledge.AskedRef) *knowledge.Asked {
	for i := range a.rows {
		if a.rows[i].Conversation == r.Conversation && a.rows[i].Seq == r.Seq {
			return &a.rows[i]
		}
	}
	return nil
}

func (a *asked) AskedBy(_ context.Context, refs []knowledge.AskedRef) (list []knowledge.Asked, _ error) {
	for _, r := range refs {
		row := a.find(r)
		if row == nil {
			return nil, fault.New(fault.NotFound, "没有找到")
		}
		list = append(list, *row)
	}
	return list, nil
}

func (a *asked) Settle(ctx context.Context, x knowledge.Settlement, with knowledge.Saving) (int64, []knowledge.Revision, error) {
	if x.Were != nil && slices.ContainsFunc(x.Of, func(o knowledge.SettledAsked) bool { return !slices.Contains(x.Were, a.find(o.AskedRef).Settled) }) {
		return 0, nil, fault.New(fault.Conflict, "刚刚已经处理过")
	}
	if len(with.Edits) > 0 {
		clashes, err := a.drafts.Edit(ctx, with.Act, with.Edits)
		if err != nil || len(clashes) > 0 {
			return 0, clashes, err
		}
		last, err := a.drafts.Revisions(ctx, with.Edits[0].Ref, 1)
		if err != nil {
			return 0, nil, err
		}
		x.Rev = last[0].Rev
	}
	for i := range x.Of {
		row := a.find(x.Of[i].AskedRef)
		x.Of[i].Settled, x.Of[i].Owner = row.Settled, row.Owner
		row.Settled, row.Owner = x.Settled, x.Owner
	}
	a.done = append(a.done, x)
	return int64(len(a.done)), nil, nil
}

func (a *asked) Settlement(_ context.Context, id int64) (knowledge.Settlement, error) {
	if id > int64(len(a.done)) {
		return knowledge.Settlement{}, fault.New(fault.NotFound, "没有找到")
	}
	return a.done[id-1], nil
}

func (a *asked) Unsettle(ctx context.Context, id int64, with knowledge.Saving) (int, []knowledge.Revision, error) {
	x := &a.done[id-1]
	if x.Undone {
		return 0, nil, fault.New(fault.Conflict, "这一步已经撤销过了")
	}
	if len(with.Edits) > 0 {
		if clashes, err := a.drafts.Edit(ctx, with.Act, with.Edits); err != nil || len(clashes) > 0 {
			return 0, clashes, err
		}
	}
	x.Undone = true
	for _, o := range x.Of {
		row := a.find(o.AskedRef)
		row.Settled, row.Owner = o.Settled, o.Owner
	}
	return len(x.Of), nil, nil
}

func (a *asked) AskedTallies(_ context.Context, from, to time.Time) (list []knowledge.Tally, _ error) {
	for _, r := range a.rows {
		if !r.At.Before(from) && r.At.Before(to) {
			list = append(list, knowledge.Tally{Subject: r.Subject(), Outcome: r.Outcome, Asked: 1})
		}
	}
	return list, nil
}

func (a *asked) LastAsked(context.Context, time.Time) (map[string]time.Time, error) {
	return map[string]time.Time{"refund": shopNow.AddDate(0, 0, -3)}, nil
}

func (a *asked) EntriesChanged(context.Context) (map[string]time.Time, error) {
	return map[string]time.Time{"refund": shopNow.AddDate(-1, 0, 0), "invoice": shopNow.AddDate(-1, 0, 0)}, nil
}

// said is a log: by conversation, its events in order.
type said map[chat.ConversationID][]chat.Event

func (s said) Events(_ context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error) {
	list := s[id][min(int(after), len(s[id])):]
	return list[:min(limit, len(list))], nil
}

// desk is an inbox with all that is around it.
type desk struct {
	*editing.Inbox
	service *editing.Service
	store   *editingtest.Store
	asked   *asked
	log     said
	content *bot.Content
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	p := &pack.Pack{Entries: shopEntries, Settings: pack.Settings{Name: "星卡", Timezone: "Asia/Shanghai", Limits: bot.DefaultLimits()}}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	drafts := editingtest.New(items)
	d := &desk{store: drafts, asked: &asked{drafts: drafts}, log: said{}}
	d.content = &bot.Content{
		Version: 1, Segment: text.Runes{}, Search: shared{shopEntries}, Limits: bot.Limits{Answer: 0.6, Suggest: 0.45, Gap: 0.1},
		Entries: map[string]knowledge.Entry{}, Zone: time.FixedZone("CST", 8*3600),
	}
	for _, e := range shopEntries {
		d.content.Entries[e.ID] = e
	}
	d.service, err = editing.New(editing.Options{
		Store: d.store, Live: func() *bot.Content { return d.content }, Sounds: pinyin.New(), Clock: func() time.Time { return shopNow },
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if d.Inbox, err = editing.NewInbox(editing.InboxOptions{Service: d.service, Store: d.asked, Log: d.log, Sounds: pinyin.New()}); err != nil {
		t.Fatal(err)
	}
	return d
}

// miss adds a question that found no answer, so long ago, and what an agent said
// to it.
func (d *desk) miss(id chat.ConversationID, words string, ago time.Duration, replies ...string) knowledge.AskedRef {
	at := shopNow.Add(-ago)
	a := knowledge.Asked{Conversation: string(id), Seq: 1, Case: 1, At: at, Text: words, Outcome: "fallback"}
	d.asked.rows = append(d.asked.rows, a)
	slices.SortStableFunc(d.asked.rows, func(a, b knowledge.Asked) int { return b.At.Compare(a.At) })
	events := []chat.Event{{Conversation: id, Seq: 1, Case: 1, From: chat.Actor{Kind: chat.Customer}, Payload: chat.Message{Text: words}}}
	for _, r := range replies {
		events = append(events, chat.Event{Conversation: id, Seq: chat.Seq(len(events) + 1), Case: 1, From: chat.Actor{Kind: chat.Agent, Name: "小陈"}, Payload: chat.Message{Text: r}})
	}
	events = append(events, chat.Event{Conversation: id, Seq: chat.Seq(len(events) + 1), Case: 2, From: chat.Actor{Kind: chat.Agent}, Payload: chat.Message{Text: "这是下一个会话里说的话，不算回答"}})
	d.log[id] = events
	return knowledge.AskedRef{Conversation: string(id), Seq: 1}
}

var editor = chat.Staff{ID: "editor1", Name: "小编", Role: chat.RoleEditor}

func (d *desk) misses(t *testing.T, q editing.MissQuery) editing.Misses {
	t.Helper()
	q.Days, q.Page, q.Size = 7, max(1, q.Page), max(50, q.Size)
	m, err := d.Misses(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestInboxGroupsWhatWasMissed(t *testing.T) {
	d := newDesk(t)
	d.miss("c1", "能货到付款吗", time.Hour, "您好", "支持的，下单时选择货到付款即可，签收时付钱。")
	d.miss("c2", "可以货到付款吗？", 26*time.Hour, "支持的，下单时选择货到付款即可，签收时付钱。", "还有别的问题吗，没有的话我先关闭了")
	d.miss("c3", "能不能货到付款", 2*time.Hour)
	d.miss("c4", "发票开错了怎么改抬头", 3*time.Hour)
	d.miss("c5", "很久以前的问题", 9*24*time.Hour)
	clarify := d.miss("c6", "刚刚问的", time.Minute)
	d.asked.find(clarify).Outcome = "clarify"
	got := d.misses(t, editing.MissQuery{})
	if got.Total != 2 || len(got.Items) != 2 {
		t.Fatalf("%d groups: %+v", got.Total, got.Items)
	}
	first := got.Items[0]
	if first.Size != 3 || first.People != 3 || !first.LastAt.Equal(shopNow.Add(-time.Hour)) || len(first.Texts) != 3 || first.Entry != nil && first.Entry.Score > 0.5 {
		t.Errorf("the first group: %+v", first)
	}
	var replies []string
	for _, r := range first.Replies {
		replies = append(replies, r.Text)
	}
	if d := cmp.Diff([]string{"支持的，下单时选择货到付款即可，签收时付钱。", "还有别的问题吗，没有的话我先关闭了"}, replies); d != "" {
		t.Errorf("replies (-want +got):\n%s", d)
	}
	if n := len(first.Trend); n != 7 || first.Trend[n-1] != (editing.DayCount{Day: "2026-11-22", Count: 2}) || first.Trend[n-2].Count != 1 {
		t.Errorf("trend: %v", first.Trend)
	}
	if d := cmp.Diff(map[editing.MissState]int{"open": 4, "ignored": 0, "given": 0, "done": 0}, got.Counts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
	if e := got.Items[1].Entry; e == nil || e.ID != "invoice" {
		t.Errorf("suggested for %s: %+v", got.Items[1].Label, e)
	}
	if n := len(d.misses(t, editing.MissQuery{Why: knowledge.WhyDownvote}).Items); n != 0 {
		t.Errorf("%d groups voted down", n)
	}
	if again := d.misses(t, editing.MissQuery{Page: 2}); len(again.Items) != 0 || again.Total != 2 {
		t.Errorf("page 2: %+v", again)
	}
}

func TestInboxFindsTheGroupOfAQuestion(t *testing.T) {
	d := newDesk(t)
	d.miss("c1", "能货到付款吗", time.Hour)
	d.miss("c2", "能货到付款吗？", 2*time.Hour)
	one := d.miss("c3", "发票开错了怎么改抬头", 3*time.Hour)
	page := func() editing.Misses {
		t.Helper()
		m, err := d.Misses(t.Context(), editing.MissQuery{Days: 7, Size: 1, Page: 1, Of: one})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	got := page()
	if got.Page != 2 || len(got.Items) != 1 || got.Items[0].Key != got.Of || got.Items[0].Label != "发票开错了怎么改抬头" {
		t.Errorf("page %d, %q of %+v", got.Page, got.Of, got.Items)
	}
	d.act(t, editing.Act{Action: editing.ActIgnore, Of: []knowledge.AskedRef{one}})
	if got := page(); got.Page != 1 || got.Of != "" || got.Total != 1 {
		t.Errorf("of one that is settled: %+v", got)
	}
}

func TestInboxNamesWhatItDoesNotShow(t *testing.T) {
	d := newDesk(t)
	for i := range 22 {
		d.miss(chat.ConversationID(fmt.Sprint("c", i)), "能货到付款吗", time.Duration(i+1)*time.Minute)
	}
	g := d.misses(t, editing.MissQuery{}).Items[0]
	if len(g.Texts) != 20 || len(g.Rest) != 2 || g.Rest[0].Conversation != "c20" || g.Rest[0].As != 0 {
		t.Errorf("%d of %d shown, named besides: %+v", len(g.Texts), g.Size, g.Rest)
	}
}

func (d *desk) act(t *testing.T, a editing.Act) editing.Settled {
	t.Helper()
	done, err := d.Act(t.Context(), editor, a)
	if err != nil {
		t.Fatalf("%s: %v", a.Action, err)
	}
	return done
}

// entry is one of the working copy.
func (d *desk) entry(t *testing.T, id string) (knowledge.Entry, bool, bool) {
	t.Helper()
	draft, err := d.service.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, ok := draft.Entry(id)
	return p.Value, ok, p.Change != nil
}

func TestAnEntryIsBlamedOnlyForItsOwnAnswer(t *testing.T) {
	down := func(a *knowledge.Asked) { a.Outcome, a.Entry, a.Vote = "answer", "refund", -1 }
	cases := map[string]struct {
		first, second func(a *knowledge.Asked)
		blamed        bool
		entry         string
	}{
		"ItsAnswerWasVotedDown": {down, down, true, "refund"},
		"ItWasChosen":           {down, func(a *knowledge.Asked) { a.Outcome, a.Chosen, a.Vote = "clarify", "refund", -1 }, true, "refund"},
		"OneHadAnotherAnswer":   {down, func(a *knowledge.Asked) { a.Outcome, a.Entry, a.Vote = "answer", "invoice", -1 }, false, "invoice"},
		"OneWasNotAnswered":     {down, func(*knowledge.Asked) {}, false, "invoice"},
		"OneWasHandedOff":       {down, func(a *knowledge.Asked) { down(a); a.Handoff = true }, false, "invoice"},
		"TheEntryIsGone":        {func(a *knowledge.Asked) { down(a); a.Entry = "gone" }, func(a *knowledge.Asked) { down(a); a.Entry = "gone" }, false, "invoice"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			for i, change := range []func(*knowledge.Asked){tt.first, tt.second} {
				ref := d.miss(chat.ConversationID(fmt.Sprint("c", i)), "发票在哪里开", time.Hour)
				change(d.asked.find(ref))
			}
			items := d.misses(t, editing.MissQuery{}).Items
			if len(items) != 1 || items[0].Blamed != tt.blamed || items[0].Entry == nil || items[0].Entry.ID != tt.entry {
				t.Errorf("%+v, entry %+v", items, items[0].Entry)
			}
		})
	}
}

func TestMissesBecomeVariants(t *testing.T) {
	d := newDesk(t)
	refs := []knowledge.AskedRef{
		d.miss("c1", "专票 能开吗！！", time.Hour), d.miss("c2", "专票能开吗", time.Hour), d.miss("c3", "发票在哪里开？", time.Hour),
		d.miss("c4", "订单20261122000199能开票吗", time.Hour), d.miss("c5", "卡密 ABCD-****-5678 的发票", time.Hour),
	}
	done := d.act(t, editing.Act{Action: editing.ActVariant, Of: refs, Entry: "invoice"})
	if done.Changed != 5 || done.Added != 1 || done.Entry != "invoice" {
		t.Errorf("done: %+v", done)
	}
	e, _, changed := d.entry(t, "invoice")
	if diff := cmp.Diff([]string{"发票在哪里开", "专票 能开吗"}, e.Variants); diff != "" || !changed {
		t.Errorf("similar questions (-want +got):\n%s", diff)
	}
	if m := d.misses(t, editing.MissQuery{State: editing.MissDone}); m.Counts[editing.MissDone] != 5 || m.Counts[editing.MissOpen] != 0 {
		t.Errorf("counts: %v", m.Counts)
	}
	if n, err := d.Undo(t.Context(), editor, done.Undo); err != nil || n != 5 {
		t.Errorf("undone %d, %v", n, err)
	}
	if e, _, changed := d.entry(t, "invoice"); len(e.Variants) != 1 || changed {
		t.Errorf("after the undo: %+v, changed %v", e.Variants, changed)
	}
	if _, err := d.Undo(t.Context(), editor, done.Undo); !fault.Is(err, fault.Conflict) {
		t.Errorf("undone twice: %v", err)
	}
}

func TestUndoAfterSomebodyElseIsAConflict(t *testing.T) {
	d := newDesk(t)
	refs := []knowledge.AskedRef{d.miss("c1", "专票能开吗", time.Hour)}
	done := d.act(t, editing.Act{Action: editing.ActVariant, Of: refs, Entry: "invoice"})
	more := d.act(t, editing.Act{Action: editing.ActVariant, Of: []knowledge.AskedRef{d.miss("c2", "增值税票怎么弄", time.Hour)}, Entry: "invoice"})
	_, err := d.Undo(t.Context(), editor, done.Undo)
	if !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Text(err, ""), "之后又有改动") {
		t.Errorf("undo of what was changed since: %v", err)
	}
	if a := d.asked.find(refs[0]); a.Settled != knowledge.SettledVariant {
		t.Errorf("the question is %q", a.Settled)
	}
	if _, err := d.Undo(t.Context(), editor, more.Undo); err != nil {
		t.Errorf("the newest can be undone: %v", err)
	}
	if e, _, _ := d.entry(t, "invoice"); !slices.Equal(e.Variants, []string{"发票在哪里开", "专票能开吗"}) {
		t.Errorf("after it: %v", e.Variants)
	}
	if _, err := d.Undo(t.Context(), editor, done.Undo); err != nil {
		t.Errorf("the one before it is the newest now: %v", err)
	}
	if e, _, changed := d.entry(t, "invoice"); !slices.Equal(e.Variants, []string{"发票在哪里开"}) || changed {
		t.Errorf("after both: %v, changed %v", e.Variants, changed)
	}
}

func TestMissesBecomeAnEntry(t *testing.T) {
	d := newDesk(t)
	refs := []knowledge.AskedRef{d.miss("c1", "能货到付款吗", time.Hour), d.miss("c2", "可以到货再付钱吗", time.Hour)}
	fill := knowledge.Entry{Question: "能货到付款吗？", Answer: "支持，下单时选择。", Category: "交易"}
	done := d.act(t, editing.Act{Action: editing.ActEntry, Of: refs, Fill: fill})
	e, ok, _ := d.entry(t, done.Entry)
	want := fill
	want.ID, want.Variants = "neng-huo-dao-fu-kuan-ma", []string{"可以到货再付钱吗"}
	if diff := cmp.Diff(want, e); diff != "" || !ok {
		t.Errorf("the entry (-want +got):\n%s", diff)
	}
	if _, err := d.Undo(t.Context(), editor, done.Undo); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := d.entry(t, done.Entry); ok {
		t.Error("the entry is still there")
	}
	for name, a := range map[string]editing.Act{
		"no question":   {Action: editing.ActEntry, Of: refs},
		"unknown entry": {Action: editing.ActVariant, Of: refs, Entry: "gone"},
		"no questions":  {Action: editing.ActIgnore},
		"gone":          {Action: editing.ActVariant, Of: []knowledge.AskedRef{{Conversation: "x", Seq: 1}}, Entry: "invoice"},
		"no action":     {Action: "x", Of: refs},
	} {
		if _, err := d.Act(t.Context(), editor, a); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if a := d.asked.find(refs[0]); a.Settled != "" {
		t.Errorf("the question is %q", a.Settled)
	}
}

func TestMissesAreIgnoredGivenAndReopened(t *testing.T) {
	d := newDesk(t)
	refs := []knowledge.AskedRef{d.miss("c1", "一个问题", time.Hour)}
	state := func(want editing.MissState, owner string) {
		t.Helper()
		m := d.misses(t, editing.MissQuery{State: want})
		if len(m.Items) != 1 || m.Items[0].Owner != owner {
			t.Errorf("%s: %+v", want, m.Items)
		}
	}
	d.act(t, editing.Act{Action: editing.ActIgnore, Of: refs})
	state(editing.MissIgnored, "")
	given := d.act(t, editing.Act{Action: editing.ActGive, Of: refs, To: "editor2"})
	state(editing.MissGiven, "editor2")
	if _, err := d.Undo(t.Context(), editor, given.Undo); err != nil {
		t.Fatal(err)
	}
	state(editing.MissIgnored, "")
	d.act(t, editing.Act{Action: editing.ActReopen, Of: refs})
	state(editing.MissOpen, "")
	if _, err := d.Undo(t.Context(), editor, 99); !fault.Is(err, fault.NotFound) {
		t.Errorf("undo of nothing: %v", err)
	}
}

// TestWhatIsSettledMeanwhileIsSettledOnce: of two who act on what both see as open
// the second is told, and what the first did stays.
func TestWhatIsSettledMeanwhileIsSettledOnce(t *testing.T) {
	d := newDesk(t)
	refs := []knowledge.AskedRef{d.miss("c1", "专票能开吗", time.Hour), d.miss("c2", "能开专票么", time.Hour)}
	d.act(t, editing.Act{Action: editing.ActGive, State: editing.MissOpen, Of: refs[1:], To: "editor2"})
	for _, a := range []editing.Act{
		{Action: editing.ActVariant, Entry: "invoice"}, {Action: editing.ActGive, To: "editor3"}, {Action: editing.ActIgnore},
		{Action: editing.ActEntry, Fill: knowledge.Entry{Question: "能开专票吗", Answer: "能。"}},
	} {
		a.State, a.Of = editing.MissOpen, refs
		_, err := d.Act(t.Context(), editor, a)
		if !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Text(err, ""), "已经处理过") {
			t.Errorf("%s: %v", a.Action, err)
		}
	}
	if a := d.asked.find(refs[1]); a.Settled != knowledge.SettledGiven || a.Owner != "editor2" {
		t.Errorf("given to %q, %q", a.Owner, a.Settled)
	}
	d.act(t, editing.Act{Action: editing.ActVariant, State: editing.MissGiven, Of: refs[1:], Entry: "invoice"})
	d.act(t, editing.Act{Action: editing.ActReopen, State: editing.MissDone, Of: refs[1:]})
	d.act(t, editing.Act{Action: editing.ActIgnore, State: editing.MissOpen, Of: refs})
	d.act(t, editing.Act{Action: editing.ActReopen, State: editing.MissIgnored, Of: refs})
}

func TestFigures(t *testing.T) {
	d := newDesk(t)
	d.miss("c1", "能货到付款吗", time.Hour)
	d.miss("c2", "怎么开发票呀", time.Hour) // an entry is near: what is missing is not an entry
	d.asked.rows = append(d.asked.rows, knowledge.Asked{Conversation: "c3", Seq: 1, At: shopNow.Add(-40 * time.Hour), Outcome: "answer", Entry: "refund"})
	f, err := editing.NewFigures(d.service, d.asked, pinyin.New())
	if err != nil {
		t.Fatal(err)
	}
	table, err := f.Table(t.Context(), "", "", report.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.Days); n != 30 || table.Days[29].Asked != 2 || table.Days[27].Answered != 1 || table.Sum.Asked != 3 || len(table.Lines) != 3 {
		t.Errorf("the last 30 days: %+v", table)
	}
	gaps, err := f.Gaps(t.Context())
	if err != nil || len(gaps) != 1 || gaps[0].Label != "能货到付款吗" || gaps[0].Size != 1 {
		t.Errorf("gaps: %+v, %v", gaps, err)
	}
	stale, err := f.Stale(t.Context(), 0)
	if err != nil || len(stale) != 2 || stale[0].ID != "invoice" || stale[1].Why != "unchanged" {
		t.Errorf("stale: %+v, %v", stale, err)
	}
}

func TestTwinsOfAnEntry(t *testing.T) {
	d := newDesk(t)
	tw, err := editing.NewTwins(d.service, pinyin.New())
	if err != nil {
		t.Fatal(err)
	}
	of := func(e knowledge.Entry) (out []string) {
		t.Helper()
		pairs, err := tw.Of(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pairs {
			out = append(out, fmt.Sprintf("%s %s: %s %s", p.Kind, p.Text, p.Other, p.OtherText))
		}
		return out
	}
	fresh := knowledge.Entry{ID: "tax", Question: "怎么开发飘？", Variants: []string{"怎么退款!", "税点是多少"}}
	if diff := cmp.Diff([]string{"same 怎么退款!: refund 怎么退款", "steals 怎么开发飘？: invoice 怎么开发票"}, of(fresh)); diff != "" {
		t.Errorf("a new entry (-want +got):\n%s", diff)
	}
	if got := of(shopEntries[0]); got != nil {
		t.Errorf("a live one as it is: %v", got)
	}
	// What others have changed and not published counts, too.
	d.act(t, editing.Act{Action: editing.ActVariant, Of: []knowledge.AskedRef{d.miss("c1", "税点是多少呢", time.Hour)}, Entry: "refund"})
	if diff := cmp.Diff([]string{"same 税点是多少: refund 税点是多少呢"}, of(knowledge.Entry{ID: "tax", Question: "税点是多少"})); diff != "" {
		t.Errorf("against the working copy (-want +got):\n%s", diff)
	}
}
