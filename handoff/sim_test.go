package handoff

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"yiwen/bot/chat"
)

// day is a simulated day of a desk, minute by minute: cases come, wait in the
// line of Less, are given by Choose and last as long as they last.
type day struct {
	teams  *Teams
	policy AssignPolicy
	rng    *rand.Rand
	agents []AgentLoad
	worked map[chat.AgentID]time.Duration // handling time given to each
	cases  map[chat.AgentID]int
	there  map[chat.AgentID]time.Duration // for how long each was online
	line   []chat.Conversation
	under  []running
	sticky int // given to the agent who had the customer
	back   int // came back because the agent left
	waited []time.Duration
}

// running is a case that an agent has.
type running struct {
	c     chat.Conversation
	agent int
	ends  time.Time
}

func newDay(t *testing.T, seed uint64, agents int) *day {
	t.Helper()
	d := &day{
		policy: DefaultAssignPolicy(), rng: rand.New(rand.NewPCG(seed, 1)),
		worked: map[chat.AgentID]time.Duration{}, cases: map[chat.AgentID]int{}, there: map[chat.AgentID]time.Duration{},
	}
	var err error
	d.teams, err = NewTeams([]Team{{ID: "t", Name: "客服", Hours: Hours{Calendar: &Calendar{Zone: time.UTC}}}}, "t")
	if err != nil {
		t.Fatal(err)
	}
	for i := range agents {
		id := chat.AgentID(fmt.Sprintf("a%02d", i))
		d.agents = append(d.agents, AgentLoad{ID: id, Name: string(id), Role: chat.RoleAgent, Presence: Presence{}.Choose(PresenceOnline, "", start())})
	}
	return d
}

// lasts is a handling time: log-normal with mean ten minutes and as great a
// deviation, which is uneven as text chats are: one in ten takes over 20 minutes.
func (d *day) lasts() time.Duration {
	sigma := math.Sqrt(math.Ln2)
	x := math.Exp(d.rng.NormFloat64()*sigma - sigma*sigma/2)
	return min(time.Duration(x*10*float64(time.Minute)), 3*time.Hour)
}

// minute lets a minute pass: cases end, the line moves.
func (d *day) minute(now time.Time) {
	d.under = slices.DeleteFunc(d.under, func(r running) bool {
		if !r.ends.After(now) {
			d.agents[r.agent].Load--
			return true
		}
		return false
	})
	for i := range d.agents {
		if a := &d.agents[i]; a.Presence.State == PresenceOnline {
			a.Presence = a.Presence.Alive(now)
			d.there[a.ID] += time.Minute
			a.OnDuty += time.Minute
			a.Worked += time.Duration(a.Load) * time.Minute
		}
	}
	slices.SortFunc(d.line, func(a, b chat.Conversation) int {
		if Less(a, b) {
			return -1
		}
		return 1
	})
	d.line = slices.DeleteFunc(d.line, func(c chat.Conversation) bool {
		ch := Choose(c.Case, d.agents, d.teams, d.policy, now)
		if ch.Agent == "" {
			return false
		}
		i := slices.IndexFunc(d.agents, func(a AgentLoad) bool { return a.ID == ch.Agent })
		if ch.Agent == c.Case.Previous {
			d.sticky++
		}
		d.waited = append(d.waited, now.Sub(c.Case.WaitingSince))
		lasts := d.lasts()
		d.agents[i].Load++
		d.agents[i].IdleSince = now
		d.cases[ch.Agent]++
		d.worked[ch.Agent] += lasts
		d.under = append(d.under, running{c, i, now.Add(lasts)})
		return true
	})
}

// leaves sends an agent home in the middle of his cases, which go to the head of
// the line.
func (d *day) leaves(i int, now time.Time) {
	d.agents[i].Presence = d.agents[i].Presence.Choose(PresenceOffline, "", now)
	d.under = slices.DeleteFunc(d.under, func(r running) bool {
		if r.agent != i {
			return false
		}
		d.worked[d.agents[i].ID] -= r.ends.Sub(now)
		d.agents[i].Load--
		d.back++
		r.c = Fold(r.c, chat.Event{At: now, Payload: chat.Handoff{Reason: chat.ReasonAgentGone}})
		d.line = append(d.line, r.c)
		return true
	})
}

// run lets n cases come at random, perMinute of them on average; visit may give
// each one a past, and each minute of the desk its comings and goings.
func (d *day) run(t *testing.T, n int, perMinute float64, visit func(*chat.Case), each func(minute int, now time.Time)) {
	t.Helper()
	came, next := 0, 0.0
	for m := 0; came < n || len(d.line) > 0 || len(d.under) > 0; m++ {
		now := start().Add(time.Duration(m) * time.Minute)
		for ; came < n && next <= float64(m); next += d.rng.ExpFloat64() / perMinute {
			c := chat.Conversation{ID: chat.ConversationID(fmt.Sprintf("c%04d", came)), Case: chat.Case{
				Number: 1, State: chat.StateWaiting, Team: "t", WaitingSince: now, LineAt: now,
			}}
			if visit != nil {
				visit(&c.Case)
			}
			d.line = append(d.line, c)
			came++
		}
		if each != nil {
			each(m, now)
		}
		d.minute(now)
		if m > 30*24*60 {
			t.Fatalf("after a month %d cases wait and %d go on", len(d.line), len(d.under))
		}
	}
}

// spread is the greatest of some figures over the least.
func spread[N int | float64](of map[chat.AgentID]N) float64 {
	var all []float64
	for _, n := range of {
		all = append(all, float64(n))
	}
	return slices.Max(all) / slices.Min(all)
}

// share is handling time per time there, for agents who were there for a while.
func (d *day) share() map[chat.AgentID]float64 {
	of := map[chat.AgentID]float64{}
	for a, there := range d.there {
		if there >= time.Hour {
			of[a] = float64(d.worked[a]) / float64(there)
		}
	}
	return of
}

func (d *day) report(t *testing.T) {
	t.Helper()
	slices.Sort(d.waited)
	t.Logf("cases max/min %.3f, handling time max/min %.3f, per hour there %.3f; wait median %v, p95 %v; %d to the agent who had the customer, %d came back",
		spread(d.cases), spread(seconds(d.worked)), spread(d.share()), d.waited[len(d.waited)/2], d.waited[len(d.waited)*95/100], d.sticky, d.back)
}

func seconds(of map[chat.AgentID]time.Duration) map[chat.AgentID]float64 {
	s := map[chat.AgentID]float64{}
	for a, d := range of {
		s[a] = d.Seconds()
	}
	return s
}

// TestEqualAgentsEqualLoad is the measure of the specification: 1,000 cases of
// uneven length, ten equal agents, the handling time of none more than 1.15 times
// that of another, be the desk quiet, busy or at its limit.
func TestEqualAgentsEqualLoad(t *testing.T) {
	for _, tc := range []struct {
		name string
		rate float64 // cases a minute; fifty slots take five
	}{{"quiet", 1}, {"busy", 3.5}, {"full", 5}} {
		for seed := range uint64(5) {
			t.Run(fmt.Sprintf("%s/%d", tc.name, seed), func(t *testing.T) {
				d := newDay(t, seed, 10)
				d.run(t, 1000, tc.rate, nil, nil)
				d.report(t)
				if got := spread(seconds(d.worked)); got >= 1.15 {
					t.Errorf("handling time max/min %.3f", got)
				}
			})
		}
	}
}

// TestStickyCustomers: a third of the customers had somebody before.
func TestStickyCustomers(t *testing.T) {
	d := newDay(t, 1, 10)
	returning := 0
	d.run(t, 1000, 3.5, func(c *chat.Case) {
		if d.rng.IntN(3) == 0 {
			returning++
			c.Previous = d.agents[d.rng.IntN(10)].ID
		}
	}, nil)
	d.report(t)
	if got := spread(seconds(d.worked)); got >= 1.3 {
		t.Errorf("handling time max/min %.3f", got)
	}
	if share := float64(d.sticky) / float64(returning); share < 0.9 {
		t.Errorf("%.2f of %d came to the agent who had them", share, returning)
	}
}

// TestAgentsComeAndGo: every twenty minutes somebody leaves or comes back.
func TestAgentsComeAndGo(t *testing.T) {
	d := newDay(t, 1, 10)
	d.run(t, 1000, 2, nil, func(m int, now time.Time) {
		if m%20 != 19 {
			return
		}
		i := d.rng.IntN(10)
		if a := &d.agents[i]; a.Presence.State == PresenceOffline {
			a.Presence = a.Presence.Choose(PresenceOnline, "", now)
		} else if m < 300 || d.rng.IntN(2) == 0 {
			d.leaves(i, now)
		}
	})
	d.report(t)
	if d.back == 0 {
		t.Error("nobody left in the middle of a case")
	}
	if got := len(d.waited); got != 1000+d.back {
		t.Errorf("1000 cases, of which %d came back, were given %d times", d.back, got)
	}
	if got := spread(d.share()); got >= 2 {
		t.Errorf("handling time per hour there max/min %.3f", got)
	}
}
