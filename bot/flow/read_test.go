package flow

import "testing"

func TestLeaves(t *testing.T) {
	for said, want := range map[string]bool{
		"算了": true, "算了不开了": true, "算了,不用了": true, "不办了吧": true, "还是算了,先不办了": true, "那就算了": true,
		"": false, "取消订单": false, "算了一下是三百": false, "不开了谁来开": false,
	} {
		if got := leaves(bare(said)); got != want {
			t.Errorf("leaves(%q) = %v, want %v", said, got, want)
		}
	}
}
