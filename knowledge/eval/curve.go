package eval

// Point is what a limit of a direct answer makes of judged searches. Shares are
// from 0 to 1; a share of nothing is 0.
type Point struct {
	Limit     float64 `json:"limit"`
	Precision float64 `json:"precision"` // right, of all that is answered outright
	Coverage  float64 `json:"coverage"`  // answered rightly, of what an entry answers
	Reached   float64 `json:"reached"`   // answered rightly or offered, of what an entry answers
	Wrong     float64 `json:"wrong"`     // answered, of what no entry answers
}

// At computes the point of limits. mix is that of Measure.
func At(rows []Row, limits Limits, mix map[string]float64) Point {
	return at(rows, limits, weights(rows, countKinds(rows), mix))
}

func at(rows []Row, limits Limits, weight []float64) Point {
	var r Report
	r.decision(rows, limits, weight)
	return Point{Limit: limits.Answer, Precision: r.Precision, Coverage: r.Coverage, Reached: r.Reached, Wrong: r.Wrong}
}

// Curve computes the points of limits of a direct answer from 0 to 1 in steps of
// one hundredth, in their order, up to the highest at which anything is answered
// at all: beyond it there is no precision to speak of. Coverage never rises along
// them, nor do wrong answers; precision may fall, where what is no longer answered
// was right. The other limits are those given, but none for a suggestion is above the
// one for an answer. mix is that of Measure.
func Curve(rows []Row, limits Limits, mix map[string]float64) []Point {
	const steps = 100
	weight := weights(rows, countKinds(rows), mix)
	highest := 0.0
	for i := range rows {
		if rows[i].answered(Limits{Gap: limits.Gap}) {
			highest = max(highest, rows[i].score())
		}
	}
	var points []Point
	for i := range steps + 1 {
		l := limits
		l.Answer = float64(i) / steps
		if l.Answer > highest {
			break
		}
		l.Suggest = min(l.Suggest, l.Answer)
		points = append(points, at(rows, l, weight))
	}
	return points
}

// countKinds returns how many rows there are of each kind.
func countKinds(rows []Row) map[string]int {
	kinds := map[string]int{}
	for i := range rows {
		kinds[rows[i].Kind]++
	}
	return kinds
}
