package editing

import (
	"context"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// CheckGolden starts a job that asks the golden questions of the working copy, of
// what is live or of the working copy itself. Its result is a
// rehearse.GoldenResult; that some fail does not fail the job.
func (s *Service) CheckGolden(by chat.Staff, of Against) (knowledge.Job, error) {
	return s.Start(by, knowledge.JobGolden, func(ctx context.Context, r *Run) (any, error) {
		r.Step("正在准备内容")
		d, err := s.Draft(ctx)
		if err != nil {
			return nil, err
		}
		p, err := d.Pack()
		if err != nil {
			return nil, err
		}
		c, err := s.built(ctx, of, d)
		if err != nil {
			return nil, err
		}
		r.Step("正在提问黄金问题")
		done, total := int64(0), int64(len(p.Golden))
		r.Progress(0, total)
		return s.publisher.golden(ctx, c, p.Golden, func() {
			done++
			r.Progress(done, total)
		})
	})
}

// built is Built of a state of the working copy that is at hand. Candidates of
// what is live do not carry their features: who asks thousands of questions looks
// at none, and would wait a third longer.
func (s *Service) built(ctx context.Context, of Against, d *Draft) (*bot.Content, error) {
	if of == Live {
		return s.live(), nil
	}
	return s.drafts.get(ctx, draftRev{d.Rev, d.Version}, d.Pack)
}
