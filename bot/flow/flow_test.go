package flow

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

func named(names ...string) []chat.Entity {
	var es []chat.Entity
	for _, n := range names {
		es = append(es, chat.Entity{Name: n})
	}
	return es
}

func TestSplit(t *testing.T) {
	for _, tc := range []struct {
		name            string
		needs           []string
		known           []chat.Entity
		filled, missing []string
	}{
		{"nothing needed", nil, named("order_no"), nil, nil},
		{"nothing named", []string{"amount", "order_no", "screenshot"}, nil, nil, []string{"订单号", "金额"}},
		{"a time fills the time of paying", []string{"order_no", "pay_time"}, named("time"), []string{"付款时间"}, []string{"订单号"}},
		{"all named", []string{"phone", "screenshot"}, named("phone", "qq"), []string{"手机号"}, nil},
		{"a screenshot is nobody's word", []string{"screenshot"}, nil, nil, nil},
		{"an unknown need is not asked for", []string{"shoe_size"}, nil, nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			filled, missing := Split(tc.needs, tc.known)
			if d := cmp.Diff(tc.filled, labelsOf(filled)); d != "" {
				t.Errorf("filled (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tc.missing, labelsOf(missing)); d != "" {
				t.Errorf("missing (-want +got):\n%s", d)
			}
		})
	}
}

func labelsOf(slots []Slot) []string {
	var ls []string
	for _, s := range slots {
		ls = append(ls, s.Label)
	}
	return ls
}

func TestFills(t *testing.T) {
	if !Fills([]string{"screenshot"}, EntityShot) || Fills([]string{"order_no"}, EntityShot) || !Fills([]string{"pay_time"}, "time") || Fills([]string{"pay_time"}, "amount") || Fills(nil, "time") {
		t.Error("an entity fills the slot that it is named for, and no other")
	}
}

func TestNames(t *testing.T) {
	got := Names(named("order_no", "amount", "order_no", "error_text", "qq"))
	if d := cmp.Diff([]string{"订单号", "金额", "QQ号"}, got); d != "" {
		t.Errorf("names (-want +got):\n%s", d)
	}
}
