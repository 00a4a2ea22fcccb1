package gateway

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHideCodes(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"充值没到账":                   "充值没到账",
		"订单12345":                 "订单12345",
		"K7F2 9XQA 88LM 08ZT 用不了": "K7F2 **** **** **** 用不了",
		"K7F2—9XQA—88":            "K7F2—****—**",
		"k7f2_9xqa":               "k7f2_****",
		"ABCD1234":                "ABCD****",
		"ABC1234":                 "ABC1234",
		"卡号ＡＢＣＤ１２３４５密码": "卡号ＡＢＣＤ*****密码",
		"138 0000 1234":               "138 0*** ****",
		"please help me with my card": "please help me with my card",
		"充100元，充200元，充300元":           "充100元，充200元，充300元",
		"1234一5678":                   "1234一5678",
	} {
		if got := hideCodes(text); got != want {
			t.Errorf("%q shows %q, want %q", text, got, want)
		}
	}
}

// FuzzHideCodes: whatever is typed, a preview is as long as it, and no run of a
// code's length is left.
func FuzzHideCodes(f *testing.F) {
	f.Add("卡密 K7F2-9XQA-88LM-08ZT")
	f.Add("ＡＢＣＤ１２３４５")
	long := regexp.MustCompile(`[0-9A-Za-z]{8,}`)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // the door lets none in
		}
		got := hideCodes(text)
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Errorf("%q became %q", text, got)
		}
		for _, run := range long.FindAllString(got, -1) {
			if strings.ContainsAny(run, "0123456789") {
				t.Errorf("%q shows %q", text, run)
			}
		}
	})
}

func TestPreviewNeedsAMask(t *testing.T) {
	g := &Gateway{}
	if got := g.preview("在吗"); got != "" {
		t.Errorf("without a mask staff see %q", got)
	}
	g.o.Mask = strings.ToUpper
	if got := g.preview("abc"); got != "ABC" {
		t.Errorf("with one they see %q", got)
	}
}
