package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

// learner learns from a small knowledge and counts how often it really did.
type learner struct {
	searching
	entries []knowledge.Entry
	learned int
}

func newLearner(dir string) *learner {
	l := &learner{searching: searching{
		analyse: func([]knowledge.Entry) (func(string) *text.Analysis, error) {
			return func(raw string) *text.Analysis { return text.Analyse(raw, text.Runes{}) }, nil
		},
		models: models{dir},
	}}
	for i, w := range []string{"退款", "发票", "充值", "登录", "绑定", "冻结", "提现", "兑换", "激活", "续费"} {
		l.entries = append(l.entries, knowledge.Entry{
			ID: fmt.Sprint("e", i), Question: "怎么" + w, Variants: []string{"我要" + w, w + "在哪里", "想" + w},
		})
	}
	return l
}

func (l *learner) run(t *testing.T) rank.Model {
	t.Helper()
	m, err := l.learn(t.Context(), l.entries, func(done, total int) {
		if done == total {
			l.learned++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestModelIsLearnedOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "models")
	l := newLearner(dir)
	first := l.run(t)
	if diff := cmp.Diff(first, l.run(t)); diff != "" || l.learned != 1 {
		t.Errorf("learned %d times, want once; models differ by:\n%s", l.learned, diff)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v; want one", files, err)
	}
	for _, damaged := range []string{"", "{", `{"order":{"luck":1}}`} {
		if err := os.WriteFile(files[0], []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		l.learned = 0
		if diff := cmp.Diff(first, l.run(t)); diff != "" || l.learned != 1 {
			t.Errorf("%q: learned %d times, want again; models differ by:\n%s", damaged, l.learned, diff)
		}
	}
	l.learned = 0
	l.entries[3].Variants[0] = "我想登录"
	if l.run(t); l.learned != 1 {
		t.Error("other knowledge was not learned from")
	}
}

func TestModelNeedsNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l := newLearner(filepath.Join(file, "models"))
	if l.run(t); l.learned != 1 {
		t.Errorf("learned %d times, want once", l.learned)
	}
}

func TestModelIsNotKeptHalfLearned(t *testing.T) {
	l := newLearner(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	_, err := l.learn(ctx, l.entries, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if files, err := os.ReadDir(l.models.dir); err != nil || len(files) != 0 {
		t.Errorf("files %v, %v; want none", files, err)
	}
}

func TestOldModelsAreRemoved(t *testing.T) {
	c := models{t.TempDir()}
	for i := range keptModels + 5 {
		if err := c.keep(filepath.Join(c.dir, fmt.Sprintf("%03d.json", i)), rank.DefaultModel()); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := os.ReadDir(c.dir); err != nil || len(files) != keptModels {
		t.Errorf("%d files, %v; want %d", len(files), err, keptModels)
	}
}

func TestSettingsStandAboveLearnedLimits(t *testing.T) {
	learned := rank.Limits{Answer: 0.5, Suggest: 0.2, Gap: 0.1}
	for _, c := range []struct {
		name      string
		set, want bot.Limits
	}{
		{"NothingSet", bot.Limits{}, bot.Limits{Answer: 0.5, Suggest: 0.2, Gap: 0.1}},
		{"AllSet", bot.Limits{Answer: 0.9, Suggest: 0.8, Gap: 0.3}, bot.Limits{Answer: 0.9, Suggest: 0.8, Gap: 0.3}},
		{"SuggestNeverAboveAnswer", bot.Limits{Answer: 0.1}, bot.Limits{Answer: 0.1, Suggest: 0.1, Gap: 0.1}},
		{"OthersUntouched", bot.Limits{Choices: 3}, bot.Limits{Answer: 0.5, Suggest: 0.2, Gap: 0.1, Choices: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, limitsOver(c.set, learned)); diff != "" {
				t.Errorf("limits (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatDoesNotPassIsNotLearnedAgain: a server that starts again answers as the
// one that found that what it learned was worse.
func TestWhatDoesNotPassIsNotLearnedAgain(t *testing.T) {
	ctx, dir, p := t.Context(), t.TempDir(), demo(t)
	p.Entries = p.Entries[:60]
	b := newBuilder(dir, false, nil)
	unlearned(t, b, p)
	if _, err := b.Build(ctx, p, 1); err != nil {
		t.Fatal(err)
	}
	p.Entries = append(p.Entries, knowledge.Entry{ID: "new", Question: "饕餮怎么养", Answer: "不养。"})
	c, err := b.Build(ctx, p, 2)
	if err != nil {
		t.Fatal(err)
	}
	if c.Search.(*searcher).pending == nil {
		t.Fatal("nothing is to be learned")
	}
	failed := errors.New("nobody can say")
	if _, err := b.Finish(ctx, c, func(*bot.Content) (bool, error) { return false, failed }); !errors.Is(err, failed) {
		t.Errorf("a check that fails: %v", err)
	}
	asked := 0
	got, err := b.Finish(ctx, c, func(learned *bot.Content) (bool, error) {
		asked++
		if learned.Search.(*searcher).ranker.Model() == rank.DefaultModel() {
			t.Error("nothing was learned")
		}
		return false, nil
	})
	if err != nil || got != c || asked != 1 {
		t.Errorf("asked %d times, %v; another content: %v", asked, err, got != c)
	}
	again, err := newBuilder(dir, false, nil).Build(ctx, p, 2)
	if err != nil {
		t.Fatal(err)
	}
	if s := again.Search.(*searcher); s.pending != nil || s.ranker.Model() != rank.DefaultModel() {
		t.Error("the next start answers by something else")
	}
}

// TestLargeBaseLearnsAfterwards: it answers at once by the shipped model.
func TestLargeBaseLearnsAfterwards(t *testing.T) {
	p := demo(t)
	p.Entries = widened(p.Entries, largeBase+1)
	c, err := newBuilder(t.TempDir(), false, func(int, int) { t.Error("it learns first") }).Build(t.Context(), p, 1)
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Search.(*searcher); s.pending == nil || s.ranker.Model() != rank.DefaultModel() {
		t.Error("it is not to learn, or answers by another model")
	}
}
