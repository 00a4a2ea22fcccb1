package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

var shopZone = time.FixedZone("shop", 8*3600)

// at is a time of the shop's clock on the day of the tests.
func at(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05.000", "2026-03-02 "+clock, shopZone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestEntriesOpenAndCloseByTheClock(t *testing.T) {
	for name, c := range map[string]struct {
		entry knowledge.Entry
		at    string
		why   string
	}{
		"always":                {knowledge.Entry{}, "12:00:00.000", ""},
		"off":                   {knowledge.Entry{Off: true}, "12:00:00.000", "switched off"},
		"off, whatever it says": {knowledge.Entry{Off: true, From: "2026-03-01 00:00"}, "12:00:00.000", "switched off"},
		"just before":           {knowledge.Entry{From: "2026-03-02 12:00"}, "11:59:59.999", "not before 2026-03-02 12:00"},
		"to the minute":         {knowledge.Entry{From: "2026-03-02 12:00"}, "12:00:00.000", ""},
		"long ago":              {knowledge.Entry{From: "2020-03-02 12:00"}, "12:00:00.000", ""},
		"the last moment":       {knowledge.Entry{Until: "2026-03-02 12:00"}, "11:59:59.999", ""},
		"over to the minute":    {knowledge.Entry{Until: "2026-03-02 12:00"}, "12:00:00.000", "over since 2026-03-02 12:00"},
		"within":                {knowledge.Entry{From: "2026-03-02 11:00", Until: "2026-03-02 13:00"}, "12:00:00.000", ""},
		"for the day after":     {knowledge.Entry{From: "2026-03-03 00:00"}, "23:59:59.999", "not before 2026-03-03 00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			content := &Content{Zone: shopZone, Entries: map[string]knowledge.Entry{"e": c.entry}, Search: &plainWords{}}
			if _, open := content.Open("e", at(c.at), chat.Profile{}); open != (c.why == "") {
				t.Errorf("Open says %t", open)
			}
			view := content.At(at(c.at), chat.Profile{})
			if view.Closed("e") != c.why {
				t.Errorf("closed because %q, want %q", view.Closed("e"), c.why)
			}
		})
	}
}

func TestEntriesAreForAudiences(t *testing.T) {
	entries := map[string]knowledge.Entry{
		"all": {}, "buyers": {Audience: knowledge.Buyers}, "vips": {Audience: knowledge.VIPs}, "merchants": {Audience: knowledge.Merchants},
		"nobody": {Audience: "partner"},
	}
	c := &Content{Entries: entries, Search: &plainWords{}}
	for name, tc := range map[string]struct {
		profile   chat.Profile
		open      string
		strongest knowledge.Audience
	}{
		"not signed in":      {chat.Profile{}, "all buyers", knowledge.Buyers},
		"signed in":          {chat.Profile{User: "u"}, "all buyers", knowledge.Buyers},
		"VIP":                {chat.Profile{User: "u", VIP: true}, "all buyers vips", knowledge.VIPs},
		"merchant":           {chat.Profile{User: "u", Merchant: true}, "all buyers merchants", knowledge.Merchants},
		"merchant and a VIP": {chat.Profile{User: "u", Merchant: true, VIP: true}, "all buyers merchants vips", knowledge.Merchants},
	} {
		t.Run(name, func(t *testing.T) {
			view := c.At(noon, tc.profile)
			open := slices.DeleteFunc(slices.Sorted(maps.Keys(view.Entries)), func(id string) bool { return view.Closed(id) != "" })
			if got := strings.Join(open, " "); got != tc.open {
				t.Errorf("open: %s; want %s", got, tc.open)
			}
			if got := audiencesOf(tc.profile).strongest(); got != tc.strongest {
				t.Errorf("rules are told %s, want %s", got, tc.strongest)
			}
		})
	}
}

// TestViewsAreKept asks at many times and for several customers, forwards and
// backwards, what is open: what is kept must be what is made anew, and where
// nothing changed be kept.
func TestViewsAreKept(t *testing.T) {
	c := &Content{Zone: shopZone, Search: &plainWords{}, Version: 3, Entries: map[string]knowledge.Entry{
		"noon": {From: "2026-03-02 12:00"}, "hour": {From: "2026-03-02 12:00", Until: "2026-03-02 13:00"}, "vip": {Until: "2026-03-02 12:30", Audience: knowledge.VIPs},
		"off": {Off: true, From: "2026-03-02 12:10"}, "always": {},
	}}
	var v views
	times := []string{"11:59:59.999", "12:00:00.000", "12:29:59.999", "12:30:00.000", "12:59:59.999", "13:00:00.000", "12:05:00.000", "11:00:00.000"}
	for _, clock := range times {
		for _, p := range []chat.Profile{{}, {VIP: true}} {
			got, want := v.get(c, audiencesOf(p), at(clock)), c.At(at(clock), p)
			if diff := cmp.Diff(want.closed, got.closed); diff != "" {
				t.Errorf("%s, %+v: closed (-want +got):\n%s", clock, p, diff)
			}
		}
	}
	if one, other := v.get(c, buyer, at("12:01:00.000")), v.get(c, buyer, at("12:59:00.000")); one != other {
		t.Error("a view is made again although nothing opened or closed for a buyer")
	}
	c.Version = 4
	if got := v.get(c, buyer, at("12:59:00.000")).Version; got != 4 {
		t.Errorf("the view is of version %d", got)
	}
	plain := &Content{Entries: testEntries}
	if v.get(plain, buyer, noon) != plain {
		t.Error("where nothing can close the view is not the content itself")
	}
}

// TestViewIsTheContent guards the copy that a view is: only what must differ does.
func TestViewIsTheContent(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := *r.Content()
	c.Entries = maps.Clone(testEntries)
	c.Entries["closed"] = knowledge.Entry{ID: "closed", Off: true}
	v := reflect.ValueOf(*c.At(noon, chat.Profile{}))
	whole := reflect.ValueOf(c)
	for f := range whole.Type().Fields() {
		switch f.Name {
		case "Replies", "Intents", "Search", "whole", "closed":
			continue
		}
		if !reflect.DeepEqual(v.FieldByIndex(f.Index).Interface(), whole.FieldByIndex(f.Index).Interface()) {
			t.Errorf("%s is another one", f.Name)
		}
	}
}

// seasonal is a room of a shop in which the entry about refunds, which a rule and
// the hot questions name too, closes at 12:03.
func seasonal(t *testing.T) *room {
	r := newRoom(t, NewMemoryLog())
	c := *r.Content()
	c.Zone = shopZone
	c.Entries = maps.Clone(testEntries)
	e := c.Entries["refund-how"]
	e.Until = "2026-03-02 12:03"
	c.Entries["refund-how"] = e
	e = c.Entries["refund-time"]
	e.Related = []string{"refund-how", "stolen"}
	c.Entries["refund-time"] = e
	c.Replies.Hot = []string{"refund-how", "stolen"}
	c.Intents = ruled{c.Intents}
	r.Activate(&c)
	return r
}

// ruled has a rule that answers 规则 with the entry about refunds.
type ruled struct{ Understander }

func (u ruled) UnderstandIn(a *text.Analysis, known intents.Context) intents.Understanding {
	out := u.Understander.UnderstandIn(a, known)
	if strings.Contains(a.Norm, "规则") {
		out.Rules = []intents.Match{{ID: "pin", Action: intents.ActionAnswer, Entry: "refund-how", Tags: []string{"pinned"}}}
	}
	return out
}

// traceOf is the trace of the newest event that has one.
func (r *room) traceOf() (tr Trace) {
	r.t.Helper()
	events, err := r.log.Events(r.t.Context(), conv, 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range slices.Backward(events) {
		if e.Trace != nil {
			if err := json.Unmarshal(e.Trace, &tr); err != nil {
				r.t.Fatal(err)
			}
			return tr
		}
	}
	return tr
}

func TestClosedEntryDoesNotExistForATurn(t *testing.T) {
	r := seasonal(t)
	r.missed = true
	d := DefaultReplies()
	r.do(customer, Say{Text: "退款多久"}) // 12:01: related, open
	r.do(customer, Say{Text: "规则"})   // 12:02: the rule's entry is open
	offered := r.do(customer, Say{Text: "退款"})
	r.expect(
		"customer: 退款多久", "bot: 24 小时内。  "+d.Related.First()+" [refund-how] [stolen]",
		"customer: 规则", "bot: 在订单里点退款。",
		"customer: 退款", "bot: "+d.Clarify.First()+" [refund-time] [human]", // 12:03: not offered any more
	)
	if got := r.traceOf(); got.Topic != "" {
		t.Errorf("the topic is %s, which is closed", got.Topic)
	}
	if got := r.traceOf().Closed; len(got) != 1 || got[0] != (Missed{ID: "refund-how", Why: "over since 2026-03-02 12:03", Score: 0.5}) {
		t.Errorf("closed = %+v", got)
	}
	if why := r.refused(fault.Invalid, customer, Choose{Of: 2, Key: "refund-how"}); !strings.Contains(why, "不提供") {
		t.Errorf("a late tap is refused with %q", why)
	}
	r.do(customer, Choose{Of: offered + 1, Key: "refund-time"})
	if got, want := r.last(), "bot: 24 小时内。  "+d.Related.First()+" [stolen]"; got != want {
		t.Errorf("answered with %q, want %q", got, want)
	}
	if got := r.traceOf().Related; !slices.Equal(got, []string{"stolen"}) {
		t.Errorf("the trace of a tap says related %v", got)
	}
	r.do(customer, Say{Text: "规则"})
	if got, want := r.last(), "bot: "+d.Fallback.First()+" [stolen] [human]"; got != want {
		t.Errorf("a rule on a closed entry: %q, want %q", got, want)
	}
	tr := r.traceOf()
	near := []intents.Near{{ID: "pin", Missing: "entry: refund-how is over since 2026-03-02 12:03"}}
	if diff := cmp.Diff(near, tr.Near); diff != "" || len(tr.Rules) > 0 || len(tr.Tags) > 0 {
		t.Errorf("rules %v, tags %v, near (-want +got):\n%s", tr.Rules, tr.Tags, diff)
	}
	r.do(customer, Say{Text: "怎么退款"})
	if got := r.last(); strings.Contains(got, "在订单里") {
		t.Errorf("the closed entry answers: %s", got)
	}
	found, _, err := r.Suggest(t.Context(), conv)
	if err != nil || slices.ContainsFunc(found, func(f Found) bool { return f.Entry == "refund-how" }) {
		t.Errorf("an agent is suggested %+v, %v", found, err)
	}
	if found, err := r.Find(t.Context(), "怎么退款", 3); err != nil || slices.ContainsFunc(found, func(f Found) bool { return f.Entry == "refund-how" }) {
		t.Errorf("an agent finds %+v, %v", found, err)
	}
	why, err := r.Content().At(r.now, chat.Profile{}).WhyNot(context.Background(), tr, "refund-how")
	if err != nil || !strings.Contains(why.String(), "over since 2026-03-02 12:03") {
		t.Errorf("why not: %q, %v", why, err)
	}
}

// TestWhatIsClosedCostsNothing: a message is searched for as often where something
// is closed as where nothing is, but where somebody asks what was missed.
func TestWhatIsClosedCostsNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		closed, missed bool
		searches       int
	}{"open": {false, true, 1}, "closed": {true, false, 1}, "closed, and asked for": {true, true, 2}} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			r.missed = tc.missed
			c := *r.Content()
			c.Entries = maps.Clone(testEntries)
			e := c.Entries["stolen"]
			e.Off = tc.closed
			c.Entries["stolen"] = e
			r.Activate(&c)
			r.do(customer, Say{Text: "怎么退款"})
			if got := c.Search.(*plainWords).searches; got != tc.searches {
				t.Errorf("%d searches, want %d", got, tc.searches)
			}
		})
	}
}

// TestClosedEntryIsNoCompetitor: an entry that another stands too near to is sure
// once the other is closed.
func TestClosedEntryIsNoCompetitor(t *testing.T) {
	limits := testLimits
	limits.Answer, limits.Gap = 0.4, 0.1
	for name, tc := range map[string]struct {
		off  bool
		want Outcome
	}{"open": {false, OutcomeClarify}, "closed": {true, OutcomeAnswer}} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			c := *r.Content()
			c.Limits, c.Entries = limits, maps.Clone(testEntries)
			e := c.Entries["refund-time"]
			e.Off = tc.off
			c.Entries["refund-time"] = e
			r.Activate(&c)
			r.do(customer, Say{Text: "我要退款"})
			if got := r.traceOf(); got.Outcome != tc.want {
				t.Errorf("outcome %s, want %s: %+v", got.Outcome, tc.want, got.Rungs)
			}
		})
	}
}

// TestAnswersAreOfTheSite: what stands in for the usual answer does so in the
// answer, its sentences and what is repeated of it.
func TestAnswersAreOfTheSite(t *testing.T) {
	for site, want := range map[chat.SiteID]string{"app": "在「我的」里点退款。", "web": "在订单里点退款。"} {
		r := newRoom(t, NewMemoryLog())
		c := *r.Content()
		c.Entries = maps.Clone(testEntries)
		e := c.Entries["refund-how"]
		e.Answers = []knowledge.SiteAnswer{{Site: "mini", Answer: "没有。"}, {Site: "app", Answer: "在「我的」里点退款。"}}
		c.Entries["refund-how"] = e
		r.Activate(&c)
		for _, s := range []string{"怎么退款", "怎么退款"} {
			r.now = r.now.Add(time.Minute)
			cmd := r.command(customer, Say{Text: s})
			cmd.Site = site
			if _, err := r.Do(t.Context(), cmd); err != nil {
				t.Fatal(err)
			}
			if got := r.last(); !strings.Contains(got, want) {
				t.Errorf("%s is told %q", site, got)
			}
		}
		found, _, err := r.Suggest(t.Context(), conv)
		if err != nil || len(found) == 0 || found[0].Answer != want {
			t.Errorf("%s: an agent is suggested %+v, %v", site, found, err)
		}
	}
}

// TestRelatedIsNoQuestionBack: choices below an answer are taken by number, and
// leaving them alone leaves nothing unresolved.
func TestRelatedIsNoQuestionBack(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := *r.Content()
	c.Entries = maps.Clone(testEntries)
	for id, related := range map[string][]string{
		"refund-how":  {"gone", "refund-how", "refund-time", "refund-time", "stolen", "a", "b"},
		"refund-time": {"refund-how"},
	} {
		e := c.Entries[id]
		e.Related = related
		c.Entries[id] = e
	}
	c.Entries["a"], c.Entries["b"] = knowledge.Entry{ID: "a", Question: "甲", Answer: "甲"}, knowledge.Entry{ID: "b", Question: "乙", Answer: "乙"}
	r.Activate(&c)
	d := DefaultReplies()
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Say{Text: "1"})
	r.do(customer, Say{Text: "怎么申请退款？"}) // its label
	r.do(customer, Say{Text: "烦，退款多久"})
	r.expect(
		"customer: 怎么退款", "bot: 在订单里点退款。  "+d.Related.First()+" [refund-time] [stolen] [a]",
		"customer: 1", "bot: 24 小时内。  "+d.Related.First()+" [refund-how]",
		"customer: 怎么申请退款？", "bot: 在订单里点退款。  "+d.Related.First()+" [refund-time] [stolen] [a]",
		"customer: 烦，退款多久", "bot: "+d.Uneasy.First()+"  24 小时内。  "+d.Related.First()+" [refund-how] [human]",
	)
	if tr := r.traceOf(); tr.Outcome != OutcomeAnswer || tr.Unresolved != 0 || !slices.Equal(tr.Related, []string{"refund-how"}) {
		t.Errorf("outcome %s, unresolved %d, related %v", tr.Outcome, tr.Unresolved, tr.Related)
	}
}

// BenchmarkView makes the view of a large content of which a tenth comes and goes,
// which happens once in each of its minutes, and finds it where it is kept.
func BenchmarkView(b *testing.B) {
	c := &Content{Zone: shopZone, Search: &plainWords{}, Entries: map[string]knowledge.Entry{}}
	for i := range 20_000 {
		e := knowledge.Entry{ID: fmt.Sprint("entry-", i), Off: i%100 == 0}
		if i%10 == 0 {
			e.Until = knowledge.Moment(noon.Add(time.Duration(i) * time.Minute).In(shopZone).Format("2006-01-02 15:04"))
		}
		c.Entries[e.ID] = e
	}
	gates := c.gates()
	b.Run("made", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.look(gates, buyer, noon.Add(time.Hour))
		}
	})
	b.Run("kept", func(b *testing.B) {
		var v views
		for b.Loop() {
			v.get(c, buyer, noon)
		}
	})
}
