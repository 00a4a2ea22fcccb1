package eval

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yiwen/knowledge"
)

// row makes a row; found are pairs of id and score.
func row(kind string, right []string, found ...any) Row {
	r := Row{Query: Query{Kind: kind, Right: right}}
	for i := 0; i < len(found); i += 2 {
		r.Found = append(r.Found, knowledge.Candidate{ID: found[i].(string), Score: found[i+1].(float64)})
	}
	return r
}

func rows() []Row {
	return []Row{
		row(In, []string{"a"}, "a", .9, "b", .2),           // answered, right
		row(In, []string{"b"}, "a", .8, "b", .3),           // answered, wrong; second place
		row(In, []string{"c"}, "c", .4),                    // right, below the limit
		row(In, []string{"d", "e"}, "e", .7, "d", .69),     // right, not clear of the next
		row(In, []string{"z"}),                             // nothing found
		row("near", nil, "a", .6),                          // answered, wrongly
		row("near", nil, "a", .1),                          // not answered
		row("far", nil),                                    // nothing found
		row(In, []string{"a"}, "b", .5, "c", .3, "d", .25), // not in the first three
	}
}

func TestMeasure(t *testing.T) {
	got := Measure(rows(), Limits{Answer: .5, Gap: .1, Suggest: .3, Choices: 2}, nil)
	want := Report{
		Queries: 9, Answerable: 6,
		Kinds: map[string]int{In: 6, "near": 2, "far": 1},
		Top1:  3. / 6, Top3: 4. / 6, MRR: (1 + .5 + 1 + 1) / 6,
		// Scores of the answerable: .9 .8 .4 .7 0 .5; against .6 and .1: 3 and 5
		// of 6 are higher; against 0: five are, one is equal.
		AUROC: map[string]float64{"near": 8. / 12, "far": 5.5 / 6},
		// Answered: .9 right, .8 wrong, near .6 wrong, and .5 clear of .3 wrong.
		Precision: 1. / 4, Coverage: 1. / 6, Wrong: 1. / 3,
		Reached:    3. / 6, // beside it, .4 and .7 are offered
		Coverage95: 1. / 6, // only .9 may be answered
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestMixWeighsKinds(t *testing.T) {
	rs := []Row{
		row(In, []string{"a"}, "a", .9),
		row(In, []string{"a"}, "a", .8),
		row("near", nil, "a", .7),
		row("far", nil, "a", .95), // not in the mix: counts for nothing
	}
	got := Measure(rs, Limits{Answer: .5}, map[string]float64{In: 90, "near": 10})
	if diff := cmp.Diff([]float64{.9, 1, 1, 1}, []float64{got.Precision, got.Coverage, got.Coverage95, got.Wrong},
		cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("precision, coverage, coverage at 95 %%, wrong (-want +got):\n%s", diff)
	}
	if got := Measure(rs, Limits{Answer: .5}, nil); math.Abs(got.Precision-.5) > 1e-9 {
		t.Errorf("without a mix: precision %v, want .5", got.Precision)
	}
}

func TestCoverageLetsTiesStandOrFallTogether(t *testing.T) {
	var rs []Row
	for range 19 {
		rs = append(rs, row(In, []string{"a"}, "a", .5))
	}
	rs = append(rs, row("far", nil, "a", .5))
	if got := coverageAt(rs, weights(rs, nil, nil), .95); got != 1 {
		t.Errorf("19 right of 20: coverage %v, want 1", got)
	}
	rs = append(rs, row("far", nil, "a", .5))
	if got := coverageAt(rs, weights(rs, nil, nil), .95); got != 0 {
		t.Errorf("19 right of 21 with one score: coverage %v, want 0", got)
	}
}

func TestMeasureOfNothing(t *testing.T) {
	for name, rs := range map[string][]Row{
		"NoRows":         nil,
		"NoAnswerable":   {row("far", nil, "a", .5)},
		"NothingFound":   {row(In, []string{"a"})},
		"NoUnanswerable": {row(In, []string{"a"}, "a", .5)},
	} {
		t.Run(name, func(t *testing.T) {
			r := Measure(rs, Limits{}, nil)
			for _, v := range []float64{r.Top1, r.Top3, r.MRR, r.Precision, r.Coverage, r.Coverage95, r.Wrong, r.Mean, r.P99} {
				if math.IsNaN(v) {
					t.Fatalf("not a number in %+v", r)
				}
			}
		})
	}
}

func TestTimes(t *testing.T) {
	var rs []Row
	for i := range 200 {
		rs = append(rs, Row{Took: time.Duration(i+1) * time.Microsecond})
	}
	r := Measure(rs, Limits{}, nil)
	if r.Mean != 100.5 || r.P99 != 198 {
		t.Errorf("mean %v, p99 %v; want 100.5, 198", r.Mean, r.P99)
	}
}

func TestLeaveOutAsksEveryTextOnce(t *testing.T) {
	entries := []knowledge.Entry{
		{ID: "a", Question: "qa", Variants: []string{"a0", "a1", "a2"}},
		{ID: "b", Question: "qb"},
		{ID: "c", Question: "qc", Variants: []string{"c0"}},
	}
	before := []knowledge.Entry{entries[0], entries[1], entries[2]}
	asked, n := map[string]int{}, 0
	for r := range LeaveOut(entries) {
		n++
		texts := map[string]bool{}
		for _, e := range r.Entries {
			texts[e.Question] = true
			for _, v := range e.Variants {
				texts[v] = true
			}
		}
		for _, q := range r.Queries {
			asked[q.Text]++
			if texts[q.Text] {
				t.Errorf("%s is asked of a knowledge that holds it", q.Text)
			}
			if (q.Kind == Held) != (len(q.Right) == 0) {
				t.Errorf("%s: kind %s, right %v", q.Text, q.Kind, q.Right)
			}
		}
	}
	want := map[string]int{"a0": 1, "a1": 1, "a2": 1, "c0": 1, "qa": 1, "qb": 1, "qc": 1}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if n != CountRounds(entries) {
		t.Errorf("%d rounds, CountRounds says %d", n, CountRounds(entries))
	}
	if diff := cmp.Diff(before, entries); diff != "" {
		t.Errorf("entries changed:\n%s", diff)
	}
	for range LeaveOut(entries) { // stopping early must not panic
		break
	}
}
