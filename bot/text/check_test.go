package text_test

import (
	"strings"
	"testing"

	"yiwen/bot/text"
)

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct{ s, want string }{
		"text":              {"充值\n\t😀", ""},
		"as long as it may": {strings.Repeat("充", 10), ""},
		"too long":          {strings.Repeat("充", 11), "has 11 characters; the most is 10"},
		"empty":             {"", "must not be empty"},
		"blank":             {" \u3000\n", "must not be empty"},
		"NUL":               {"a\x00b", "holds bytes that are not text"},
		"carriage return":   {"a\r\nb", "holds bytes that are not text"},
		"byte order mark":   {"\ufeffa", "holds bytes that are not text"},
		"not UTF-8":         {"\xb3\xe4", "holds bytes that are not text"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if err := text.Check(test.s, 10); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("Check = %q; want %q", got, test.want)
			}
		})
	}
}

func TestCheckID(t *testing.T) {
	for id, ok := range map[string]bool{
		"recharge-not-arrived": true, "a_1": true, strings.Repeat("x", 64): true,
		"": false, strings.Repeat("x", 65): false, "A": false, "a b": false, "充值": false, "a/b": false, "a\n": false,
	} {
		if err := text.CheckID(id); (err == nil) != ok {
			t.Errorf("CheckID(%q) = %v", id, err)
		}
	}
}
