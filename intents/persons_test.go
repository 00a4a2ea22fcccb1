package intents

import "testing"

// TestPersons measures requests for a person and look-alikes on wordings of our
// own. Those of "kept" are counted and not shown, so that nobody tunes on them
// by accident.
func TestPersons(t *testing.T) {
	s := xingka(t)
	for part, floor := range map[string]float64{"train": 0.99, "kept": 0.9} {
		var asked, alarms rate
		for _, l := range lines(t, "../testdata/mood/persons.jsonl") {
			if l.Part != part {
				continue
			}
			got := understand(s, l.Text).Human
			if l.Person {
				asked.add(len(got) > 0)
			} else {
				alarms.add(len(got) > 0)
			}
			if part == "train" && l.Person != (len(got) > 0) {
				t.Logf("want %v, got %q: %s", l.Person, got, l.Text)
			}
		}
		atLeast(t, part+": requests obeyed", asked, floor)
		atMost(t, part+": look-alikes taken for requests", alarms, 0.02)
	}
}
