package editing

import (
	"context"
	"fmt"
	"sync"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/rehearse"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

const (
	// curveGolden is from how many golden questions on a curve is drawn from them
	// alone. With fewer a single one moves it by more than two in a hundred.
	curveGolden = 50
	// selfVariants and selfEntries bound what a base asks itself for a curve: 400
	// and 170 are told apart by one in a hundred, and are 0.7 to 0.3 as real
	// questions are.
	selfVariants, selfEntries = 400, 170
	// curveFound is how many candidates of a question are looked at: more than are
	// ever offered.
	curveFound = 10
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

// Curve is what limits of a direct answer make of judged questions.
type Curve struct {
	Asked   int           `json:"asked" doc:"Questions in all"`
	Golden  int           `json:"golden" doc:"Of them the shop's own golden questions"`
	Made    int           `json:"made" doc:"Of them such as the base asks itself, there being few golden ones"`
	Inside  float64       `json:"inside" doc:"Share of the questions that an entry answers, as they are weighed: 0.7, or 0 or 1 where all are of one kind"`
	Points  []eval.Point  `json:"points" nullable:"false" doc:"By limit, up to the highest at which anything is answered"`
	Now     eval.Point    `json:"now" doc:"At the limits as they are in that content"`
	Learned LearnedLimits `json:"learned" doc:"By that content"`
}

// curves keeps the last curve of each content.
type curves struct {
	mu   sync.Mutex // held while one is computed: a second asker wants the same
	kept map[Against]keptCurve
}

// keptCurve is a curve and what it was drawn of: a content that has learned since
// it was built has other limits.
type keptCurve struct {
	version, rev int64
	limits       bot.Limits
	curve        Curve
}

// Curve computes the curve of coverage against precision of a content, over the
// golden questions of the working copy that name an entry or none, and where there
// are few also over those that the base asks itself. Each is searched once; of the
// rest of the engine nothing is asked. Questions that an entry answers weigh 0.7
// and the others 0.3, as in a shop's real stream. The last curve of each content
// is kept.
func (s *Service) Curve(ctx context.Context, of Against) (Curve, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return Curve{}, err
	}
	c, err := s.built(ctx, of, d)
	if err != nil {
		return Curve{}, err
	}
	s.curves.mu.Lock()
	defer s.curves.mu.Unlock()
	if k, ok := s.curves.kept[of]; ok && k.version == c.Version && k.rev == d.Rev && k.limits == c.Limits {
		return k.curve, nil
	}
	p, err := d.Pack()
	if err != nil {
		return Curve{}, err
	}
	rows, err := s.goldenRows(ctx, c, p.Golden)
	if err != nil {
		return Curve{}, err
	}
	curve := Curve{Golden: len(rows), Learned: learnedBy(c)}
	if len(rows) < curveGolden {
		made, err := selfRows(ctx, c)
		if err != nil {
			return Curve{}, err
		}
		curve.Made, rows = len(made), append(rows, made...)
	}
	curve.Asked = len(rows)
	l, mix := evalLimits(c.Limits), curveMix(rows)
	curve.Points, curve.Now = eval.Curve(rows, l, mix), eval.At(rows, l, mix)
	switch {
	case mix != nil:
		curve.Inside = mix[eval.In] / (mix[eval.In] + mix[eval.Out])
	case len(rows) > 0 && rows[0].Kind == eval.In:
		curve.Inside = 1
	}
	if s.curves.kept == nil {
		s.curves.kept = map[Against]keptCurve{}
	}
	s.curves.kept[of] = keptCurve{c.Version, d.Rev, c.Limits, curve}
	return curve, nil
}

func evalLimits(l bot.Limits) eval.Limits {
	return eval.Limits{Answer: l.Answer, Gap: l.Gap, Suggest: l.Suggest, Choices: l.Choices}
}

// curveMix weighs the kinds of rows, where there are both.
func curveMix(rows []eval.Row) map[string]float64 {
	have := map[string]bool{}
	for i := range rows {
		have[rows[i].Kind] = true
	}
	if len(have) < 2 {
		return nil
	}
	return map[string]float64{eval.In: 70, eval.Out: 30}
}

// goldenRows searches the golden questions that say which entry is right, or that
// none is, as the customers would whom the entry is for.
func (s *Service) goldenRows(ctx context.Context, c *bot.Content, questions []knowledge.Golden) ([]eval.Row, error) {
	open := map[knowledge.Audience]*bot.Content{}
	now := s.now()
	var rows []eval.Row
	for _, q := range questions {
		if q.Wants == knowledge.WantsHandoff {
			continue
		}
		who := c.Entries[q.Entry].Audience
		if open[who] == nil {
			open[who] = c.At(now, rehearse.Profile(who))
		}
		found, err := open[who].Search.Search(ctx, text.Analyse(q.Text, c.Segment), curveFound)
		if err != nil {
			return nil, fmt.Errorf("search golden question %s: %w", q.ID, err)
		}
		row := eval.Row{Query: eval.Query{Text: q.Text, Kind: eval.Out}, Found: found}
		if q.Entry != "" {
			row.Kind, row.Right = eval.In, []string{q.Entry}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// selfRows are the questions that a base asks itself; none of a base that cannot.
func selfRows(ctx context.Context, c *bot.Content) ([]eval.Row, error) {
	by, ok := c.Search.(learner)
	if !ok {
		return nil, nil
	}
	asked, err := by.AskSelf(ctx, rank.TrainOptions{Variants: selfVariants, Entries: selfEntries})
	if err != nil {
		return nil, fmt.Errorf("let the knowledge ask itself: %w", err)
	}
	rows := make([]eval.Row, len(asked))
	for i, j := range asked {
		rows[i] = eval.Row{Query: eval.Query{Text: j.Text, Kind: eval.Out, Right: j.Right}, Found: j.Found}
		if len(j.Right) > 0 {
			rows[i].Kind = eval.In
		}
	}
	return rows, nil
}
