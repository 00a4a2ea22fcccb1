package intents

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestExplainRegex: what is wrong with a regex is said in Chinese, with the place.
func TestExplainRegex(t *testing.T) {
	for src, want := range map[string]string{
		"(":                    "少了一个右括号",
		"a)":                   "多了一个右括号",
		"[a":                   "少了一个右方括号",
		"*a":                   "前面没有东西",
		"a**":                  "重复符号连着写了",
		"a{2000}":              "最多 1000",
		"[z-a]":                "从小到大",
		`\z\y`:                 "不认识的反斜杠",
		`a\`:                   "结尾多了一个反斜杠",
		"(?=a)":                "不能用",
		"(?P<n>a":              "少了一个右括号",
		"(?P<n-1>a)":           "分组的名字",
		"[[:nothing:]]":        "方括号里的",
		"((a{100}){100}){100}": "重复的次数",
	} {
		_, err := regexp.Compile(src)
		if err == nil {
			t.Errorf("%q compiles", src)
			continue
		}
		got := explainRegex(err).Error()
		if !strings.Contains(got, want) {
			t.Errorf("%q: %q does not say %q", src, got, want)
		}
		said, _, _ := strings.Cut(got, "：")
		if strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Latin, r) && r != 'n' }) {
			t.Errorf("%q: %q is not Chinese", src, got)
		}
	}
}
