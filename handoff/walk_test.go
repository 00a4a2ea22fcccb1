package handoff

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// secret is in every text that no customer may see.
const secret = "机密"

// walk is a conversation in which everybody does anything at any time: three
// agents, a supervisor, the customer, the bot and the clock. What Check refuses
// does not happen.
type walk struct {
	teams    *Teams
	now      time.Time
	c        chat.Conversation
	log      []chat.Event
	presence map[chat.AgentID]Presence
	seen     string // whom the customer believes he is talking to, from what he was shown
	done     map[Move]int
}

func newWalk(t testing.TB) *walk {
	return &walk{
		teams: desk(t), now: start(), c: chat.Conversation{ID: "c"}, seen: "nobody",
		presence: map[chat.AgentID]Presence{}, done: map[Move]int{},
	}
}

func staff() []chat.Actor {
	return []chat.Actor{agent("a1", "小林"), agent("a2", "小周"), agent("a3", "小吴"), boss()}
}

// TestWalk drives thousands of interleaved moves and looks after each one.
func TestWalk(t *testing.T) {
	teams := desk(t)
	done := map[Move]int{}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(t)
		w.teams, w.done = teams, done
		for range 500 {
			w.step(rt)
		}
		w.rebuild(rt)
	})
	for _, m := range allMoves() {
		if done[m] < 10 && !testing.Short() { // a short walk meets less
			t.Errorf("%s happened %d times: the walk meets too little", m, done[m])
		}
	}
	total := 0
	for _, n := range done {
		total += n
	}
	t.Logf("%d moves: %v", total, done)
}

// step lets one thing happen, or be refused.
func (w *walk) step(t *rapid.T) {
	w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 5, 20, 20, 60, 60, 300}).Draw(t, "seconds")) * time.Second)
	switch rapid.IntRange(0, 19).Draw(t, "kind") {
	case 0: // an agent comes, or his page reloads
		a := chat.AgentID(rapid.SampledFrom(staff()).Draw(t, "who").ID)
		w.presence[a] = w.presence[a].Choose(PresenceOnline, "", w.now)
	case 1: // all pages are alive
		for a, p := range w.presence {
			w.presence[a] = p.Alive(w.now)
		}
	case 2: // the server restarts
		w.rebuild(t)
	case 3, 4:
		w.dispatch(t)
	case 5: // nobody does anything for a while
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "hours")) * time.Hour)
	default:
		moves := allMoves()
		if rapid.IntRange(0, 4).Draw(t, "any move") > 0 {
			moves = slices.DeleteFunc(moves, func(m Move) bool { _, ok := Next(w.c.Case.State, m); return !ok })
		}
		m := rapid.SampledFrom(moves).Draw(t, "move")
		if len(w.c.Case.Helpers) > 0 && rapid.Bool().Draw(t, "somebody goes") {
			m = Leave // before the case does, which is what mostly happens first
		}
		if m == File && Queued(w.c.Case.State) && rapid.Bool().Draw(t, "rather not") {
			return // it ends the wait, and we want to see waits
		}
		w.try(t, m, w.actor(t, m))
	}
}

// dispatch does what is due, and offers a case that waits.
func (w *walk) dispatch(t *rapid.T) {
	if due := DefaultLimits().Due(w.c.Case, w.now); len(due) > 0 {
		if err := Check(w.c.Case, due[0], system(), w.now); err != nil {
			t.Fatalf("%s is due in %s, but refused: %v", due[0], w.c.Case.State, err)
		}
		w.try(t, due[0], system())
		return
	}
	k := w.c.Case
	if k.State == chat.StateAssigned && w.presence[k.Agent].Gone(w.now, DefaultPatience()) {
		w.try(t, Vanish, system())
		return
	}
	if k.State == chat.StateWaiting {
		w.try(t, Offer, system())
	}
}

func (w *walk) loads() []AgentLoad {
	var all []AgentLoad
	for _, a := range staff() {
		all = append(all, AgentLoad{ID: chat.AgentID(a.ID), Name: a.Name, Role: a.Role, Presence: w.presence[chat.AgentID(a.ID)]})
	}
	return all
}

// actor draws somebody: mostly one who may, now and then anybody.
func (w *walk) actor(t *rapid.T, m Move) chat.Actor {
	all := append(staff(), customer(), robot(), system())
	able := slices.DeleteFunc(slices.Clone(all), func(a chat.Actor) bool { return Check(w.c.Case, m, a, w.now) != nil })
	if len(able) > 0 && rapid.IntRange(0, 4).Draw(t, "anybody") > 0 {
		return rapid.SampledFrom(able).Draw(t, "who may")
	}
	return rapid.SampledFrom(all).Draw(t, "who")
}

// try makes a move if it is allowed, and looks at what came of it.
func (w *walk) try(t *rapid.T, m Move, a chat.Actor) {
	before := w.c.Case
	if err := Check(before, m, a, w.now); err != nil {
		if k := fault.KindOf(err); k != fault.Conflict && k != fault.Denied || fault.Text(err, "") == "" {
			t.Fatalf("%s refused by %v of kind %s", m, err, k)
		}
		return
	}
	p := w.payload(t, m, a)
	if p == nil {
		return
	}
	w.done[m]++
	w.add(t, a, p)
	want, _ := Next(before.State, m)
	if got := w.c.Case.State; got != want {
		t.Fatalf("%s in %q led to %q, the table says %q", m, before.State, got, want)
	}
	for _, p := range w.teams.Promised(w.c.Case, w.log[len(w.log)-1]) {
		if err := Check(w.c.Case, Vow, system(), w.now); err != nil {
			t.Fatalf("a promise at once after %s: %v", m, err)
		}
		w.add(t, system(), p)
	}
	w.look(t, before, m)
}

// payload is what a move of a writes; nil where it turns out to be impossible.
func (w *walk) payload(t *rapid.T, m Move, a chat.Actor) chat.Payload {
	k := w.c.Case
	who := rapid.SampledFrom(staff()).Draw(t, "whom")
	whom := chat.AgentID(who.ID)
	switch m {
	case Speak, Answer:
		return chat.Message{Text: "话"}
	case Reply:
		if who, ok := w.presence[chat.AgentID(a.ID)]; ok {
			w.presence[chat.AgentID(a.ID)] = who.Act(w.now)
		}
		return chat.Message{Text: "回复"}
	case Ask:
		return chat.Handoff{
			Wanted: rapid.SampledFrom([]chat.AgentID{"", "a3"}).Draw(t, "wanted"),
			Reason: chat.ReasonAsked, Team: rapid.SampledFrom([]chat.TeamID{"trade", "security", "gone"}).Draw(t, "team"), Severity: chat.SeverityHigh,
			Bonuses: Bonuses(Facts{Urgent: rapid.Bool().Draw(t, "urgent")}), Detail: &chat.HandoffDetail{Evidence: []string{secret}},
		}
	case Cancel, Return:
		return chat.Returned{}
	case Silence:
		return chat.Returned{Reason: chat.ReturnedSilence}
	case Offer:
		ch := Choose(k, w.loads(), w.teams, DefaultAssignPolicy(), w.now)
		if ch.Agent == "" {
			return nil
		}
		if ch.Agent == "boss" && k.Wanted != "boss" || !w.presence[ch.Agent].Ready(w.now, DefaultPatience()) {
			t.Fatalf("chosen: %+v", ch)
		}
		return chat.Offered{Agent: ch.Name, AgentID: ch.Agent, Until: w.now.Add(40 * time.Second).UnixMilli(), Why: secret}
	case Accept:
		return chat.Assigned{Agent: a.Name, AgentID: chat.AgentID(a.ID)}
	case Decline:
		return chat.Declined{AgentID: chat.AgentID(a.ID), Reason: secret}
	case Lapse:
		w.presence[k.Offer.Agent] = w.presence[k.Offer.Agent].Lapse(w.now, DefaultPatience())
		return chat.Declined{AgentID: k.Offer.Agent, Lapsed: true}
	case Assign:
		if CheckTarget(k, m, whom) != nil {
			return nil
		}
		return chat.Assigned{Agent: who.Name, AgentID: whom}
	case Note:
		return chat.Note{Text: secret, Mentions: []chat.AgentID{whom}}
	case Whisper:
		return chat.Whisper{Text: secret}
	case Transfer:
		team := rapid.SampledFrom([]chat.TeamID{"", "trade", "security"}).Draw(t, "team")
		if team != "" && rapid.Bool().Draw(t, "to the team") {
			whom, who.Name = "", ""
		}
		if CheckTransfer(k, team, whom) != nil {
			return nil
		}
		return chat.Transferred{Team: team, AgentID: whom, Agent: who.Name, Note: secret, Bonuses: Bonuses(Facts{Transferred: true})}
	case Snooze:
		return chat.Snoozed{Until: w.now.Add(time.Duration(rapid.IntRange(1, 100000).Draw(t, "snooze")) * time.Second).UnixMilli()}
	}
	return w.rarer(t, m, a)
}

func (w *walk) rarer(t *rapid.T, m Move, a chat.Actor) chat.Payload {
	switch m {
	case Wake:
		return chat.Woken{}
	case Close, Expire:
		return chat.Closed{By: a.Kind, Summary: chat.Summary{Text: secret}}
	case Vanish:
		return chat.Handoff{Reason: chat.ReasonAgentGone}
	case Rate:
		return chat.Rated{Stars: 4}
	case Raise:
		f := FactsOf(w.c.Case)
		f.VIP = true
		return chat.Raised{Mood: chat.MoodHandoff, Bonuses: Bonuses(f), Detail: &chat.HandoffDetail{Score: 0.9, Evidence: []string{secret}}}
	case Vow:
		due := w.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "minutes")) * time.Minute)
		what := rapid.SampledFrom([]chat.PromiseKind{chat.PromiseFirstReply, chat.PromiseSolution, chat.PromiseOwn}).Draw(t, "what")
		return chat.Promise{What: what, Due: due.UnixMilli(), Remind: due.Add(-time.Minute).UnixMilli(), Text: secret}
	case Alert:
		return Alarms(w.c.Case, w.now)[0]
	case File:
		return chat.Ticketed{Number: "WO2027031000017"}
	}
	return w.together(t, m, a)
}

// together is what people do with each other, which moves no case.
func (w *walk) together(t *rapid.T, m Move, a chat.Actor) chat.Payload {
	who := rapid.SampledFrom(staff()).Draw(t, "helper")
	whom := chat.AgentID(who.ID)
	switch m {
	case Recall:
		for _, e := range slices.Backward(w.log) {
			if CheckRecall(e, a, w.now) == nil {
				w.recall(t, e.Seq)
				return chat.Recalled{Of: e.Seq}
			}
		}
		return nil
	case Invite:
		if CheckInvite(w.c.Case, whom) != nil {
			return nil
		}
		return chat.Invited{Agent: who.Name, AgentID: whom}
	case Leave:
		if h := w.c.Case.Helpers; len(h) > 0 && rapid.IntRange(0, 3).Draw(t, "who helps") > 0 {
			whom = h[0].ID
		}
		if CheckLeave(w.c.Case, a, whom) != nil {
			return nil
		}
		return chat.Invited{Agent: who.Name, AgentID: whom, Gone: true}
	case Attend:
		return chat.Attended{}
	case Fill:
		return chat.Filled{Of: 1, Form: chat.FormTicket, Values: map[string]string{"story": "没到账"}}
	case Vote:
		return chat.Voted{Of: 1, Helpful: rapid.Bool().Draw(t, "helpful")}
	}
	return chat.Message{Text: "工单有新进展", Ticket: "WO2027031000017"}
}

// recall marks an event as the store does; nothing of it is left for the customer.
func (w *walk) recall(t *rapid.T, of chat.Seq) {
	e := &w.log[of-1]
	e.Recalled = true
	if b, err := json.Marshal(e.For(chat.Customer)); err != nil || strings.Contains(string(b), "回复") || strings.Contains(string(b), `"话"`) {
		t.Fatalf("of what was taken back the customer sees %s (%v)", b, err)
	}
}

// add writes an event as the store does, and shows the customer his part of it.
func (w *walk) add(t *rapid.T, from chat.Actor, p chat.Payload) {
	b, err := chat.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := chat.Decode(p.Kind(), b)
	if err != nil {
		t.Fatal(err)
	}
	from.Role = "" // is not stored
	e := chat.Event{Seq: w.c.Seq + 1, At: w.now, From: from, Payload: stored}
	w.c = Fold(w.c, e)
	e.Case = w.c.Case.Number
	w.log = append(w.log, e)
	w.show(t, e.For(chat.Customer))
}

// show is all that the customer learns, and what he makes of it.
func (w *walk) show(t *rapid.T, e chat.Event) {
	if b, err := json.Marshal(e); err != nil || strings.Contains(string(b), secret) || strings.Contains(string(b), "王主管") && e.Payload.Kind() == chat.KindAssigned && e.Payload.(chat.Assigned).Agent != "王主管" {
		t.Fatalf("the customer sees %s (%v)", b, err)
	}
	switch p := e.Payload.(type) {
	case chat.Message:
		if e.From.Kind == chat.Customer && (w.seen == "closed" || w.seen == "nobody") {
			w.seen = "bot"
		}
	case chat.Handoff, chat.Transferred:
		w.seen = "line"
	case chat.Assigned:
		w.seen = "agent " + p.Agent
	case chat.Returned:
		w.seen = "bot"
	case chat.Closed:
		w.seen = "closed"
	case chat.Ticketed:
		if w.seen == "line" {
			w.seen = "bot"
		}
	}
}

// truth is whom the customer talks to.
func truth(k chat.Case) string {
	switch k.State {
	case chat.StateBot:
		return "bot"
	case chat.StateWaiting, chat.StateOffered:
		return "line"
	case chat.StateAssigned, chat.StateSnoozed:
		return "agent " + k.AgentName
	case chat.StateClosed:
		return "closed"
	}
	return "nobody"
}

// look holds what must be true after every move.
func (w *walk) look(t *rapid.T, before chat.Case, m Move) {
	k := w.c.Case
	is := func(what string, a, b bool) {
		if a != b {
			t.Fatalf("after %s in %q, %s: %+v", m, before.State, what, k)
		}
	}
	is("one owner exactly while owned", Owned(k.State), k.Agent != "")
	is("one asked exactly while offered", k.State == chat.StateOffered, k.Offer.Agent != "")
	is("a time to wake exactly while snoozed", k.State == chat.StateSnoozed, !k.SnoozedUntil.IsZero())
	is("nobody is asked and owns", k.Offer.Agent != "" && k.Agent != "", false)
	is("who waits, waits since a time and has a place", Queued(k.State) && (k.WaitingSince.IsZero() || k.LineAt.IsZero()), false)
	is("helpers only where somebody owns, and not he", len(k.Helpers) > 0 && (!Owned(k.State) || Helps(k, k.Agent)), false)
	is("nobody helps twice", len(slices.CompactFunc(slices.Clone(k.Helpers), func(a, b chat.Helper) bool { return a.ID == b.ID })) == len(k.Helpers), true)
	is("nobody is mentioned twice", len(slices.Compact(slices.Sorted(slices.Values(k.Mentioned)))) == len(k.Mentioned), true)
	is("only an owner can owe a word", !k.SilentSince.IsZero() && !Owned(k.State), false)
	is("due exactly when something is due", !k.DueAt.IsZero() && !w.now.Before(k.DueAt), len(Limits{}.Due(k, w.now)) > 0)
	is("the case of before or the next one", k.Number == before.Number || k.Number == before.Number+1, true)
	is("a new case only after the end", k.Number != before.Number && before.State != "" && before.State != chat.StateClosed, false)
	is("the bot speaks to nobody who has an agent", Check(k, Answer, robot(), w.now) == nil, k.State == chat.StateBot || Queued(k.State))
	if w.seen != truth(k) {
		t.Fatalf("after %s in %q the customer believes in %q, but it is %q", m, before.State, w.seen, truth(k))
	}
	for _, old := range before.Clocks {
		for _, now := range k.Clocks {
			if k.Number == before.Number && old.What == now.What && old.Met.IsZero() && now.Due.After(old.Due) {
				t.Fatalf("after %s the promise of %s moved from %v to %v", m, old.What, old.Due, now.Due)
			}
		}
	}
}

// rebuild starts from the log alone, as a server does after a crash.
func (w *walk) rebuild(t *rapid.T) {
	c := chat.Conversation{ID: w.c.ID}
	for _, e := range w.log {
		c = Fold(c, e)
	}
	if d := cmp.Diff(w.c, c); d != "" {
		t.Fatalf("the row is not what the log says (-row +log):\n%s", d)
	}
	w.c = c
}
