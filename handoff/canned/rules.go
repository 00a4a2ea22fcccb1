package canned

import (
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
)

const (
	// MaxTitle is the greatest length of a title and of a heading, in runes.
	MaxTitle = 60
	// MaxPersonal bounds how many replies one agent keeps for himself, MaxShared
	// how many there are for teams and for all: more than that nobody finds any more.
	MaxPersonal, MaxShared = 500, 2000
)

// Reader is a member of staff as far as replies are concerned.
type Reader struct {
	ID    chat.AgentID
	Leads bool                   // a supervisor: keeps the replies of teams and of all
	Serve func(chat.TeamID) bool // the teams that he is a member of
}

// Sees reports whether m finds r in his list: his own, those of his teams, and
// those for all. A supervisor sees those of every team, and nobody a colleague's own.
func (m Reader) Sees(r Reply) bool {
	switch r.Scope {
	case Personal:
		return r.Owner == m.ID
	case Team:
		return m.Leads || m.Serve(r.Team)
	case Global:
		return true
	}
	return false
}

// Changes reports whether m may change or delete r. What comes from the content
// pack is changed there.
func (m Reader) Changes(r Reply) bool {
	switch {
	case r.FromPack():
		return false
	case r.Scope == Personal:
		return r.Owner == m.ID
	}
	return m.Leads
}

// Check returns r trimmed, with only the fields that its scope has, or a
// fault.Invalid in Chinese that says what is wrong with it.
func Check(r Reply) (Reply, error) {
	r.Title, r.Text, r.Group = strings.TrimSpace(r.Title), strings.TrimSpace(r.Text), strings.TrimSpace(r.Group)
	switch {
	case r.Scope != Personal && r.Scope != Team && r.Scope != Global:
		return r, fault.New(fault.Invalid, "请选择话术的使用范围")
	case r.Scope == Team && r.Team == "":
		return r, fault.New(fault.Invalid, "请选择技能组")
	case r.Title == "":
		return r, fault.New(fault.Invalid, "请填写标题")
	case utf8.RuneCountInString(r.Title) > MaxTitle || utf8.RuneCountInString(r.Group) > MaxTitle:
		return r, fault.New(fault.Invalid, "标题和分组最多%d字", MaxTitle)
	case r.Text == "" && r.Picture == nil:
		return r, fault.New(fault.Invalid, "请填写内容")
	case utf8.RuneCountInString(r.Text) > chat.MaxText:
		return r, fault.New(fault.Invalid, "内容最多%d字", chat.MaxText)
	case !utf8.ValidString(r.Title+r.Text+r.Group) || strings.ContainsFunc(r.Title+r.Text+r.Group, text.Forbidden):
		return r, fault.New(fault.Invalid, "内容含有不可见的控制字符，请重新输入")
	}
	if names := Unknown(r.Text); len(names) > 0 {
		return r, fault.New(fault.Invalid, "没有%s这个变量；可用 {客户}、{订单号}、{坐席}", strings.Join(names, "、"))
	}
	if r.Scope != Team {
		r.Team = ""
	}
	if r.Scope != Personal {
		r.Owner = ""
	}
	return r, nil
}
