package wire

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
)

// The check methods return nil or a refusal without an id, which DecodeClient
// adds. Their sentences are for the person in front of the screen.

func (f *Hello) check() *Error {
	switch {
	case utf8.RuneCountInString(f.Identity) > MaxIdentity:
		return tooLong("identity", MaxIdentity)
	case utf8.RuneCountInString(string(f.Site)) > MaxID:
		return tooLong("site", MaxID)
	case utf8.RuneCountInString(f.Visitor) > MaxToken:
		return tooLong("visitor", MaxToken)
	}
	f.Attributes = attributes(f.Attributes)
	f.Page.URL = cut(f.Page.URL, MaxURL)
	f.Page.Title = cut(f.Page.Title, MaxTitle)
	f.Page.Entry = cut(f.Page.Entry, MaxTitle)
	f.Page.Team = chat.TeamID(cut(string(f.Page.Team), MaxID))
	f.Page.Locale = cut(f.Locale, MaxLocale)
	return notNegative("after", f.After)
}

func (f *Say) check() *Error {
	if err := uploads("attachments", f.Attachments); err != nil {
		return err
	}
	if err := notNegative("re", f.Re); err != nil {
		return err
	}
	if f.Card != nil {
		if err := checkCard(f.Card); err != nil {
			return err
		}
	}
	if len(f.Attachments) > 0 || f.Card != nil {
		return notTooLong("text", f.Text)
	}
	return checkText("text", f.Text)
}

func (f *Form) check() *Error {
	if err := uploads("attachments", f.Attachments); err != nil {
		return err
	}
	switch {
	case len(f.Values) == 0 && len(f.Attachments) == 0:
		return missing("values")
	case len(f.Values) > MaxValues:
		return tooMany("values", MaxValues)
	}
	for name, text := range f.Values {
		if err := key("values", name); err != nil {
			return err
		}
		if err := notTooLong("values", text); err != nil {
			return err
		}
	}
	switch {
	case f.Form == "":
		return positive("of", f.Of)
	case f.Form != chat.FormInfo:
		return Refuse("", Invalid, "没有这个表单（form）。")
	}
	f.Of = 0
	return nil
}

func (f *Recall) check() *Error { return positive("of", f.Of) }

func (f *Vote) check() *Error {
	if f.Helpful == nil { // a vote that says nothing is no vote
		return missing("helpful")
	}
	return positive("of", f.Of)
}

func (f *Choose) check() *Error {
	switch {
	case f.Choice == "":
		return missing("choice")
	case utf8.RuneCountInString(f.Choice) > MaxChoice:
		return tooLong("choice", MaxChoice)
	}
	return positive("of", f.Of)
}

func (f *Rate) check() *Error {
	if f.Stars < 1 || f.Stars > 5 {
		return Refuse("", Invalid, "评分（stars）应为 1 到 5。")
	}
	if len(f.Reasons) > MaxReasons {
		return Refuse("", Invalid, fmt.Sprintf("评价原因（reasons）最多 %d 项。", MaxReasons))
	}
	for _, r := range f.Reasons {
		if utf8.RuneCountInString(r) > MaxReason {
			return tooLong("reasons", MaxReason)
		}
	}
	return notTooLong("text", f.Text)
}

func (f *Fetch) check() *Error {
	if f.Limit < 0 {
		return Refuse("", Invalid, "limit 不能为负数。")
	}
	if f.Limit == 0 {
		f.Limit = DefaultFetch
	}
	f.Limit = min(f.Limit, MaxFetch)
	if err := notNegative("before", f.Before); err != nil {
		return err
	}
	return notNegative("after", f.After)
}

func (f *Watch) check() *Error {
	if len(f.Lists) == 0 {
		return missing("lists")
	}
	for _, l := range f.Lists {
		if !slices.Contains(ListNames(), l) {
			return Refuse("", Invalid, "没有这个列表（lists）：可用 waiting、mine、bot、team、mentioned。")
		}
	}
	return notNegative("rev", f.Rev)
}

func (f *Read) check() *Error   { return positive("seq", f.Seq) }
func (f *Follow) check() *Error { return notNegative("after", f.After) }

func (*Human) check() *Error    { return nil }
func (*Cancel) check() *Error   { return nil }
func (*Unfollow) check() *Error { return nil }

// check cuts rather than refuses: nobody is told of a refused typing.
func (f *Typing) check() *Error {
	f.Text = cut(f.Text, MaxPreview)
	return nil
}

// checkHead looks at the fields that all frames have.
func checkHead(s Side, t Type, h *Head) *Error {
	silent := t == TypeRead || t == TypeTyping
	if h.ID == "" && !silent {
		return missing("id")
	}
	if s == Customers || t == TypeWatch || t == TypePresence || t == TypeNext {
		h.Conversation = ""
		return nil
	}
	if h.Conversation == "" {
		return missing("conversation")
	}
	if utf8.RuneCountInString(string(h.Conversation)) > MaxID {
		return tooLong("conversation", MaxID)
	}
	return nil
}

func checkText(field, s string) *Error {
	if strings.TrimSpace(s) == "" {
		return missing(field)
	}
	return notTooLong(field, s)
}

func notTooLong(field, s string) *Error {
	// The byte length settles nearly every text without counting its runes.
	if len(s) > chat.MaxText && utf8.RuneCountInString(s) > chat.MaxText {
		return tooLong(field, chat.MaxText)
	}
	return nil
}

func notNegative[N ~int64](field string, n N) *Error {
	if n < 0 {
		return Refuse("", Invalid, field+" 不能为负数。")
	}
	return nil
}

func positive(field string, n chat.Seq) *Error {
	if n < 1 {
		return Refuse("", Invalid, field+" 应为大于 0 的整数。")
	}
	return nil
}

// key checks an id, or a name that stands for one.
func key(field, s string) *Error {
	if s == "" {
		return missing(field)
	}
	if utf8.RuneCountInString(s) > MaxID {
		return tooLong(field, MaxID)
	}
	return nil
}

// keys checks a list of ids: none is empty or there twice.
func keys[S ~string](field string, list []S, most int) *Error {
	if len(list) > most {
		return tooMany(field, most)
	}
	for i, s := range list {
		if err := key(field, string(s)); err != nil {
			return err
		}
		if slices.Contains(list[:i], s) {
			return Refuse("", Invalid, "内容重复："+field+"。")
		}
	}
	return nil
}

// uploads checks ids of uploads.
func uploads(field string, list []string) *Error { return keys(field, list, MaxAttachments) }

func tooMany(field string, most int) *Error {
	return Refuse("", Invalid, fmt.Sprintf("内容过多：%s 最多 %d 项。", field, most))
}

func missing(field string) *Error {
	return Refuse("", Invalid, "缺少内容："+field+"。")
}

func tooLong(field string, limit int) *Error {
	return Refuse("", Invalid, fmt.Sprintf("内容过长：%s 最多 %d 个字符。", field, limit))
}

// cut returns at most n runes of s.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
