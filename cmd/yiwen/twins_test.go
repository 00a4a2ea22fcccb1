package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/editing/editingtest"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/twins"
)

// halves is the demo's pack with n entries of 5 questions each, made of the halves
// of its own questions.
func halves(t testing.TB, n int) *pack.Pack {
	t.Helper()
	p, err := pack.Read(os.DirFS("../../testdata/xingka"))
	if err != nil {
		t.Fatal(err)
	}
	var texts [][]rune
	for _, e := range p.Entries {
		for _, s := range append([]string{e.Question}, e.Variants...) {
			texts = append(texts, []rune(s))
		}
	}
	dice := rand.New(rand.NewPCG(3, 4))
	seen := map[string]bool{}
	draw := func() string {
		for {
			a, b := texts[dice.IntN(len(texts))], texts[dice.IntN(len(texts))]
			if s := string(a[:(len(a)+1)/2]) + string(b[len(b)/2:]); !seen[s] {
				seen[s] = true
				return s
			}
		}
	}
	own := len(p.Entries)
	for i := own; i < n; i++ {
		e := p.Entries[i%own]
		e.ID, e.Question, e.Variants, e.Keywords, e.Related = fmt.Sprintf("made-%d", i), draw(), nil, nil, nil
		for range 4 {
			e.Variants = append(e.Variants, draw())
		}
		p.Entries = append(p.Entries, e)
	}
	return p
}

// twinsOf returns what finds twins in p.
func twinsOf(t testing.TB, p *pack.Pack) (*editing.Twins, *bot.Content) {
	t.Helper()
	if err := prepared.ready(); err != nil {
		t.Fatal(err)
	}
	b := newBuilder(prepared.jieba(), false, nil)
	c, err := b.Build(t.Context(), p, 1)
	if err != nil {
		t.Fatal(err)
	}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	s, err := editing.New(editing.Options{
		Store: editingtest.New(items), Live: func() *bot.Content { return c }, Sounds: b.sounds, Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	tw, err := editing.NewTwins(s, b.sounds)
	if err != nil {
		t.Fatal(err)
	}
	return tw, c
}

// TestTwinsOfTheDemo: a slip of the pen and the very same question are found when
// an entry is saved, and the demo's own entries have neither.
func TestTwinsOfTheDemo(t *testing.T) {
	p, err := pack.Read(os.DirFS("../../testdata/xingka"))
	if err != nil {
		t.Fatal(err)
	}
	tw, _ := twinsOf(t, p)
	kinds := func(e knowledge.Entry) map[twins.Kind]int {
		pairs, err := tw.Of(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		n := map[twins.Kind]int{}
		for _, p := range pairs {
			n[p.Kind]++
		}
		return n
	}
	n := kinds(knowledge.Entry{ID: "new", Question: p.Entries[0].Question, Variants: []string{"店铺怎么养一只猫"}})
	if n[twins.Same] != 1 || n[twins.Steals]+n[twins.Near] > 0 {
		t.Errorf("the same question: %v", n)
	}
	for _, e := range p.Entries[:40] {
		if n := kinds(e); n[twins.Same]+n[twins.Near] > 0 {
			t.Errorf("%s: %v", e.ID, n)
		}
	}
}

// TestTwinsOfALargeBase measures a base of 20,000 entries for a minute or two: set
// YIWEN_TWINS to run it.
func TestTwinsOfALargeBase(t *testing.T) {
	if os.Getenv("YIWEN_TWINS") == "" {
		t.Skip("YIWEN_TWINS is not set")
	}
	began := time.Now()
	tw, c := twinsOf(t, halves(t, 20_000))
	t.Logf("built in %v", time.Since(began))
	e := c.Entries["made-777"]
	e.Variants = append(slices.Clone(e.Variants), "这个会员怎么给朋友开通", "发票能寄到公司吗", "卡密复制不了")
	for i := range 40 - len(e.Variants) {
		e.Variants = append(e.Variants, c.Entries[fmt.Sprintf("made-%d", 800+100*i)].Question+"吗")
	}
	var took []time.Duration
	for range 100 {
		began = time.Now()
		if _, err := tw.Of(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	first := took[0]
	slices.Sort(took)
	t.Logf("of one entry with %d questions: first in %v, p50 %v, p99 %v", 1+len(e.Variants), first, took[50], took[99])
	began = time.Now()
	r, err := editing.FindTwins(t.Context(), c, pinyin.New(), func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pairs of %d questions in %v", len(r.Pairs), r.Questions, time.Since(began))
}
