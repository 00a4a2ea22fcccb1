package eval

import "slices"

// Turn is a judged question and what the whole bot made of it.
type Turn struct {
	Query
	Outcome string   // of the bot's closed list
	Spoke   bool     // it answered outright
	Entry   string   // what it answered from; empty = from no entry
	Offered []string // the entries to choose from, best first
}

// right reports whether it answered from a right entry.
func (t *Turn) right() bool { return t.Spoke && slices.Contains(t.Right, t.Entry) }

// reached reports whether it answered rightly or offered a right entry.
func (t *Turn) reached() bool {
	return t.right() || !t.Spoke && slices.ContainsFunc(t.Offered, func(id string) bool { return slices.Contains(t.Right, id) })
}

// TurnReport is the figures of a set of turns. Shares are from 0 to 1; a share
// of nothing is 0.
type TurnReport struct {
	Turns      int                       `json:"turns"`
	Answerable int                       `json:"answerable"`
	Precision  float64                   `json:"answered_precision"`    // right, of all that was answered outright
	Coverage   float64                   `json:"coverage"`              // answered rightly, of the answerable
	Reached    float64                   `json:"reached"`               // answered rightly or offered, of the answerable
	Wrong      map[string]float64        `json:"unanswerable_answered"` // by kind
	Outcomes   map[string]map[string]int `json:"outcomes"`              // by kind and outcome
}

// MeasureTurns computes the figures. mix is that of Measure.
func MeasureTurns(turns []Turn, mix map[string]float64) TurnReport {
	r := TurnReport{Turns: len(turns), Wrong: map[string]float64{}, Outcomes: map[string]map[string]int{}}
	kinds, out := map[string]int{}, map[string]int{}
	for i := range turns {
		t := &turns[i]
		kinds[t.Kind]++
		if r.Outcomes[t.Kind] == nil {
			r.Outcomes[t.Kind] = map[string]int{}
		}
		r.Outcomes[t.Kind][t.Outcome]++
		if len(t.Right) > 0 {
			r.Answerable++
			continue
		}
		out[t.Kind]++
		if t.Spoke {
			r.Wrong[t.Kind]++
		}
	}
	for kind, n := range out {
		r.Wrong[kind] /= float64(n)
	}
	var in, answered, right, reached float64
	for i := range turns {
		t, w := &turns[i], weight(turns[i].Kind, kinds, mix)
		if len(t.Right) > 0 {
			in += w
		}
		if t.Spoke {
			answered += w
		}
		if t.right() {
			right += w
		}
		if t.reached() {
			reached += w
		}
	}
	r.Precision, r.Coverage, r.Reached = share(right, answered), share(right, in), share(reached, in)
	return r
}
