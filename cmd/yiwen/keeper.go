package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/store"
)

// office is what the commands can have done in a data folder, whether a server
// runs there (remote) or not (keeper).
type office interface {
	// importPack makes items the content and returns its version.
	importPack(ctx context.Context, items []pack.Item) (int64, error)
	// exportPack returns the content, or a fault.NotFound where there is none.
	exportPack(ctx context.Context) ([]pack.Item, error)
	// staff lists everybody, without the hashes.
	staff(ctx context.Context) ([]chat.Staff, error)
	// changeStaff carries out one change.
	changeStaff(ctx context.Context, c staffChange) error
	// identityKey returns the key of a site, drawing one where there is none.
	identityKey(ctx context.Context, c keyChange) (string, error)
}

// staffChange is a change of one member of staff.
type staffChange struct {
	Op   staffOp      `json:"op"`
	ID   chat.AgentID `json:"id"`
	Name string       `json:"name,omitempty"` // of add
	Role chat.Role    `json:"role,omitempty"` // of add
	Hash string       `json:"hash,omitempty"` // of add and password; the password itself does not travel
}

// staffOp is what a staffChange does.
type staffOp string

const (
	opAdd      staffOp = "add"
	opDisable  staffOp = "disable"
	opEnable   staffOp = "enable"
	opPassword staffOp = "password"
)

// contentStore and staffStore are what a keeper needs of the database.
type contentStore interface {
	SaveContent(ctx context.Context, items []store.Item, author, note string, at time.Time) (int64, error)
	LoadContent(ctx context.Context) (int64, []store.Item, error)
}

type staffStore interface {
	AddStaff(context.Context, chat.Staff) error
	UpdateStaff(context.Context, chat.Staff) error
	StaffByID(context.Context, chat.AgentID) (chat.Staff, error)
	ListStaff(context.Context) ([]chat.Staff, error)
}

// keeper changes the database of a data folder that this process holds. It is
// safe for concurrent use.
type keeper struct {
	content contentStore
	people  staffStore
	secrets secretStore
	clock   func() time.Time
	// prepare makes the content of a running server, before anything is stored;
	// what it returns is called after. Nil where no server runs.
	prepare func(context.Context, *pack.Pack) (func(version int64), error)

	mu sync.Mutex // held while content changes, so that versions go live in their order
}

var _ office = (*keeper)(nil)

func newKeeper(s *store.Store, clock func() time.Time, prepare func(context.Context, *pack.Pack) (func(int64), error)) *keeper {
	return &keeper{content: s, people: s, secrets: s, clock: clock, prepare: prepare}
}

// activator returns a keeper's prepare for a running server: it builds the
// content beside the live one and swaps it in once it is stored.
func activator(b *builder, activate func(*bot.Content)) func(context.Context, *pack.Pack) (func(int64), error) {
	return func(ctx context.Context, p *pack.Pack) (func(int64), error) {
		c, err := b.build(ctx, p, 0)
		if err != nil {
			return nil, err
		}
		return func(version int64) {
			c.Version = version
			activate(c)
		}, nil
	}
}

// importPack implements office. Nothing is stored of a pack that is not fit.
func (k *keeper) importPack(ctx context.Context, items []pack.Item) (int64, error) {
	p, err := pack.FromItems(items)
	if err != nil {
		return 0, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	live := func(int64) {}
	if k.prepare != nil {
		if live, err = k.prepare(ctx, p); err != nil {
			return 0, err
		}
	}
	rows := make([]store.Item, len(items))
	for i, item := range items {
		rows[i] = store.Item(item)
	}
	// From here on nobody calls it off: what is stored must also go live, and a
	// save that is not waited for may still be stored.
	ctx = context.WithoutCancel(ctx)
	version, err := k.content.SaveContent(ctx, rows, "operator", "yiwen import", k.clock())
	if err != nil {
		return 0, err
	}
	live(version)
	return version, nil
}

// exportPack implements office.
func (k *keeper) exportPack(ctx context.Context) ([]pack.Item, error) {
	version, items, err := k.content.LoadContent(ctx)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return nil, fault.New(fault.NotFound, "the data folder holds no content yet; \"yiwen import\" brings it there")
	}
	return packItems(items), nil
}

// packItems turns rows of the database into items of a pack.
func packItems(rows []store.Item) []pack.Item {
	items := make([]pack.Item, len(rows))
	for i, r := range rows {
		items[i] = pack.Item(r)
	}
	return items
}

// staff implements office.
func (k *keeper) staff(ctx context.Context) ([]chat.Staff, error) {
	list, err := k.people.ListStaff(ctx)
	for i := range list {
		list[i].Hash = ""
	}
	return list, err
}

// identityKey implements office.
func (k *keeper) identityKey(ctx context.Context, c keyChange) (string, error) {
	return siteKey(ctx, k.secrets, c)
}

// changeStaff implements office.
func (k *keeper) changeStaff(ctx context.Context, c staffChange) error {
	if c.Op == opAdd {
		return k.people.AddStaff(ctx, chat.Staff{
			ID: c.ID, Name: c.Name, Role: c.Role, Hash: c.Hash, CreatedAt: k.clock(),
		})
	}
	m, err := k.people.StaffByID(ctx, c.ID)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "nobody has the sign-in name %q; \"yiwen staff list\" shows who does", c.ID)
	}
	if err != nil {
		return err
	}
	switch c.Op {
	case opDisable:
		m.Disabled = true
	case opEnable:
		m.Disabled = false
	case opPassword:
		m.Hash = c.Hash
	default:
		return fault.New(fault.Invalid, "unknown change of staff %q", c.Op)
	}
	if err := k.people.UpdateStaff(ctx, m); err != nil {
		return fmt.Errorf("%s %s: %w", c.Op, c.ID, err)
	}
	return nil
}
