package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func TestAmount(t *testing.T) {
	for s, want := range map[string]string{
		"99.50": "99.50", "100": "100", "¥1,299.00": "1299.00", "１００元": "100", "007": "7", "0.5": "0.5", "￥ 20 元": "20",
		"": "", "一百": "", "1.234": "", "-5": "", "1e9": "", ".5": "", "5.": "", "1.2.3": "", "1234567890": "", "100-200": "", "٣": "",
	} {
		if got, ok := amount(s); got != want || ok != (want != "") {
			t.Errorf("amount(%q) = %q, %t", s, got, ok)
		}
	}
}

func TestValueOfATime(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	now := time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC) // 09:30 there
	turn := &turn{now: now, content: &Content{Zone: shanghai, Intents: codes(t).Intents}}
	f := chat.Field{Name: "when", Label: "发生时间", Kind: chat.FieldTime}
	for name, tc := range map[string]struct {
		s, want string
		fails   bool
	}{
		"by the shop's clock":                {"2026-11-22T09:10", "2026-11-22 09:10", false},
		"with a zone":                        {"2026-11-22T01:10Z", "2026-11-22 09:10", false},
		"of another zone":                    {"2026-11-22T10:10+09:00", "2026-11-22 09:10", false},
		"words":                              {"昨晚", "昨晚", false},
		"a clock that is a little ahead":     {"2026-11-22T09:34+08:00", "2026-11-22 09:34", false},
		"not yet":                            {"2026-11-22T09:36+08:00", "", true},
		"not yet, whatever the zone says":    {"2026-11-22T09:36+07:00", "", true},
		"too long":                           {strings.Repeat("昨", 201), "", true},
		"figures that are no time are words": {"2026-13-45T99:99", "2026-13-45T99:99", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := turn.value(f, tc.s); got != tc.want || fault.Is(err, fault.Invalid) != tc.fails {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestValueOfChecks(t *testing.T) {
	turn := &turn{content: &Content{}}
	f := chat.Field{Name: "tried", Label: "已试步骤", Kind: chat.FieldChecks, Options: []string{"重启"}}
	if got, err := turn.value(f, "重启\n\n 换过网络 \r\n重启"); err != nil || got != "重启\n换过网络" {
		t.Errorf("%q, %v", got, err)
	}
	for name, s := range map[string]string{
		"a long line": strings.Repeat("长", 201), "many lines": strings.Repeat("一\n二\n三\n四\n五\n六\n七\n八\n九\n十\n", 1) + "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk",
	} {
		if _, err := turn.value(f, s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFormWithEverything: what was filled in is checked, and the ticket has it.
func TestFormWithEverything(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Human{})
	of, m := d.newest(chat.Bot)
	if m.Form == nil {
		t.Fatal("no form")
	}
	kinds := map[string]chat.FieldKind{}
	for _, f := range m.Form.Fields {
		kinds[f.Name] = f.Kind
	}
	want := map[string]chat.FieldKind{
		"story": chat.FieldText, "order_no": chat.FieldLine, "when": chat.FieldTime, "amount": chat.FieldAmount, "error": chat.FieldLine,
		"files": chat.FieldFiles, "tried": chat.FieldChecks, "contact": chat.FieldPhone,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Fatalf("fields (-want +got):\n%s", diff)
	}
	for _, bad := range []map[string]string{
		{"story": "x", "amount": "很多"}, {"story": "x", "when": d.now.Add(time.Hour).Format(time.RFC3339)}, {"story": "x", "files": "0af"},
	} {
		d.refuse(customer, Fill{Of: of, Values: bad}, fault.Invalid)
	}
	d.do(customer, Fill{
		Of: of, Attachments: picture(),
		Values: map[string]string{"story": "充值没到账", "amount": "¥100.00元", "tried": "重新登录\n换过网络"},
	})
	i := d.only().Info
	if i.Amount != "100.00" || !cmp.Equal(i.Tried, []string{"重新登录", "换过网络"}) || !cmp.Equal(i.Files, []string{"0af"}) {
		t.Errorf("ticket = %+v", i)
	}
}
