package store

import (
	"context"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// Publish stores items as the next version, which is the newest from its commit
// on, and returns its number. In the same transaction the changes are removed
// that are still at their revision, and each piece that is not what it was in the
// version before gets a revision: StepPublish, or StepRollback where v.Of is set.
// Number, Entries and Changed of v are counted here. Two items with one kind and
// id are a fault.Invalid, and nothing is stored.
func (s *Store) Publish(ctx context.Context, items []knowledge.Item, changes []knowledge.Change, v knowledge.Version) (int64, error) {
	return 0, fault.New(fault.Internal, "not there yet")
}
