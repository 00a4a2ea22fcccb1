package main

import (
	"context"
	"fmt"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// content makes what the bot answers from: of the data base, or of the content
// pack where the data base is empty; then the pack becomes its content.
func (s *server) content(ctx context.Context) (*bot.Content, *pack.Pack, error) {
	s.builder = newBuilder(s.folder.jieba(), false, s.app.learning())
	version, rows, err := s.store.LoadContent(ctx)
	if err != nil {
		return nil, nil, err
	}
	if version == 0 {
		return s.firstContent(ctx)
	}
	p, err := pack.FromItems(rows)
	if err != nil {
		return nil, nil, fmt.Errorf("the content in the data folder cannot be used: %w", err)
	}
	c, err := s.builder.build(ctx, p, version)
	if err != nil {
		return nil, nil, err
	}
	s.logger.Info("content ready", "version", version, "entries", len(p.Entries))
	return c, p, nil
}

// firstContent imports the pack of --pack; a pack that is not fit is not stored.
func (s *server) firstContent(ctx context.Context) (c *bot.Content, p *pack.Pack, err error) {
	if s.cmd.Pack == "" {
		return nil, nil, errEmptyFolder(s.cmd.Data)
	}
	if p, err = readPack(s.cmd.Pack); err != nil {
		return nil, nil, err
	}
	items, err := p.Items()
	if err != nil {
		return nil, nil, err
	}
	if c, err = s.builder.build(ctx, p, 1); err != nil {
		return nil, nil, err
	}
	version, err := s.store.Publish(ctx, items, nil, imported(s.app.clock(), ""))
	if err != nil {
		return nil, nil, err
	}
	c.Version = version
	s.logger.Info("content imported", "version", version, "entries", len(p.Entries), "pack", s.cmd.Pack)
	return c, p, nil
}

// shopFront serves what a content pack says that is not the bot's.
func (s *server) shopFront(p *pack.Pack) {
	sites := make([]auth.Site, len(p.Settings.Sites))
	for i, site := range p.Settings.Sites {
		sites[i] = auth.Site{ID: site.ID, Name: site.Name, Origins: site.Origins}
	}
	s.sites.Store(&sites)
	replies := p.CannedReplies()
	s.canned.Store(&replies)
}

// teams are those of the content that is live now.
func (s *server) teams() *handoff.Teams { return s.service.Content().Teams }

// mask hides the codes of cards in a text that is not a message yet.
func (s *server) mask(said string) string { return s.service.Content().Mask(said) }
