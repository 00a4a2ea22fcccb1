package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
)

func orderCard() *chat.Card {
	return &chat.Card{Kind: chat.CardOrder, ID: "XK20250618006650", Title: "Steam 充值卡 100 元", Price: "¥1,100.00", Status: "已付款"}
}

func goodsCard() *chat.Card {
	return &chat.Card{Kind: chat.CardGoods, ID: "sku-7", Title: "Steam 充值卡 100 元", URL: "https://shop.example/p/7"}
}

func TestCardWithoutWords(t *testing.T) {
	ready := DefaultReplies().HandoffReady.First()
	for name, tc := range map[string]struct {
		needs  []string
		before []Action
		card   *chat.Card
		want   string // what the bot says
		state  chat.State
		asked  string
	}{
		"an order out of the blue":   {nil, nil, orderCard(), "收到您发的订单号。请问遇到了什么问题？", chat.StateBot, "[订单] Steam 充值卡 100 元"},
		"a product out of the blue":  {nil, nil, goodsCard(), "收到您发的商品。请问遇到了什么问题？", chat.StateBot, "[商品] Steam 充值卡 100 元"},
		"in the line":                {nil, []Action{Human{}}, orderCard(), "已记下订单号，客服接入后能看到。", chat.StateWaiting, "[订单] Steam 充值卡 100 元"},
		"all that was needed":        {[]string{"order_no", "amount"}, []Action{Say{Text: "怎么退款"}}, orderCard(), ready, chat.StateWaiting, "[订单] Steam 充值卡 100 元"},
		"the time is still missing":  {[]string{"order_no", "pay_time"}, []Action{Say{Text: "怎么退款"}}, orderCard(), "已记下订单号。为了更快处理，请再告诉我付款时间；也可以直接转人工。", chat.StateBot, "[订单] Steam 充值卡 100 元"},
		"a product that none needed": {[]string{"order_no"}, []Action{Say{Text: "怎么退款"}}, goodsCard(), "收到您发的商品。请问遇到了什么问题？", chat.StateBot, "[商品] Steam 充值卡 100 元"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			needing(r, tc.needs...)
			for _, a := range tc.before {
				r.do(customer, a)
			}
			r.do(customer, Say{Card: tc.card})
			if got := r.said(chat.Bot); got != tc.want {
				t.Errorf("the bot says %q, want %q", got, tc.want)
			}
			if k := r.state().Case; k.State != tc.state || k.Brief.Asked != tc.asked {
				t.Errorf("state %s, asked %q", k.State, k.Brief.Asked)
			}
		})
	}
}

func TestCardIsKnownToTheDesk(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	card := orderCard()
	card.Fields = []chat.CardLine{{Label: "下单时间", Value: "2025-06-18 21:25"}, {Label: "付款时间", Value: " 2025-06-18 21:30"}}
	r.do(customer, Say{Text: "怎么退款", Card: card})
	want := []chat.Entity{
		{Name: "order_no", Text: "XK20250618006650", Value: "XK20250618006650"},
		{Name: "amount", Text: "¥1,100.00", Value: "1100.00"},
		{Name: "time", Text: "2025-06-18 21:30", Value: "2025-06-18 21:30"},
	}
	if d := cmp.Diff(want, r.state().Case.Brief.Entities); d != "" {
		t.Errorf("entities (-want +got):\n%s", d)
	}
	if got := r.last(); got != "bot: 在订单里点退款。" {
		t.Errorf("the words beside a card are answered: %q", got)
	}
}

// TestCardWithWordsInAFlow: what the flow asks for may be on the card beside the words.
func TestCardWithWordsInAFlow(t *testing.T) {
	for name, tc := range map[string]struct {
		words, order, asks string
	}{
		"words that say nothing":     {"就是这一单", "XK20250618006650", "怎么回事？"},
		"words that tell the rest":   {"就是这一单，付了钱一直没有发货", "XK20250618006650", ""},
		"words that ask besides it":  {"这一单，怎么退款？", "XK20250618006650", "怎么回事？"},
		"words with another number":  {"不是，是XK20250618006651", "XK20250618006651", "怎么回事？"},
		"words with the same number": {"订单XK20250618006650", "XK20250618006650", "怎么回事？"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			r.Activate(codes(t)) // it knows numbers
			withFlows(t, r, false)
			c := *r.Content()
			f, err := flow.Compile(flow.Spec{ID: "claim", Name: "理赔", Confirm: true, Slots: []flow.SlotSpec{
				{Name: "order", Label: "订单号", Kind: flow.KindEntity, Entity: "order_no", Ask: Sentence{"订单号是多少？"}},
				{Name: "what", Label: "经过", Kind: flow.KindText, Min: 2, Ask: Sentence{"怎么回事？"}},
			}, End: flow.End{Do: flow.DoHandoff, Say: Sentence{"记下了"}}})
			if err != nil {
				t.Fatal(err)
			}
			c.Flows = map[string]*flow.Flow{"claim": f}
			r.Activate(&c)
			r.do(customer, Say{Text: "我要理赔"})
			r.do(customer, Say{Text: tc.words, Card: orderCard()})
			r.wants(tc.asks)
			_, b, err := r.log.Load(t.Context(), conv)
			if err != nil {
				t.Fatal(err)
			}
			m, err := remember(b)
			if err != nil || m.Flow == nil || m.Flow.Value("order") != tc.order {
				t.Errorf("the flow knows %+v, %v", m.Flow, err)
			}
		})
	}
}

func TestCardUnderAPersonIsSilent(t *testing.T) {
	r := helped(t)
	before := len(r.told())
	r.do(customer, Say{Card: goodsCard()})
	if got := len(r.told()); got != before+1 {
		t.Errorf("%d events came of one", got-before)
	}
}

// TestCardHidesCodes: what a page says is as little to be repeated as what its
// customer says.
func TestCardHidesCodes(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.Activate(codes(t))
	const code = "K7F2-9XQ4-MM31-08ZT"
	card := goodsCard()
	card.Title = "卡密 " + code
	card.Fields = []chat.CardLine{{Label: "卡密", Value: code}, {Label: code, Value: "卡密"}}
	r.do(customer, Say{Card: card})
	for _, e := range r.all() {
		if b, err := chat.Encode(e.Payload); err != nil || strings.Contains(string(b), "9XQ4") {
			t.Errorf("%s, %v", b, err)
		}
	}
	if card.Title != "卡密 "+code {
		t.Error("the caller's card was changed")
	}
}

func TestSumOf(t *testing.T) {
	for price, want := range map[string]string{"¥100.00": "100.00", "1,299 元": "1299", "": "", "面议": "", "10-20元": "", "1.2.3": "", "共 50 元": "50"} {
		if got := sumOf(price); got != want {
			t.Errorf("sumOf(%q) = %q, want %q", price, got, want)
		}
	}
}
