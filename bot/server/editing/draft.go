package editing

import (
	"context"
	"iter"

	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// Draft is the working copy at one moment. It is immutable and safe for
// concurrent use.
type Draft struct {
	Version int64 // the version that is live in it
	Rev     int64 // its last revision: another state has another
}

// Piece is one piece of the working copy. The caller must not change what it
// points to.
type Piece[T any] struct {
	knowledge.Ref
	Position int
	Value    T
	Rev      int64             // its last revision, 0 = none: what an Edit of it is based on
	Change   *knowledge.Change // nil = it is as it is live
	Live     *T                // nil = it is not live
}

// Draft returns the working copy as it is now. It reads what changed since the
// last time, and everything the first time.
func (s *Service) Draft(ctx context.Context) (*Draft, error) {
	panic("not there yet")
}

// Entry returns an entry that is not removed.
func (d *Draft) Entry(id string) (Piece[knowledge.Entry], bool) {
	panic("not there yet")
}

// Entries returns all entries that are not removed, in their order.
func (d *Draft) Entries() iter.Seq[Piece[knowledge.Entry]] {
	panic("not there yet")
}

// Piece returns a piece of any kind with its JSON; that of a removed one is nil.
func (d *Draft) Piece(ref knowledge.Ref) (Piece[[]byte], bool) {
	panic("not there yet")
}

// Pieces returns the pieces of a kind that are not removed, in their order.
func (d *Draft) Pieces(kind string) iter.Seq[Piece[[]byte]] {
	panic("not there yet")
}

// Changes returns what is not as it is live, removed pieces too, by kind,
// position and id.
func (d *Draft) Changes() iter.Seq[knowledge.Change] {
	panic("not there yet")
}

// Pack returns the content pack with every change made. What is wrong with it is
// a fault.Invalid.
func (d *Draft) Pack() (*pack.Pack, error) {
	panic("not there yet")
}

// Approved returns the items of the next version: live with the approved changes
// made, and those changes. With refs it takes the approved ones among these only;
// one that is not approved is a fault.Invalid.
func (d *Draft) Approved(refs ...knowledge.Ref) (items []knowledge.Item, changes []knowledge.Change, err error) {
	panic("not there yet")
}
