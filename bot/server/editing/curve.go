package editing

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

const (
	// curveJudged is from how many judged questions on a curve is drawn from them
	// alone. With fewer a single one moves it by more than two in a hundred.
	curveJudged = 50
	// curveDays is how far back judged questions are looked for, and curveMost how
	// many of them, the newest, are asked.
	curveDays, curveMost = 90, 1000
	// curveKept is how long a curve is good: customers go on judging.
	curveKept = time.Hour
	// selfVariants and selfEntries bound what a base asks itself for a curve: 400
	// and 170 are told apart by one in a hundred, and are 0.7 to 0.3 as real
	// questions are.
	selfVariants, selfEntries = 400, 170
	// curveFound is how many candidates of a question are looked at: more than are
	// ever offered.
	curveFound = 10
)

// Curve is what limits of a direct answer make of judged questions.
type Curve struct {
	Asked   int           `json:"asked" doc:"Questions in all"`
	Judged  int           `json:"judged" doc:"Of them such as customers asked and judged the reply to; where there are 50, all of them"`
	Golden  int           `json:"golden" doc:"Of them the shop's own golden questions"`
	Made    int           `json:"made" doc:"Of them such as the base asks itself"`
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
	drawn        time.Time
	curve        Curve
}

// Curve computes the curve of coverage against precision of a content: over what
// customers asked and judged the reply to, and where that is little also over the
// golden questions of the working copy that name an entry or none, and over those
// that the base asks itself. Golden ones alone would say that all is well: a
// publish sees to it that they pass. Each is searched once; of the rest of the
// engine nothing is asked. Questions that an entry answers weigh 0.7 and the others
// 0.3, as in a shop's real stream. The last curve of each content is kept for
// curveKept.
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
	if k, ok := s.curves.kept[of]; ok && k.version == c.Version && k.rev == d.Rev && k.limits == c.Limits && s.now().Sub(k.drawn) < curveKept {
		return k.curve, nil
	}
	p, err := d.Pack()
	if err != nil {
		return Curve{}, err
	}
	asks := asker{content: c, now: s.now(), open: map[knowledge.Audience]*bot.Content{}}
	rows, err := s.judgedRows(ctx, &asks)
	if err != nil {
		return Curve{}, err
	}
	curve := Curve{Judged: len(rows), Learned: learnedBy(c)}
	if len(rows) < curveJudged {
		golden, err := goldenRows(ctx, &asks, p.Golden)
		if err != nil {
			return Curve{}, err
		}
		made, err := selfRows(ctx, c)
		if err != nil {
			return Curve{}, err
		}
		curve.Golden, curve.Made, rows = len(golden), len(made), slices.Concat(rows, golden, made)
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
	s.curves.kept[of] = keptCurve{c.Version, d.Rev, c.Limits, asks.now, curve}
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
