package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/knowledge/rank"
)

// models remembers in a folder what was learned from which knowledge, so that a
// restart, an ask and an eval do not learn it again. The files are a cache: who
// removes them loses some seconds. Several processes may share the folder.
type models struct{ dir string }

// largeBase is how many entries a knowledge base has whose searches take a
// millisecond: it learns from half as many, which takes some four seconds.
const largeBase = 5000

// keptModels is how many files stay; each has about a kilobyte.
const keptModels = 64

// learn returns the model of the knowledge that r searches. from is all that it
// depends on: what is the same in JSON is taken to be the same.
func (c models) learn(ctx context.Context, r *rank.Ranker, progress func(done, total int), from ...any) (rank.Model, error) {
	path, err := c.path(from...)
	if err != nil {
		return rank.Model{}, err
	}
	if m, ok := c.known(path); ok {
		return m, nil
	}
	return c.train(ctx, r, progress, path)
}

// path is where the model of a knowledge is kept.
func (c models) path(from ...any) (string, error) {
	name := sha256.New()
	if err := json.NewEncoder(name).Encode(append(from, rank.Revision, rank.DefaultModel())); err != nil {
		return "", fmt.Errorf("name the model: %w", err)
	}
	return filepath.Join(c.dir, fmt.Sprintf("%x.json", name.Sum(nil))), nil
}

// known returns the model at path. What is missing or damaged is not known.
func (c models) known(path string) (m rank.Model, ok bool) {
	b, err := os.ReadFile(path)
	return m, err == nil && json.Unmarshal(b, &m) == nil
}

// train learns the model of the knowledge that r searches and keeps it at path.
func (c models) train(ctx context.Context, r *rank.Ranker, progress func(done, total int), path string) (rank.Model, error) {
	o := rank.TrainOptions{Progress: progress}
	if r.Entries() > largeBase {
		o.Variants, o.Entries = 2000, 500
	}
	m, err := r.Train(ctx, o)
	if err != nil {
		return m, fmt.Errorf("learn from the knowledge: %w", err)
	}
	_ = c.keep(path, m) // a folder that cannot be written to costs the seconds of learning next time, no more
	return m, nil
}

// learning is a model that is still to be learned.
type learning struct {
	models   models
	progress func(done, total int)
	ranker   *rank.Ranker
	pack     *pack.Pack // what it is of
	path     string
}

// begin returns what to answer by for now: the model of this very knowledge where
// it is known or quickly learned, else that of the one before where that fits, or
// for a large one the model that every knowledge starts from. done says whether it
// is the first.
func (l *learning) begin(ctx context.Context, before *stock) (answer lesson, done bool, err error) {
	p := l.pack
	if l.path, err = l.models.path(p.Entries, p.Dictionary, p.Synonyms, p.Stops, p.Homophones); err != nil {
		return answer, false, err
	}
	answer.entries = p.Entries
	var ok bool
	if answer.model, ok = l.models.known(l.path); ok {
		return answer, true, nil
	}
	if before != nil && before.learned.fits(p.Entries) {
		return before.learned, false, nil
	}
	if len(p.Entries) > largeBase {
		return lesson{model: rank.DefaultModel()}, false, nil // which fits no other
	}
	answer.model, err = l.learn(ctx)
	return answer, true, err
}

// learn learns the model.
func (l *learning) learn(ctx context.Context) (rank.Model, error) {
	if m, ok := l.models.known(l.path); ok {
		return m, nil
	}
	return l.models.train(ctx, l.ranker, l.progress, l.path)
}

// keep writes a model as a whole or not at all, and removes the oldest files.
func (c models) keep(path string, m rank.Model) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return c.prune()
}

func (c models) prune() error {
	found, err := os.ReadDir(c.dir)
	if err != nil {
		return err
	}
	type file struct {
		name string
		age  int64
	}
	var files []file
	for _, e := range found {
		// A file that vanished meanwhile was another process's to remove.
		if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), ".json") {
			files = append(files, file{e.Name(), -info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.age, b.age) })
	for _, f := range files[min(keptModels, len(files)):] {
		if err := os.Remove(filepath.Join(c.dir, f.name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// limitsOver returns l with what it leaves at 0 as learned.
func limitsOver(l bot.Limits, learned rank.Limits) bot.Limits {
	l.Answer = cmp.Or(l.Answer, learned.Answer)
	l.Suggest = min(cmp.Or(l.Suggest, learned.Suggest), l.Answer)
	l.Gap = cmp.Or(l.Gap, learned.Gap)
	return l
}

// learning shows how far learning is, from its first step to its last.
func (a *app) learning() func(done, total int) {
	var bar progress
	shown := 0
	return func(done, total int) {
		if shown == 0 {
			bar = a.newProgress(int64(total), "learning from the knowledge", false)
		}
		bar.add(done - shown)
		if shown = done; done == total {
			bar.finish()
			shown = 0
		}
	}
}
