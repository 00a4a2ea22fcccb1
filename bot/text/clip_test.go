package text_test

import (
	"testing"

	"yiwen/bot/text"
)

func TestClip(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"", 0, ""}, {"退款", 2, "退款"}, {"退款了", 2, "退款…"}, {"a退款", 0, "…"}, {"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"\xff\xfe退", 2, "\xff\xfe…"},
	} {
		if got := text.Clip(c.s, c.n); got != c.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", c.s, c.n, got, c.want)
		}
	}
}
