package httpd

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
	"yiwen/handoff/canned"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

// number is the number of the ticket of these tests.
const number = ticket.Number("WO2026112200019")

// route is an operation, and who may use it at all.
type route struct {
	target, body string
	right        auth.Right // "" = everybody, without a session; anyRight = who has signed in
	code         int        // of who may
}

// anyRight is the right of routes that everybody may use who works here.
const anyRight auth.Right = "any"

// routes are all operations but those of signing in, the greeting and uploads,
// which have tests of their own.
func routes() map[string]route {
	no := string(number)
	return map[string]route{
		"get /api/entries":                                {"", "", auth.RightKnowledge, 200},
		"post /api/entries":                               {"", `{"entry":{"question":"新问题","answer":"答案"}}`, auth.RightKnowledge, 200},
		"get /api/entries/{id}":                           {"/api/entries/q-01", "", auth.RightKnowledge, 200},
		"put /api/entries/{id}":                           {"/api/entries/gone", `{"entry":{},"rev":0}`, auth.RightKnowledge, 404},
		"delete /api/entries/{id}":                        {"/api/entries/gone?rev=0", "", auth.RightKnowledge, 404},
		"get /api/entries/{id}/history":                   {"/api/entries/q-01/history", "", auth.RightKnowledge, 200},
		"post /api/entries/{id}/restore":                  {"/api/entries/q-01/restore", `{"to":99999,"rev":0}`, auth.RightKnowledge, 404},
		"post /api/entries/check":                         {"", `{"entry":{"question":"新问题","answer":"答案"}}`, auth.RightKnowledge, 200},
		"post /api/entries/bulk":                          {"", `{"ids":["gone"],"action":"off"}`, auth.RightKnowledge, 200},
		"get /api/content/{kind}":                         {"/api/content/rule", "", auth.RightKnowledge, 200},
		"post /api/content/{kind}":                        {"/api/content/golden", `{"edits":[{"id":"g9","body":{"id":"g9","text":"","entry":"q-05"},"rev":0}]}`, auth.RightKnowledge, 422},
		"put /api/content/{kind}/{id}":                    {"/api/content/stopwords/stopwords", `{"body":["请问",""],"rev":0}`, auth.RightKnowledge, 422},
		"delete /api/content/{kind}/{id}":                 {"/api/content/rule/gone?rev=0", "", auth.RightKnowledge, 404},
		"get /api/content/{kind}/{id}/history":            {"/api/content/rule/gone/history", "", auth.RightKnowledge, 404},
		"post /api/content/{kind}/{id}/restore":           {"/api/content/rule/gone/restore", `{"to":1,"rev":0}`, auth.RightKnowledge, 404},
		"post /api/content/{kind}/check":                  {"/api/content/rule/check", `{"id":"r","body":{}}`, auth.RightKnowledge, 200},
		"post /api/patterns/try":                          {"", `{"patterns":["退{款|钱}"],"text":"我要退款"}`, auth.RightKnowledge, 200},
		"post /api/identity/check":                        {"", `{"site":"default","identity":"abc"}`, auth.RightKnowledge, 200},
		"post /api/patterns/rule":                         {"", `{"rule":{"id":"r","any":["退款"],"action":"handoff"},"text":"我要退款"}`, auth.RightKnowledge, 200},
		"get /api/changes":                                {"", "", auth.RightKnowledge, 200},
		"get /api/changes/{kind}/{id}":                    {"/api/changes/entry/q-01", "", auth.RightKnowledge, 200},
		"post /api/changes/step":                          {"", `{"all":"review","step":"approve"}`, auth.RightKnowledge, 200},
		"get /api/colleagues":                             {"", "", auth.RightDesk, 200},
		"delete /api/session/face":                        {"", "", auth.RightDesk, 200},
		"delete /api/colleagues/{id}/face":                {"/api/colleagues/agent1/face", "", auth.RightCases, 204},
		"get /api/editors":                                {"", "", auth.RightKnowledge, 200},
		"get /api/teams":                                  {"", "", anyRight, 200},
		"get /api/needs":                                  {"", "", auth.RightKnowledge, 200},
		"get /api/cases":                                  {"", "", auth.RightDesk, 200},
		"get /api/cases/{conversation}/suggest":           {"/api/cases/c1/suggest", "", auth.RightDesk, 200},
		"get /api/cases/{conversation}/summary":           {"/api/cases/c1/summary", "", auth.RightDesk, 200},
		"get /api/ask":                                    {"/api/ask?q=到账", "", auth.RightDesk, 200},
		"post /api/feedback":                              {"", `{"kind":"wrong","conversation":"c1","question":"q","text":"t"}`, auth.RightDesk, 200},
		"get /api/feedback":                               {"", "", auth.RightKnowledge, 200},
		"get /api/feedback/mine":                          {"", "", auth.RightDesk, 200},
		"patch /api/feedback/{id}":                        {"/api/feedback/1", `{"state":"done","answer":"改了"}`, auth.RightKnowledge, 200},
		"get /api/customers/{conversation}":               {"/api/customers/c1", "", auth.RightDesk, 200},
		"put /api/customers/{conversation}/tags":          {"/api/customers/c1/tags", `{"tags":["老客户"]}`, auth.RightDesk, 204},
		"post /api/customers/{conversation}/notes":        {"/api/customers/c1/notes", `{"text":"备注"}`, auth.RightDesk, 200},
		"delete /api/customers/{conversation}/notes/{id}": {"/api/customers/c1/notes/77", "", auth.RightDesk, 404},
		"put /api/customers/{conversation}/block":         {"/api/customers/c1/block", `{"reason":"辱骂","until":UNTIL}`, auth.RightDesk, 204},
		"delete /api/customers/{conversation}/block":      {"/api/customers/c1/block", "", auth.RightDesk, 204},
		"get /api/announcements":                          {"", "", auth.RightDesk, 200},
		"post /api/announcements":                         {"", `{"text":"充值通道故障，正在抢修","level":"warning","until":UNTIL,"sites":["default"]}`, auth.RightCases, 200},
		"delete /api/announcements/{id}":                  {"/api/announcements/gone", "", auth.RightCases, 404},
		"get /api/blocks":                                 {"", "", auth.RightCases, 200},
		"get /api/canned":                                 {"", "", auth.RightDesk, 200},
		"post /api/canned":                                {"", `{"scope":"personal","title":"标题","text":"内容"}`, auth.RightDesk, 200},
		"put /api/canned/{id}":                            {"/api/canned/gone", `{"scope":"personal","title":"标题","text":"内容"}`, auth.RightDesk, 404},
		"delete /api/canned/{id}":                         {"/api/canned/gone", "", auth.RightDesk, 404},
		"post /api/canned/{id}/used":                      {"/api/canned/pack:hello/used", "", auth.RightDesk, 204},
		"get /api/tickets":                                {"", "", auth.RightDesk, 200},
		"get /api/tickets/{number}":                       {"/api/tickets/WO1", "", auth.RightDesk, 422},
		"post /api/tickets/{number}/entries":              {"/api/tickets/WO1/entries", `{"move":"note","text":"内部"}`, auth.RightDesk, 422},
		"post /api/tickets/lookup":                        {"", `{"number":"WO1"}`, "", 422},
		"post /api/tickets/{number}/add":                  {"/api/tickets/WO1/add", `{"text":"补充"}`, "", 422},
		"post /api/tickets/{number}/confirm":              {"/api/tickets/" + no + "/confirm", `{"phone_tail":"0000"}`, "", 404},
		"post /api/tickets/{number}/reopen":               {"/api/tickets/" + no + "/reopen", `{"phone_tail":"0000"}`, "", 404},
		"get /api/reviews":                                {"", "", auth.RightReports, 200},
		"get /api/versions":                               {"", "", auth.RightKnowledge, 200},
		"get /api/versions/{number}/diff":                 {"/api/versions/2/diff", "", auth.RightKnowledge, 200},
		"get /api/versions/{number}/items/{kind}/{id}":    {"/api/versions/2/items/entry/q-01", "", auth.RightKnowledge, 200},
		"post /api/publish":                               {"", `{"note":"开学"}`, auth.RightKnowledge, 200},
		"post /api/versions/{number}/restore":             {"/api/versions/1/restore", `{}`, auth.RightKnowledge, 200},
		"get /api/jobs":                                   {"", "", auth.RightKnowledge, 200},
		"get /api/jobs/{id}":                              {"/api/jobs/j1", "", auth.RightKnowledge, 200},
		"get /api/misses":                                 {"", "", auth.RightKnowledge, 200},
		"post /api/misses/act":                            {"", `{"texts":[{"conversation":"c1","seq":1}],"action":"ignore"}`, auth.RightKnowledge, 200},
		"post /api/misses/undo":                           {"", `{"undo":1}`, auth.RightKnowledge, 200},
		"get /api/reports/entries":                        {"", "", auth.RightKnowledge, 200},
		"get /api/reports/entries.csv":                    {"", "", auth.RightKnowledge, 200},
		"get /api/reports/gaps":                           {"", "", auth.RightKnowledge, 200},
		"get /api/reports/stale":                          {"", "", auth.RightKnowledge, 200},
		"post /api/trials":                                {"", `{"turns":[{"text":"怎么退款"}],"against":"live"}`, auth.RightKnowledge, 200},
		"get /api/trials/{id}":                            {"/api/trials/k3tq7m2xha", "", auth.RightKnowledge, 200},
		"post /api/trials/{id}/why":                       {"/api/trials/k3tq7m2xha/why", `{"entry":"refund-how"}`, auth.RightKnowledge, 200},
		"get /api/limits":                                 {"", "", auth.RightKnowledge, 200},
		"get /api/limits/curve":                           {"", "", auth.RightKnowledge, 200},
		"post /api/golden/check":                          {"", `{"of":"draft"}`, auth.RightKnowledge, 200},
		"post /api/replays":                               {"", `{"days":7}`, auth.RightKnowledge, 200},
		"post /api/twins":                                 {"", "", auth.RightKnowledge, 200},
		"get /api/twins/latest":                           {"", "", auth.RightKnowledge, 200},
		"get /api/sheets/template":                        {"/api/sheets/template?format=csv", "", auth.RightKnowledge, 200},
		"get /api/export":                                 {"/api/export?format=yaml&of=live", "", auth.RightKnowledge, 200},
		"get /api/imports/{import}/rows":                  {"/api/imports/i1/rows?what=bad", "", auth.RightKnowledge, 200},
		"get /api/imports/{import}/report.csv":            {"/api/imports/i1/report.csv", "", auth.RightKnowledge, 200},
		"post /api/imports/{import}/commit":               {"/api/imports/i1/commit", `{"skip_bad":true}`, auth.RightKnowledge, 200},
		"delete /api/jobs/{id}":                           {"/api/jobs/gone", "", auth.RightKnowledge, 404},
		"put /api/reviews/{id}":                           {"/api/reviews/1", `{"cause":"slow","finding":"排队太久"}`, auth.RightReports, 200},
	}
}

// furnished is a world with something of everything.
func furnished(t testing.TB) *world {
	w := newWorld(t)
	w.conversations["c1"] = chat.Conversation{
		ID: "c1", Site: "default", Visitor: "v1", CreatedAt: w.now, Seq: 9,
		Case: chat.Case{Number: 1, State: chat.StateWaiting, Team: "trade", OpenedAt: w.now, WaitingSince: w.now},
	}
	w.reviews[1] = handoff.Review{ID: 1, Conversation: "c1", Case: 1, Rated: chat.Rated{Stars: 1}, OpenedAt: w.now}
	w.feedback[1] = knowledge.Feedback{ID: 1, Kind: knowledge.FeedbackWrong, Conversation: "c1", At: w.now, State: knowledge.FeedbackOpen}
	w.tickets[number] = ticket.Ticket{
		Number: number, Conversation: "c1", Case: 1, Visitor: "v1", Phone: "13800001234", Team: "trade", State: ticket.StateOpen,
		Info: ticket.Info{Story: "没到账"}, CreatedAt: w.now, ChangedAt: w.now,
		Entries: []ticket.Entry{{At: w.now, By: chat.Actor{Kind: chat.Bot}, Move: ticket.Open}},
	}
	w.replies["g1"] = canned.Reply{ID: "g1", Scope: canned.Global, Title: "公共", Text: "您好"}
	w.replies["p1"] = canned.Reply{ID: "p1", Scope: canned.Personal, Owner: "agent1", Title: "个人", Text: "在的"}
	w.last = 1
	return w
}

// unread is a body that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body is read")
	return 0, io.EOF
}

// TestBodiesOfNobody sends bodies without a session: none is looked at.
func TestBodiesOfNobody(t *testing.T) {
	w := furnished(t)
	for name, r := range routes() {
		method, path, _ := strings.Cut(name, " ")
		if r.right == "" || r.body == "" {
			continue
		}
		req := httptest.NewRequest(strings.ToUpper(method), cmp.Or(r.target, path), unread{t})
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, req)
		if rec.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d %s, want 401", name, rec.Code, rec.Body)
		}
	}
}

// TestRightsOfRoutes asks for every operation as everybody.
func TestRightsOfRoutes(t *testing.T) {
	if _, err := ticket.ParseNumber(string(number)); err != nil {
		t.Fatal(err)
	}
	staff := map[chat.Role]string{chat.RoleAgent: "agent1", chat.RoleEditor: "editor1", chat.RoleSupervisor: "supervisor1", chat.RoleAdmin: "admin1"}
	w := furnished(t)
	cookies := map[chat.Role]string{}
	for role, id := range staff {
		cookies[role] = w.signIn(t, id)
	}
	for name, r := range routes() {
		method, path, _ := strings.Cut(name, " ")
		if r.target == "" {
			r.target = path
		}
		body := strings.ReplaceAll(r.body, "UNTIL", itoa(w.now.Add(time.Hour).UnixMilli()))
		ask := func(who string, want int, header ...string) {
			t.Helper()
			w.cards = map[chat.ConversationID]handoff.Card{} // what the one before did is undone
			if rec := w.do(strings.ToUpper(method), r.target, body, header...); rec.Code != want {
				t.Errorf("%s as %s: %d %s, want %d", name, who, rec.Code, rec.Body, want)
			}
		}
		if r.right == "" {
			ask("nobody", r.code)
			continue
		}
		ask("nobody", http.StatusUnauthorized)
		for role := range staff {
			want := http.StatusForbidden
			for _, has := range auth.Rights(role) {
				if has == r.right || r.right == anyRight {
					want = r.code
				}
			}
			ask(string(role), want, cookies[role])
		}
	}
}
