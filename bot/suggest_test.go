package bot

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/suggest"
)

// typist is a service of entries of which some are not for everybody or not now.
func typist(t *testing.T, now func() time.Time) *Service {
	t.Helper()
	list := []knowledge.Entry{
		{ID: "late", Question: "充值没到账怎么办"},
		{ID: "off", Question: "充值活动", Off: true},
		{ID: "vip", Question: "充值贵宾通道", Audience: knowledge.VIPs},
		{ID: "sale", Question: "充值节优惠", From: "2026-03-02 12:00", Until: "2026-03-02 13:00"},
		{ID: "refund", Question: "充值错了能退吗"},
	}
	entries := map[string]knowledge.Entry{}
	for _, e := range list {
		entries[e.ID] = e
	}
	corpus := knowledge.NewCorpus(list, func(raw string) *text.Analysis { return text.Analyse(raw, text.Runes{}) })
	return NewService(Options{
		Log: NewMemoryLog(), Clock: now, Registerer: prometheus.NewRegistry(),
		Content: &Content{
			Zone: shopZone, Search: &plainWords{}, Entries: entries, Suggest: suggest.New(corpus, pinyin.New()),
			Replies: Replies{Hot: []string{"refund"}},
		},
	})
}

func TestCompleteShowsWhatIsOpen(t *testing.T) {
	for name, tc := range map[string]struct {
		at      string
		profile *chat.Profile
		want    []string
	}{
		"not signed in": {"11:59:00.000", nil, []string{"refund", "late"}},
		"VIP":           {"11:59:00.000", &chat.Profile{User: "u", VIP: true}, []string{"refund", "vip", "late"}},
		"within hours":  {"12:00:00.000", nil, []string{"refund", "sale", "late"}},
		"over":          {"13:00:00.000", nil, []string{"refund", "late"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := typist(t, func() time.Time { return at(tc.at) })
			var got []string
			for _, q := range s.Complete(Typed{Profile: tc.profile, Text: "cz"}) {
				got = append(got, q.ID)
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCompleteWithoutAnIndex(t *testing.T) {
	s := NewService(Options{Log: NewMemoryLog(), Clock: time.Now, Registerer: prometheus.NewRegistry(), Content: &Content{Search: &plainWords{}}})
	if got := s.Complete(Typed{Text: "充值"}); len(got) > 0 {
		t.Errorf("suggested %v", got)
	}
}

func TestCompletePrefersWhatIsAsked(t *testing.T) {
	now := at("09:00:00.000")
	s := typist(t, func() time.Time { return now })
	order := func() (ids []string) {
		for _, q := range s.Complete(Typed{Profile: &chat.Profile{User: "u", VIP: true}, Text: "充值"}) {
			ids = append(ids, q.ID)
		}
		return ids
	}
	if d := cmp.Diff([]string{"refund", "vip", "late"}, order()); d != "" {
		t.Errorf("nothing was asked: %s", d)
	}
	s.asked.answered("late", now)
	if d := cmp.Diff([]string{"refund", "late", "vip"}, order()); d != "" {
		t.Errorf("one was asked: %s", d)
	}
	s.asked.answered("vip", now)
	s.asked.answered("vip", now)
	now = now.Add(tallyEvery)
	if d := cmp.Diff([]string{"refund", "vip", "late"}, order()); d != "" {
		t.Errorf("another was asked more: %s", d)
	}
}

func TestTallyForgets(t *testing.T) {
	now := at("09:00:00.000")
	var a tally
	a.answered("once", now)
	for range 8 {
		a.answered("often", now)
	}
	for range 2 {
		now = now.Add(tallyHalf)
		a.answered("new", now)
	}
	if d := cmp.Diff([]string{"often", "new"}, a.most(now)); d != "" {
		t.Error(d)
	}
	for i := range 2 * tallyKept {
		a.answered(fmt.Sprint(i), now)
	}
	if len(a.counts) > tallyKept {
		t.Errorf("%d are counted", len(a.counts))
	}
	if got := a.most(now.Add(tallyEvery)); len(got) != tallyMost || got[0] != "often" {
		t.Errorf("told of %d, %q first", len(got), got[0])
	}
}

func TestAnswersAreCounted(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款"})
	if d := cmp.Diff([]string{"refund-how"}, r.asked.most(r.now)); d != "" {
		t.Error(d)
	}
}
