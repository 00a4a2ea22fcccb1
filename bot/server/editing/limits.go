package editing

import (
	"context"
	"fmt"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/knowledge/rank"
)

// learner is a bot.Searcher that has learned from the knowledge that it searches.
type learner interface {
	// Learned are the limits that it learned.
	Learned() rank.Limits
	// AskSelf gives the questions that the knowledge asks itself.
	AskSelf(ctx context.Context, opts rank.TrainOptions) ([]rank.Judged, error)
}

// Limits are the limits of the ladder, as they are in force and as they are set.
type Limits struct {
	Live    bot.Limits    `json:"live" doc:"In force"`
	Draft   bot.Limits    `json:"draft" doc:"As the working copy sets them; answer, suggest and gap of 0 are learned"`
	Learned LearnedLimits `json:"learned" doc:"What the live base has learned; 0 = nothing"`
}

// LearnedLimits are those that are learned where nobody sets them.
type LearnedLimits struct {
	Answer  float64 `json:"answer"`
	Suggest float64 `json:"suggest"`
	Gap     float64 `json:"gap"`
}

// Limits returns the limits.
func (s *Service) Limits(ctx context.Context) (Limits, error) {
	live := s.live()
	p, err := s.settings(ctx)
	return Limits{Live: live.Limits, Draft: p.Limits, Learned: learnedBy(live)}, err
}

// settings are those of the working copy.
func (s *Service) settings(ctx context.Context) (pack.Settings, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return pack.Settings{}, err
	}
	p, err := d.Pack()
	if err != nil {
		return pack.Settings{}, fmt.Errorf("read the settings of the working copy: %w", err)
	}
	return p.Settings, nil
}

func learnedBy(c *bot.Content) LearnedLimits {
	by, ok := c.Search.(learner)
	if !ok {
		return LearnedLimits{}
	}
	l := by.Learned()
	return LearnedLimits{Answer: l.Answer, Suggest: l.Suggest, Gap: l.Gap}
}
