package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

func listTests() []namedTest {
	return []namedTest{
		{"EveryCaseIsInItsLists", fiveLists},
		{"OnlyWhatIsAskedForIsListed", listsAsked},
		{"CalledAgentsAreToldApart", calledApart},
		{"BotsComeInOrderAndNotAll", botsInOrder},
		{"ListsFollowTheChanges", listsLaw},
		{"OnlyLiveChangesTellOfTheBot", liveChanges},
	}
}

// all asks for every list of an agent.
func all(agent chat.AgentID) handoff.ListsQuery {
	return handoff.ListsQuery{Agent: agent, Waiting: true, Mine: true, Bot: true, Team: true, Mentioned: true, BotLimit: 500}
}

// lists returns the ids of every list of an agent.
func lists(t *testing.T, s Store, q handoff.ListsQuery) map[string][]chat.ConversationID {
	t.Helper()
	l, err := s.DeskLists(context.Background(), q)
	check(t, err)
	ids := map[string][]chat.ConversationID{}
	for name, rows := range map[string][]handoff.Row{"waiting": l.Waiting, "mine": l.Mine, "bot": l.Bot, "team": l.Team, "mentioned": l.Mentioned} {
		for _, r := range rows {
			ids[name] = append(ids[name], r.Conversation.ID)
		}
	}
	return ids
}

// active says when somebody last spoke.
func (k *talk) active(t *testing.T, s Store, at time.Time) {
	t.Helper()
	k.change(t, s, chat.Raised{}, func(c *chat.Case) { c.ActiveAt = at })
}

// call invites and mentions colleagues.
func (k *talk) call(t *testing.T, s Store, helper, mentioned chat.AgentID) {
	t.Helper()
	k.change(t, s, chat.Note{Text: "看看"}, func(c *chat.Case) {
		c.Helpers, c.Mentioned = nil, nil
		if helper != "" {
			c.Helpers = []chat.Helper{{ID: helper, Name: "小林"}}
		}
		if mentioned != "" {
			c.Mentioned = []chat.AgentID{mentioned}
		}
	})
}

func fiveLists(t *testing.T, s Store) {
	now := Now()
	var talks []*talk
	for range 6 {
		k := newTalk()
		k.put(t, s, k.turn("c1", "你好"))
		k.active(t, s, now)
		talks = append(talks, k)
	}
	waits, offered, own, colleagues, bots, over := talks[0], talks[1], talks[2], talks[3], talks[4], talks[5]
	waits.wait(t, s, now, false)
	offered.wait(t, s, now.Add(time.Minute), false)
	offered.offer(t, s, "agent1", now.Add(time.Hour))
	own.assign(t, s, "agent1", now)
	colleagues.assign(t, s, "agent2", now)
	colleagues.call(t, s, "agent1", "agent3")
	over.assign(t, s, "agent1", now)
	over.end(t, s)
	ids := func(ks ...*talk) (list []chat.ConversationID) {
		for _, k := range ks {
			list = append(list, k.state.ID)
		}
		return list
	}
	for agent, want := range map[chat.AgentID]map[string][]chat.ConversationID{
		"agent1": {
			"waiting": ids(waits, offered), "mine": ids(offered, own), "bot": ids(bots), "team": ids(colleagues), "mentioned": ids(colleagues),
		},
		"agent2": {"waiting": ids(waits, offered), "mine": ids(colleagues), "bot": ids(bots), "team": ids(own)},
		"agent3": {"waiting": ids(waits, offered), "bot": ids(bots), "team": bySort(own, colleagues), "mentioned": ids(colleagues)},
		"":       {"waiting": ids(waits, offered), "bot": ids(bots), "team": bySort(own, colleagues)},
	} {
		if d := cmp.Diff(want, lists(t, s, all(agent))); d != "" {
			t.Errorf("lists of %q (-want +got):\n%s", agent, d)
		}
	}
	l, err := s.DeskLists(context.Background(), all("agent1"))
	check(t, err)
	_, _, rev := desk(t, s, "agent1")
	if d := cmp.Diff(colleagues.state, l.Mentioned[0].Conversation); d != "" || l.Rev != rev {
		t.Errorf("revision %d, want %d; row (-want +got):\n%s", l.Rev, rev, d)
	}
}

// bySort puts two that came at the same time in the order of their ids.
func bySort(a, b *talk) []chat.ConversationID {
	return []chat.ConversationID{min(a.state.ID, b.state.ID), max(a.state.ID, b.state.ID)}
}

func listsAsked(t *testing.T, s Store) {
	k, bots := newTalk(), newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	k.wait(t, s, Now(), false)
	bots.put(t, s, bots.turn("c1", "你好"))
	bots.active(t, s, Now())
	if got := lists(t, s, handoff.ListsQuery{Agent: "agent1"}); len(got) != 0 {
		t.Errorf("asked for nothing, got %v", got)
	}
	if got := lists(t, s, handoff.ListsQuery{Agent: "agent1", Bot: true}); len(got) != 0 {
		t.Errorf("asked for none of the bot's, got %v", got)
	}
	if got := lists(t, s, handoff.ListsQuery{Waiting: true}); len(got) != 1 || len(got["waiting"]) != 1 {
		t.Errorf("asked for the line, got %v", got)
	}
}

func calledApart(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	k.assign(t, s, "boss", Now())
	k.call(t, s, "agent1", "agent12")
	for agent, want := range map[chat.AgentID]int{
		"agent1": 1, "agent12": 1, "agent": 0, "gent1": 0, "agent2": 0, "AGENT1": 0, "boss": 0, "%": 0, "_gent1": 0, "": 0,
	} {
		if got := lists(t, s, all(agent))["mentioned"]; len(got) != want {
			t.Errorf("%q is called into %d cases, want %d", agent, len(got), want)
		}
	}
	k.call(t, s, "agent1", "agent1") // both at once is one case
	if got := lists(t, s, all("agent1"))["mentioned"]; len(got) != 1 {
		t.Errorf("helper and mentioned: %d cases", len(got))
	}
	k.call(t, s, "", "")
	if got := lists(t, s, all("agent1"))["mentioned"]; len(got) != 0 {
		t.Errorf("looked at, but still listed %d times", len(got))
	}
}

func botsInOrder(t *testing.T, s Store) {
	var want []chat.ConversationID
	for i := range 7 {
		k := newTalk()
		k.put(t, s, k.turn("c1", "你好"))
		k.active(t, s, Now().Add(-time.Duration(i)*time.Minute))
		want = append(want, k.state.ID)
	}
	for _, limit := range []int{0, 1, 5, 100} {
		q := all("agent1")
		q.BotLimit = limit
		if d := cmp.Diff(append([]chat.ConversationID(nil), want[:min(limit, len(want))]...), lists(t, s, q)["bot"]); d != "" {
			t.Errorf("limit %d (-want +got):\n%s", limit, d)
		}
	}
}

// listsLaw is the snapshot law for all five lists: whatever is listed at a step
// and was not before, or is not any more, is among the changes since.
func listsLaw(t *testing.T, s Store) {
	ctx := context.Background()
	talks := make([]*talk, 5)
	for i := range talks {
		talks[i] = newTalk()
		talks[i].put(t, s, talks[i].turn("c1", "你好"))
	}
	before, since := lists(t, s, all("agent1")), int64(0)
	for step := range 72 {
		k := talks[step*3%len(talks)]
		switch step * 7 % 9 {
		case 0:
			k.wait(t, s, Now(), false)
		case 1:
			k.assign(t, s, "agent1", Now())
		case 2:
			k.assign(t, s, "agent2", Now())
		case 3:
			k.call(t, s, "agent1", "")
		case 4:
			k.call(t, s, "", "")
		case 5:
			k.end(t, s)
		case 6: // somebody speaks, which changes no list but the bot's
			turn := k.turn("", "在吗")
			turn.Conversation.Case.ActiveAt = Now().Add(time.Duration(step) * time.Second)
			k.put(t, s, turn)
		default:
			k.change(t, s, chat.Returned{}, func(c *chat.Case) {
				c.State, c.Agent, c.ClosedAt, c.ActiveAt = chat.StateBot, "", time.Time{}, Now().Add(time.Duration(step)*time.Second)
			})
		}
		changed := map[chat.ConversationID]bool{}
		rows, err := s.ChangedLive(ctx, since, 1000)
		check(t, err)
		for _, r := range rows {
			changed[r.Conversation.ID], since = true, r.Rev
		}
		now := lists(t, s, all("agent1"))
		for _, name := range []string{"waiting", "mine", "bot", "team", "mentioned"} {
			for id := range differ(before[name], now[name]) {
				if !changed[id] {
					t.Fatalf("step %d: %s came into or left %s unheard", step, id, name)
				}
			}
		}
		before = now
	}
	if before = lists(t, s, all("agent1")); fmt.Sprint(before) == "map[]" {
		t.Error("all lists are empty in the end: the test tests little")
	}
}

// liveChanges: a turn of the bot is a change for who lists the bot's cases, and
// for nobody else; everything else is one for both.
func liveChanges(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	var since, live int64
	want := func(what string, people, all int) {
		t.Helper()
		for _, c := range []struct {
			rev  *int64
			ask  func(context.Context, int64, int) ([]handoff.Row, error)
			want int
		}{{&since, s.Changed, people}, {&live, s.ChangedLive, all}} {
			rows, err := c.ask(ctx, *c.rev, 10)
			check(t, err)
			if len(rows) != c.want {
				t.Errorf("%s: %d changes, want %d", what, len(rows), c.want)
			}
			for _, r := range rows {
				if d := cmp.Diff(k.state, r.Conversation); d != "" || r.Rev <= *c.rev {
					t.Errorf("%s: revision %d after %d (-want +got):\n%s", what, r.Rev, *c.rev, d)
				}
				*c.rev = r.Rev
			}
		}
	}
	want("a new case", 1, 1)
	want("nothing", 0, 0)
	k.put(t, s, k.turn("", "在吗"))
	want("a turn of the bot", 0, 1)
	k.wait(t, s, Now(), false)
	want("a handoff", 1, 1)
	k.put(t, s, k.turn("", "在吗"))
	want("a turn in the line", 0, 0)
	k.end(t, s)
	want("the end", 1, 1)
	l, err := s.DeskLists(ctx, all("agent1"))
	check(t, err)
	if l.Rev != live {
		t.Errorf("the lists are of revision %d, the changes of %d", l.Rev, live)
	}
}

// differ returns what is in one of a and b alone.
func differ(a, b []chat.ConversationID) map[chat.ConversationID]bool {
	d := map[chat.ConversationID]bool{}
	for _, id := range a {
		d[id] = true
	}
	for _, id := range b {
		if d[id] {
			delete(d, id)
		} else {
			d[id] = true
		}
	}
	return d
}
