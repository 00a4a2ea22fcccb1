package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func turn(kind string, right []string, outcome, entry string, offered ...string) Turn {
	return Turn{Query: Query{Kind: kind, Right: right}, Outcome: outcome, Spoke: outcome == "answer", Entry: entry, Offered: offered}
}

func TestMeasureTurns(t *testing.T) {
	turns := []Turn{
		turn(In, []string{"a", "b"}, "answer", "b"),
		turn(In, []string{"a"}, "answer", "b", "a"), // wrong, whatever stands below it
		turn(In, []string{"a"}, "clarify", "", "b", "a"),
		turn(In, []string{"a"}, "handoff", ""),
		turn("near", nil, "answer", ""), // a rule's own text
		turn("near", nil, "clarify", "", "a"),
		turn("far", nil, "fallback", ""),
	}
	got := MeasureTurns(turns, map[string]float64{In: 80, "near": 10, "far": 10})
	want := TurnReport{
		Turns: 7, Answerable: 4,
		Precision: 20. / 45, // of 20 and 20 answerable and 5 near
		Coverage:  1. / 4, Reached: 2. / 4,
		Wrong: map[string]float64{"near": .5, "far": 0},
		Outcomes: map[string]map[string]int{
			In: {"answer": 2, "clarify": 1, "handoff": 1}, "near": {"answer": 1, "clarify": 1}, "far": {"fallback": 1},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if got := MeasureTurns(turns, nil).Precision; got != 1./3 {
		t.Errorf("without a mix the precision is %v, want a third", got)
	}
	if got := MeasureTurns(nil, nil); got.Precision != 0 || got.Reached != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestMeasureMood(t *testing.T) {
	got := MeasureMood([]Felt{
		{Handoff, Handoff, []string{"threat"}}, {Handoff, Uneasy, []string{"threat", "irony"}},
		{Uneasy, Uneasy, nil}, {Uneasy, Handoff, nil}, {Calm, Calm, nil}, {Calm, Handoff, []string{"irony"}}, {Calm, Uneasy, nil},
	})
	want := MoodReport{
		Recall: Share{1, 2}, Precision: Share{1, 3}, Alarms: Share{1, 3}, Uneasy: Share{1, 2}, Moved: Share{1, 3},
		Tags: map[string]Share{"threat": {1, 2}, "irony": {0, 2}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestMeasureUpset(t *testing.T) {
	rows := []Scored{{true, .9, 17}, {false, .8, 2}, {true, .7, 1}, {true, .5, 1}, {false, .5, 4}, {false, 0, 94}, {true, 0, 1}}
	got := MeasureUpset(rows)
	want := UpsetReport{
		Upset: 4, Calm: 3,
		Recall2: 2. / 4, // .8 weighs 2 of 100; at .5 there are four more
		Recall5: 2. / 4,
		AUROC:   (100 + 98 + 96 + 47) / 400.,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	for name, rows := range map[string][]Scored{"Nothing": nil, "NoUpset": {{false, 1, 1}}, "NoCalm": {{true, 1, 1}}} {
		if got := MeasureUpset(rows); got.AUROC != 0 {
			t.Errorf("%s: AUROC %v, want 0", name, got.AUROC)
		}
	}
}
