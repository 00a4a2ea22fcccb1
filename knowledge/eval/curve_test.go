package eval_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"yiwen/knowledge"
	"yiwen/knowledge/eval"
)

// judged is a row whose right entry is "a", or that none answers.
func judged(kind string, found ...knowledge.Candidate) eval.Row {
	r := eval.Row{Query: eval.Query{Kind: kind}, Found: found}
	if kind == eval.In {
		r.Right = []string{"a"}
	}
	return r
}

func c(id string, score float64) knowledge.Candidate {
	return knowledge.Candidate{ID: id, Score: score}
}

func curveRows() []eval.Row {
	return []eval.Row{
		judged(eval.In, c("a", 0.9), c("b", 0.1)),
		judged(eval.In, c("b", 0.6), c("a", 0.4)), // wrong, but offered
		judged(eval.In),
		judged(eval.Out, c("b", 0.3)),
	}
}

func TestCurve(t *testing.T) {
	rows := curveRows()
	limits := eval.Limits{Gap: 0.1, Suggest: 0.2, Choices: 5}
	points := eval.Curve(rows, limits, map[string]float64{eval.In: 70, eval.Out: 30})
	if n := len(points); n != 91 || points[0].Limit != 0 || points[n-1].Limit != 0.9 {
		t.Fatalf("%d points", n)
	}
	for name, tc := range map[string]struct {
		i    int
		want eval.Point
	}{
		// Each of the three that an entry answers weighs 70/3, the other 30.
		"EverythingIsAnswered": {0, eval.Point{Limit: 0, Precision: (70. / 3) / (140./3 + 30), Coverage: 1. / 3, Reached: 1. / 3, Wrong: 1}},
		"ForeignIsNot":         {31, eval.Point{Limit: 0.31, Precision: 0.5, Coverage: 1. / 3, Reached: 1. / 3}},
		"WrongOneIsOffered":    {61, eval.Point{Limit: 0.61, Precision: 1, Coverage: 1. / 3, Reached: 2. / 3}},
		"OnlyTheSurestIs":      {90, eval.Point{Limit: 0.9, Precision: 1, Coverage: 1. / 3, Reached: 2. / 3}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, points[tc.i], cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Error(diff)
			}
			limits := limits
			limits.Answer = tc.want.Limit
			if limits.Suggest > limits.Answer {
				return
			}
			if diff := cmp.Diff(tc.want, eval.At(rows, limits, map[string]float64{eval.In: 70, eval.Out: 30}), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("At differs: %s", diff)
			}
		})
	}
}

// TestCurveAndMeasureAgree: a point is what Measure says of its limits.
func TestCurveAndMeasureAgree(t *testing.T) {
	limits := eval.Limits{Answer: 0.5, Gap: 0.1, Suggest: 0.2, Choices: 5}
	r, p := eval.Measure(curveRows(), limits, nil), eval.At(curveRows(), limits, nil)
	want := eval.Point{Limit: 0.5, Precision: r.Precision, Coverage: r.Coverage, Reached: r.Reached, Wrong: r.Wrong}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
}

func TestCurveOfNothing(t *testing.T) {
	for name, rows := range map[string][]eval.Row{"NoRows": nil, "NothingFound": {judged(eval.In)}} {
		points := eval.Curve(rows, eval.Limits{}, nil)
		if len(points) != 1 || points[0] != (eval.Point{}) {
			t.Errorf("%s: %+v", name, points)
		}
	}
}

// TestHigherLimitsAnswerLess: whatever was found, a higher limit covers no more and
// answers no more wrongly, and the curve ends where nothing is answered.
func TestHigherLimitsAnswerLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		score := rapid.Float64Range(0, 1)
		var rows []eval.Row
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			best := score.Draw(t, "best")
			var found []knowledge.Candidate
			for i, id := range rapid.Permutation([]string{"a", "b", "c"}).Draw(t, "order")[:rapid.IntRange(0, 3).Draw(t, "found")] {
				found = append(found, c(id, best/float64(1+i)))
			}
			rows = append(rows, judged(rapid.SampledFrom([]string{eval.In, eval.Out}).Draw(t, "kind"), found...))
		}
		limits := eval.Limits{Gap: score.Draw(t, "gap") / 2, Suggest: score.Draw(t, "suggest"), Choices: 2}
		points := eval.Curve(rows, limits, map[string]float64{eval.In: 70, eval.Out: 30})
		for i, p := range points[1:] {
			if !slices.ContainsFunc(rows, func(r eval.Row) bool { return answers(r, limits.Gap, p.Limit) }) {
				t.Fatalf("nothing is answered at %+v", p)
			}
			if before := points[i]; p.Coverage > before.Coverage+1e-9 || p.Wrong > before.Wrong+1e-9 {
				t.Fatalf("%+v comes after %+v", p, before)
			}
		}
	})
}

// answers reports that a row is answered outright, rightly or not.
func answers(r eval.Row, gap, limit float64) bool {
	return len(r.Found) > 0 && r.Found[0].Score >= limit && (len(r.Found) == 1 || r.Found[0].Score-r.Found[1].Score >= gap)
}
