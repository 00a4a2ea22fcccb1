package spell

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot/text"
)

// corrected reads texts by a list of homophones and the words of a small shop.
type corrected struct {
	shop
	*Homophones
}

var _ text.Corrector = corrected{}

func TestCorrect(t *testing.T) {
	s := corrected{newShop(t), NewHomophones([][2]string{
		{"冲直", "充值"}, {"冲直卡", "点卡"}, {"直卡", "值卡"}, {"VX", "微信"}, {"zf", "zfb"}, {"88", "拜拜"}, {"８８元", "红包"}, {"卡蜜", "卡密"}, {"冲直", "充气"}, {"同", "同"},
		{"没道", "没到"}, {"蜜没道", "密没有到"},
	})}
	for name, c := range map[string]struct{ said, want string }{
		"in a sentence":                {"冲直没到账", "充值没到账"},
		"the longest of a start":       {"冲直卡在哪", "点卡在哪"},
		"the longest that touches":     {"卡蜜没道", "卡密没有到"},
		"twice":                        {"冲直冲直", "充值充值"},
		"letters of any case":          {"加VX还是vx", "加微信还是微信"},
		"letters inside others":        {"avx123和vxy", "avx123和vxy"},
		"part of a code":               {"卡密VX-1234-ABCD", "卡密vx-1234-abcd"},
		"part of an address":           {"a@vx.com", "a@vx.com"},
		"a number by itself":           {"充了88没到", "充了88没到"},
		"a number in a word":           {"88元的", "红包的"},
		"before letters are read":      {"zf付的", "支付宝付的"},
		"with what is spelt otherwise": {"tuikuan和冲直", "退款和充值"},
		"empty":                        {"", ""},
		"nothing":                      {"怎么退款", "怎么退款"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text.Analyse(c.said, s).Norm; got != c.want {
				t.Errorf("%q is read as %q, want %q", c.said, got, c.want)
			}
		})
	}
	a := text.Analyse("我的 ＶＸ冲直没到", s)
	want := []text.Respelling{{From: "ＶＸ", To: "微信", Start: 3, End: 5}, {From: "冲直", To: "充值", Start: 5, End: 7}}
	if diff := cmp.Diff(want, a.Respelled); diff != "" {
		t.Errorf("respelled (-want +got):\n%s", diff)
	}
	if from, to := a.RawRunes(len("我的 微信"), len("我的 微信充值")); from != 5 || to != 7 {
		t.Errorf("充值 is said at %d to %d", from, to)
	}
	if got := (*Homophones)(nil).Correct(nil, "冲直"); got != nil {
		t.Errorf("no list reads %v", got)
	}
}

// TestCorrectIsApart checks what Analyse relies on: edits in rising order, apart,
// on whole characters.
func TestCorrectIsApart(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("冲直卡a1-vx")), 1, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		var pairs [][2]string
		for range rapid.IntRange(0, 6).Draw(t, "pairs") {
			pairs = append(pairs, [2]string{words.Draw(t, "typed"), words.Draw(t, "meant")})
		}
		h := NewHomophones(pairs)
		s := rapid.StringOfN(rapid.RuneFrom([]rune("冲直卡a1-vx 。")), 0, 20, -1).Draw(t, "said")
		at := 0
		for _, e := range h.Correct(nil, s) {
			if e.Start < at || e.End <= e.Start || e.End > len(s) || e.To == "" {
				t.Fatalf("%q: edit %+v behind %d", s, e, at)
			}
			at = e.End
		}
		text.Analyse(s, struct {
			text.Runes
			*Homophones
		}{Homophones: h})
	})
}
