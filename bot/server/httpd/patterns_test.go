package httpd

import (
	"net/http"
	"strings"
	"testing"
)

// TestTryPatterns: what editors write is tried by the matcher of the bot.
func TestTryPatterns(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	for name, c := range map[string]struct {
		path, body string
		code       int
		want       string // of the answer
	}{
		"found, and not":         {"try", `{"patterns":["发票","退{款|钱}","^我"],"text":"我 要退钱!"}`, 200, `{"norm":"我 要退钱!","hits":[{"pattern":1,"text":"退钱"},{"pattern":2,"text":"我"}]}`},
		"nothing":                {"try", `{"patterns":["发票"],"text":"你好"}`, 200, `"hits":[]`},
		"a pattern that is none": {"try", `{"patterns":["发票","退{款"],"text":"你好"}`, 422, `第 2 条`},
		"no patterns":            {"try", `{"patterns":[],"text":"你好"}`, 422, ``},
		"a rule that matches":    {"rule", `{"rule":{"id":"r","any":["退款"],"action":"handoff"},"text":"我要退款"}`, 200, `"matched":true,"why":["退款"]`},
		"a rule that is off":     {"rule", `{"rule":{"id":"r","off":true,"any":["退款"],"action":"handoff"},"text":"我要退款"}`, 200, `"matched":true`},
		"an exception":           {"rule", `{"rule":{"id":"r","any":["退款"],"none":["不退款"],"action":"handoff"},"text":"我不退款"}`, 200, `"matched":false,"why":[],"missing":"出现了排除词：不退款"`},
		"no word of it":          {"rule", `{"rule":{"id":"r","any":["退款"],"action":"handoff"},"text":"你好"}`, 200, `"matched":false,"why":[]}`},
		"a condition":            {"rule", `{"rule":{"id":"r","when":"金额 > 100","action":"handoff"},"text":"我充了200元"}`, 200, `"matched":true`},
		"a rule with mistakes":   {"rule", `{"rule":{"id":"r","regex":["("],"action":"handoff"},"text":"你好"}`, 422, `右括号`},
		"no rule":                {"rule", `{"rule":7,"text":"你好"}`, 422, ``},
	} {
		rec := w.do(http.MethodPost, "/api/patterns/"+c.path, c.body, editor)
		if rec.Code != c.code || !strings.Contains(rec.Body.String(), c.want) {
			t.Errorf("%s: %d %s, want %d with %s", name, rec.Code, rec.Body, c.code, c.want)
		}
	}
}
