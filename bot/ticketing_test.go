package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// ticketLog is a log that keeps reviews beside it, as the store does.
type ticketLog struct {
	*MemoryLog

	mu      sync.Mutex // guards reviews
	reviews []handoff.Review
}

func newTicketLog() *ticketLog { return &ticketLog{MemoryLog: NewMemoryLog()} }

func (s *ticketLog) Append(ctx context.Context, t *Turn) error {
	if err := s.MemoryLog.Append(ctx, t); err != nil {
		return err
	}
	if t.Review != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.reviews = append(s.reviews, *t.Review)
	}
	return nil
}

// ticketDesk is a room with tickets, whose teams work from 9 to 18 in Shanghai.
type ticketDesk struct {
	*room
	tickets *ticketLog
}

func newDesk(t *testing.T) ticketDesk { return newDeskOver(t, newTicketLog()) }

func newDeskOver(t *testing.T, s *ticketLog) ticketDesk {
	r := newRoom(t, s)
	r.Service = NewService(Options{
		Log: s, Tickets: s, Wakes: r.wakes, Clock: func() time.Time { return r.now }, Registerer: prometheus.NewRegistry(), Content: r.Content(),
	})
	zone := time.FixedZone("Shanghai", 8*60*60)
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: zone}, Shifts: []handoff.Shift{{From: 9 * 60, To: 18 * 60}}}
	targets := handoff.Promises{Standard: handoff.Targets{FirstReply: 5 * time.Minute, Solution: 30 * time.Minute}}
	teams, err := handoff.NewTeams([]handoff.Team{
		{ID: "trade", Name: "交易客服", Hours: hours, Promises: targets},
		{ID: "security", Name: "安全客服", Hours: handoff.Hours{Calendar: hours.Calendar}, Promises: targets, Urgent: true},
	}, "trade")
	if err != nil {
		t.Fatal(err)
	}
	c := *r.Content()
	c.Teams, c.Zone = teams, zone
	r.Activate(&c)
	return ticketDesk{r, s}
}

// night puts the clock to ten in the evening, or day to eleven in the morning.
func (d ticketDesk) night() { d.now = time.Date(2027, 3, 10, 14, 0, 0, 0, time.UTC) }
func (d ticketDesk) day()   { d.now = time.Date(2027, 3, 11, 3, 0, 0, 0, time.UTC) }

// newest is the newest message of an actor of kind k.
func (d ticketDesk) newest(k chat.ActorKind) (seq chat.Seq, m chat.Message) {
	d.t.Helper()
	events, err := d.log.Events(d.t.Context(), conv, 0, 1000)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range events {
		if got, ok := e.Payload.(chat.Message); ok && e.From.Kind == k {
			seq, m = e.Seq, got
		}
	}
	return seq, m
}

func (d ticketDesk) only() ticket.Ticket {
	d.t.Helper()
	if len(d.tickets.kept) != 1 {
		d.t.Fatalf("%d tickets, want one", len(d.tickets.kept))
	}
	for _, tk := range d.tickets.kept {
		return tk
	}
	return ticket.Ticket{}
}

func TestOffHoursMakeATicket(t *testing.T) {
	for name, ask := range map[string][]Action{
		"in words":  {Say{Text: "怎么退款，充了100"}, Say{Text: "转人工"}},
		"by button": {Say{Text: "怎么退款，充了100"}, Human{}},
		"by mood":   {Say{Text: "怎么退款，充了100"}, Say{Text: "骗子"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.night()
			for _, a := range ask {
				d.do(customer, a)
			}
			tk := d.only()
			if tk.Team != "trade" || tk.Visitor != "v1" || tk.Conversation != conv || tk.State != ticket.StateOpen || len(tk.Entries) != 1 || tk.DueAt.IsZero() {
				t.Errorf("ticket = %+v", tk)
			}
			if !strings.HasPrefix(tk.Info.Story, "怎么退款，充了100") || tk.Info.Amount != "100" || !slices.Equal(tk.Info.Tried, []string{"怎么申请退款？"}) {
				t.Errorf("info = %+v", tk.Info)
			}
			k := d.state().Case
			if k.State != chat.StateBot || k.Ticket != string(tk.Number) || len(k.Clocks) != 0 {
				t.Errorf("case = %+v", k)
			}
			_, m := d.newest(chat.Bot)
			if m.Ticket != string(tk.Number) || !strings.Contains(m.Text, string(tk.Number)) || !strings.Contains(m.Text, "明天 09:00") || m.Form == nil {
				t.Errorf("the bot says %+v", m)
			}
		})
	}
}

func TestOffHoursWithoutAWordAsksForOne(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Human{})
	if len(d.tickets.kept) != 0 {
		t.Errorf("a ticket of nothing: %+v", d.tickets.kept)
	}
	of, m := d.newest(chat.Bot)
	if m.Form == nil || d.state().Case.State != chat.StateBot {
		t.Fatalf("the bot says %+v", m)
	}
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "充值没到账", "contact": "138-0013-8000"}})
	tk := d.only()
	if tk.Info.Story != "充值没到账" || tk.Phone != "13800138000" || tk.Info.Contact != "138****8000" {
		t.Errorf("ticket = %+v", tk)
	}
	if _, m := d.newest(chat.Bot); m.Ticket != string(tk.Number) {
		t.Errorf("the bot says %+v", m)
	}
	for _, e := range d.told() {
		if strings.Contains(e, "13800138000") {
			t.Errorf("the log tells the number: %s", e)
		}
	}
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "又少了一笔"}})
	if tk = d.only(); len(tk.Entries) != 2 || tk.Entries[1].Move != ticket.Add || !strings.Contains(tk.Entries[1].Text, "又少了一笔") {
		t.Errorf("filled in again: %+v", tk.Entries)
	}
}

// TestPhoneNamedLaterProves: the ticket of the night is made before its customer can
// name his phone, which the form under it asks for.
func TestPhoneNamedLaterProves(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Say{Text: "充值没到账，转人工"})
	of, m := d.newest(chat.Bot)
	if d.only().Phone != "" || m.Form == nil {
		t.Fatalf("ticket %+v, the bot says %+v", d.only(), m)
	}
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "充值没到账", "contact": "138-0013-8000"}})
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "充值没到账", "contact": "139-0013-9000"}})
	tk := d.only()
	if err := ticket.Prove(tk, ticket.Proof{PhoneTail: "8000"}, 0); err != nil {
		t.Errorf("the phone %q proves nothing: %v", tk.Phone, err)
	}
	for _, e := range tk.Entries {
		if e.Phone != "" || strings.Contains(e.Text, "13800138000") {
			t.Errorf("an entry tells the number: %+v", e)
		}
	}
}

// TestSecondTicketIsNone: whoever asks again at night adds to his ticket.
func TestSecondTicketIsNone(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Say{Text: "转人工"})
	d.do(customer, Say{Text: "转人工，我急用"})
	d.do(customer, Human{})
	tk := d.only()
	if len(tk.Entries) != 2 || tk.Entries[1].Text != "转人工，我急用" || tk.Entries[1].By.Kind != chat.Customer {
		t.Errorf("entries = %+v", tk.Entries)
	}
	if _, m := d.newest(chat.Bot); !strings.Contains(m.Text, "已经排上") {
		t.Errorf("the bot says %q", m.Text)
	}
	_, err := d.tickets.ChangeTicket(t.Context(), tk.Number, func(ticket.Ticket) (ticket.Entry, error) {
		return ticket.Entry{At: d.now, By: boss, Move: ticket.Close}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d.do(customer, Say{Text: "转人工，还有一件事"})
	if len(d.tickets.kept) != 2 {
		t.Errorf("a closed ticket took words: %+v", d.tickets.kept)
	}
}

// TestWordsSentAgainAreAddedOnce, also long after: a browser that was offline for
// the night sends all it has.
func TestWordsSentAgainAreAddedOnce(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Say{Text: "转人工"})
	again := d.command(customer, Say{Text: "转人工，我急用"})
	first, err := d.Do(t.Context(), again)
	if err != nil {
		t.Fatal(err)
	}
	for _, later := range []time.Duration{0, 2 * addAgain} {
		d.now = d.now.Add(later)
		if seq, err := d.Do(t.Context(), again); err != nil || seq != first {
			t.Errorf("%v later: %d, %v, want %d", later, seq, err, first)
		}
	}
	if tk := d.only(); len(tk.Entries) != 2 {
		t.Errorf("entries = %+v", tk.Entries)
	}
}

func TestPicturesGoIntoTheTicket(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Say{Text: "转人工"})
	d.do(customer, Say{Attachments: picture()})
	tk := d.only()
	if e := tk.Entries[len(tk.Entries)-1]; len(tk.Entries) != 2 || !slices.Equal(e.Files, []string{"0af"}) {
		t.Errorf("entries = %+v", tk.Entries)
	}
	if _, m := d.newest(chat.Bot); m.Ticket != string(tk.Number) || !strings.Contains(m.Text, "已记进工单") {
		t.Errorf("the bot says %+v", m)
	}
	d.do(customer, Say{Text: "转人工，看这张", Attachments: picture()})
	if tk = d.only(); len(tk.Entries) != 3 || tk.Entries[2].Text != "转人工，看这张" || len(tk.Entries[2].Files) != 1 {
		t.Errorf("entries = %+v", tk.Entries)
	}
}

func TestSecurityIsThereAtNight(t *testing.T) {
	d := newDesk(t)
	next := *d.Content()
	next.Entries = withSeverity("security", "urgent")
	d.Activate(&next)
	d.night()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Human{})
	if k := d.state().Case; k.State != chat.StateWaiting || k.Team != "security" || len(d.tickets.kept) != 0 {
		t.Errorf("case = %+v", k)
	}
}

// TestOutcomesWithoutTickets do not depend on the time of day.
func TestOutcomesWithoutTickets(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := *newDesk(t).Content()
	r.Activate(&c)
	r.now = time.Date(2027, 3, 10, 14, 0, 0, 0, time.UTC)
	r.do(customer, Say{Text: "转人工"})
	if k := r.state().Case; k.State != chat.StateWaiting {
		t.Errorf("case = %+v", k)
	}
}

func TestLongWaitOffersAForm(t *testing.T) {
	d := newDesk(t)
	d.day()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Human{})
	d.now = d.now.Add(5 * time.Minute)
	if err := d.clock(handoff.Alert, handoff.Limits{}); err != nil {
		t.Fatal(err)
	}
	of, m := d.newest(chat.System)
	if m.Text != d.Content().Replies.Overdue.First() || m.Form == nil || m.Form.Fields[0].Value != "怎么退款" {
		t.Fatalf("the house says %+v", m)
	}
	for _, bad := range []Fill{
		{Of: of}, {Of: of, Values: map[string]string{"story": " "}}, {Of: of - 1, Values: map[string]string{"story": "x"}}, {Of: 9999},
		{Of: of, Values: map[string]string{"story": "x", "admin": "1"}}, {Of: of, Values: map[string]string{"story": strings.Repeat("长", chat.MaxText+1)}},
		{Of: of, Values: map[string]string{"story": "x", "contact": "abc"}}, {Of: of, Values: map[string]string{"story": "x", "order_no": strings.Repeat("1", 201)}},
	} {
		d.refuse(customer, bad, fault.Invalid)
	}
	d.refuse(lin, Fill{Of: of, Values: map[string]string{"story": "x"}}, fault.Denied)
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "等不及了"}})
	if k := d.state().Case; k.State != chat.StateBot || k.Ticket == "" || len(k.Clocks) != 0 {
		t.Errorf("still in the line: %+v", k)
	}
	d.do(customer, Human{})
	d.do(lin, Accept{})
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "再补一句"}})
	if _, m := d.newest(chat.System); !strings.Contains(m.Text, "已记进工单") {
		t.Errorf("under a person the house says %q", m.Text)
	}
}

func TestAgentsFileTickets(t *testing.T) {
	d := newDesk(t)
	d.day()
	d.do(customer, Say{Text: "怎么退款，充了100"})
	d.do(customer, Human{})
	d.do(lin, Accept{})
	for _, bad := range []File{
		{Severity: "grave"}, {Team: "nowhere"}, {Phone: "不记得"}, {Info: ticket.Info{Story: strings.Repeat("长", chat.MaxText+1)}},
		{Info: ticket.Info{OrderNo: strings.Repeat("1", 201)}}, {Info: ticket.Info{Files: make([]string, 21)}},
	} {
		d.refuse(lin, bad, fault.Invalid)
	}
	d.refuse(zhou, File{}, fault.Denied)
	d.do(lin, File{Team: "security", Severity: chat.SeverityHigh, Phone: "13800138000", Info: ticket.Info{OrderNo: "XK1", Story: "等供应商"}})
	tk := d.only()
	want := ticket.Info{OrderNo: "XK1", Story: "等供应商", Amount: "100", Tried: []string{"怎么申请退款？"}}
	if diff := cmp.Diff(want, tk.Info); diff != "" || tk.Team != "security" || tk.Severity != chat.SeverityHigh || tk.Entries[0].By.ID != "agent1" {
		t.Errorf("ticket = %+v\n%s", tk, diff)
	}
	d.refuse(lin, File{}, fault.Conflict)
	d.do(lin, Close{})
	if k := d.state().Case; k.Ticket != string(tk.Number) || k.State != chat.StateClosed {
		t.Errorf("case = %+v", k)
	}
	d.do(customer, Say{Text: "你好"})
	if k := d.state().Case; k.Ticket != "" || k.Reason != "" || k.Wanted != "" {
		t.Errorf("the new case remembers the old: %+v", k)
	}
}

func TestNewsIsToldOnce(t *testing.T) {
	d := newDesk(t)
	d.day()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Human{})
	d.do(lin, Accept{})
	d.do(lin, Close{})
	news := Command{Conversation: conv, From: system, Action: News{Number: "WO2027031000017", Step: 2, Text: "已联系供应商"}}
	first, err := d.Do(t.Context(), news)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := d.Do(t.Context(), news); err != nil || again != first {
		t.Errorf("told again under %d, %v", again, err)
	}
	d.refuse(lin, News{Number: "WO2027031000017", Step: 3, Text: "x"}, fault.Denied)
	d.refuse(system, News{Number: "WO2027031000017", Step: 4}, fault.Invalid)
	seq, m := d.newest(chat.System)
	if seq != first || m.Ticket != "WO2027031000017" || d.state().Case.State != chat.StateClosed {
		t.Errorf("news %d = %+v", seq, m)
	}
}

func TestQuotedTicketLeadsToItsOwner(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Say{Text: "转人工"})
	tk := d.only()
	for _, e := range []ticket.Entry{
		{At: d.now, By: zhou, Move: ticket.Take, Owner: "agent2", Name: "小周"}, {At: d.now, By: zhou, Move: ticket.Note, Text: "机密"},
		{At: d.now, By: zhou, Move: ticket.Tell, Text: "已联系供应商"},
	} {
		d.tickets.kept[tk.Number] = ticket.Fold(d.tickets.kept[tk.Number], e)
	}
	d.day()
	d.do(customer, Say{Text: "工单" + strings.ToLower(string(tk.Number)) + "怎么样了"})
	of, m := d.newest(chat.Bot)
	want := "工单 " + string(tk.Number) + " 目前处理中。最新进展（3月10日 22:02）：已联系供应商"
	if m.Text != want || m.Ticket != string(tk.Number) || len(m.Choices) != 1 || m.Choices[0] != (chat.Choice{Key: choicePerson, Label: "找工单负责人"}) {
		t.Fatalf("the bot says %+v, want %q", m, want)
	}
	d.do(customer, Choose{Of: of, Key: choicePerson})
	k := d.state().Case
	if k.State != chat.StateWaiting || k.Wanted != "agent2" || k.Ticket != string(tk.Number) {
		t.Errorf("case = %+v", k)
	}
	if _, m := d.newest(chat.Bot); !strings.Contains(m.Text, "负责人") {
		t.Errorf("the bot says %q", m.Text)
	}
}

func TestQuotedTicketOfSomebodyElse(t *testing.T) {
	d := newDesk(t)
	d.day()
	n, err := ticket.NewNumber(d.now, 5)
	if err != nil {
		t.Fatal(err)
	}
	d.tickets.kept[n] = ticket.Fold(ticket.Ticket{Number: n, Conversation: "other", Visitor: "v2", Info: ticket.Info{Story: "机密"}}, ticket.Entry{Move: ticket.Open})
	for _, quoted := range []string{string(n), "WO2027031100067"} {
		d.do(customer, Say{Text: "查 " + quoted})
		if _, m := d.newest(chat.Bot); strings.Contains(m.Text, "目前") || m.Ticket != "" || !strings.Contains(m.Text, "没有查到") && quoted == string(n) {
			t.Errorf("of %s a stranger is told %+v", quoted, m)
		}
	}
	d.do(customer, Human{})
	if k := d.state().Case; k.Ticket != "" || k.Wanted != "" {
		t.Errorf("case = %+v", k)
	}
}

// TestTicketsKeepNoCodes: a ticket is read by more people than a conversation.
func TestTicketsKeepNoCodes(t *testing.T) {
	const secret = "ABCD-EFGH-1234-5678"
	d := newDesk(t)
	next := *codes(t)
	next.Teams, next.Zone = d.Content().Teams, d.Content().Zone
	d.Activate(&next)
	d.night()
	d.do(customer, Human{})
	of, _ := d.newest(chat.Bot)
	d.do(customer, Say{Text: "卡密" + secret + "充不进去", Attachments: []chat.Attachment{{ID: "0af", Name: secret + ".png", Type: "image/png"}}})
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "卡密" + secret, "error": secret + "无效"}})
	d.do(customer, Fill{Of: of, Values: map[string]string{"story": "再说一遍 " + secret}})
	d.do(customer, Say{Text: "转人工，" + secret})
	d.day()
	d.do(customer, Human{})
	d.do(lin, Accept{})
	d.do(lin, Close{})
	d.do(customer, Human{}) // another case
	d.do(lin, Accept{})
	d.do(lin, File{Info: ticket.Info{Story: secret, Tried: []string{"换卡 " + secret, " "}}})
	events, err := d.log.Events(t.Context(), conv, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]any{d.tickets.kept, events, d.state()})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(b); strings.Contains(s, "EFGH") || len(d.tickets.kept) != 2 {
		t.Errorf("%d tickets; kept: %s", len(d.tickets.kept), s)
	}
}

func TestWhenIsWorded(t *testing.T) {
	d := newDesk(t)
	d.night()
	turn := d.newTurn(Command{}, state{})
	for want, at := range map[string]time.Time{
		"上班后": {}, "今天 23:00": d.now.Add(time.Hour), "明天 09:00": d.now.Add(11 * time.Hour), "3月13日 22:00": d.now.Add(72 * time.Hour),
	} {
		if got := turn.when(at); got != want {
			t.Errorf("%v is %q, want %q", at, got, want)
		}
	}
}

func TestPhone(t *testing.T) {
	for typed, want := range map[string]string{
		"138 0013-8000": "13800138000", "１３８００１３８０００": "13800138000", "123456": "", "": "", "我不记得": "", strings.Repeat("1", 21): "",
	} {
		if got := phone(typed); got != want {
			t.Errorf("phone(%q) = %q, want %q", typed, got, want)
		}
	}
	for digits, want := range map[string]string{"13800138000": "138****8000", "1234567": "****4567", "123456789": "1****6789"} {
		if got := maskPhone(digits); got != want {
			t.Errorf("maskPhone(%s) = %s, want %s", digits, got, want)
		}
	}
}

// TestClosingIsToldOnce: who waits when his team goes home hears so, once until it
// is back, and can leave a ticket in place of waiting all night.
func TestClosingIsToldOnce(t *testing.T) {
	d := newDesk(t)
	d.day()
	d.do(customer, Say{Text: "怎么退款"})
	d.do(customer, Human{})
	d.now = time.Date(2027, 3, 11, 10, 0, 0, 0, time.UTC) // six in the evening
	next := time.Date(2027, 3, 12, 1, 0, 0, 0, time.UTC)
	first := d.do(theSystem, Closing{Number: 1, Next: next})
	if again := d.do(theSystem, Closing{Number: 1, Next: next}); again != first {
		t.Errorf("told at %d and at %d", first, again)
	}
	seq, m := d.newest(chat.System)
	if seq != first || m.Form == nil || !strings.Contains(m.Text, "明天 09:00") {
		t.Errorf("he is told %+v", m)
	}
	d.refused(fault.Conflict, theSystem, Closing{Number: 2, Next: next})
	d.do(customer, Fill{Of: first, Values: map[string]string{"story": "退款三天没到"}})
	if k := d.state().Case; k.State != chat.StateBot || k.Ticket != string(d.only().Number) {
		t.Errorf("with a ticket he is %s", k.State)
	}
	d.refused(fault.Conflict, theSystem, Closing{Number: 1, Next: next.Add(time.Hour)})
}
