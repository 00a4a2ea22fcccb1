package httpd

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/canned"
	"yiwen/handoff/ticket"
)

// ask makes a request, wants that status, and decodes the answer into out where
// there is one to decode. It returns the detail of a problem.
func (w *world) ask(t *testing.T, line, body string, code int, out any, header ...string) string {
	t.Helper()
	method, target, _ := strings.Cut(line, " ")
	rec := w.do(method, target, body, header...)
	if rec.Code != code {
		t.Fatalf("%s: %d %s, want %d", line, rec.Code, rec.Body, code)
	}
	if code >= 400 {
		return told(t, line, rec.Code, rec.Header(), rec.Body.Bytes())
	}
	if out != nil {
		if err := json.Unmarshal(rec.Body.Bytes(), out); err != nil {
			t.Fatalf("%s: %v: %s", line, err, rec.Body)
		}
	}
	return ""
}

// TestForeignCases: what an agent may not see he can do nothing with either.
func TestForeignCases(t *testing.T) {
	w := furnished(t)
	foreign := w.conversations["c1"]
	foreign.ID, foreign.Case.State, foreign.Case.Agent, foreign.Case.Team = "c2", chat.StateAssigned, "agent1", "trade"
	w.conversations["c2"] = foreign
	stranger, lead := w.signIn(t, "agent2"), w.signIn(t, "supervisor1")
	for _, line := range []string{
		"GET /api/customers/c2", "PUT /api/customers/c2/tags", "POST /api/customers/c2/notes", "DELETE /api/customers/c2/notes/1",
		"PUT /api/customers/c2/block", "DELETE /api/customers/c2/block", "GET /api/cases/c2/suggest", "GET /api/cases/c2/summary", "POST /api/feedback",
	} {
		body := map[string]string{
			"PUT /api/customers/c2/tags": `{"tags":["x"]}`, "POST /api/customers/c2/notes": `{"text":"x"}`,
			"PUT /api/customers/c2/block": `{"reason":"x"}`, "POST /api/feedback": `{"kind":"wrong","conversation":"c2","question":"q","text":""}`,
		}[line]
		if detail := w.ask(t, line, body, 403, nil, stranger); detail != "这个会话不归您处理" {
			t.Errorf("%s: %s", line, detail)
		}
		w.ask(t, strings.ReplaceAll(line, "c2", "c9"), strings.ReplaceAll(body, "c2", "c9"), 404, nil, lead)
	}
	if len(w.cards) != 0 || len(w.feedback) != 1 {
		t.Errorf("something was done: %v %v", w.cards, w.feedback)
	}
	w.ask(t, "GET /api/customers/c2", "", 200, nil, lead)
}

func TestColleagues(t *testing.T) {
	w := furnished(t)
	var got struct{ Items []colleague }
	w.ask(t, "GET /api/colleagues", "", 200, &got, w.signIn(t, "agent1"))
	if len(got.Items) != 2 {
		t.Fatalf("%+v", got)
	}
	for i := range got.Items {
		if got.Items[i].Since == 0 {
			t.Errorf("no time of %s", got.Items[i].ID)
		}
		got.Items[i].Since = 0
	}
	want := []colleague{
		{ID: "agent1", Name: "小林", Role: chat.RoleAgent, Teams: []chat.TeamID{"trade"}, State: handoff.PresenceBreak, Reason: "用餐", Load: 2, Limit: 3},
		{ID: "supervisor1", Name: "老陈", Role: chat.RoleSupervisor, Teams: []chat.TeamID{}, State: handoff.PresenceOffline, Limit: 5},
	}
	if diff := cmp.Diff(want, got.Items); diff != "" {
		t.Error(diff)
	}
	var teams struct {
		Items   []team
		Classes []class
		Default string
	}
	w.ask(t, "GET /api/teams", "", 200, &teams, w.signIn(t, "agent1"))
	if len(teams.Items) != 2 || teams.Items[0].ID != "trade" || !teams.Items[0].Open || !teams.Items[1].Urgent || teams.Default != "trade" {
		t.Errorf("%+v", teams)
	}
	if diff := cmp.Diff([]class{{"类别0", "类别0"}, {"类别1", "类别1"}}, teams.Classes); diff != "" {
		t.Error(diff)
	}
}

// TestWhatEditorsChooseFrom: who edits the knowledge is told who else does, whose
// team takes over, and what can be asked for before.
func TestWhatEditorsChooseFrom(t *testing.T) {
	w := furnished(t)
	who := w.signIn(t, "editor1")
	var editors struct{ Items []editor }
	w.ask(t, "GET /api/editors", "", 200, &editors, who)
	want := []editor{{"editor1", "小吴", chat.RoleEditor}, {"supervisor1", "老陈", chat.RoleSupervisor}}
	if diff := cmp.Diff(want, editors.Items); diff != "" {
		t.Error(diff)
	}
	var teams struct{ Items []team }
	w.ask(t, "GET /api/teams", "", 200, &teams, who)
	if len(teams.Items) != 2 || teams.Items[0].ID != "trade" {
		t.Errorf("%+v", teams)
	}
	var needs struct{ Items []need }
	w.ask(t, "GET /api/needs", "", 200, &needs, who)
	if diff := cmp.Diff([]need{{"order_no", "订单号"}, {"screenshot", "截图"}}, []need{needs.Items[0], needs.Items[len(needs.Items)-1]}); diff != "" {
		t.Error(diff)
	}
}

// TestListsAreBounded: agents are shown what is theirs, supervisors everything.
func TestListsAreBounded(t *testing.T) {
	w := furnished(t)
	agent, lead := w.signIn(t, "agent1"), w.signIn(t, "supervisor1")
	w.ask(t, "GET /api/cases?q=退款&team=trade&from=1000&to=2000&stars_max=2&page=3", "", 200, nil, agent)
	want := handoff.CaseQuery{
		Mine: "agent1", Teams: []chat.TeamID{"trade"}, Team: "trade", Text: "退款", From: time.UnixMilli(1000).UTC(), To: time.UnixMilli(2000).UTC(),
		StarsMax: 2, Page: 3, Size: pageSize,
	}
	if diff := cmp.Diff(want, w.caseQuery); diff != "" {
		t.Error(diff)
	}
	w.ask(t, "GET /api/cases?agent=agent1", "", 200, nil, lead)
	if diff := cmp.Diff(handoff.CaseQuery{Agent: "agent1", Page: 1, Size: pageSize}, w.caseQuery); diff != "" {
		t.Error(diff)
	}
	w.ask(t, "GET /api/tickets?owner=me&state=doing&overdue=1", "", 200, nil, agent)
	wantTickets := ticket.Query{
		Mine: "agent1", Teams: []chat.TeamID{"trade"}, Owner: "agent1", States: []ticket.State{ticket.StateDoing},
		Overdue: w.now.UTC().Truncate(time.Millisecond), Page: 1, Size: pageSize,
	}
	if diff := cmp.Diff(wantTickets, w.ticketQuery); diff != "" {
		t.Error(diff)
	}
	w.ask(t, "GET /api/tickets?owner=none", "", 200, nil, lead)
	if !w.ticketQuery.Unowned || w.ticketQuery.Mine != "" {
		t.Errorf("%+v", w.ticketQuery)
	}
	w.ask(t, "GET /api/reviews?state=closed", "", 200, nil, lead)
	if *w.reviewQuery.Open {
		t.Error("asked for open reviews")
	}
	for _, bad := range []string{"cases?page=0", "cases?list=open", "cases?stars_max=6", "cases?from=-1", "cases?q=" + strings.Repeat("a", 101), "tickets?state=gone", "reviews?state=all", "feedback?state=x"} {
		w.ask(t, "GET /api/"+bad, "", 422, nil, lead)
	}
}

func TestCustomer(t *testing.T) {
	w := furnished(t)
	c := w.conversations["c1"]
	c.Profile = chat.Profile{User: "xk1", Name: "张伟", Phone: "13800001234", VIP: true}
	c.Attributes = map[string]string{"level": "至尊"} // the page's word beside the shop's
	w.conversations["c1"] = c
	w.account = chat.Account{Level: "黄金", Orders: []chat.Order{{No: "XK1", Title: "点卡"}}}
	agent, lead := w.signIn(t, "agent1"), w.signIn(t, "supervisor1")
	var note struct{ ID int64 }
	w.ask(t, "PUT /api/customers/c1/tags", `{"tags":[" 老客户 ","老客户","投诉"]}`, 204, nil, agent)
	w.ask(t, "POST /api/customers/c1/notes", `{"text":" 喜欢电话 "}`, 200, &note, lead)
	var got struct {
		Tags    []string
		Notes   []cardNote
		Profile profile
		Said    map[string]string `json:"attributes"`
		Shop    *account
		Tickets []ticketHead
		Cases   []pastCase
		Error   string `json:"shop_error"`
	}
	w.ask(t, "GET /api/customers/c1", "", 200, &got, agent)
	if diff := cmp.Diff([]string{"老客户", "投诉"}, got.Tags); diff != "" {
		t.Error(diff)
	}
	if len(got.Notes) != 1 || got.Notes[0].Text != "喜欢电话" || got.Notes[0].By != "supervisor1" || !got.Profile.VIP || got.Profile.Level != "" || got.Said["level"] != "至尊" {
		t.Errorf("%+v", got)
	}
	if got.Shop == nil || len(got.Shop.Orders) != 1 || got.Error != "" || len(got.Tickets) != 1 || len(got.Cases) != 1 {
		t.Errorf("%+v", got)
	}
	for name, test := range map[string]struct {
		err  error
		said string
	}{
		"is down":         {fault.New(fault.Busy, "商城系统暂时没有响应，请稍后再试"), "商城系统暂时没有响应，请稍后再试"},
		"is our own slip": {errors.New("no key"), "暂时查不到商城资料，请稍后再试"},
	} {
		w.shopErr = test.err
		got.Shop = nil
		w.ask(t, "GET /api/customers/c1", "", 200, &got, agent)
		if got.Shop != nil || got.Error != test.said {
			t.Errorf("%s: %q", name, got.Error)
		}
	}
	if detail := w.ask(t, fmt.Sprintf("DELETE /api/customers/c1/notes/%d", note.ID), "", 403, nil, agent); detail != "只能删除自己写的备注" {
		t.Error(detail)
	}
	w.ask(t, fmt.Sprintf("DELETE /api/customers/c1/notes/%d", note.ID), "", 204, nil, lead)
	for body, want := range map[string]string{
		`{"text":" "}`: "请填写备注", `{"text":"a\u0000b"}`: "备注含有不可见的控制字符，请重新输入", `{"text":"` + strings.Repeat("字", 501) + `"}`: "提交的内容不正确，请检查后再试",
	} {
		if detail := w.ask(t, "POST /api/customers/c1/notes", body, 422, nil, agent); detail != want {
			t.Errorf("%s: %s", body, detail)
		}
	}
	if detail := w.ask(t, "PUT /api/customers/c1/tags", `{"tags":["`+strings.Repeat("长", 21)+`"]}`, 422, nil, agent); detail != "标签最多20字" {
		t.Error(detail)
	}
	w.ask(t, "PUT /api/customers/c1/tags", `{"tags":[`+strings.Repeat(`"a",`, 20)+`"b"]}`, 422, nil, agent)
}

func TestBlocks(t *testing.T) {
	w := furnished(t)
	agent, other, lead := w.signIn(t, "agent1"), w.signIn(t, "agent2"), w.signIn(t, "supervisor1")
	until := func(d time.Duration) string {
		return fmt.Sprintf(`{"reason":"辱骂","until":%d}`, w.now.Add(d).UnixMilli())
	}
	c1 := w.conversations["c1"]
	c1.Profile = chat.Profile{User: "xk1", Name: "张伟"}
	w.conversations["c1"] = c1
	const path = "/api/customers/c1/block"
	for name, test := range map[string]struct {
		body string
		code int
		text string
	}{
		"for good":           {`{"reason":"辱骂"}`, 403, "坐席最多拉黑24小时，更久请联系主管"},
		"for two days":       {until(48 * time.Hour), 403, "坐席最多拉黑24小时，更久请联系主管"},
		"until yesterday":    {until(-time.Hour), 422, "结束时间应晚于现在"},
		"for ever and a day": {until(20 * 366 * 24 * time.Hour), 422, "结束时间太远，请改为永久"},
		"without a reason":   {`{"reason":" "}`, 422, "请填写原因"},
	} {
		if detail := w.ask(t, "PUT "+path, test.body, test.code, nil, agent); detail != test.text {
			t.Errorf("%s: %s", name, detail)
		}
	}
	w.ask(t, "PUT "+path, until(24*time.Hour), 204, nil, agent)
	if detail := w.ask(t, "DELETE "+path, "", 403, nil, other); detail != "该客户由小agent1拉黑，如需更改请联系主管" {
		t.Error(detail)
	}
	w.ask(t, "PUT "+path, until(time.Hour), 403, nil, other)
	var got struct{ Items []blocked }
	w.ask(t, "GET /api/blocks", "", 200, &got, lead)
	if len(got.Items) != 1 || got.Items[0].Conversation != "c1" || got.Items[0].By != "agent1" || got.Items[0].Customer != "张伟" {
		t.Errorf("%+v", got)
	}
	w.ask(t, "PUT "+path, `{"reason":"诈骗"}`, 204, nil, lead)
	w.ask(t, "DELETE "+path, "", 403, nil, agent)
	w.ask(t, "DELETE "+path, "", 204, nil, lead)
	w.ask(t, "DELETE "+path, "", 204, nil, agent) // who is not kept out stays so
	if w.cards["c1"].Block.Holds(w.now) {
		t.Error("still kept out")
	}
}

func TestCannedReplies(t *testing.T) {
	w := furnished(t)
	agent, other, lead := w.signIn(t, "agent1"), w.signIn(t, "agent2"), w.signIn(t, "supervisor1")
	seen := func(header string) (ids []string) {
		var got struct{ Items []cannedReply }
		w.ask(t, "GET /api/canned", "", 200, &got, header)
		for _, r := range got.Items {
			id := r.ID
			if r.Mine {
				id += " mine"
			}
			ids = append(ids, id)
		}
		return ids
	}
	for who, want := range map[string][]string{
		agent: {"pack:hello", "g1", "p1 mine"}, other: {"pack:hello", "pack:safe", "g1"}, lead: {"pack:hello", "pack:safe", "g1 mine"},
	} {
		if diff := cmp.Diff(want, seen(who)); diff != "" {
			t.Error(diff)
		}
	}
	w.files["pic"] = chat.Upload{Attachment: chat.Attachment{ID: "pic", Name: "a.png", Type: "image/png", Width: 3, Height: 2}}
	w.files["doc"] = chat.Upload{Attachment: chat.Attachment{ID: "doc", Name: "a.pdf", Type: "application/pdf"}}
	body := func(scope, rest string) string {
		return `{"scope":"` + scope + `","title":"问候A","text":"您好{客户}"` + rest + `}`
	}
	for name, test := range map[string]struct {
		line, body, who string
		code            int
		text            string
	}{
		"for all, by an agent":       {"POST /api/canned", body("global", ""), agent, 403, "只有主管可以修改公共话术"},
		"for a team, by an agent":    {"POST /api/canned", body("team", `,"team":"trade"`), agent, 403, "只有主管可以修改公共话术"},
		"for no team":                {"POST /api/canned", body("team", ""), lead, 422, "请选择技能组"},
		"for a team that is not":     {"POST /api/canned", body("team", `,"team":"nobody"`), lead, 422, "没有这个技能组"},
		"with a variable that isn't": {"POST /api/canned", `{"scope":"personal","title":"a","text":"{姓名}"}`, agent, 422, "没有{姓名}这个变量；可用 {客户}、{订单号}、{坐席}"},
		"with a document":            {"POST /api/canned", body("personal", `,"picture":{"id":"doc","name":"","type":"","size":0}`), agent, 422, "话术里只能放图片"},
		"with a picture that isn't":  {"POST /api/canned", body("personal", `,"picture":{"id":"gone","name":"","type":"","size":0}`), agent, 404, "没有找到"},
		"the pack's":                 {"PUT /api/canned/pack:hello", body("global", ""), lead, 403, "这条话术来自内容包，请在内容包里修改"},
		"the pack's, gone":           {"DELETE /api/canned/pack:hello", "", lead, 403, "这条话术来自内容包，请在内容包里修改"},
		"everybody's, by an agent":   {"DELETE /api/canned/g1", "", agent, 403, "只有主管可以修改公共话术"},
		"a colleague's":              {"PUT /api/canned/p1", body("personal", ""), other, 404, "这条话术已不存在"},
		"a colleague's, by the lead": {"DELETE /api/canned/p1", "", lead, 404, "这条话术已不存在"},
		"own, made everybody's":      {"PUT /api/canned/p1", body("global", ""), agent, 403, "只有主管可以修改公共话术"},
		"another team's, used":       {"POST /api/canned/pack:safe/used", "", agent, 404, "这条话术已不存在"},
	} {
		if detail := w.ask(t, test.line, test.body, test.code, nil, test.who); detail != test.text {
			t.Errorf("%s: %s", name, detail)
		}
	}
	var made cannedReply
	w.ask(t, "POST /api/canned", body("personal", `,"opener":true,"picture":{"id":"pic","name":"x","type":"x","size":1,"url":"/files/pic"}`), 200, &made, agent)
	if !made.Mine || made.Initials != "wha" || !made.Opener || made.Picture == nil || made.Picture.URL != "/files/pic" || made.Picture.Width != 3 {
		t.Errorf("%+v", made)
	}
	w.ask(t, "PUT /api/canned/"+made.ID, body("personal", `,"group":"开场"`), 200, &made, agent)
	if kept := w.replies[made.ID]; kept.Owner != "agent1" || kept.Picture != nil || kept.Group != "开场" || kept.By != "agent1" {
		t.Errorf("%+v", kept)
	}
	w.ask(t, "POST /api/canned/pack:hello/used", "", 204, nil, agent)
	w.ask(t, "DELETE /api/canned/"+made.ID, "", 204, nil, agent)
	if _, left := w.replies[made.ID]; left || w.uses["pack:hello"] != 1 {
		t.Errorf("%v %v", w.replies, w.uses)
	}
	for i := range canned.MaxPersonal {
		id := fmt.Sprint("own", i)
		w.replies[id] = canned.Reply{ID: id, Scope: canned.Personal, Owner: "agent1", Title: "a", Text: "b"}
	}
	if detail := w.ask(t, "POST /api/canned", body("personal", ""), 409, nil, agent); detail != "个人话术最多500条，请先删除不用的" {
		t.Error(detail)
	}
}

func TestFeedbackAndReviews(t *testing.T) {
	w := furnished(t)
	agent, editor, lead := w.signIn(t, "agent1"), w.signIn(t, "editor1"), w.signIn(t, "supervisor1")
	var made struct{ ID int64 }
	w.ask(t, "POST /api/feedback", `{"kind":"missing","conversation":"c1","seq":3,"question":" 能拼团吗 ","text":""}`, 200, &made, agent)
	if f := w.feedback[made.ID]; f.Question != "能拼团吗" || f.By != "agent1" || f.ByName != "小agent1" || f.At.IsZero() {
		t.Errorf("%+v", f)
	}
	for body, want := range map[string]string{
		`{"kind":"wrong","conversation":"c1","question":"","text":" "}`:          "请填写客户的问题或说明",
		`{"kind":"wrong","conversation":"c1","seq":10,"question":"q","text":""}`: "会话里没有这条消息",
		`{"kind":"odd","conversation":"c1","question":"q","text":""}`:            "提交的内容不正确，请检查后再试",
	} {
		if detail := w.ask(t, "POST /api/feedback", body, 422, nil, agent); detail != want {
			t.Errorf("%s: %s", body, detail)
		}
	}
	var settled feedback
	w.ask(t, fmt.Sprintf("PATCH /api/feedback/%d", made.ID), `{"state":"done","answer":"已补充"}`, 200, &settled, editor)
	if settled.State != "done" || settled.DoneBy != "editor1" || settled.DoneAt == 0 || settled.Answer != "已补充" {
		t.Errorf("%+v", settled)
	}
	for who, want := range map[string]string{agent: "已补充", lead: ""} { // the answer reaches who asked, and nobody else
		var mine struct{ Items []feedback }
		w.ask(t, "GET /api/feedback/mine", "", 200, &mine, who)
		if want == "" && len(mine.Items) != 0 || want != "" && (len(mine.Items) != 1 || mine.Items[0].Answer != want || mine.Items[0].State != "done") {
			t.Errorf("%+v, want %q", mine, want)
		}
	}
	w.ask(t, fmt.Sprintf("PATCH /api/feedback/%d", made.ID), `{"state":"open"}`, 200, &settled, editor)
	if f := w.feedback[made.ID]; f.DoneBy != "" || !f.DoneAt.IsZero() {
		t.Errorf("%+v", f)
	}
	w.ask(t, "PATCH /api/feedback/99", `{"state":"done"}`, 404, nil, editor)

	var closed review
	w.ask(t, "PUT /api/reviews/1", `{"cause":"slow","finding":" 排队太久 "}`, 200, &closed, lead)
	if closed.Finding != "排队太久" || closed.ByName != "小supervisor1" || closed.ClosedAt == 0 {
		t.Errorf("%+v", closed)
	}
	if detail := w.ask(t, "PUT /api/reviews/1", `{"cause":"slow","finding":" "}`, 422, nil, lead); detail != "请填写结论" {
		t.Error(detail)
	}
	w.ask(t, "PUT /api/reviews/9", `{"cause":"slow","finding":"x"}`, 404, nil, lead)
}

func TestTicketsOfStaff(t *testing.T) {
	w := furnished(t)
	agent, other, lead := w.signIn(t, "agent1"), w.signIn(t, "agent2"), w.signIn(t, "supervisor1")
	path := "/api/tickets/" + string(number)
	if detail := w.ask(t, "GET "+path, "", 404, nil, other); detail != "没有找到这个工单" {
		t.Error(detail)
	}
	w.ask(t, "POST "+path+"/entries", `{"move":"take"}`, 404, nil, other)
	w.files["f1"] = chat.Upload{Attachment: chat.Attachment{ID: "f1"}}
	for name, test := range map[string]struct {
		body, who string
		code      int
		text      string
	}{
		"solves before taking":  {`{"move":"solve"}`, agent, 409, "请先领取工单"},
		"says nothing":          {`{"move":"tell","text":" "}`, agent, 422, "请填写内容"},
		"a file that is gone":   {`{"move":"note","files":["gone"]}`, agent, 422, "附件不存在或已过期"},
		"gives it away":         {`{"move":"take","owner":"supervisor1"}`, agent, 403, "只有主管可以指派工单"},
		"gives it to an editor": {`{"move":"take","owner":"editor1"}`, lead, 422, "没有这个坐席"},
		"gives it to nobody":    {`{"move":"take","owner":"gone"}`, lead, 422, "没有这个坐席"},
		"does what is not":      {`{"move":"expire"}`, lead, 422, "提交的内容不正确，请检查后再试"},
		"acts as the customer":  {`{"move":"confirm"}`, lead, 422, "提交的内容不正确，请检查后再试"},
	} {
		if detail := w.ask(t, "POST "+path+"/entries", test.body, test.code, nil, test.who); detail != test.text {
			t.Errorf("%s: %s", name, detail)
		}
	}
	if w.told != 0 {
		t.Error("somebody was told of nothing")
	}
	var got struct {
		Ticket  ticketHead
		Entries []ticketEntry
	}
	w.ask(t, "POST "+path+"/entries", `{"move":"take","owner":"agent1"}`, 200, &got, lead)
	w.ask(t, "POST "+path+"/entries", `{"move":"note","text":"查过通道"}`, 200, &got, lead)
	w.ask(t, "POST "+path+"/entries", `{"move":"solve","text":"已补发","files":["f1"]}`, 200, &got, agent)
	if got.Ticket.State != ticket.StateSolved || got.Ticket.OwnerName != "小agent1" || len(got.Entries) != 4 || got.Entries[2].Public || !got.Entries[3].Public {
		t.Errorf("%+v", got)
	}
	if w.told != 3 {
		t.Errorf("told %d times", w.told)
	}
	w.ask(t, "GET "+strings.ToLower(path[:len(path)-1])+path[len(path)-1:], "", 200, &got, agent) // typed in small letters
	if strings.Contains(fmt.Sprint(got), "13800001234") {
		t.Error("the phone is shown")
	}
}

// TestTicketsOfCustomers looks a ticket up as its customer, and as somebody else.
func TestTicketsOfCustomers(t *testing.T) {
	w := furnished(t)
	v, token, err := w.auth.NewVisitor("default")
	if err != nil {
		t.Fatal(err)
	}
	k := w.tickets[number]
	k.Visitor = v.ID
	k.Entries = append(k.Entries, ticket.Entry{At: w.now, By: chat.Actor{Kind: chat.Agent, ID: "agent1", Name: "小林"}, Move: ticket.Note, Text: "内部的话"})
	w.tickets[number] = k
	mine := "Yiwen-Visitor: " + token
	var got publicTicket
	w.ask(t, "POST /api/tickets/lookup", `{"number":"`+strings.ToLower(string(number))+`"}`, 200, &got, mine)
	w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(number)+`","phone_tail":"１２３４"}`, 200, &got)
	if got.Number != number || len(got.Entries) != 1 || got.Info.Story != "没到账" {
		t.Errorf("%+v", got)
	}
	rec := w.do("POST", "/api/tickets/lookup", `{"number":"`+string(number)+`"}`, mine)
	for _, secret := range []string{"内部的话", "13800001234", "agent1", string(v.ID)} {
		if strings.Contains(rec.Body.String(), secret) {
			t.Errorf("the customer is shown %q: %s", secret, rec.Body)
		}
	}
	w.ask(t, "POST /api/tickets/"+string(number)+"/add", `{"text":"补充"}`, 200, &got, mine)
	if got.Entries[len(got.Entries)-1].Text != "补充" {
		t.Errorf("%+v", got)
	}
	if detail := w.ask(t, "POST /api/tickets/"+string(number)+"/confirm", `{}`, 409, nil, mine); detail != "工单正在处理中" {
		t.Error(detail)
	}
	w.ask(t, "POST /api/tickets/"+string(number)+"/add", `{"text":" "}`, 422, nil, mine)
	w.conversations["kept-out"] = chat.Conversation{ID: "kept-out", Site: "default", Visitor: v.ID}
	w.cards["kept-out"] = handoff.Card{Block: handoff.Block{Reason: "辱骂", Until: w.now.Add(time.Hour)}}
	for move, body := range map[string]string{"add": `{"text":"骂人的话"}`, "confirm": `{}`, "reopen": `{}`} {
		w.ask(t, "POST /api/tickets/"+string(number)+"/"+move, body, 403, nil, mine)
	}
	w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(number)+`"}`, 200, nil, mine) // he may read
	if w.wrong[number] != 0 {
		t.Errorf("%d wrong proofs of nobody", w.wrong[number])
	}

	// A number that does not exist is answered as one whose proof was wrong.
	gone, err := ticket.NewNumber(w.now, 77)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []ticket.Number{number, gone} {
		const wrong = "工单号或手机号后四位不正确"
		_, strange, err := w.auth.NewVisitor("default")
		if err != nil {
			t.Fatal(err)
		}
		said := []string{
			w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(n)+`"}`, 404, nil),
			w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(n)+`"}`, 404, nil, "Yiwen-Visitor: "+strange),
			w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(n)+`"}`, 404, nil, "Yiwen-Visitor: nonsense"),
			w.ask(t, "POST /api/tickets/"+string(n)+"/add", `{"text":"x","phone_tail":"0000"}`, 404, nil),
			w.ask(t, "POST /api/tickets/"+string(n)+"/reopen", `{"text":"x","phone_tail":"0000"}`, 404, nil),
		}
		for i, s := range said {
			if s != wrong {
				t.Errorf("%s, %d: %s", n, i, s)
			}
		}
		for range 3 {
			w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(n)+`","phone_tail":"9999"}`, 404, nil)
		}
		if w.wrong[n] != 5 {
			t.Errorf("%s: %d wrong proofs", n, w.wrong[n])
		}
		// From the sixth on nothing is proven by a phone.
		if detail := w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(n)+`","phone_tail":"1234"}`, 503, nil); detail != "验证失败次数过多，请稍后再试" {
			t.Error(detail)
		}
	}
	w.ask(t, "POST /api/tickets/lookup", `{"number":"`+string(number)+`"}`, 200, nil, mine) // his token still does
}

// TestGuessingIsSlow: phones are tried one by one, however many ask.
func TestGuessingIsSlow(t *testing.T) {
	w := furnished(t)
	codes := map[int]int{}
	for range 2 * guessBurst {
		rec := w.do("POST", "/api/tickets/lookup", `{"number":"`+string(number)+`","phone_tail":"9999"}`)
		codes[rec.Code]++
	}
	if diff := cmp.Diff(map[int]int{404: 5, 503: guessBurst - 5, 429: guessBurst}, codes); diff != "" {
		t.Error(diff)
	}
	for range 2 * addressBurst {
		rec := w.do("POST", "/api/tickets/lookup", `{"number":"x"}`)
		codes[rec.Code]++
	}
	if codes[422] != addressBurst-2*guessBurst {
		t.Errorf("%v", codes)
	}
	w.now = w.now.Add(10 * time.Minute)
	w.ask(t, "POST /api/tickets/lookup", `{"number":"x"}`, 422, nil)
}

// TestClosedCases: a summary is an object, whatever was said in it.
func TestClosedCases(t *testing.T) {
	w := furnished(t)
	c := w.conversations["c1"]
	c.Case.State, c.Case.Agent, c.Case.Summary = chat.StateClosed, "agent1", chat.Summary{Text: "只有文字"}
	w.conversations["c1"] = c
	var got struct {
		Items []struct {
			Conversation, Site, Visitor string
			Summary                     summary
		}
		Total, Size int
	}
	w.ask(t, "GET /api/cases", "", 200, &got, w.signIn(t, "agent1"))
	if got.Total != 1 || got.Size != pageSize || got.Items[0].Summary.Text != "只有文字" || got.Items[0].Site != "default" || got.Items[0].Visitor != "v1" {
		t.Errorf("%+v", got)
	}
}
