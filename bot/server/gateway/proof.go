package gateway

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// proven is whom a hello proves.
type proven struct {
	visitor  auth.Visitor
	token    string
	known    bool               // by the token that the hello brought
	profile  *chat.Profile      // what his shop says of him, or nil
	signer   signer             // what vouches for that
	identity wire.IdentityState // what the hello's identity was worth
}

// visitor returns whom a hello proves. A token that proves nothing (the key was
// replaced), or is of another site, is not held against anybody: a new visitor
// begins. So does one where another customer of the shop had signed in with the
// token: two people at one computer must not read each other's words.
func (g *Gateway) visitor(f *wire.Hello) (proven, error) {
	who, err := g.known(f)
	if err != nil {
		return who, err
	}
	site := who.visitor.Site
	if !who.known {
		if site = f.Site; site == "" {
			site = auth.DefaultSite
		}
	}
	if f.Identity != "" {
		if err := g.identify(&who, site, f.Identity); err != nil {
			return who, err
		}
	}
	if !who.known {
		who.visitor, who.token, err = g.o.Visitors.NewVisitor(site)
	}
	return who, err
}

// known returns whom the token of a hello proves, if it proves anybody.
func (g *Gateway) known(f *wire.Hello) (proven, error) {
	if f.Visitor == "" {
		return proven{}, nil
	}
	who, err := g.o.Visitors.Visitor(g.base, f.Visitor)
	switch {
	case fault.Is(err, fault.Denied):
		return proven{}, nil
	case err != nil:
		return proven{}, err
	case f.Site != "" && f.Site != who.Site:
		return proven{}, nil
	}
	return proven{visitor: who, token: f.Visitor, known: true}, nil
}

// identify takes what the shop of site says of who is there.
func (g *Gateway) identify(who *proven, site chat.SiteID, identity string) error {
	p, key, err := g.o.Visitors.Identity(g.base, site, identity)
	if fault.Is(err, fault.Denied) {
		who.identity = wire.IdentityInvalid
		return nil
	}
	if err != nil {
		return err
	}
	who.identity, who.profile, who.signer = wire.IdentityOK, &p, signer{site, key}
	if !who.known {
		return nil
	}
	c, _, err := g.o.Log.Load(g.base, who.visitor.Conversation)
	switch {
	case err != nil && !fault.Is(err, fault.NotFound):
		return err
	case ofAnother(&c, p.User), g.hub.ofAnother(who.visitor.Conversation, p.User):
		who.visitor, who.token, who.known = auth.Visitor{}, "", false
	}
	return nil
}

// ofAnother reports whether a conversation is of a customer whom his shop calls
// something else than user.
func ofAnother(c *chat.Conversation, user string) bool {
	return c.Profile.User != "" && c.Profile.User != user
}

const (
	// blockedText is what a customer who is kept out reads.
	blockedText = "您的会话暂时无法继续，如有疑问请通过其他官方渠道联系我们。"
	// blockAge is how old the answer to "is he kept out?" may be: it is asked at
	// every command of every customer.
	blockAge = 5 * time.Second
	// keptBlocks is how many answers are remembered.
	keptBlocks = 1 << 14
)

// blocks remembers for a moment who is kept out. It is safe for concurrent use.
type blocks struct {
	store Blocks // nil = nobody is
	since func() time.Duration
	kept  *lru.Cache[blockKey, blockAnswer]
}

// blockKey is who may be kept out: a visitor, and the shop's customer that he is.
type blockKey struct {
	visitor chat.VisitorID
	user    string
}

type blockAnswer struct {
	block handoff.Block
	at    time.Duration
}

func newBlocks(store Blocks, since func() time.Duration) (*blocks, error) {
	kept, err := lru.New[blockKey, blockAnswer](keptBlocks)
	if err != nil {
		return nil, err
	}
	return &blocks{store, since, kept}, nil
}

// of returns what keeps a visitor out, as it was at most blockAge ago; profile is
// what his shop says of him, or nil.
func (b *blocks) of(ctx context.Context, who auth.Visitor, profile *chat.Profile) (handoff.Block, error) {
	if b.store == nil {
		return handoff.Block{}, nil
	}
	key := blockKey{visitor: who.ID}
	if profile != nil {
		key.user = profile.User
	}
	now := b.since()
	if a, ok := b.kept.Get(key); ok && now-a.at < blockAge {
		return a.block, nil
	}
	block, err := b.store.Block(ctx, who.Site, who.ID, key.user)
	if err != nil {
		return handoff.Block{}, err
	}
	b.kept.Add(key, blockAnswer{block, now})
	return block, nil
}
