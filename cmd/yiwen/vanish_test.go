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

// TestAgentVanishes lets an agent lose his connection for longer than the grace
// period: the case goes back to the head of the line, before a customer who has
// waited longer, and its customer is told.
func TestAgentVanishes(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server")
	}
	p := newProcess(t)
	p.grace = minGrace
	p.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	customer := newTalker(ctx, "甲", client.New(client.Options{URL: p.ws("/ws"), Site: "default"}))
	defer customer.client.Close()
	other := client.New(client.Options{URL: p.ws("/ws"), Site: "default"})
	defer other.Close()
	agent := newTalker(ctx, "坐席", client.New(client.Options{
		URL: p.ws("/desk/ws"), Side: wire.Agents, Header: p.signIn(t, "agent1"),
	}))
	p.agentTakes(t, agent, customer)
	if _, err := other.Do(ctx, &wire.Human{}); err != nil {
		t.Fatal(err)
	}

	// A dropped line alone is not an absence: the client comes back within the grace period.
	agent.client.Drop()
	if err := agent.client.Online(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := agent.client.Say(ctx, agent.to, "我还在"); err != nil {
		t.Fatalf("after a dropped line: %v", err)
	}

	agent.client.Close()
	err := customer.client.Wait(ctx, func(c *client.Client) bool { return told(c.Events("")) })
	if err != nil {
		t.Fatalf("the customer was not told that the agent is gone: %v", err)
	}
	colleague := client.New(client.Options{URL: p.ws("/desk/ws"), Side: wire.Agents, Header: p.signIn(t, "agent2")})
	defer colleague.Close()
	if err := colleague.Watch(ctx, wire.ListWaiting); err != nil {
		t.Fatal(err)
	}
	err = colleague.Wait(ctx, func(c *client.Client) bool { return len(c.List(wire.ListWaiting)) == 2 })
	if err != nil {
		t.Fatalf("the line: %v", err)
	}
	if first := colleague.List(wire.ListWaiting)[0].Conversation; first != agent.to {
		t.Errorf("%s is first in the line, want the case that came back", first)
	}
	f := &wire.Accept{}
	f.Conversation = agent.to
	if _, err := colleague.Do(ctx, f); err != nil {
		t.Errorf("a colleague takes over: %v", err)
	}
}

// told reports that the log ends with the case back in the line and a sentence
// about it, whatever is promised anew.
func told(events []chat.Event) bool {
	back := slices.IndexFunc(events, func(e chat.Event) bool {
		h, ok := e.Payload.(chat.Handoff)
		return ok && h.Reason == chat.ReasonAgentGone
	})
	if back < 0 || back+1 >= len(events) {
		return false
	}
	m, said := events[back+1].Payload.(chat.Message)
	return said && m.Text != ""
}
