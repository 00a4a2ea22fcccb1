package editing

import (
	"context"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// Save checks edits in the context of the working copy and of each other and
// stores them, all or none: step is StepSave, StepImport or StepRestore. It
// returns the working copy with them. An edit that makes a piece what is live
// leaves no change of it; one that changes nothing is left out. What is wrong is
// Problems, and *Conflict where others changed pieces since; then nothing is
// stored.
func (s *Service) Save(ctx context.Context, by chat.Staff, step knowledge.Step, edits []knowledge.Edit) (*Draft, error) {
	panic("not there yet")
}
