package canned

import (
	"regexp"
	"slices"
)

// Variables returns what the texts of replies may have filled in: the customer's
// name, the order number, the agent's name.
func Variables() []string { return []string{"客户", "订单号", "坐席"} }

// hole matches a name in braces. Names are short and hold no blank, so that
// braces in a text that mean something else stay what they are.
func hole() *regexp.Regexp { return regexp.MustCompile(`\{([\p{L}\p{N}_]{1,20})\}`) }

// Fill returns text with every {name} that values knows replaced by its value.
// Others stay as they are, and values are not filled in again.
func Fill(text string, values map[string]string) string {
	return hole().ReplaceAllStringFunc(text, func(s string) string {
		if v, ok := values[s[1:len(s)-1]]; ok {
			return v
		}
		return s
	})
}

// Unknown returns the names in braces in text that nobody fills in, each once.
func Unknown(text string) []string {
	var names []string
	for _, m := range hole().FindAllStringSubmatch(text, -1) {
		if !slices.Contains(Variables(), m[1]) && !slices.Contains(names, m[0]) {
			names = append(names, m[0])
		}
	}
	return names
}
