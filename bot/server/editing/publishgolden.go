package editing

import (
	"context"
	"fmt"
	"slices"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/quiet"
	"yiwen/bot/rehearse"
	"yiwen/knowledge"
)

// learnFirst is how many entries a base may have for its golden questions to wait
// until it has learned from itself, which takes a second or two then.
const learnFirst = 2000

// ask asks the golden questions of an edition. Where some fail and nobody says
// why that does not matter it is a fault.Invalid.
func (p *publisher) ask(ctx context.Context, r *Run, e *edition, override string) (*rehearse.GoldenResult, error) {
	questions := e.pack.Golden
	if len(questions) == 0 {
		return p.sample(ctx, r, e, override)
	}
	if len(e.pack.Entries) <= learnFirst {
		c, err := p.builder.Finish(ctx, e.content, nil) // what does not pass does not go live
		if err != nil {
			return nil, err
		}
		e.content = c
	}
	r.Step("检查黄金问题")
	done := int64(0)
	got, err := p.golden(ctx, e.content, questions, func() {
		done++
		r.Progress(done, int64(len(questions)))
	})
	if err != nil {
		return nil, err
	}
	if n := len(got.Failed); n > 0 && override == "" {
		return &got, fault.New(fault.Invalid, "%d 个黄金问题没有通过", n)
	}
	return &got, nil
}

// sampled is how many of its own questions a base without golden ones is asked,
// and sampleLeast how many there must be for the answers to tell anything: a new
// shop begins with a handful.
const sampled, sampleLeast = 40, 5

// sample asks an edition that has no golden questions some of its own: a stop word
// or a rule that makes the bot useless does not go live unnoticed. Where not even
// half find their entry, and nobody says why, it is a fault.Invalid.
func (p *publisher) sample(ctx context.Context, r *Run, e *edition, override string) (*rehearse.GoldenResult, error) {
	var open []knowledge.Golden
	for _, k := range e.pack.Entries {
		if !k.Off {
			open = append(open, knowledge.Golden{ID: k.ID, Text: k.Question, Entry: k.ID})
		}
	}
	if len(open) < sampleLeast || override != "" {
		return nil, nil
	}
	n := min(sampled, len(open))
	questions := make([]knowledge.Golden, n)
	for i := range questions {
		questions[i] = open[i*len(open)/n]
	}
	r.Step("抽查标准问题")
	got, err := p.golden(ctx, e.content, questions, func() {})
	if err != nil || 2*got.Passed >= got.Total {
		return nil, err
	}
	return &got, fault.New(fault.Invalid, "还没有黄金问题；抽查 %d 个标准问题，只有 %d 个答得上来，请先在「试问」里看看原因", got.Total, got.Passed)
}

// golden asks golden questions in the background.
func (p *publisher) golden(ctx context.Context, c *bot.Content, questions []knowledge.Golden, done func()) (got rehearse.GoldenResult, err error) {
	err = quiet.Do(func() (err error) {
		got, err = rehearse.CheckGolden(ctx, c, questions, p.clock(), done)
		return err
	})
	if err != nil {
		return got, fmt.Errorf("ask the golden questions: %w", err)
	}
	return got, nil
}

// lost are the golden questions that an edition passes and does not pass any more
// with what it learned.
func (p *publisher) lost(ctx context.Context, e edition, learned *bot.Content) (rehearse.GoldenResult, error) {
	questions := e.pack.Golden
	if len(questions) == 0 {
		return rehearse.GoldenResult{}, nil
	}
	after, err := p.golden(ctx, learned, questions, func() {})
	if err != nil || len(after.Failed) == 0 {
		return after, err
	}
	before, err := p.golden(ctx, e.content, questions, func() {})
	if err != nil {
		return after, err
	}
	failed := map[string]bool{}
	for _, m := range before.Failed {
		failed[m.ID] = true
	}
	after.Failed = slices.DeleteFunc(after.Failed, func(m rehearse.GoldenMiss) bool { return failed[m.ID] })
	return after, nil
}

// reportLost leaves a failed job that tells of golden questions lost by learning,
// in the name of who published.
func (s *Service) reportLost(by chat.Staff, lost rehearse.GoldenResult) {
	_, err := s.Start(by, knowledge.JobGolden, func(context.Context, *Run) (any, error) {
		return lost, fault.New(fault.Invalid, "新版本学习之后，有 %d 个黄金问题不再通过：没有采用这次学习的结果，仍按上线时的方式回答", len(lost.Failed))
	})
	if err != nil { // an editor asks the questions just now
		s.logger.Warn("leave a job that tells of golden questions lost", "err", err)
	}
}
