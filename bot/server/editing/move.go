package editing

import (
	"context"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// Move takes a step with changes: StepSubmit, StepApprove, StepReturn or
// StepDiscard. It returns how many it was taken with and, for the others, why
// not. With StepDiscard the pieces are what is live again.
func (s *Service) Move(ctx context.Context, by chat.Staff, step knowledge.Step, refs []knowledge.RefRev, note string) (changed int, skipped []Skip, err error) {
	panic("not there yet")
}

// History returns the revisions of a piece, newest first, at most 200.
func (s *Service) History(ctx context.Context, ref knowledge.Ref) ([]knowledge.Revision, error) {
	panic("not there yet")
}
