package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// TestOfferSurvivesTheServer: a customer who waits is offered to an agent who is
// there; he declines, and the next is asked; the server is killed, and the offer,
// the presence of both and what was promised are still there.
func TestOfferSurvivesTheServer(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server")
	}
	p := newProcess(t)
	p.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	desks := map[string]*client.Client{}
	for _, name := range []string{"agent1", "agent2"} {
		d := client.New(client.Options{
			URL: p.ws("/desk/ws"), Side: wire.Agents, Header: p.signIn(t, name), First: firstWait, Most: mostWait,
		})
		defer d.Close()
		if err := d.Watch(ctx, wire.ListWaiting, wire.ListMine); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Do(ctx, &wire.Presence{State: "online"}); err != nil {
			t.Fatal(err)
		}
		desks[name] = d
	}
	customer := client.New(client.Options{URL: p.ws("/ws"), Site: "default", First: firstWait, Most: mostWait})
	defer customer.Close()
	if _, err := customer.Do(ctx, &wire.Human{}); err != nil {
		t.Fatal(err)
	}
	id := customer.Conversation()
	first := offeredTo(ctx, t, desks, "")
	no := &wire.Decline{Reason: "手上有急事"}
	no.Conversation = id
	if _, err := desks[first].Do(ctx, no); err != nil {
		t.Fatalf("decline: %v", err)
	}
	second := offeredTo(ctx, t, desks, first)

	p.kill(t)
	p.start(t)
	if err := desks[second].Online(ctx); err != nil {
		t.Fatal(err)
	}
	yes := &wire.Accept{}
	yes.Conversation = id
	if _, err := desks[second].Do(ctx, yes); err != nil {
		t.Fatalf("accept after the crash: %v", err)
	}
	err := desks[second].Wait(ctx, func(d *client.Client) bool {
		here, known := d.Presence()
		mine := d.List(wire.ListMine)
		return known && here.State == "online" && len(mine) == 1 && mine[0].State == chat.StateAssigned && len(mine[0].Clocks) == 2
	})
	if err != nil {
		t.Errorf("presence, case and promises after the crash: %v", err)
	}
	err = customer.Wait(ctx, func(c *client.Client) bool {
		events := c.Events("")
		return len(events) > 0 && events[len(events)-1].Payload.Kind() == chat.KindAssigned
	})
	if err != nil {
		t.Errorf("the customer hears who serves him: %v", err)
	}
	for _, e := range customer.Events("") {
		if slices.Contains([]chat.Kind{chat.KindOffered, chat.KindDeclined}, e.Payload.Kind()) {
			t.Errorf("the customer is told of %s", e.Payload.Kind())
		}
	}
}

// offeredTo waits until one of the desks but that one has an offer on top.
func offeredTo(ctx context.Context, t *testing.T, desks map[string]*client.Client, but string) string {
	t.Helper()
	found := make(chan string, len(desks))
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for name, d := range desks {
		if name == but {
			continue
		}
		go func() {
			if d.Wait(ctx, func(d *client.Client) bool {
				mine := d.List(wire.ListMine)
				return len(mine) > 0 && mine[0].Offer != nil
			}) == nil {
				found <- name
			}
		}()
	}
	select {
	case name := <-found:
		return name
	case <-ctx.Done():
		t.Fatal("offered to nobody")
		return ""
	}
}
