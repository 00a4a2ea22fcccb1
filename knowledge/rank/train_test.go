package rank

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// town is a knowledge base of n entries, each with four phrasings that share
// what it is about, and words that all entries share.
func town(n int) *Ranker {
	subject := []rune("退发充登绑冻提兑激续升换查改注投诉举报签领券")
	object := []rune("款票值录机号现码活费级货单密册诉保障到账")
	var entries []knowledge.Entry
	for i := range n {
		w := string(subject[i%len(subject)]) + string(object[(i/len(subject)+i)%len(object)])
		entries = append(entries, knowledge.Entry{
			ID: fmt.Sprint("e", i), Question: "怎么" + w,
			Variants: []string{"我要" + w, w + "在哪里", "请问" + w + "的办法", "想" + w + "但是不会"},
		})
	}
	c := knowledge.NewCorpus(entries, analyse)
	return New(c, everything(len(entries)), Options{})
}

func TestTrainIsTheSameEveryTime(t *testing.T) {
	r := town(20)
	var steps []int
	a, err := r.Train(context.Background(), TrainOptions{Seed: 1, Progress: func(done, total int) {
		if total != 120 {
			t.Errorf("total %d, want 100 texts and 20 entries", total)
		}
		steps = append(steps, done)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{64, 120}, steps); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	b, err := town(20).Train(context.Background(), TrainOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("trained twice:\n%s", diff)
	}
	for f := range NumFeatures {
		if a.Confidence[f]*Feature(f).sign() < 0 || a.Order[f]*Feature(f).sign() < 0 {
			t.Errorf("%s speaks against its nature", Feature(f))
		}
	}
	l := a.Limits
	if !(0 <= l.Suggest && l.Suggest <= l.Answer && l.Answer <= 1 && l.Gap >= 0) {
		t.Errorf("limits %+v", l)
	}
	if got := search(t, r.With(a), "我要退款", 1); got[0].ID != "e0" {
		t.Errorf("found %s first, want e0", got[0].ID)
	}
}

func TestTrainOnTooLittleGivesTheShippedModel(t *testing.T) {
	got, err := newShop(Options{}).Train(context.Background(), TrainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(DefaultModel(), got); diff != "" {
		t.Errorf("model (-shipped +got):\n%s", diff)
	}
	empty := New(knowledge.NewCorpus(nil, analyse), everything(0), Options{})
	if got, err = empty.Train(context.Background(), TrainOptions{}); err != nil || got != DefaultModel() {
		t.Errorf("no entries: %v, %v", got, err)
	}
}

func TestTrainDrawsASample(t *testing.T) {
	samples, err := town(20).Ask(context.Background(), TrainOptions{Variants: 40, Entries: 7})
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, s := range samples {
		if s.known {
			known++
		}
	}
	if known != 40 || len(samples) != 47 {
		t.Errorf("%d samples, %d of them known; want 47, 40", len(samples), known)
	}
}

func TestTrainStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := town(20).Train(ctx, TrainOptions{Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	r := town(20)
	want := errors.New("out of order")
	r.from = broken{want}
	if _, err := r.Train(context.Background(), TrainOptions{}); !errors.Is(err, want) {
		t.Errorf("broken retriever: %v", err)
	}
}

// made makes a sample whose only entry has the features.
func made(known, right bool, x Features) Sample {
	return Sample{found: []scored{{features: x, right: right}}, known: known, Weight: 1}
}

func TestConfidenceLearnsWhatSeparates(t *testing.T) {
	var samples []Sample
	for i := range 400 {
		right := i%2 == 0
		x := Features{Length: 2, EntryChar: 0.2 + 0.001*float64(i%100)}
		if right {
			x[EntryChar] += 0.4
		}
		samples = append(samples, made(true, right, x))
	}
	var m Model
	m.LearnConfidence(context.Background(), samples, 0.002)
	low, high := Features{Length: 2, EntryChar: 0.25, Margin: farthest, Third: farthest}, Features{Length: 2, EntryChar: 0.65, Margin: farthest, Third: farthest}
	if a, b := m.confidence(&low), m.confidence(&high); a > 0.25 || b < 0.75 {
		t.Errorf("confidence %v below, %v above; want far apart", a, b)
	}
}

func TestConfidenceKeepsABetterMatchFromScoringLower(t *testing.T) {
	var samples []Sample
	for i := range 100 { // perverse: what matches is wrong
		x := Features{}
		x[EntryChar] = float64(i % 2)
		samples = append(samples, made(true, i%2 == 0, x))
	}
	var m Model
	m.LearnConfidence(context.Background(), samples, 0.002)
	if m.Confidence[EntryChar] < 0 {
		t.Errorf("weight %v", m.Confidence[EntryChar])
	}
}

func TestLimitsFollowTheCurve(t *testing.T) {
	m := Model{Confidence: Features{EntryChar: 1}} // the score rises with the feature
	curve := func(wrong func(i int) bool) Limits {
		var samples []Sample
		for i := range 1000 {
			samples = append(samples, made(true, !wrong(i), Features{EntryChar: float64(i)/100 - 2}))
		}
		m.SetLimits(samples, 0.95)
		return m.Limits
	}
	score := func(i int) float64 { return sigmoid(float64(i)/100 - 2) }
	got := curve(func(i int) bool { return i < 500 })
	// Of what is above i, (500-i)/(1000-i) is wrong: a twentieth at i = 474.
	if math.Abs(got.Answer-score(474)) > 0.01 {
		t.Errorf("answer limit %v, want %v", got.Answer, score(474))
	}
	if got := curve(func(int) bool { return true }); got.Answer != 1 {
		t.Errorf("nothing right: limit %v, want 1", got.Answer)
	}
	if got := curve(func(int) bool { return false }); got.Answer != least {
		t.Errorf("everything right: limit %v, want %v", got.Answer, least)
	}
	m.SetLimits(nil, 0.95)
	if diff := cmp.Diff(Limits{Answer: 1, Gap: gap}, m.Limits); diff != "" {
		t.Errorf("no samples:\n%s", diff)
	}
}

func TestLimitsAdaptToTheKnowledge(t *testing.T) {
	for _, c := range []struct {
		name      string
		from      int // samples from here on are right
		precision float64
		want      float64
	}{
		{"FollowTheCurve", 500, 0.95, halfRight(0.95)},
		{"MorePrecision", 500, 0.99, halfRight(0.99)},
		{"NeverBelowTheLeast", 0, 0.95, least},
		{"NothingPromisedGivesTheShipped", 1000, 0.95, 0.9},
		{"NothingPromisedForMorePrecision", 1000, 0.99, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Model{Confidence: Features{EntryChar: 1}, Limits: Limits{Answer: 0.9, Suggest: 0.3, Gap: gap}}
			var samples []Sample
			for i := range 1000 {
				samples = append(samples, made(true, i >= c.from, Features{EntryChar: float64(i)/100 - 3}))
			}
			m.adaptLimits(samples, c.precision)
			// A thousand of its own against two hundred.
			want := Limits{Answer: (5*c.want + 0.9) / 6, Gap: gap}
			want.Suggest = min(0.3, want.Answer/2)
			if diff := cmp.Diff(want, m.Limits, cmpopts.EquateApprox(0, 0.01)); diff != "" {
				t.Errorf("limits (-want +got):\n%s", diff)
			}
		})
	}
}

// halfRight is the limit for a precision where the upper half of a thousand
// samples is right: of what is above the ith, trust times (500-i)/(1000-i) are
// expected to be wrong.
func halfRight(precision float64) float64 {
	wrong := (1 - precision) / trust
	return sigmoid((500-1000*wrong)/(1-wrong)/100 - 3)
}

// TestDoubtNeedsSomethingToCompareWith: where no question that has an answer
// finds anything, nothing is known of how right ones look.
func TestDoubtNeedsSomethingToCompareWith(t *testing.T) {
	samples := []Sample{{Weight: 1, known: true}, made(false, false, Features{EntryChar: 1})}
	want := samples[1].Weight
	doubt(samples)
	if samples[1].Weight != want {
		t.Errorf("weight %v, want %v", samples[1].Weight, want)
	}
}

// TestDoubtedSamplesTeachNothing: an entry that is out whose first neighbour looks
// as good as right ones do may well be answered by it.
func TestDoubtedSamplesTeachNothing(t *testing.T) {
	var samples []Sample
	for i := range 9 {
		samples = append(samples, made(true, true, Features{}))
		samples[i].found[0].score = 0.1 * float64(i)
	}
	near, far := made(false, false, Features{}), made(false, false, Features{})
	near.found[0].score, far.found[0].score = 0.5, 0.3
	samples = append(samples, near, far, Sample{Weight: 1})
	doubt(samples)
	if got := []float64{samples[0].Weight, samples[9].Weight, samples[10].Weight, samples[11].Weight}; !cmp.Equal(got, []float64{1, 0, 1, 1}) {
		t.Errorf("weights %v, want all but the second 1", got)
	}
}

func TestOrderLearnsWhatPutsTheRightEntryFirst(t *testing.T) {
	var samples []Sample
	for i := range 100 {
		right := scored{right: true, features: Features{BM25: 0.3, EntryPair: 0.6 + 0.001*float64(i)}}
		wrong := scored{entry: 1, features: Features{BM25: 0.5, EntryPair: 0.3}}
		samples = append(samples, Sample{Weight: 1, known: true, found: []scored{wrong, right}})
	}
	m := Model{Order: Features{BM25: 2, EntryPair: 1, Texts: 0.7}}
	m.LearnOrder(context.Background(), samples, 0.01, Texts)
	m.Settle(samples)
	for i := range samples {
		if samples[i].place() != 0 {
			t.Fatalf("the right one is at place %d", samples[i].place())
		}
	}
	if m.Order[Texts] != 0.7 {
		t.Errorf("a fixed weight became %v", m.Order[Texts])
	}
	held := m
	if m.LearnOrder(context.Background(), nil, 0.01); m != held {
		t.Error("nothing to learn from changed the order")
	}
}

func TestModelTravelsAsJSON(t *testing.T) {
	want := DefaultModel()
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Model
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("model (-want +got):\n%s", diff)
	}
	for _, bad := range []string{`{"order":{"luck":1}}`, `{"bias":"x"}`, `[]`, `{"mood":1}`} {
		m := want
		if err := m.UnmarshalJSON([]byte(bad)); !fault.Is(err, fault.Invalid) || m != want {
			t.Errorf("%s: error %v, model changed: %v", bad, err, m != want)
		}
	}
}
