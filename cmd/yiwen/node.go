package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// node is a server without its sockets: an engine that answers from what is live
// in a store, and the editing that changes it.
type node struct {
	service *bot.Service
	editing *editing.Service
	builder *builder
}

// newNode returns the node that answers from what is live in s. Its editing must
// be closed before s is.
func newNode(ctx context.Context, s *store.Store, dir, name string, logger *slog.Logger) (*node, error) {
	n := &node{builder: newBuilder(dir, false, nil)}
	version, items, err := s.LoadContent(ctx)
	if err != nil {
		return nil, err
	}
	p, err := pack.FromItems(items)
	if err != nil {
		return nil, err
	}
	c, err := n.builder.build(ctx, p, version)
	if err != nil {
		return nil, err
	}
	n.service = bot.NewService(bot.Options{
		Log: bot.NewMemoryLog(), Wakes: nobody{}, Content: c, Clock: time.Now, Logger: logger, Registerer: prometheus.NewRegistry(),
	})
	n.editing, err = editing.New(editing.Options{
		Store: s, Jobs: s, Versions: s, Book: s, Nodes: s, Builder: n.builder, Live: n.service.Content, Pack: p,
		Activate: func(c *bot.Content, _ *pack.Pack) { n.service.Activate(c) },
		Sounds:   n.builder.sounds, Node: name, Clock: time.Now, Logger: logger,
	})
	return n, err
}

// search asks the content that is live for a text. That nothing is found, or an
// entry that the content does not have, is an error.
func (n *node) search(q string) error {
	c := n.service.Content()
	list, err := c.Search.Search(context.Background(), text.Analyse(q, c.Segment), 5)
	if err != nil || len(list) == 0 {
		return fmt.Errorf("version %d finds nothing for %q: %w", c.Version, q, err)
	}
	for _, found := range list {
		if _, ok := c.Entries[found.ID]; !ok {
			return fmt.Errorf("version %d finds %q, which is not one of its entries", c.Version, found.ID)
		}
	}
	return nil
}

// change saves an approved change of the answer of some entry.
func (n *node) change(ctx context.Context, what string, i int) error {
	d, err := n.editing.Draft(ctx)
	if err != nil {
		return err
	}
	for e := range d.Entries() {
		if i--; i >= 0 {
			continue
		}
		e.Value.Answer = fmt.Sprintf("%s（%s%d）", e.Value.Answer, what, time.Now().UnixNano()%1000)
		body, err := json.Marshal(e.Value)
		if err != nil {
			return err
		}
		_, err = n.editing.Save(ctx, operator(), knowledge.StepSave, []knowledge.Edit{{
			Ref: e.Ref, Position: e.Position, Body: body, Base: e.Rev, State: knowledge.Approved,
		}})
		return err
	}
	return fault.New(fault.NotFound, "no such entry")
}

// finished waits for the end of a job.
func (n *node) finished(ctx context.Context, j knowledge.Job, err error) (out editing.Published, _ error) {
	for err == nil && j.State == knowledge.JobRunning {
		select {
		case <-ctx.Done():
			return out, ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
		j, err = n.editing.Job(ctx, j.ID)
	}
	if err != nil {
		return out, err
	}
	if j.State != knowledge.JobDone {
		return out, fault.New(fault.Invalid, "%s", j.Error)
	}
	return out, json.Unmarshal(j.Result, &out)
}
