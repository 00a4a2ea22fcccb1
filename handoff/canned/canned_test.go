package canned

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func TestFill(t *testing.T) {
	values := map[string]string{"客户": "{坐席}", "坐席": "小林", "空": ""}
	for text, want := range map[string]string{
		"":                      "",
		"没有要填的":                 "没有要填的",
		"{客户}您好，我是{坐席}":         "{坐席}您好，我是小林",
		"{坐席}{坐席}":              "小林小林",
		"a{空}b":                 "ab",
		"{订单号}不知道":              "{订单号}不知道",
		"{ 坐席 } {坐席 {坐席":        "{ 坐席 } {坐席 {坐席",
		"{{坐席}}":                "{小林}",
		"if (a) { return 坐席; }": "if (a) { return 坐席; }",
		"{}":                    "{}",
		"{一个长得谁也不会当成是变量名字的东西啊啊啊}": "{一个长得谁也不会当成是变量名字的东西啊啊啊}",
	} {
		if got := Fill(text, values); got != want {
			t.Errorf("Fill(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestReader(t *testing.T) {
	serve := func(team chat.TeamID) bool { return team == "trade" }
	agent, lead := Reader{ID: "a", Serve: serve}, Reader{ID: "s", Leads: true, Serve: func(chat.TeamID) bool { return false }}
	type may struct{ Sees, Changes, LeadSees, LeadChanges bool }
	for name, test := range map[string]struct {
		reply Reply
		want  may
	}{
		"his own":         {Reply{ID: "1", Scope: Personal, Owner: "a"}, may{true, true, false, false}},
		"a colleague's":   {Reply{ID: "1", Scope: Personal, Owner: "b"}, may{}},
		"his team's":      {Reply{ID: "1", Scope: Team, Team: "trade"}, may{true, false, true, true}},
		"another team's":  {Reply{ID: "1", Scope: Team, Team: "security"}, may{false, false, true, true}},
		"everybody's":     {Reply{ID: "1", Scope: Global}, may{true, false, true, true}},
		"the pack's":      {Reply{ID: PackID("hello"), Scope: Global}, may{true, false, true, false}},
		"of no scope":     {Reply{ID: "1"}, may{false, false, false, true}},
		"nobody's own":    {Reply{ID: "1", Scope: Personal}, may{}},
		"the pack's team": {Reply{ID: PackID("x"), Scope: Team, Team: "trade"}, may{true, false, true, false}},
	} {
		got := may{agent.Sees(test.reply), agent.Changes(test.reply), lead.Sees(test.reply), lead.Changes(test.reply)}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCheck(t *testing.T) {
	ok := Reply{Scope: Global, Title: "标题", Text: "内容"}
	change := func(f func(*Reply)) Reply {
		r := ok
		f(&r)
		return r
	}
	for name, test := range map[string]struct {
		reply Reply
		text  string // of the refusal
	}{
		"as it should be":  {ok, ""},
		"a picture alone":  {change(func(r *Reply) { r.Text, r.Picture = "", &chat.Attachment{ID: "p"} }), ""},
		"the longest":      {change(func(r *Reply) { r.Title, r.Text = strings.Repeat("题", 60), strings.Repeat("字", chat.MaxText) }), ""},
		"no scope":         {change(func(r *Reply) { r.Scope = "" }), "请选择话术的使用范围"},
		"no team":          {change(func(r *Reply) { r.Scope = Team }), "请选择技能组"},
		"no title":         {change(func(r *Reply) { r.Title = " \n" }), "请填写标题"},
		"a long title":     {change(func(r *Reply) { r.Title = strings.Repeat("题", 61) }), "标题和分组最多60字"},
		"a long heading":   {change(func(r *Reply) { r.Group = strings.Repeat("题", 61) }), "标题和分组最多60字"},
		"no text":          {change(func(r *Reply) { r.Text = "  " }), "请填写内容"},
		"a long text":      {change(func(r *Reply) { r.Text = strings.Repeat("字", chat.MaxText+1) }), "内容最多2000字"},
		"a control":        {change(func(r *Reply) { r.Text = "a\x00b" }), "内容含有不可见的控制字符，请重新输入"},
		"not UTF-8":        {change(func(r *Reply) { r.Title = "\xff" }), "内容含有不可见的控制字符，请重新输入"},
		"unknown variable": {change(func(r *Reply) { r.Text = "{客户}{姓名}{姓名}" }), "没有{姓名}这个变量；可用 {客户}、{订单号}、{坐席}"},
	} {
		got, err := Check(test.reply)
		if fault.Text(err, "") != test.text || test.text != "" && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if again, err2 := Check(got); err == nil && (err2 != nil || again != got) {
			t.Errorf("%s: checked twice: %+v, %v", name, again, err2)
		}
	}
	got, err := Check(Reply{Scope: Personal, Owner: "a", Team: "trade", Title: " 标题 ", Text: " 内容\n"})
	want := Reply{Scope: Personal, Owner: "a", Title: "标题", Text: "内容"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

type sounds map[rune][]string

func (s sounds) Readings(r rune) []string { return s[r] }

func TestInitials(t *testing.T) {
	s := sounds{'已': {"yi"}, '退': {"tui"}, '款': {"kuan"}, '了': {"liao", "le"}, '天': {"tian"}}
	for title, want := range map[string]string{
		"已退款": "ytk", "退款 OK，3 天了！": "tkok3tl", "": "", "？！": "", "Ａ1": "ａ1",
	} {
		if got := Initials(title, s); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add("{客户}{}{{坐席}}", "{客户}")
	f.Fuzz(func(t *testing.T, text, value string) {
		if got := Fill(text, nil); got != text {
			t.Fatalf("nothing to fill in, but %q became %q", text, got)
		}
		_ = Fill(text, map[string]string{"客户": value})
		_, _ = Check(Reply{Scope: Global, Title: text, Text: value})
	})
}
