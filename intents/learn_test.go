package intents

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yiwen/bot/text"
)

// How the ear learns. Chosen by cross-validation on the part "train" of
// testdata/mood; more rounds or less pull learn single sentences.
const (
	learnRounds = 10
	learnRate   = 0.2
	learnPull   = 3e-4
	learnTimes  = 2    // texts that a gram must stand in
	learnKeep   = 6000 // grams that ship
	learnUneasy = 3    // weight of the uneasy among those who need no person yet: there are few
	learnPack   = 0.3  // weight of a question of the pack: there are many, and they are of one kind
)

// example is a text to learn from, as the ear sees it.
type example struct {
	text, label string
	weight      float64
	norm        string
	lists       Mood
	grams       []gram
	rows        []int32
	values      []float64
}

func newExample(deaf *Set, t, label string, weight float64) example {
	a := text.Analyse(t, text.Runes{})
	e := example{text: t, label: label, weight: weight, norm: a.Norm, lists: deaf.Understand(a).Mood}
	seen := map[gram]bool{}
	eachGram(a.Norm, func(g gram, _, _ int) {
		if !seen[g] {
			seen[g] = true
			e.grams = append(e.grams, g)
		}
	})
	return e
}

// earTexts are all texts of our own that the ear may learn from: chats of all
// kinds of shops, requests that only look like ones for a person, and the
// questions of the pack. What is kept aside is not among them.
func earTexts(tb testing.TB, deaf *Set) []example {
	var out []example
	for _, file := range []string{"calm", "upset", "talk", "shop", "ordinary"} {
		for _, l := range lines(tb, "../testdata/mood/"+file+".jsonl") {
			if l.Part == "train" {
				out = append(out, newExample(deaf, l.Text, l.Label, 1))
			}
		}
	}
	for _, l := range lines(tb, "../testdata/mood/persons.jsonl") {
		if l.Part == "train" && !l.Person {
			out = append(out, newExample(deaf, l.Text, "calm", 1))
		}
	}
	for _, l := range lines(tb, "testdata/feelings.jsonl") {
		if l.Part == "tune" || l.Part == "fresh" || l.Part == "more" {
			out = append(out, newExample(deaf, l.Text, l.Label, 1))
		}
	}
	for _, q := range calmQuestions(tb) {
		out = append(out, newExample(deaf, q, "calm", learnPack))
	}
	return out
}

// rows numbers the features of examples.
type rows struct {
	grams   map[gram]int32
	classes map[string]int32
	n       int32
}

func (r *rows) next() int32 { r.n++; return r.n - 1 }

// number gives numbers to the grams that wanted is true of and to all classes.
func number(list []example, wanted func(gram) bool) *rows {
	r := &rows{grams: map[gram]int32{}, classes: map[string]int32{}}
	for _, e := range list {
		for _, g := range e.grams {
			if _, have := r.grams[g]; !have && wanted(g) {
				r.grams[g] = r.next()
			}
		}
		lexical(e.lists, func(class string, _ float64) {
			if _, have := r.classes[class]; !have {
				r.classes[class] = r.next()
			}
		})
	}
	return r
}

// see works out the features of e.
func (r *rows) see(e *example) {
	e.rows, e.values = nil, nil
	each := share(e.norm)
	for _, g := range e.grams {
		if id, ok := r.grams[g]; ok {
			e.rows, e.values = append(e.rows, id), append(e.values, each)
		}
	}
	lexical(e.lists, func(class string, v float64) {
		if id, ok := r.classes[class]; ok {
			e.rows, e.values = append(e.rows, id), append(e.values, v)
		}
	})
}

// outcome is a logistic model of one outcome.
type outcome struct {
	weights []float64
	bias    float64
}

// learn fits an outcome by stochastic descent with a rate of its own for each
// weight (AdaGrad), in an order that is the same every time.
func learn(list []example, n int32, happens func(label string) bool, uneasy float64) outcome {
	o := outcome{weights: make([]float64, n)}
	slopes, biasSlope := make([]float64, n), 0.0
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	shuffle := rand.New(rand.NewPCG(1, 2))
	for range learnRounds {
		shuffle.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			e := &list[i]
			want, z := 0.0, o.bias
			if happens(e.label) {
				want = 1
			}
			for k, row := range e.rows {
				z += o.weights[row] * e.values[k]
			}
			miss := (logistic(z) - want) * e.weight
			if e.label == "uneasy" {
				miss *= uneasy
			}
			biasSlope += miss * miss
			o.bias -= learnRate * miss / math.Sqrt(1+biasSlope)
			for k, row := range e.rows {
				slope := miss*e.values[k] + learnPull*o.weights[row]
				slopes[row] += slope * slope
				o.weights[row] -= learnRate * slope / math.Sqrt(1+slopes[row])
			}
		}
	}
	return o
}

func needsPerson(label string) bool { return label == "handoff" }
func notCalm(label string) bool     { return label != "calm" }

// learnEar learns twice: with all grams, and with those alone that told most.
func learnEar(list []example) string {
	texts := map[gram]int{}
	for _, e := range list {
		for _, g := range e.grams {
			texts[g]++
		}
	}
	wanted := func(g gram) bool { return texts[g] >= learnTimes }
	var r *rows
	var hand, stir outcome
	for pass := range 2 {
		r = number(list, wanted)
		for i := range list {
			r.see(&list[i])
		}
		hand, stir = learn(list, r.n, needsPerson, learnUneasy), learn(list, r.n, notCalm, 1)
		if pass == 0 {
			tells := func(g gram) float64 {
				id := r.grams[g]
				return (math.Abs(hand.weights[id]) + math.Abs(stir.weights[id])) * math.Sqrt(float64(texts[g]))
			}
			most := slices.SortedFunc(maps.Keys(r.grams), func(a, b gram) int {
				return cmp.Or(cmp.Compare(tells(b), tells(a)), cmp.Compare(a, b))
			})
			kept := map[gram]bool{}
			for _, g := range most[:min(len(most), learnKeep)] {
				kept[g] = true
			}
			wanted = func(g gram) bool { return kept[g] }
		}
	}
	var b strings.Builder
	row := func(kind, name string, hand, stir float64) {
		fmt.Fprintf(&b, "%s\t%s\t%.2f\t%.2f\n", kind, strconv.Quote(name), hand, stir)
	}
	row(rowBias, "", hand.bias, stir.bias)
	for _, class := range slices.Sorted(maps.Keys(r.classes)) {
		id := r.classes[class]
		row(rowClass, class, hand.weights[id], stir.weights[id])
	}
	for _, g := range slices.Sorted(maps.Keys(r.grams)) {
		id := r.grams[g]
		row(rowGram, g.String(), hand.weights[id], stir.weights[id])
	}
	return b.String()
}

// TestEarComesFromItsTexts learns the weights that ship again. After a change of
// its texts or of mood.yaml:
//
//	YIWEN_LEARN=1 go test ./intents -run TestEarComesFromItsTexts
func TestEarComesFromItsTexts(t *testing.T) {
	spec := xingkaSpec(t)
	spec.Mood.WithoutModel = true
	learned := learnEar(earTexts(t, compiled(t, spec)))
	if os.Getenv("YIWEN_LEARN") != "" {
		if err := os.WriteFile("ear.tsv", []byte(learned), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := newEar(learned)
	if err != nil {
		t.Fatal(err)
	}
	got, err := newEar(earWeights)
	if err != nil {
		t.Fatal(err)
	}
	near := func(a, b tilt) bool { return math.Abs(a.hand-b.hand) < 0.03 && math.Abs(a.stir-b.stir) < 0.03 }
	far := 0
	for g, id := range want.ids {
		if have, ok := got.ids[g]; !ok || !near(got.grams[have], want.grams[id]) {
			far++
		}
	}
	// Another processor may round a weight differently, and drop a gram at the edge.
	if far > len(want.ids)/100 || len(got.ids) != len(want.ids) || !near(got.bias, want.bias) {
		t.Errorf("%d of %d weights are not what the texts teach; learn them again", far, len(want.ids))
	}
}
