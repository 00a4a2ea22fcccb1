package main

import (
	"context"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/store"
	"yiwen/knowledge"
)

// office is what the commands can have done in a data folder, whether a server
// runs there (remote) or not (keeper).
type office interface {
	// importPack makes items the content and returns its version. Where golden
	// questions of it fail it does so only with a reason, which the version keeps.
	importPack(ctx context.Context, items []pack.Item, override string) (int64, error)
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
	Publish(ctx context.Context, items []store.Item, changes []knowledge.Change, v knowledge.Version) (int64, error)
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
	// publish makes items what a running server answers from; nil where none runs.
	publish publishing
}

// publishing makes items the content of a running server: checked, built, stored
// and live on every node.
type publishing func(ctx context.Context, items []pack.Item, override string) (int64, error)

var _ office = (*keeper)(nil)

func newKeeper(s *store.Store, clock func() time.Time, publish publishing) *keeper {
	return &keeper{content: s, people: s, secrets: s, clock: clock, publish: publish}
}

// operator is who works on the machine that the server runs on.
func operator() chat.Staff { return chat.Staff{ID: "operator", Name: "运维"} }

// importPack implements office. Nothing is stored of a pack that is not fit.
// Where no server runs nobody asks the golden questions either.
func (k *keeper) importPack(ctx context.Context, items []pack.Item, override string) (int64, error) {
	if k.publish != nil {
		return k.publish(ctx, items, override)
	}
	if _, err := pack.FromItems(items); err != nil {
		return 0, err
	}
	return k.content.Publish(ctx, items, nil, imported(k.clock(), override))
}

// imported is the version that an operator's import makes.
func imported(now time.Time, override string) knowledge.Version {
	return knowledge.Version{By: string(operator().ID), ByName: operator().Name, Note: importNote, Reason: override, At: now}
}

const importNote = "导入内容包"

// exportPack implements office.
func (k *keeper) exportPack(ctx context.Context) ([]pack.Item, error) {
	version, items, err := k.content.LoadContent(ctx)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return nil, fault.New(fault.NotFound, "the data folder holds no content yet; \"yiwen import\" brings it there")
	}
	return items, nil
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
