// Package eval turns judged searches and turns into the figures that ranking and
// the whole bot are held to: how often the right entry comes first, how well the
// decision score tells what may be answered from what may not, what a question
// comes to in the end, and how surely a mood is heard.
//
// It is pure: rows in, a report out, the same for the same rows; entries in, the
// rounds of a leave-out test out. It searches, asks, reads and prints nothing.
package eval

import (
	"cmp"
	"math"
	"slices"
	"time"

	"yiwen/knowledge"
)

// Row is one query and what a search made of it.
type Row struct {
	Query
	Found []knowledge.Candidate // best first; only ID and Score are looked at
	Took  time.Duration
}

// In is the kind of queries that an entry answers and that say no kind.
// Out is the kind of those that none answers.
const (
	In  = "in"
	Out = "out"
)

// rank returns the place of the first right entry, from 1, or 0.
func (r *Row) rank() int {
	return 1 + slices.IndexFunc(r.Found, func(f knowledge.Candidate) bool { return slices.Contains(r.Right, f.ID) })
}

func (r *Row) answerable() bool { return len(r.Right) > 0 }

// score is the decision score: that of the first entry, or 0.
func (r *Row) score() float64 {
	if len(r.Found) == 0 {
		return 0
	}
	return r.Found[0].Score
}

// answered reports whether the ladder would answer directly.
func (r *Row) answered(l Limits) bool {
	if len(r.Found) == 0 || r.score() < l.Answer {
		return false
	}
	return len(r.Found) == 1 || r.score()-r.Found[1].Score >= l.Gap
}

// offered reports whether the right entry is among the suggestions.
func (r *Row) offered(l Limits) bool {
	n := r.rank()
	return n > 0 && n <= l.Choices && r.Found[n-1].Score >= l.Suggest
}

// Limits are those of the ladder.
type Limits struct {
	Answer  float64 // least score of a direct answer
	Gap     float64 // its least distance to the second entry
	Suggest float64 // least score of a suggestion
	Choices int     // most suggestions
}

// Report is the figures of a set of rows. Shares are from 0 to 1; a share of
// nothing is NaN-free: it is 0 and its count says why.
type Report struct {
	Queries    int                `json:"queries"`
	Answerable int                `json:"answerable"`
	Kinds      map[string]int     `json:"kinds"`
	Top1       float64            `json:"top1"` // over the answerable, as Top3 and MRR
	Top3       float64            `json:"top3"`
	MRR        float64            `json:"mrr"`             // at 10
	AUROC      map[string]float64 `json:"auroc,omitempty"` // by kind of the unanswerable
	Precision  float64            `json:"answered_precision"`
	Coverage   float64            `json:"coverage"`     // answered rightly, of the answerable
	Reached    float64            `json:"reached"`      // answered rightly or among the suggestions, of the answerable
	Coverage95 float64            `json:"coverage_p95"` // the most of it at 95 % precision
	Wrong      float64            `json:"unanswerable_answered"`
	Mean       float64            `json:"mean_us"`
	P99        float64            `json:"p99_us"`
}

// Measure computes the figures. mix gives each kind its share of all queries,
// in any unit, for what weighs answerable against unanswerable ones (precision
// and coverages); kinds that it does not name then count for nothing. Without
// mix every row counts once.
func Measure(rows []Row, limits Limits, mix map[string]float64) Report {
	r := Report{Queries: len(rows), Kinds: map[string]int{}, AUROC: map[string]float64{}}
	for i := range rows {
		r.Kinds[rows[i].Kind]++
	}
	r.ranking(rows)
	r.separation(rows)
	weigh := weights(rows, r.Kinds, mix)
	r.decision(rows, limits, weigh)
	r.Coverage95 = coverageAt(rows, weigh, 0.95)
	r.timing(rows)
	return r
}

func (r *Report) ranking(rows []Row) {
	for i := range rows {
		if !rows[i].answerable() {
			continue
		}
		r.Answerable++
		switch n := rows[i].rank(); {
		case n == 1:
			r.Top1++
			fallthrough
		case n > 0 && n <= 3:
			r.Top3++
			fallthrough
		case n > 0 && n <= 10:
			r.MRR += 1 / float64(n)
		}
	}
	n := float64(r.Answerable)
	r.Top1, r.Top3, r.MRR = share(r.Top1, n), share(r.Top3, n), share(r.MRR, n)
}

// separation fills in the probability that an answerable query scores higher
// than one of each unanswerable kind (ties count half).
func (r *Report) separation(rows []Row) {
	var in []float64
	out := map[string][]float64{}
	for i := range rows {
		if rows[i].answerable() {
			in = append(in, rows[i].score())
		} else {
			out[rows[i].Kind] = append(out[rows[i].Kind], rows[i].score())
		}
	}
	if len(in) == 0 {
		return
	}
	for kind, scores := range out {
		r.AUROC[kind] = auroc(in, scores)
	}
}

// auroc is the Mann-Whitney statistic as a share.
func auroc(high, low []float64) float64 {
	slices.Sort(low)
	sum := 0.0
	for _, s := range high {
		below, _ := slices.BinarySearch(low, s)
		upTo, _ := slices.BinarySearchFunc(low, s, func(a, b float64) int {
			if a <= b {
				return -1
			}
			return 1
		})
		sum += float64(below) + float64(upTo-below)/2
	}
	return share(sum, float64(len(high))*float64(len(low)))
}

// weights returns how much each row counts.
func weights(rows []Row, kinds map[string]int, mix map[string]float64) []float64 {
	w := make([]float64, len(rows))
	for i := range rows {
		w[i] = weight(rows[i].Kind, kinds, mix)
	}
	return w
}

// weight is how much each of the queries of a kind counts.
func weight(kind string, kinds map[string]int, mix map[string]float64) float64 {
	if mix == nil {
		return 1
	}
	return mix[kind] / float64(kinds[kind])
}

func (r *Report) decision(rows []Row, limits Limits, weight []float64) {
	var answered, right, in, out, wrong, reached float64
	for i := range rows {
		said := rows[i].answered(limits)
		if rows[i].answerable() {
			in += weight[i]
		} else {
			out += weight[i]
		}
		if !said {
			if rows[i].offered(limits) {
				reached += weight[i]
			}
			continue
		}
		answered += weight[i]
		if rows[i].rank() == 1 {
			right += weight[i]
		} else if !rows[i].answerable() {
			wrong += weight[i]
		}
	}
	r.Precision, r.Coverage, r.Wrong = share(right, answered), share(right, in), share(wrong, out)
	r.Reached = share(right+reached, in)
}

// coverageAt returns the largest share of the answerable rows that a limit on
// the score alone lets be answered rightly, with at least the given share of
// all that is answered being right. Rows of one score stand or fall together.
func coverageAt(rows []Row, weight []float64, precision float64) float64 {
	order := make([]int, len(rows))
	in := 0.0
	for i := range rows {
		order[i] = i
		if rows[i].answerable() {
			in += weight[i]
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(rows[b].score(), rows[a].score()) })
	var answered, right, best float64
	for k, i := range order {
		if len(rows[i].Found) == 0 {
			break
		}
		answered += weight[i]
		if rows[i].rank() == 1 {
			right += weight[i]
		}
		tied := k+1 < len(order) && rows[order[k+1]].score() == rows[i].score() && len(rows[order[k+1]].Found) > 0
		if !tied && right >= precision*answered {
			best = right
		}
	}
	return share(best, in)
}

func (r *Report) timing(rows []Row) {
	if len(rows) == 0 {
		return
	}
	us := make([]float64, len(rows))
	sum := 0.0
	for i := range rows {
		us[i] = float64(rows[i].Took) / float64(time.Microsecond)
		sum += us[i]
	}
	slices.Sort(us)
	r.Mean = sum / float64(len(us))
	r.P99 = us[int(math.Ceil(0.99*float64(len(us))))-1]
}

func share(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}
