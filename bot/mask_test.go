package bot

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
)

func TestMask(t *testing.T) {
	for _, tc := range []struct{ code, want string }{
		{"ABCD1234EFGH5678", "ABCD********5678"},
		{"ABCD-1234-EFGH-5678", "ABCD-****-****-5678"},
		{"123456789012", "123******012"},
		{"12345678", "12****78"},
		{"ab", "**"},
		{"", ""},
	} {
		if got := mask(tc.code); got != tc.want {
			t.Errorf("mask(%q) = %q, want %q", tc.code, got, tc.want)
		}
	}
}

// codes are content that recognises the codes of cards.
func codes(t testing.TB) *Content {
	t.Helper()
	set, err := intents.Compile(intents.Spec{Rules: []intents.Rule{
		{ID: "code", Entities: []string{"card_code"}, Action: intents.ActionTag, Tags: []string{"code"}},
	}}, text.Runes{})
	if err != nil {
		t.Fatal(err)
	}
	talk, err := NewTalk(DefaultTalk())
	if err != nil {
		t.Fatal(err)
	}
	return &Content{
		Segment: text.Runes{}, Intents: set, Search: &plainWords{}, Entries: testEntries,
		Replies: DefaultReplies(), Limits: testLimits, Talk: talk,
	}
}

// TestCodesAreKeptNowhere: behind the engine's door nobody has the whole code,
// whatever state the case is in.
func TestCodesAreKeptNowhere(t *testing.T) {
	const secret = "K7F2-9XQ4-MM31-08ZT"
	log := NewMemoryLog()
	r := newRoom(t, log)
	r.Activate(codes(t))
	r.do(customer, Say{Text: "卡密" + secret + "怎么退款"})
	r.do(customer, Say{Text: "不是，我说的是 ｋ７ｆ２－９ｘｑ４－ｍｍ３１－０８ｚｔ"})
	r.do(customer, Say{Text: "再发一遍" + strings.ReplaceAll(secret, "-", "") + "，退款"})
	r.do(customer, Human{})
	r.do(lin, Accept{})
	r.do(customer, Say{Text: "还是那张 " + secret})
	r.do(lin, Say{Text: "给您补发 " + secret})
	events, err := log.Events(t.Context(), conv, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	c, memory, err := log.Load(t.Context(), conv)
	if err != nil {
		t.Fatal(err)
	}
	row, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string][]byte{"memory": memory, "row": row}
	said := 0
	for _, e := range events {
		b, err := chat.Encode(e.Payload)
		if err != nil {
			t.Fatal(err)
		}
		if e.From.Kind == chat.Agent {
			if m, ok := e.Payload.(chat.Message); ok && !strings.Contains(m.Text, secret) {
				t.Error("what an agent sends must arrive")
			}
			continue
		}
		if strings.Contains(string(b), "****") {
			said++
		}
		kept[e.From.Sender()+" event"] = append(kept[e.From.Sender()+" event"], b...)
		kept["trace"] = append(kept["trace"], e.Trace...)
	}
	for where, b := range kept {
		norm := bytes.ToLower([]byte(text.Normalise(string(b))))
		for _, part := range []string{"9xq4", "mm31"} {
			if where != "row" && bytes.Contains(norm, []byte(part)) { // the row previews what the agent sent last
				t.Errorf("the %s holds the code: %s", where, b)
			}
		}
	}
	if said != 4 {
		t.Errorf("%d of the customer's four messages show a masked code", said)
	}
	if !bytes.Contains(kept["trace"], []byte(`"start":2,"end":21`)) {
		t.Errorf("the entity does not stand where the masked code does: %s", kept["trace"])
	}
}

func FuzzVeil(f *testing.F) {
	content := codes(f)
	f.Add("卡密ABCD-1234-EFGH-5678无效")
	f.Add("１２３４５６７８９０１２３４５６")
	f.Fuzz(func(t *testing.T, said string) {
		v := content.veil(said)
		if utf8.RuneCountInString(v.text) != utf8.RuneCountInString(said) {
			t.Fatalf("%q became %q: another length", said, v.text)
		}
		if v.codes == nil && v.text != said {
			t.Fatalf("%q became %q without a code", said, v.text)
		}
	})
}

// TestVeilHidesEveryWriting: people part the groups of a code with what their
// keyboard has at hand.
func TestVeilHidesEveryWriting(t *testing.T) {
	c := codes(t)
	for _, said := range []string{
		"K7F2-9XQA-88LM-08ZT", "k7f2 9xqa 88lm 08zt", "K7F2—9XQA—88LM—08ZT", "K7F2_9XQA_88LM_08ZT",
		"K7F2 - 9XQA - 88LM - 08ZT", "Ｋ７Ｆ２－９ＸＱＡ－８８ＬＭ－０８ＺＴ", "K7F2-9XQA-88LM-\n08ZT", "K7F29XQA88LM08ZT",
	} {
		shown := strings.ToUpper(text.Normalise(c.veil("卡密" + said + "用不了").text))
		if strings.Contains(shown, "9XQA") || strings.Contains(shown, "88LM") {
			t.Errorf("of %q is shown %q", said, shown)
		}
	}
}

// TestOrderNumbersAreShown: a number that would be taken for a code is the order's
// where an order was asked for; what is a code all the same stays hidden.
func TestOrderNumbersAreShown(t *testing.T) {
	c := codes(t)
	for said, want := range map[string]string{
		"20261121556677": "20261121556677",
		" XK2026112200 ": "XK2026112200",
		"":               "",
		"没有":             "没有",
	} {
		if got := c.maskOrder(said); got != want {
			t.Errorf("%q is shown as %q, want %q", said, got, want)
		}
	}
	const code = "卡密 ABCD-EFGH-1234-5678"
	if got := c.maskOrder(code); got == code {
		t.Errorf("a code is shown as %q", got)
	}
}
