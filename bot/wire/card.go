package wire

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"yiwen/bot/chat"
)

// checkCard checks a card. A stranger's page made it: whatever is shown or followed
// of it is bounded, of one line, and leads nowhere but to the web.
func checkCard(c *chat.Card) *Error {
	if c.Kind != chat.CardOrder && c.Kind != chat.CardGoods {
		return Refuse("", Invalid, "没有这种卡片（card.kind）：可用 order、goods。")
	}
	if err := key("card.id", c.ID); err != nil {
		return err
	}
	if strings.TrimSpace(c.Title) == "" {
		return missing("card.title")
	}
	if len(c.Fields) > MaxCardLines {
		return tooMany("card.fields", MaxCardLines)
	}
	if err := cardTexts(c); err != nil {
		return err
	}
	if !webAddress(c.URL, "http", "https") {
		return Refuse("", Invalid, "卡片的链接（card.url）应为 http 或 https 网址。")
	}
	if !webAddress(c.Image, "https") {
		return Refuse("", Invalid, "卡片的图片（card.image）应为 https 网址。")
	}
	return nil
}

// cardTexts checks the texts of a card that are shown.
func cardTexts(c *chat.Card) *Error {
	type shown struct {
		field, text string
		most        int
	}
	texts := []shown{
		{"card.id", c.ID, MaxID}, {"card.title", c.Title, MaxCardTitle},
		{"card.price", c.Price, MaxCardText}, {"card.status", c.Status, MaxCardText},
	}
	for _, l := range c.Fields {
		if strings.TrimSpace(l.Label) == "" {
			return missing("card.fields.label")
		}
		texts = append(texts, shown{"card.fields.label", l.Label, MaxCardText}, shown{"card.fields.value", l.Value, MaxCardText})
	}
	for _, t := range texts {
		if utf8.RuneCountInString(t.text) > t.most {
			return tooLong(t.field, t.most)
		}
		if strings.ContainsFunc(t.text, unicode.IsControl) {
			return Refuse("", Invalid, fmt.Sprintf("%s 不能含有换行或控制字符。", t.field))
		}
	}
	return nil
}

// webAddress reports that s is empty, or a whole address of one of the schemes
// without a password in it.
func webAddress(s string, schemes ...string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || len(s) > MaxURL || strings.ContainsFunc(s, unicode.IsSpace) {
		return false
	}
	return slices.Contains(schemes, u.Scheme)
}
