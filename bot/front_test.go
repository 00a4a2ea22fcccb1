package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// fronts gives r two sites and two entrances.
func (r *room) fronts() {
	c := *r.Content()
	c.Zone = time.FixedZone("Shanghai", 8*60*60)
	c.Fronts = Fronts{
		Sites: map[chat.SiteID]Site{
			"default":  {Front: Front{At: []Period{{From: 22 * 60, Until: 8 * 60, Welcome: "夜里好"}}}},
			"merchant": {Front: Front{Team: "security", Welcome: "商户您好", Hot: []string{"refund-how"}}},
		},
		Entrances: map[string]Entrance{
			"recharge": {Front: Front{Team: "security", Hot: []string{"stolen"}}, Sites: []chat.SiteID{"default"}, Form: []string{"tried", "order_no"}},
			"odd":      {Front: Front{Team: "nobody"}},
		},
	}
	c.Replies.Welcome, c.Replies.Hot = Sentence{"您好"}, []string{"refund-how", "stolen"}
	r.Activate(&c)
}

func TestGreetingByDoorAndHour(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.fronts()
	noon, night := time.Date(2027, 3, 10, 4, 0, 0, 0, time.UTC), time.Date(2027, 3, 10, 23, 59, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		site    chat.SiteID
		entry   string
		at      time.Time
		welcome string
		hot     []string
		form    bool
	}{
		"by day":                {"default", "", noon, "您好", []string{"refund-how", "stolen"}, false},
		"by night":              {"default", "", night, "夜里好", []string{"refund-how", "stolen"}, false},
		"night is over":         {"default", "", night.Add(time.Minute), "您好", []string{"refund-how", "stolen"}, false},
		"another site":          {"merchant", "", night, "商户您好", []string{"refund-how"}, false},
		"entrance":              {"default", "recharge", night, "夜里好", []string{"stolen"}, true},
		"not on this site":      {"merchant", "recharge", noon, "商户您好", []string{"recharge", "refund-how"}, false},
		"entry":                 {"default", "stolen", noon, "您好", []string{"stolen", "refund-how", "stolen"}, false},
		"a site nobody set up":  {"app", "", noon, "您好", []string{"refund-how", "stolen"}, false},
		"entrance without form": {"default", "odd", noon, "您好", []string{"refund-how", "stolen"}, false},
	} {
		g := r.Content().Greet(c.site, chat.Page{Entry: c.entry}, c.at)
		if g.Welcome != c.welcome || !cmp.Equal(g.Hot, c.hot) || (g.Form != nil) != c.form {
			t.Errorf("%s: %+v", name, g)
		}
	}
	form := r.Content().Greet("default", chat.Page{Entry: "recharge"}, noon).Form
	if len(form.Fields) != 2 || form.Fields[0].Name != "tried" || form.Fields[1].Name != "order_no" || form.ID != chat.FormInfo {
		t.Errorf("form = %+v", form)
	}
}

func TestGreetingSaysWhetherPeopleAreThere(t *testing.T) {
	d := newDesk(t)
	d.fronts()
	d.night()
	g := d.Content().Greet("default", chat.Page{}, d.now)
	if g.Staffed || !g.Opens.Equal(time.Date(2027, 3, 11, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("at night: %+v", g)
	}
	if g := d.Content().Greet("default", chat.Page{Team: "security"}, d.now); !g.Staffed {
		t.Error("security works at night")
	}
	d.day()
	if g := d.Content().Greet("default", chat.Page{}, d.now); !g.Staffed {
		t.Errorf("by day: %+v", g)
	}
}

func TestPeriodOverMidnight(t *testing.T) {
	for name, c := range map[string]struct {
		p   Period
		in  []int
		out []int
	}{
		"night":    {p: Period{From: 22 * 60, Until: 8 * 60}, in: []int{22 * 60, 1439, 0, 479, 1440}, out: []int{480, 1319}},
		"day":      {p: Period{From: 540, Until: 600}, in: []int{540, 599}, out: []int{539, 600}},
		"evening":  {p: Period{From: 1200, Until: 1440}, in: []int{1200, 1439}, out: []int{0, 1440, 1199}},
		"from 24h": {p: Period{From: 1440, Until: 60}, in: []int{0, 59}, out: []int{60, 1439}},
	} {
		for _, m := range c.in {
			if !c.p.Has(m) {
				t.Errorf("%s does not have %d", name, m)
			}
		}
		for _, m := range c.out {
			if c.p.Has(m) {
				t.Errorf("%s has %d", name, m)
			}
		}
	}
}

// TestHandoffByDoor: where nothing else names a team the door does.
func TestHandoffByDoor(t *testing.T) {
	for name, c := range map[string]struct {
		site chat.SiteID
		page chat.Page
		want chat.TeamID
	}{
		"nothing":             {"default", chat.Page{}, "trade"},
		"site":                {"merchant", chat.Page{}, "security"},
		"entrance":            {"default", chat.Page{Entry: "recharge"}, "security"},
		"entrance elsewhere":  {"app", chat.Page{Entry: "recharge"}, "trade"},
		"the page's own":      {"merchant", chat.Page{Team: "trade"}, "trade"},
		"a team nobody knows": {"merchant", chat.Page{Team: "moon"}, "security"},
		"entrance of nobody":  {"default", chat.Page{Entry: "odd"}, "trade"},
	} {
		r := newRoom(t, NewMemoryLog())
		staffed(t, r)
		r.fronts()
		cmd := r.command(customer, Human{})
		cmd.Site, cmd.Page = c.site, c.page
		if _, err := r.Do(t.Context(), cmd); err != nil {
			t.Fatal(err)
		}
		if got := r.state().Case.Team; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestInfoPack: what is filled in before the first word begins a case, is known to
// who comes after, and is not asked again.
func TestInfoPack(t *testing.T) {
	d := newDesk(t)
	d.fronts()
	d.day()
	d.refuse(customer, Fill{Form: chat.FormInfo}, fault.Invalid)
	d.refuse(customer, Fill{Form: chat.FormInfo, Values: map[string]string{"order_no": "  "}}, fault.Invalid)
	d.refuse(customer, Fill{Form: chat.FormInfo, Values: map[string]string{"shoe": "42"}}, fault.Invalid)
	d.do(customer, Fill{Form: chat.FormInfo, Values: map[string]string{
		"order_no": " XK20270310001122 ", "amount": "100 元", "tried": "重启过\n\n换过网络", "error": "",
	}})
	d.refuse(lin, Fill{Form: chat.FormInfo, Values: map[string]string{"order_no": "XK1"}}, fault.Denied)
	if k := d.state().Case; k.Number != 1 || k.State != chat.StateBot || k.LastCustomerAt.IsZero() {
		t.Errorf("case = %+v", k)
	}
	if got := d.last(); got != "bot: 已记下订单号、金额、已试步骤，后面不用再说一遍。请用一两句话说说遇到了什么问题；需要人工时点「转人工」。" {
		t.Error(got)
	}
	events, err := d.log.Events(t.Context(), conv, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	want := chat.Filled{Form: chat.FormInfo, Values: map[string]string{"order_no": "XK20270310001122", "amount": "100", "tried": "重启过\n换过网络"}}
	if diff := cmp.Diff(chat.Payload(want), events[0].Payload); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d.night()
	d.now = d.now.Add(24 * time.Hour)
	d.do(customer, Human{}) // nobody is there: the form of a ticket
	_, m := d.newest(chat.Bot)
	values := map[string]string{}
	if m.Form != nil {
		for _, f := range m.Form.Fields {
			values[f.Name] = f.Value
		}
	}
	if values["order_no"] != "XK20270310001122" || values["amount"] != "100" {
		t.Errorf("the form of the ticket is filled with %v", values)
	}
}

// TestFormOfTwoTabs: what two tabs send at the same moment is there once; what is
// filled in otherwise, in between, later or in another case counts.
func TestFormOfTwoTabs(t *testing.T) {
	d := newDesk(t)
	d.fronts()
	d.night()
	shot := func(id string) []chat.Attachment {
		return []chat.Attachment{{ID: strings.Repeat(id, 32), Name: "报错.png", Type: "image/png", Size: 9}}
	}
	form := func(order, file string) Fill {
		return Fill{Form: chat.FormInfo, Values: map[string]string{"order_no": order}, Attachments: shot(file)}
	}
	once := func(what string, a Fill, want bool) {
		t.Helper()
		before, entries := d.state().Seq, 0
		for _, tk := range d.tickets.kept {
			entries += len(tk.Entries)
		}
		first, now := d.do(customer, a), 0
		for _, tk := range d.tickets.kept {
			now += len(tk.Entries)
		}
		if again := d.state().Seq == before && first <= before && now == entries; again == want {
			t.Errorf("%s: seq %d, log %d to %d, entries %d to %d", what, first, before, d.state().Seq, entries, now)
		}
	}
	d.do(customer, Say{Text: "你好"})
	once("before a ticket", form("XK20270310001122", "a"), true)
	once("the other tab", form("XK20270310001122", "b"), false)
	d.do(customer, Say{Text: "转人工"})
	seq, _ := d.newest(chat.Bot)
	ticket := func(story string) Fill { return Fill{Of: seq, Values: map[string]string{fieldStory: story}} }
	once("the form of a ticket", ticket("没到账"), true)
	once("the other tab of it", ticket("没到账"), false)
	once("filled in otherwise", ticket("到账了一半"), true)
	once("put right again", ticket("没到账"), true)
	once("the pack with a ticket", form("XK20270310001122", "c"), false)
	once("another order", form("XK20270310001123", "c"), true)
	d.now = d.now.Add(addAgain)
	once("later", form("XK20270310001123", "c"), true)
}

// TestInfoPackUnderAPerson: the bot does not talk over him.
func TestInfoPackUnderAPerson(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	if r.do(customer, Fill{Form: chat.FormInfo, Values: map[string]string{"order_no": "XK1"}}); r.last() != "bot: 已记下订单号，客服接入后能看到。" {
		t.Error(r.last())
	}
	r.do(lin, Accept{})
	before := r.state().Seq
	r.do(customer, Fill{Form: chat.FormInfo, Values: map[string]string{"amount": "5"}})
	if got := r.state(); got.Seq != before+1 || got.Case.State != chat.StateAssigned {
		t.Errorf("%+v", got)
	}
}

// TestInfoPackIsTheCustomersWord holds the row against the log.
func TestInfoPackIsTheCustomersWord(t *testing.T) {
	at := time.Unix(1000, 0)
	c := handoff.Fold(chat.Conversation{}, chat.Event{Seq: 1, At: at, From: customer, Payload: chat.Filled{Form: chat.FormInfo}})
	if c.Case.Number != 1 || c.Case.State != chat.StateBot || !c.Case.LastCustomerAt.Equal(at) {
		t.Errorf("case = %+v", c.Case)
	}
	closed := handoff.Fold(c, chat.Event{Seq: 2, At: at, From: lin, Payload: chat.Closed{By: chat.Agent}})
	if again := handoff.Fold(closed, chat.Event{Seq: 3, At: at, From: customer, Payload: chat.Filled{Of: 1, Form: chat.FormTicket}}); again.Case.Number != 1 {
		t.Error("the form of a ticket begins a case")
	}
	if again := handoff.Fold(closed, chat.Event{Seq: 3, At: at, From: customer, Payload: chat.Filled{Form: chat.FormInfo}}); again.Case.Number != 2 {
		t.Error("the info pack begins no case")
	}
}
