package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/rehearse"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/knowledge"
)

// trialPack is a shop small enough to hold in the head.
func trialPack() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"faq.yaml": file(`
- {id: refund-how, category: 退款, question: 怎么申请退款, variants: [我要退款, 想把钱退回来], answer: 在订单页点申请退款。, exclude: [商户]}
- {id: refund-time, category: 退款, question: 退款多久到账, variants: [退款几天能到], answer: 一般一天内到账。}
- {id: card-use, question: 卡密在哪里兑换, variants: [卡密怎么用], answer: 在官网兑换。, answers: [{site: second, answer: 在二店兑换。}]}
- {id: merchant-fee, question: 商户提现手续费是多少, answer: 千分之六。, audience: merchant}
- {id: winter-sale, question: 年货节什么时候开始, answer: 已经开始了。, from: "2026-12-01 00:00"}
`),
		"rules.yaml": file(`
- {id: outage, priority: 9, all: [打不开, 首页], action: answer, entry: card-use}
- {id: tag-refund, any: [退款], action: tag, tags: [refund]}
`),
		"settings.yaml":  file("name: 小店\ntimezone: Asia/Shanghai\nlimits: {answer: 0.4}\nsites: [{id: default, name: 一店}, {id: second, name: 二店}]\n"),
		"homophones.txt": file("退宽,退款\n"),
		"golden.yaml": file(`
- {id: how, text: 我想申请退款, entry: refund-how}
- {id: time, text: 退款几天到账, entry: refund-time}
- {id: fee, text: 商户提现手续费多少, entry: merchant-fee}
- {id: sale, text: 年货节什么时候开始呢, entry: winter-sale}
- {id: food, text: 附近有什么好吃的}
- {id: person, text: 转人工, wants: handoff}
- {id: broken, text: 卡密怎么用, entry: refund-how}
`),
	}
}

// trialBench is what editors try the bot with, over a store of its own.
type trialBench struct {
	*editing.Service
	t    *testing.T
	now  time.Time
	live *bot.Content
	bot  *bot.Service
}

var trialEditor = chat.Staff{ID: "editor1", Name: "小编", Role: chat.RoleEditor}

func newTrialBench(t *testing.T) *trialBench {
	t.Helper()
	ctx := t.Context()
	p, err := pack.Read(trialPack())
	if err != nil {
		t.Fatal(err)
	}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), storeName)})
	if err != nil {
		t.Fatal(err)
	}
	b := &trialBench{t: t, now: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)}
	if _, err := s.Publish(ctx, items, nil, imported(b.now, "")); err != nil {
		t.Fatal(err)
	}
	if err := prepared.ready(); err != nil {
		t.Fatal(err)
	}
	builder := newBuilder(prepared.jieba(), false, nil)
	if b.live, err = builder.build(ctx, p, 1); err != nil {
		t.Fatal(err)
	}
	b.bot = bot.NewService(bot.Options{
		Log: s, Wakes: wakeless{}, Content: b.live, Clock: func() time.Time { return b.now }, Registerer: prometheus.NewRegistry(),
	})
	b.Service, err = editing.New(editing.Options{
		Store: s, Jobs: s, Versions: s, Book: s, Nodes: s, Builder: builder, Trials: s, Asked: s, Live: b.bot.Content, Pack: p, Sounds: builder.sounds,
		Activate: func(*bot.Content, *pack.Pack) {}, Node: "test", Clock: func() time.Time { return b.now }, Logger: slog.New(slog.DiscardHandler),
	})
	if err == nil {
		err = b.Begin(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close(); s.Close() })
	return b
}

// try holds a trial of what is said.
func (b *trialBench) try(r editing.TrialRequest, said ...string) editing.Trial {
	b.t.Helper()
	for _, s := range said {
		r.Turns = append(r.Turns, editing.TrialLine{Text: s})
	}
	got, err := b.Try(b.t.Context(), trialEditor, r)
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// save makes a draft of an entry.
func (b *trialBench) save(e knowledge.Entry) {
	b.t.Helper()
	body, err := json.Marshal(e)
	if err != nil {
		b.t.Fatal(err)
	}
	d, err := b.Draft(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	edit := knowledge.Edit{Ref: knowledge.Ref{Kind: pack.KindEntry, ID: e.ID}, Body: body, State: knowledge.Drafted}
	if p, ok := d.Entry(e.ID); ok {
		edit.Position, edit.Base = p.Position, p.Rev
	}
	if _, err := b.Save(b.t.Context(), trialEditor, knowledge.StepSave, []knowledge.Edit{edit}); err != nil {
		b.t.Fatal(err)
	}
}

// result waits for a job and decodes what it came to.
func (b *trialBench) result(j knowledge.Job, err error, into any) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for j.State == knowledge.JobRunning {
		<-tick.C
		if j, err = b.Job(b.t.Context(), j.ID); err != nil {
			b.t.Fatal(err)
		}
	}
	if j.State != knowledge.JobDone {
		b.t.Fatalf("job %s is %s: %s", j.Kind, j.State, j.Error)
	}
	if err := json.Unmarshal(j.Result, into); err != nil {
		b.t.Fatal(err)
	}
}

// TestTrialShowsEverything holds one trial and compares all that it shows, with
// scores of two digits, to testdata/trial.json; -update rewrites it.
func TestTrialShowsEverything(t *testing.T) {
	b := newTrialBench(t)
	trial := b.try(editing.TrialRequest{Against: editing.Live, Why: []string{"refund-time", "merchant-fee", "card-use", "gone"}}, "请问怎么退宽，首页点不了")
	again, err := b.Trial(t.Context(), trial.ID)
	if err != nil {
		t.Fatal(err)
	}
	trial.ID, again.ID = "", ""
	got, read := shown2(t, trial), shown2(t, again)
	if diff := cmp.Diff(string(got), string(read)); diff != "" {
		t.Errorf("what a colleague opens is not what was seen:\n%s", diff)
	}
	const golden = "testdata/trial.json"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the trial changed (-golden +now):\n%s", diff)
	}
}

// shown2 is v as indented JSON whose numbers have two digits behind the point.
func shown2(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var any any
	if err := json.Unmarshal(raw, &any); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(round(any)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func round(v any) any {
	switch v := v.(type) {
	case float64:
		return math.Round(v*100) / 100
	case []any:
		for i := range v {
			v[i] = round(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = round(v[k])
		}
	}
	return v
}

func TestTrialIsAConversation(t *testing.T) {
	b := newTrialBench(t)
	got := b.try(editing.TrialRequest{Against: editing.Live, Turns: []editing.TrialLine{{Text: "退钱多久怎么办"}, {Choice: "refund-time"}}})
	if n := len(got.Turns); n != 2 || got.Turns[0].Outcome != bot.OutcomeClarify || got.Turns[1].Entry != "refund-time" || got.Turns[1].Text != "退款多久到账" {
		t.Errorf("came to %+v", got.Turns)
	}
	if got.Turns[1].At-got.Turns[0].At != time.Minute.Milliseconds() {
		t.Error("the turns are not a minute apart")
	}
	for name, tc := range map[string]struct {
		request editing.TrialRequest
		said    string
		entry   string
		reply   string
	}{
		"OtherSite":     {editing.TrialRequest{Against: editing.Live, Site: "second"}, "卡密怎么用", "card-use", "在二店兑换。"},
		"Buyer":         {editing.TrialRequest{Against: editing.Live, Audience: knowledge.Buyers}, "商户提现手续费多少", "", ""},
		"Merchant":      {editing.TrialRequest{Against: editing.Live, Audience: knowledge.Merchants}, "商户提现手续费多少", "merchant-fee", "千分之六。"},
		"BeforeTheSale": {editing.TrialRequest{Against: editing.Live}, "年货节什么时候开始", "", ""},
		"AtTheSale": {editing.TrialRequest{Against: editing.Live, At: time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)},
			"年货节什么时候开始", "winter-sale", "已经开始了。"},
	} {
		t.Run(name, func(t *testing.T) {
			turn := b.try(tc.request, tc.said).Turns[0]
			if turn.Entry != tc.entry || tc.reply != "" && turn.Reply != tc.reply {
				t.Errorf("%s answered %q: %s", turn.Outcome, turn.Entry, turn.Reply)
			}
		})
	}
}

// TestTrialOfTheDraft: what is not published yet is asked and live is not, and what
// changed since a trial is told.
func TestTrialOfTheDraft(t *testing.T) {
	b := newTrialBench(t)
	e := b.live.Entries["refund-time"]
	e.Answer = "半天到账。"
	b.save(e)
	const said = "退款多久到账"
	if got := b.try(editing.TrialRequest{Against: editing.Live}, said); got.Turns[0].Reply != "一般一天内到账。" || got.Draft != 0 {
		t.Errorf("live says %q", got.Turns[0].Reply)
	}
	draft := b.try(editing.TrialRequest{Against: editing.Working}, said)
	if draft.Turns[0].Reply != "半天到账。" || draft.Draft == 0 {
		t.Errorf("draft %d says %q", draft.Draft, draft.Turns[0].Reply)
	}
	text, err := b.TrialWhy(t.Context(), draft.ID, "refund-how")
	if err != nil || !strings.HasPrefix(text, "「怎么申请退款」") {
		t.Errorf("why: %q, %v", text, err)
	}
	e.Variants = append(e.Variants, "退款到账时间")
	b.save(e)
	if text, err = b.TrialWhy(t.Context(), draft.ID, "card-use"); err != nil || !strings.HasPrefix(text, "试问之后内容有变化") {
		t.Errorf("why, after a change: %q, %v", text, err)
	}
}

func TestTrialThatCannotBe(t *testing.T) {
	b := newTrialBench(t)
	line := []editing.TrialLine{{Text: "退款"}}
	for name, tc := range map[string]struct {
		request editing.TrialRequest
		want    string
	}{
		"NothingSaid":    {editing.TrialRequest{Against: editing.Live}, "请输入"},
		"Blank":          {editing.TrialRequest{Against: editing.Live, Turns: []editing.TrialLine{{Text: " \n"}}}, "第 1 句是空的"},
		"TooLong":        {editing.TrialRequest{Against: editing.Live, Turns: []editing.TrialLine{{Text: strings.Repeat("退", 2001)}}}, "第 1 句太长"},
		"TooMany":        {editing.TrialRequest{Against: editing.Live, Turns: make([]editing.TrialLine, 21)}, "最多 20 句"},
		"ChoiceOfNone":   {editing.TrialRequest{Against: editing.Live, Turns: []editing.TrialLine{{Choice: "refund-how"}}}, "第 1 句：上一句没有给出这个选项"},
		"UnknownContent": {editing.TrialRequest{Against: "both", Turns: line}, "线上或草稿"},
		"UnknownSite":    {editing.TrialRequest{Against: editing.Live, Turns: line, Site: "third"}, "没有「third」这个站点，可选：default（一店）、second（二店）"},
		"UnknownPeople":  {editing.TrialRequest{Against: editing.Live, Turns: line, Audience: "king"}, "受众"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.Try(t.Context(), trialEditor, tc.request)
			if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Text(err, ""), tc.want) {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
	if _, err := b.Trial(t.Context(), "gone"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a trial that is not there: %v", err)
	}
}

// TestTrialOfASiteThatIsNotLive: the sites are those of what is asked.
func TestTrialOfASiteThatIsNotLive(t *testing.T) {
	b := newTrialBench(t)
	d, err := b.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings, _ := d.Piece(knowledge.Ref{Kind: pack.KindSettings, ID: pack.KindSettings})
	body := bytes.Replace(settings.Value, []byte(`"id":"default","name":"一店"`), []byte(`"id":"main","name":"总店"`), 1)
	edit := knowledge.Edit{Ref: settings.Ref, Position: settings.Position, Base: settings.Rev, Body: body}
	if _, err := b.Save(t.Context(), trialEditor, knowledge.StepSave, []knowledge.Edit{edit}); err != nil {
		t.Fatal(err)
	}
	for _, site := range []string{"main", ""} {
		b.try(editing.TrialRequest{Against: editing.Working, Site: site}, "卡密怎么用")
	}
	_, err = b.Try(t.Context(), trialEditor, editing.TrialRequest{Against: editing.Live, Site: "main", Turns: []editing.TrialLine{{Text: "退款"}}})
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Text(err, ""), "default（一店）") {
		t.Errorf("a site of the draft, asked live: %v", err)
	}
}

// TestTrialNamesTheReadings: candidates of several readings are in one order, the
// best first, and each says which text it was found by where that is not the
// message.
func TestTrialNamesTheReadings(t *testing.T) {
	b := newTrialBench(t)
	got := b.try(editing.TrialRequest{Against: editing.Live}, "怎么申请退款", "那多久到账")
	list, read := got.Turns[1].Candidates, 0
	for i, c := range list {
		if i > 0 && c.Score > list[i-1].Score {
			t.Errorf("%s with %.2f is behind %s with %.2f", c.ID, c.Score, list[i-1].ID, list[i-1].Score)
		}
		if c.Read == got.Turns[1].Norm {
			t.Errorf("%s names the message itself", c.ID)
		}
		if c.Read != "" {
			read++
		}
	}
	if read == 0 {
		t.Errorf("of %d candidates after %v none says by which reading", len(list), got.Turns[1].Read)
	}
}

// TestTrialKeepsNoCode: the code of a card that an editor tries is stored nowhere.
func TestTrialKeepsNoCode(t *testing.T) {
	b := newTrialBench(t)
	got := b.try(editing.TrialRequest{Against: editing.Live, Why: []string{"card-use"}}, "卡密ABCD-1234-EFGH-5678兑换不了")
	raw, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.ToUpper(string(raw)); strings.Contains(s, "1234-EFGH") || strings.Contains(s, "ABCD-1234") {
		t.Errorf("the trial shows the code: %s", raw)
	}
}

func TestGoldenCheckOfBothContents(t *testing.T) {
	b := newTrialBench(t)
	var live, draft rehearse.GoldenResult
	j, err := b.CheckGolden(trialEditor, editing.Live)
	b.result(j, err, &live)
	if live.Total != 7 || live.Passed != 6 || len(live.Failed) != 1 || live.Failed[0].ID != "broken" || live.Failed[0].Got.Entry != "card-use" {
		t.Errorf("live: %+v", live)
	}
	e := b.live.Entries["refund-time"]
	e.Off = true
	b.save(e)
	j, err = b.CheckGolden(trialEditor, editing.Working)
	b.result(j, err, &draft)
	if draft.Passed != 5 || len(draft.Failed) != 2 || draft.Failed[0].ID != "time" {
		t.Errorf("draft: %+v", draft)
	}
}

func TestReplayShowsWhatChanges(t *testing.T) {
	b := newTrialBench(t)
	visitors := 0
	ask := func(at time.Time, site chat.SiteID, said ...string) {
		for _, s := range said {
			b.now = at
			visitors++
			v := fmt.Sprint("v", visitors)
			_, err := b.bot.Do(t.Context(), bot.Command{
				Conversation: chat.NewConversationID(), Site: site, Visitor: chat.VisitorID(v), From: chat.Actor{Kind: chat.Customer, ID: v},
				CID: "c1", Action: bot.Say{Text: s},
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	today := b.now
	ask(today.AddDate(0, 0, -9), "default", "退款多久到账", "怎么申请退款")
	ask(today.AddDate(0, 0, -2), "default", "退款多久到账", "退款多久到账！", "卡密怎么用", "怎么申请退款")
	ask(today.AddDate(0, 0, -1), "second", "卡密怎么用")
	b.now = today.Add(time.Minute)
	e := b.live.Entries["refund-time"]
	e.Off = true
	b.save(e)
	replay := func(days, limit int) (r editing.ReplayResult) {
		t.Helper()
		j, err := b.Replay(trialEditor, days, limit)
		b.result(j, err, &r)
		return r
	}
	week := replay(7, 0)
	if week.Asked != 5 || week.Distinct != 4 || week.Same != 3 || week.Changed != 1 || len(week.Items) != 1 {
		t.Fatalf("a week: %+v", week)
	}
	d, err := b.Draft(t.Context())
	if err != nil || week.Days != 7 || week.Version != d.Version || week.Draft != d.Rev {
		t.Errorf("of %d days, version %d and revision %d; the working copy is %+v (%v)", week.Days, week.Version, week.Draft, d, err)
	}
	item := week.Items[0]
	if item.Times != 2 || item.Before.Entry != "refund-time" || item.Before.Outcome != "answer" || item.After.Entry == "refund-time" {
		t.Errorf("changed: %+v", item)
	}
	if month := replay(30, 1); month.Asked != 7 || month.Distinct != 1 || month.Items[0].Times != 3 {
		t.Errorf("a month: %+v", month)
	}
	for _, bad := range [][2]int{{0, 1}, {91, 1}, {1, -1}, {1, 10_001}} {
		if _, err := b.Replay(trialEditor, bad[0], bad[1]); !fault.Is(err, fault.Invalid) {
			t.Errorf("replay %v: %v", bad, err)
		}
	}
}

func TestLimitsAndTheirCurve(t *testing.T) {
	b := newTrialBench(t)
	l, err := b.Limits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if l.Live.Answer != 0.4 || l.Draft.Answer != 0.4 || l.Draft.Gap != 0 || l.Live.Gap != l.Learned.Gap || l.Learned.Gap == 0 {
		t.Errorf("limits %+v", l)
	}
	c, err := b.Curve(t.Context(), editing.Live)
	if err != nil {
		t.Fatal(err)
	}
	// Six golden questions are about entries; the base is too small to ask itself.
	if c.Golden != 6 || c.Made != 0 || c.Asked != 6 || c.Now.Limit != 0.4 || len(c.Points) == 0 || len(c.Points) > 200 {
		t.Fatalf("curve %+v", c)
	}
	for _, p := range c.Points {
		for _, share := range []float64{p.Precision, p.Coverage, p.Reached, p.Wrong} {
			if share < 0 || share > 1 {
				t.Errorf("point %+v", p)
			}
		}
	}
	e := b.live.Entries["refund-time"]
	e.Off = true
	b.save(e)
	if d, err := b.Curve(t.Context(), editing.Working); err != nil || d.Now.Coverage >= c.Now.Coverage {
		t.Errorf("without an entry coverage is %.2f, with it %.2f: %v", d.Now.Coverage, c.Now.Coverage, err)
	}
}
