package bot

import (
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
)

// needing gives the refund entry needs.
func needing(r *room, needs ...string) {
	next := *r.Content()
	next.Entries = withSeverity("trade", "")
	e := next.Entries["refund-how"]
	e.Needs = needs
	next.Entries["refund-how"] = e
	r.Activate(&next)
}

func TestPictureWithoutWords(t *testing.T) {
	d := DefaultReplies()
	about := strings.ReplaceAll(d.PicturedAbout.First(), "{question}", "怎么申请退款？")
	for name, tc := range map[string]struct {
		needs  []string
		before []Action
		want   string // what the bot says
		state  chat.State
	}{
		"nothing said before": {nil, nil, d.Pictured.First(), chat.StateBot},
		"after an answer":     {nil, []Action{Say{Text: "怎么退款"}}, about, chat.StateBot},
		"in the line":         {nil, []Action{Human{}}, "已记下截图，客服接入后能看到。", chat.StateWaiting},
		"all that was needed": {[]string{"screenshot"}, []Action{Say{Text: "怎么退款"}}, d.HandoffReady.First(), chat.StateWaiting},
		"the number is still missing": {[]string{"order_no", "screenshot"}, []Action{Say{Text: "怎么退款"}},
			"已记下截图。为了更快处理，请再告诉我订单号；也可以直接转人工。", chat.StateBot},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			needing(r, tc.needs...)
			for _, a := range tc.before {
				r.do(customer, a)
			}
			r.do(customer, Say{Attachments: picture()})
			if got := r.said(chat.Bot); got != tc.want {
				t.Errorf("the bot says %q, want %q", got, tc.want)
			}
			k := r.state().Case
			if k.State != tc.state || len(k.Brief.Entities) != 1 || k.Brief.Entities[0].Value != "0af" || k.Brief.Asked != "[图片]" {
				t.Errorf("case = %+v", k)
			}
		})
	}
}

// TestPicturesInARow are answered once, and count as nothing unresolved.
func TestPicturesInARow(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	for range 4 {
		r.now = r.now.Add(time.Second)
		r.sentBy(customer, Say{Attachments: picture()})
	}
	n := 0
	for _, l := range r.told() {
		if strings.HasPrefix(l, "bot: ") {
			n++
		}
	}
	if k := r.state().Case; n != 1 || k.State != chat.StateBot {
		t.Errorf("%d replies, state %s", n, k.State)
	}
	r.do(customer, Say{Text: "怎么退款"})
	if got := r.last(); got != "bot: 在订单里点退款。" {
		t.Errorf("then the bot says %q", got)
	}
}

func TestPictureUnderAPersonIsSilent(t *testing.T) {
	r := helped(t)
	before := len(r.told())
	r.do(customer, Say{Text: "看这个", Attachments: picture()})
	r.do(customer, Say{Attachments: picture()})
	if got := len(r.told()); got != before+2 {
		t.Errorf("%d events came of two", got-before)
	}
}
