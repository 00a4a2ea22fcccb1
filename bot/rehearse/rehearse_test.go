package rehearse_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/bot/rehearse"
	"yiwen/bot/text"
	"yiwen/handoff"
	"yiwen/intents"
	"yiwen/knowledge"
)

// plain understands and finds by single words.
type plain struct{}

func (plain) UnderstandIn(a *text.Analysis, c intents.Context) intents.Understanding {
	var u intents.Understanding
	if strings.Contains(a.Norm, "人工") {
		u.Human = []string{"人工"}
	}
	if c.Site == "shop2" {
		u.Rules = []intents.Match{{ID: "second-shop", Action: intents.ActionAnswer, Reply: "二店", Why: []string{"site"}}}
	}
	return u
}

func (plain) Search(_ context.Context, a *text.Analysis, _ int) ([]knowledge.Candidate, error) {
	switch {
	case strings.Contains(a.Norm, "怎么退款"):
		return []knowledge.Candidate{{ID: "how", Score: 0.9}, {ID: "when", Score: 0.3, Features: map[string]float64{"words": 1}}}, nil
	case strings.Contains(a.Norm, "退款"):
		return []knowledge.Candidate{{ID: "how", Score: 0.5}, {ID: "when", Score: 0.49}}, nil
	}
	return nil, nil
}

func (p plain) Within(open func(string) bool) bot.Searcher { return within{p, open} }

// within is what plain finds, of what is open.
type within struct {
	plain
	open func(string) bool
}

func (w within) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	found, err := w.plain.Search(ctx, a, n)
	return slices.DeleteFunc(found, func(c knowledge.Candidate) bool { return !w.open(c.ID) }), err
}

func content(t *testing.T) *bot.Content {
	t.Helper()
	talk, err := bot.NewTalk(bot.DefaultTalk())
	if err != nil {
		t.Fatal(err)
	}
	return &bot.Content{
		Version: 3, Segment: text.Runes{}, Intents: plain{}, Search: plain{}, Talk: talk,
		Entries: map[string]knowledge.Entry{
			"how":  {ID: "how", Question: "怎么退款", Answer: "这样退。"},
			"when": {ID: "when", Question: "退款多久到", Answer: "一天。"},
		},
		Replies: bot.DefaultReplies(), Limits: bot.DefaultLimits(),
	}
}

func ask(t *testing.T, s *rehearse.Stage, l rehearse.Line) rehearse.Turn {
	t.Helper()
	turn, err := s.Ask(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	return turn
}

func TestConversationGoesOn(t *testing.T) {
	s := rehearse.New(rehearse.Options{Content: content(t)})
	first := ask(t, s, rehearse.Line{Text: "退款的事", Conversation: "a"})
	if first.Trace.Outcome != bot.OutcomeClarify || !first.At.Equal(rehearse.Monday(content(t))) {
		t.Fatalf("came to %s at %v", first.Trace.Outcome, first.At)
	}
	if diff := cmp.Diff([]string{"how", "when", "human"}, first.Offered()); diff != "" {
		t.Error(diff)
	}
	second := ask(t, s, rehearse.Line{Choice: "when", Conversation: "a"})
	if second.Trace.Entry != "when" || second.Reply != "一天。" || !second.At.Equal(first.At.Add(time.Minute)) {
		t.Errorf("the tap came to %+v", second)
	}
	if second.Offered() != nil {
		t.Errorf("an answer offers %v", second.Offered())
	}
}

func TestChoiceOfNothing(t *testing.T) {
	s := rehearse.New(rehearse.Options{Content: content(t)})
	ask(t, s, rehearse.Line{Text: "退款的事", Conversation: "a"})
	for name, l := range map[string]rehearse.Line{
		"OtherConversation": {Choice: "how", Conversation: "b"},
		"NotOffered":        {Choice: "gone", Conversation: "a"},
		"NothingSaid":       {Conversation: "a"},
	} {
		if _, err := s.Ask(t.Context(), l); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSiteAndTime(t *testing.T) {
	s := rehearse.New(rehearse.Options{Content: content(t)})
	at := time.Date(2026, 7, 1, 3, 4, 0, 0, time.UTC)
	if got := ask(t, s, rehearse.Line{Text: "在吗", Site: "shop2", At: at}); got.Reply != "二店" || !got.At.Equal(at) {
		t.Errorf("of the other site: %+v", got)
	}
	if got := ask(t, s, rehearse.Line{Text: "在吗"}); got.Trace.Outcome != bot.OutcomeFallback {
		t.Errorf("of the usual site: %+v", got)
	}
}

func TestRecord(t *testing.T) {
	s := rehearse.New(rehearse.Options{Content: content(t), Record: true})
	got := ask(t, s, rehearse.Line{Text: "怎么退款呢"}).Record
	if c, _, ok := got.Of("when", 0.3); !ok || c.Score != 0.3 || c.Features["words"] != 1 {
		t.Errorf("found %+v", got.Found)
	}
	if _, _, ok := got.Of("gone", 0); ok {
		t.Error("found what is not there")
	}
	second := ask(t, s, rehearse.Line{Text: "在吗", Site: "shop2"}).Record
	if len(second.Understood.Rules) != 1 || second.Understood.Rules[0].Why[0] != "site" {
		t.Errorf("understood %+v", second.Understood)
	}
	if _, _, ok := second.Of("when", 0); ok {
		t.Error("a turn shows what another found")
	}
	if plain := ask(t, rehearse.New(rehearse.Options{Content: content(t)}), rehearse.Line{Text: "怎么退款"}); len(plain.Record.Found) > 0 {
		t.Error("recorded unasked")
	}
}

// TestNight: with tickets the bot does at night what it does on a server, and
// without what it does by day.
func TestNight(t *testing.T) {
	c := content(t)
	day := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}, Shifts: []handoff.Shift{{From: 9 * 60, To: 18 * 60}}}
	teams, err := handoff.NewTeams([]handoff.Team{{ID: "all", Name: "客服", Hours: day}}, "all")
	if err != nil {
		t.Fatal(err)
	}
	c.Teams = teams
	night := rehearse.Line{Text: "卡密打不开找人工", Conversation: "a", At: time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)}
	if got := ask(t, rehearse.New(rehearse.Options{Content: c}), night); got.Reply != c.Replies.HandoffAsked.First() {
		t.Errorf("without tickets the bot says %q", got.Reply)
	}
	s := rehearse.New(rehearse.Options{Content: c, Tickets: true})
	first := ask(t, s, night)
	if !strings.Contains(first.Reply, "今天 09:00") || !strings.Contains(first.Reply, "WO20260105") {
		t.Errorf("with tickets the bot says %q", first.Reply)
	}
	again := ask(t, s, rehearse.Line{Text: "订单也没有了，找人工", Conversation: "a"})
	if number, _, _ := strings.Cut(again.Reply, " 已经排上"); !strings.HasPrefix(number, "您的工单 WO20260105") {
		t.Errorf("asked again the bot says %q", again.Reply)
	}
}
