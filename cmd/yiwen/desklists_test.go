package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// TestDeskListsOfAServer: what desks are told of many cases, by snapshot and
// changes, through lost connections, is what a desk is told that comes at the end,
// and every list has met a case.
func TestDeskListsOfAServer(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server")
	}
	p := newProcess(t)
	p.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	names := []string{"agent1", "agent2", "supervisor1"}
	desks := map[string]*client.Client{}
	for _, name := range names {
		desks[name] = p.desk(ctx, t, name)
	}
	customers := make([]*client.Client, 8)
	for i := range customers {
		customers[i] = client.New(client.Options{URL: p.ws("/ws"), Site: "default", First: firstWait, Most: mostWait})
		defer customers[i].Close()
		if err := customers[i].Online(ctx); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(7, 7))
	met := map[wire.ListName]bool{}
	see := func() {
		for _, name := range wire.ListNames() {
			met[name] = met[name] || len(desks["agent1"].List(name)) > 0
		}
	}
	for i := range 240 {
		c := customers[random.IntN(len(customers))]
		desk := desks[names[random.IntN(len(names))]]
		who, frame := c, customerFrame(random)
		if random.IntN(2) == 0 {
			who, frame = desk, deskFrame(random, c.Conversation())
		}
		// Much is not possible where it falls; a defect would be.
		var refusal *wire.Error
		if _, err := who.Do(ctx, frame); errors.As(err, &refusal) && refusal.Code == wire.Internal || err != nil && refusal == nil {
			t.Fatalf("%s: %v", frame.Type(), err)
		}
		if i%40 == 39 {
			desk.Drop()
		}
		see()
	}
	if _, err := customers[0].Say(ctx, "", "在吗"); err != nil {
		t.Fatal(err)
	}
	look := &wire.Note{Head: wire.Head{Conversation: customers[0].Conversation()}, Text: "请看", Mentions: []chat.AgentID{"agent1"}}
	if _, err := desks["supervisor1"].Do(ctx, look); err != nil {
		t.Fatal(err)
	}
	if err := desks["agent1"].Wait(ctx, func(d *client.Client) bool { return len(d.List(wire.ListMentioned)) > 0 }); err != nil {
		t.Errorf("mentioned: %v", err)
	}
	see()
	for _, name := range names {
		fresh := p.desk(ctx, t, name)
		var diff string
		// The clock may offer and remind meanwhile, to both alike.
		err := desks[name].Wait(ctx, func(d *client.Client) bool {
			diff = cmp.Diff(listed(fresh), listed(d))
			return diff == ""
		})
		if err != nil {
			t.Errorf("%s: %v (-fresh +followed):\n%s", name, err, diff)
		}
	}
	for _, name := range wire.ListNames() {
		if !met[name] {
			t.Errorf("nothing was ever in the list %q", name)
		}
	}
	for name, desk := range desks {
		for _, problem := range desk.Problems() {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// desk returns a member of staff who watches all lists.
func (p *process) desk(ctx context.Context, t *testing.T, name string) *client.Client {
	t.Helper()
	d := client.New(client.Options{
		URL: p.ws("/desk/ws"), Side: wire.Agents, Header: p.signIn(t, name), First: firstWait, Most: mostWait,
	})
	t.Cleanup(d.Close)
	if err := d.Watch(ctx, wire.ListNames()...); err != nil {
		t.Fatal(err)
	}
	return d
}

func listed(c *client.Client) map[wire.ListName][]wire.Row {
	all := map[wire.ListName][]wire.Row{}
	for _, name := range wire.ListNames() {
		all[name] = c.List(name)
	}
	return all
}

func customerFrame(random *rand.Rand) wire.Frame {
	switch random.IntN(8) {
	case 0, 1:
		return &wire.Human{}
	case 2:
		return &wire.Cancel{}
	case 3:
		return &wire.Say{Text: "充值没到账，订单号 XK2026112200001"}
	case 4:
		return &wire.Rate{Rated: chat.Rated{Stars: 1 + random.IntN(5)}}
	}
	return &wire.Say{Text: "在吗"}
}

func deskFrame(random *rand.Rand, id chat.ConversationID) wire.Frame {
	head := wire.Head{Conversation: id}
	colleague := chat.AgentID([]string{"agent1", "agent2", "supervisor1"}[random.IntN(3)])
	switch random.IntN(14) {
	case 0, 1, 2:
		return &wire.Accept{Head: head}
	case 3:
		return &wire.Next{}
	case 4:
		return &wire.Say{Head: head, Text: "您好，我来帮您"}
	case 5:
		return &wire.Note{Head: head, Text: "请看", Mentions: []chat.AgentID{colleague}}
	case 6:
		return &wire.Attend{Head: head}
	case 7:
		return &wire.Invite{Head: head, Agent: colleague}
	case 8:
		return &wire.Leave{Head: head}
	case 9:
		return &wire.Transfer{Head: head, Team: []chat.TeamID{"account", "trade", "merchant", "system"}[random.IntN(4)]}
	case 10:
		return &wire.Assign{Head: head, Agent: colleague}
	case 11:
		return &wire.Return{Head: head}
	case 12:
		return &wire.Close{Head: head, Summary: chat.Summary{Text: "已处理"}}
	}
	return &wire.Snooze{Head: head, Until: time.Now().Add(time.Hour).UnixMilli()}
}
