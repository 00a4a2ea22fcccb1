package httpd

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
)

// lab is Trials and Measures that note what they are asked.
type lab struct {
	asked editing.TrialRequest
	of    editing.Against
	days  int
	limit int
}

func (l *lab) Try(_ context.Context, by chat.Staff, r editing.TrialRequest) (editing.Trial, error) {
	l.asked = r
	if r.Turns[0].Choice == "gone" {
		return editing.Trial{}, fault.New(fault.Invalid, "第 1 句：上一句没有给出这个选项，或选项已失效")
	}
	return editing.Trial{ID: "k3tq7m2xha", By: string(by.ID), Against: r.Against, Turns: []editing.TrialTurn{{
		Text: r.Turns[0].Text, Outcome: bot.OutcomeAnswer, Entry: "refund-how",
	}}}, nil
}

func (*lab) Trial(_ context.Context, id string) (editing.Trial, error) {
	if id == "gone" {
		return editing.Trial{}, fault.New(fault.NotFound, "没有这次试问，可能已过期")
	}
	return editing.Trial{ID: id}, nil
}

func (*lab) TrialWhy(_ context.Context, id, entry string) (string, error) {
	return id + "：「" + entry + "」不够接近", nil
}

func (*lab) Limits(context.Context) (editing.Limits, error) {
	return editing.Limits{Live: bot.DefaultLimits(), Learned: editing.LearnedLimits{Answer: 0.5}}, nil
}

func (l *lab) Curve(_ context.Context, of editing.Against) (editing.Curve, error) {
	l.of = of
	return editing.Curve{Asked: 2, Golden: 2, Points: []eval.Point{{Limit: 0.5, Precision: 1}}}, nil
}

func (l *lab) CheckGolden(_ chat.Staff, of editing.Against) (knowledge.Job, error) {
	l.of = of
	return knowledge.Job{ID: "j1"}, nil
}

func (l *lab) Replay(_ chat.Staff, days, limit int) (knowledge.Job, error) {
	l.days, l.limit = days, limit
	return knowledge.Job{ID: "j2"}, nil
}

func TestTrialRoutes(t *testing.T) {
	l := &lab{}
	w := newWorld(t, func(o *Options) { o.Trials, o.Measures = l, l })
	editor := w.signIn(t, "editor1")
	for name, tc := range map[string]struct {
		method, target, body string
		code                 int
		holds                string
	}{
		"Answered":         {"POST", "/api/trials", `{"turns":[{"text":"怎么退款"}],"against":"draft","audience":"vip","at":1763800000000,"why":["a"]}`, 200, `"id":"k3tq7m2xha"`},
		"NothingSaid":      {"POST", "/api/trials", `{"turns":[],"against":"live"}`, 422, "turns"},
		"UnknownAgainst":   {"POST", "/api/trials", `{"turns":[{"text":"a"}],"against":"both"}`, 422, "against"},
		"UnknownAudience":  {"POST", "/api/trials", `{"turns":[{"text":"a"}],"against":"live","audience":"king"}`, 422, "audience"},
		"ChoiceOfNothing":  {"POST", "/api/trials", `{"turns":[{"text":"","choice":"gone"}],"against":"live"}`, 422, "上一句没有给出这个选项"},
		"Read":             {"GET", "/api/trials/k3tq7m2xha", "", 200, `"id":"k3tq7m2xha"`},
		"ReadGone":         {"GET", "/api/trials/gone", "", 404, "可能已过期"},
		"Why":              {"POST", "/api/trials/k3tq7m2xha/why", `{"entry":"refund-time"}`, 200, "k3tq7m2xha：「refund-time」不够接近"},
		"WhyNothing":       {"POST", "/api/trials/k3tq7m2xha/why", `{"entry":""}`, 422, "entry"},
		"Limits":           {"GET", "/api/limits", "", 200, `"learned":{"answer":0.5`},
		"Curve":            {"GET", "/api/limits/curve?of=live", "", 200, `"points":[{"limit":0.5`},
		"CurveOfNothing":   {"GET", "/api/limits/curve?of=old", "", 422, "of"},
		"GoldenIsStarted":  {"POST", "/api/golden/check", `{"of":"live"}`, 200, `{"job":"j1"}`},
		"ReplayIsStarted":  {"POST", "/api/replays", `{"days":7}`, 200, `{"job":"j2"}`},
		"ReplayOfTooLong":  {"POST", "/api/replays", `{"days":91}`, 422, "days"},
		"ReplayOfTooMany":  {"POST", "/api/replays", `{"days":1,"limit":10001}`, 422, "limit"},
		"ReplayWithoutEnd": {"POST", "/api/replays", `{}`, 422, "days"},
	} {
		t.Run(name, func(t *testing.T) {
			rec := w.do(tc.method, tc.target, tc.body, editor)
			if rec.Code != tc.code || !strings.Contains(rec.Body.String(), tc.holds) {
				t.Errorf("%d %s, want %d with %s", rec.Code, rec.Body, tc.code, tc.holds)
			}
		})
	}
}

// TestTrialIsPassedOn: nothing of what the editor asks for is lost on the way.
func TestTrialIsPassedOn(t *testing.T) {
	l := &lab{}
	w := newWorld(t, func(o *Options) { o.Trials, o.Measures = l, l })
	editor := w.signIn(t, "editor1")
	rec := w.do(http.MethodPost, "/api/trials",
		`{"turns":[{"text":"退款"},{"text":"","choice":"refund-how"}],"against":"draft","site":"shop2","audience":"merchant","at":1763800000000,"why":["a","b"]}`, editor)
	if rec.Code != 200 {
		t.Fatal(rec.Body)
	}
	r := l.asked
	if len(r.Turns) != 2 || r.Turns[1].Choice != "refund-how" || r.Against != editing.Working || r.Site != "shop2" ||
		r.Audience != knowledge.Merchants || !r.At.Equal(time.UnixMilli(1763800000000)) || len(r.Why) != 2 {
		t.Errorf("asked %+v", r)
	}
	if w.do(http.MethodPost, "/api/replays", `{"days":30,"limit":50}`, editor); l.days != 30 || l.limit != 50 {
		t.Errorf("replays %d of %d days", l.limit, l.days)
	}
	if w.do(http.MethodPost, "/api/replays", `{"days":30}`, editor); l.limit != 10000 {
		t.Errorf("replays %d", l.limit)
	}
	if w.do(http.MethodGet, "/api/limits/curve", "", editor); l.of != editing.Working {
		t.Errorf("the curve of %q", l.of)
	}
}
