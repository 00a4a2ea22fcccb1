package bot

import (
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
