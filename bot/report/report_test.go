package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/knowledge"
)

var shanghai = time.FixedZone("CST", 8*3600)

var base = Base{
	Entries: []knowledge.Entry{
		{ID: "refund", Question: "怎么退款", Category: "售后/退款"}, {ID: "invoice", Question: "怎么开发票", Category: "售后"},
		{ID: "login", Question: "登录不了", Category: "账号"}, {ID: "bare", Question: "没有分类"},
	},
	Changed: func(id string) time.Time {
		if id == "login" {
			return time.UnixMilli(2000).UTC()
		}
		return time.UnixMilli(1000).UTC()
	},
}

func TestBuild(t *testing.T) {
	days := []Counted{
		{"2026-11-01", []knowledge.Tally{
			{Subject: "refund", Outcome: "answer", Asked: 5, Helpful: 2, Unhelpful: 1, Handoff: 1}, {Subject: "", Outcome: "fallback", Asked: 3, Handoff: 2},
			{Subject: "", Outcome: "smalltalk", Asked: 9}, {Subject: "", Outcome: "collect", Asked: 4},
		}},
		{"2026-11-02", []knowledge.Tally{
			{Subject: "refund", Outcome: "clarify", Asked: 2, Chosen: 1}, {Subject: "invoice", Outcome: "answer", Asked: 1},
			{Subject: "gone", Outcome: "answer", Asked: 1}, {Subject: "", Outcome: "handoff", Asked: 2},
		}},
	}
	got := Build(days, base, Query{})
	at := func(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
	want := Table{
		Lines: []Line{
			{Key: "refund", Label: "怎么退款", Category: "售后/退款", Asked: 7, Answered: 5, Chosen: 1, Helpful: 2, Unhelpful: 1, Handoff: 1, ChangedAt: at(1000)},
			{Label: "（没有对应条目）", Asked: 5, Handoff: 2},
			{Key: "gone", Label: "gone（已删除）", Asked: 1, Answered: 1},
			{Key: "invoice", Label: "怎么开发票", Category: "售后", Asked: 1, Answered: 1, ChangedAt: at(1000)},
			{Key: "bare", Label: "没有分类", ChangedAt: at(1000)},
			{Key: "login", Label: "登录不了", Category: "账号", ChangedAt: at(2000)},
		},
		Sum:  Line{Asked: 14, Answered: 7, Chosen: 1, Helpful: 2, Unhelpful: 1, Handoff: 3},
		Days: []Day{{"2026-11-01", 8, 5, 0, 3, 0}, {"2026-11-02", 6, 2, 2, 0, 2}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	under := Build(days, base, Query{Category: "售后", ByCategory: true, Sort: SortAnswered})
	if d := cmp.Diff([]Line{
		{Key: "售后/退款", Label: "售后/退款", Asked: 7, Answered: 5, Chosen: 1, Helpful: 2, Unhelpful: 1, Handoff: 1, ChangedAt: at(1000)},
		{Key: "售后", Label: "售后", Asked: 1, Answered: 1, ChangedAt: at(1000)},
	}, under.Lines); d != "" {
		t.Errorf("of a category (-want +got):\n%s", d)
	}
	if found := Build(days, base, Query{Text: "发票"}); found.Sum.Asked != 1 || len(found.Lines) != 1 || found.Days[0].Asked != 0 {
		t.Errorf("of a text: %+v", found)
	}
}

// TestSumsAgree: however questions came, entries, categories and days add up to
// the same.
func TestSumsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOf(rapid.Custom(func(t *rapid.T) knowledge.Tally {
			n := rapid.IntRange(0, 50)
			return knowledge.Tally{
				Subject: rapid.SampledFrom([]string{"", "refund", "invoice", "login", "bare", "gone", "gone2"}).Draw(t, "subject"),
				Outcome: rapid.SampledFrom([]string{"answer", "clarify", "collect", "handoff", "smalltalk", "fallback"}).Draw(t, "outcome"),
				Asked:   n.Draw(t, "asked"), Chosen: n.Draw(t, "chosen"), Helpful: n.Draw(t, "helpful"), Unhelpful: n.Draw(t, "unhelpful"), Handoff: n.Draw(t, "handoff"),
			}
		}))
		var days []Counted
		for _, s := range Spans("2026-02-26", "2026-03-02", shanghai) {
			days = append(days, Counted{s.Day, some.Draw(t, string(s.Day))})
		}
		q := Query{
			Sort:     rapid.SampledFrom([]Sort{SortAsked, SortHelpful, SortChanged}).Draw(t, "sort"),
			Category: rapid.SampledFrom([]string{"", "售后", "账号"}).Draw(t, "category"),
		}
		entries := Build(days, base, q)
		q.ByCategory = true
		categories := Build(days, base, q)
		sum := func(lines []Line) (s Line) {
			for _, l := range lines {
				s.add(l)
			}
			return s
		}
		asked, outcomes := 0, 0
		for _, d := range entries.Days {
			asked, outcomes = asked+d.Asked, outcomes+d.Answered+d.Offered+d.Fallback+d.Handoff
		}
		if d := cmp.Diff(entries.Sum, categories.Sum); d != "" {
			t.Fatalf("sums (-entries +categories):\n%s", d)
		}
		if d := cmp.Diff(entries.Sum, sum(entries.Lines)) + cmp.Diff(entries.Sum, sum(categories.Lines)); d != "" {
			t.Fatalf("lines (-sum +lines):\n%s", d)
		}
		if asked != entries.Sum.Asked || outcomes != asked {
			t.Fatalf("days have %d, by outcome %d, the sum is %d", asked, outcomes, entries.Sum.Asked)
		}
		if d := cmp.Diff(entries.Days, categories.Days); d != "" {
			t.Fatalf("days differ:\n%s", d)
		}
	})
}

func TestSpansFollowTheCalendar(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	spans := Spans("2026-10-24", "2026-10-26", berlin)
	var hours []float64
	for i, s := range spans {
		hours = append(hours, s.End.Sub(s.Start).Hours())
		if i > 0 && !s.Start.Equal(spans[i-1].End) {
			t.Errorf("%s does not begin where the day before ends", s.Day)
		}
	}
	if d := cmp.Diff([]float64{24, 25, 24}, hours); d != "" {
		t.Errorf("hours (-want +got):\n%s", d)
	}
	for _, c := range [][2]knowledge.Day{{"2026-01-02", "2026-01-01"}, {"", "2026-01-01"}, {"x", "y"}} {
		if got := Spans(c[0], c[1], berlin); got != nil {
			t.Errorf("%v: %v", c, got)
		}
	}
	if n := len(Spans("2020-01-01", "2026-01-01", berlin)); n != MostDays {
		t.Errorf("%d days", n)
	}
	times := []time.Time{spans[0].Start, spans[1].Start.Add(-time.Millisecond), spans[1].Start, spans[2].End, spans[0].Start.Add(-1)}
	if d := cmp.Diff([]int{2, 1, 0}, EveryDay(spans, times)); d != "" {
		t.Errorf("by day (-want +got):\n%s", d)
	}
	if s := Since(time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC), 3, shanghai); s[0].Day != "2026-11-21" || s[2].Day != "2026-11-23" || len(s) != 3 {
		t.Errorf("the last three days: %v", s)
	}
}

func TestStaleEntries(t *testing.T) {
	now := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC) // 09:00 in the shop
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	changed := map[string]time.Time{"old": ago(200), "quiet": ago(100), "young": ago(2), "expired": ago(100), "due": ago(100), "open": ago(10)}
	b := Base{
		Entries: []knowledge.Entry{
			{ID: "old"}, {ID: "quiet"}, {ID: "young"}, {ID: "off", Off: true, Until: "2026-01-01 00:00"},
			{ID: "expired", Until: "2026-11-22 09:00"}, {ID: "open", Until: "2026-11-22 09:01", ReviewOn: "2026-11-23"}, {ID: "due", ReviewOn: "2026-11-22"},
		},
		Changed: func(id string) time.Time { return changed[id] },
	}
	var got []string
	for _, s := range StaleEntries(b, map[string]time.Time{"old": ago(3)}, now, 90, shanghai) {
		got = append(got, string(s.Why)+" "+s.ID)
	}
	if d := cmp.Diff([]string{"expired expired", "due due", "unused quiet", "unchanged old"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
