package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

// demo reads the demo content, without what a publish would ask of it.
func demo(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Read(os.DirFS(demoPack))
	if err != nil {
		t.Fatal(err)
	}
	p.Golden = nil
	return p
}

// unlearned has a builder answer a pack by the shipped model: learning takes its
// time, and is not what is tested.
func unlearned(t testing.TB, b *builder, p *pack.Pack) {
	t.Helper()
	path, err := b.models().path(p.Entries, p.Dictionary, p.Synonyms, p.Stops, p.Homophones)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.models().keep(path, rank.DefaultModel()); err != nil {
		t.Fatal(err)
	}
}

// tinker changes a pack as editors do.
func tinker(p *pack.Pack, r *rand.Rand, round int) {
	p.Entries = slices.Clone(p.Entries)
	some := func() *knowledge.Entry {
		e := &p.Entries[r.IntN(len(p.Entries))]
		e.Variants = slices.Clone(e.Variants)
		return e
	}
	word := func() string {
		q := []rune(some().Question)
		i := r.IntN(len(q))
		return string(q[i:min(len(q), i+4)])
	}
	switch round % 8 {
	case 0: // words that nobody said so far, of which another text is half
		e := some()
		e.Variants = append(e.Variants, fmt.Sprintf("饕餮%s%d怎么弄", word(), round), "饕餮盛宴")
	case 1:
		p.Entries = slices.Delete(p.Entries, 3, 3+r.IntN(3))
	case 2:
		at := r.IntN(len(p.Entries))
		p.Entries = slices.Insert(p.Entries, at, knowledge.Entry{
			ID: fmt.Sprintf("new-%d", round), Question: "貔貅" + word() + "zfb怎么用", Variants: []string{word() + "貔貅"}, Answer: "请看「" + word() + "」。", Keywords: []string{"貔貅"},
		})
	case 3:
		e := some()
		e.Answer += word()
	case 4:
		i, k := r.IntN(len(p.Entries)), r.IntN(len(p.Entries))
		p.Entries[i], p.Entries[k] = p.Entries[k], p.Entries[i]
	case 5: // the last that says something goes
		p.Entries = slices.DeleteFunc(p.Entries, func(e knowledge.Entry) bool { return e.ID == fmt.Sprintf("new-%d", round-3) })
		e := some()
		e.Exclude = append(slices.Clone(e.Exclude), word())
	case 6:
		p.Stops = append(slices.Clone(p.Stops), word())
	case 7:
		e := some()
		e.Question = word() + "饕餮" + e.Question
		p.Synonyms = append(slices.Clone(p.Synonyms), []string{"饕餮", "貔貅"})
	}
}

// TestNextBuildIsAsTheFirst: a content that shares what is the same with the one
// before answers exactly as one made from the beginning, feature by feature.
func TestNextBuildIsAsTheFirst(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	p := demo(t)
	var questions []string
	for _, e := range p.Entries {
		questions = append(questions, e.Question, e.Variants[len(e.Variants)/2]+"饕餮")
	}
	r := rand.New(rand.NewPCG(5, 2))
	r.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
	questions = append(questions[:200], "饕餮盛宴", "貔貅", "zfb貔貅", "钱冲了没到")
	rounds := 17
	if testing.Short() {
		rounds = 9
	}
	b := newBuilder(dir, true, nil)
	for round := range rounds {
		if round > 0 {
			tinker(p, r, round-1)
		}
		unlearned(t, b, p)
		next, err := b.Build(ctx, p, 1)
		if err != nil {
			t.Fatal(err)
		}
		anew := newBuilder(dir, true, nil)
		anew.words, anew.segment, anew.sounds = b.words, b.segment, b.sounds // as dear as all the rest
		first, err := anew.Build(ctx, p, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			// Comparing without words is a tenth of the work.
			if want, got := found(ctx, t, first, q), found(ctx, t, next, q); !reflect.DeepEqual(want, got) {
				t.Fatalf("round %d: %q (-anew +next):\n%s", round, q, cmp.Diff(want, got))
			}
		}
	}
}

func found(ctx context.Context, t *testing.T, c *bot.Content, q string) []knowledge.Candidate {
	t.Helper()
	list, err := c.Search.Search(ctx, text.Analyse(q, c.Segment), 12)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
