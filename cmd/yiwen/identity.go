package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/connect"
	"yiwen/bot/text"
)

// identityKeyCmd prints the key that a shop signs with, and that we sign with
// when we ask the shop.
type identityKeyCmd struct {
	Data   string      `help:"Data folder (${default})." default:"data" env:"YIWEN_DATA" placeholder:"DIR"`
	Site   chat.SiteID `help:"The shop front (${default})." default:"default" placeholder:"ID"`
	Rotate bool        `help:"Draw a new key and print it; the one before it goes on counting, older ones do not."`
	Drop   bool        `name:"drop-old" help:"Let no key count but the one that is printed; with --rotate, the new one: for a key that others know."`
}

// Help is what --help shows below the flags.
func (*identityKeyCmd) Help() string {
	return `Prints the signing key of a site, drawing one where there is none. The shop signs with it who its
customers are (a JWT, HS256, or the simple form), and checks with it that a question about a customer is
ours. A running server goes by the change at once.

  yiwen identity-key --site default --data data
  yiwen identity-key --rotate --data data               # a new one; then give it to the shop
  yiwen identity-key --drop-old --data data             # once the shop signs with it
  yiwen identity-key --rotate --drop-old --data data    # others know the key: it ends at once`
}

// Run prints the key.
func (c *identityKeyCmd) Run(a *app) error {
	if err := text.CheckID(string(c.Site)); err != nil {
		return fault.New(fault.Invalid, "--site: %w", err)
	}
	if err := needFolder(c.Data); err != nil {
		return err
	}
	return a.withOffice(c.Data, "identity-key", func(o office) error {
		key, err := o.identityKey(a.ctx, keyChange{Site: c.Site, Rotate: c.Rotate, Drop: c.Drop})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(a.stdout, key)
		return err
	})
}

// keyChange asks for the key of a site.
type keyChange struct {
	Site   chat.SiteID `json:"site"`
	Rotate bool        `json:"rotate,omitempty"` // draw a new one
	Drop   bool        `json:"drop,omitempty"`   // the others count no more
}

// secretStore is what keys need of the database.
type secretStore interface {
	ChangeSecret(ctx context.Context, name string, edit func(old []byte) ([]byte, error)) error
}

// siteKey returns the key of a site that is in use, drawing one where there is
// none or another is wanted. The one before stays behind it, until it is dropped: what
// it signed holds while the shop changes over.
func siteKey(ctx context.Context, s secretStore, c keyChange) (string, error) {
	var key string
	err := s.ChangeSecret(ctx, auth.IdentitySecret(c.Site), func(old []byte) ([]byte, error) {
		keys := strings.Fields(string(old))
		if len(keys) == 0 || c.Rotate {
			keys = append([]string{rand.Text() + rand.Text()}, keys...) // 256 bits
		}
		live := 2
		if c.Drop {
			live = 1
		}
		key = keys[0]
		return []byte(strings.Join(keys[:min(len(keys), live)], "\n")), nil
	})
	if err != nil {
		return "", fmt.Errorf("read the key of site %s: %w", c.Site, err)
	}
	return key, nil
}

// connectorKeys are the keys that questions to a shop are signed with: those that
// the shop has from identity-key.
type connectorKeys struct{ secrets secretReader }

// secretReader reads secrets without drawing any.
type secretReader interface {
	ReadSecret(ctx context.Context, name string) ([]byte, error)
}

var _ connect.Keys = connectorKeys{}

// ConnectorKey implements connect.Keys.
func (k connectorKeys) ConnectorKey(ctx context.Context, site chat.SiteID) ([]byte, error) {
	secret, err := k.secrets.ReadSecret(ctx, auth.IdentitySecret(site))
	if err != nil {
		return nil, err
	}
	keys := strings.Fields(string(secret))
	if len(keys) == 0 {
		return nil, fmt.Errorf("site %s has no key; \"yiwen identity-key\" draws one", site)
	}
	return []byte(keys[0]), nil
}
