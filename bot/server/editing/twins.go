package editing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/quiet"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/twins"
)

const (
	// twinsMost bounds the pairs of a result: the strongest ones.
	twinsMost = 2000
	// twinsKept bounds those that are held while the base is gone through.
	twinsKept = 4 * twinsMost
	// twinsNear is how many entries beside its own each question is held against.
	twinsNear = 4
	// twinsAsk bounds how many questions of one entry are looked at when it is
	// saved: an editor waits.
	twinsAsk = 40
)

// SelfAsker is a bot.Searcher that knows its own texts and can be asked without
// one of them. rank.Ranker is one.
type SelfAsker interface {
	// Texts visits every text: of entry, the question (0) or variant i, raw.
	Texts(visit func(entry string, i int, raw string) bool)
	// Without searches for text i of entry as if nobody had written it.
	Without(ctx context.Context, entry string, i, n int) ([]knowledge.Candidate, error)
}

// TwinsResult is the result of a job that looks for twins.
type TwinsResult struct {
	Entries   int          `json:"entries"`
	Questions int          `json:"questions"`
	Version   int64        `json:"version"` // of the content that was looked at
	Pairs     []twins.Twin `json:"pairs"`
}

// Twins finds entries that are in each other's way. It is safe for concurrent
// use.
type Twins struct {
	*Service
	sounds twins.Sounds
}

// NewTwins returns it.
func NewTwins(s *Service, sounds twins.Sounds) (*Twins, error) {
	if s == nil || sounds == nil {
		return nil, errors.New("editing: all options of the twins are required")
	}
	return &Twins{Service: s, sounds: sounds}, nil
}

// Find starts a job that holds every question of the live base against the
// entries near it, and asks it as if it had not been written. Its result is a
// TwinsResult with the 2,000 strongest pairs.
func (t *Twins) Find(by chat.Staff) (knowledge.Job, error) {
	return t.Start(by, knowledge.JobTwins, func(ctx context.Context, r *Run) (any, error) {
		r.Step("逐条比对问题")
		return FindTwins(ctx, t.live(), t.sounds, r.Progress)
	})
}

// Latest returns the newest job that found twins to its end, or a fault.NotFound.
func (t *Twins) Latest(ctx context.Context) (knowledge.Job, error) {
	jobs, _, err := t.Jobs(ctx, knowledge.JobTwins, 1, 50)
	if err != nil {
		return knowledge.Job{}, err
	}
	i := slices.IndexFunc(jobs, func(j knowledge.Job) bool { return j.State == knowledge.JobDone })
	if i < 0 {
		return knowledge.Job{}, fault.New(fault.NotFound, "还没有检查过重复与冲突")
	}
	return t.Job(ctx, jobs[i].ID)
}

// question is a text of the knowledge: the question of an entry (0), or variant i.
type question struct {
	entry string
	i     int
	raw   string
}

// FindTwins goes through a content's whole base and tells how far it is, one call
// at a time. It stands back behind the customers' questions.
func FindTwins(ctx context.Context, c *bot.Content, sounds twins.Sounds, progress func(done, total int64)) (*TwinsResult, error) {
	ask, ok := c.Search.(SelfAsker)
	if !ok {
		return nil, fault.New(fault.Invalid, "当前的检索不支持这项检查")
	}
	var all []question
	ask.Texts(func(entry string, i int, raw string) bool {
		all = append(all, question{entry, i, raw})
		return true
	})
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		mu    sync.Mutex // guards what follows
		done  int64
		pairs []twins.Twin
	)
	look := func(q question) error {
		found, err := ask.Without(ctx, q.entry, q.i, twinsNear+1)
		if err != nil {
			return err
		}
		f := finder{content: c, sounds: sounds}
		f.look(c.Entries[q.entry], q.raw, found)
		mu.Lock()
		defer mu.Unlock()
		if pairs = append(pairs, f.pairs...); len(pairs) > twinsKept {
			pairs = twins.Strongest(pairs, twinsMost)
		}
		if done++; done%32 == 0 || done == int64(len(all)) {
			progress(done, int64(len(all)))
		}
		return nil
	}
	err := quiet.Each(ctx, len(all), func(i int) {
		if err := look(all[i]); err != nil {
			stop(err)
		}
	})
	if err := cmp.Or(context.Cause(ctx), err); err != nil {
		return nil, err
	}
	return &TwinsResult{Entries: len(c.Entries), Questions: len(all), Version: c.Version, Pairs: twins.Strongest(pairs, twinsMost)}, nil
}

// Of returns what is in the way of an entry as an editor is about to save it, the
// worst first: of its question and its first 40 similar questions. Entries are held
// against what is live and against those of the working copy that are changed.
func (t *Twins) Of(ctx context.Context, e knowledge.Entry) ([]twins.Twin, error) {
	c := t.live()
	ask, _ := c.Search.(SelfAsker)
	live := c.Entries[e.ID]
	liveTexts := append([]string{live.Question}, live.Variants...)
	d, err := t.Draft(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := changedEntries(d, e.ID)
	if err != nil {
		return nil, err
	}
	f := finder{content: c, sounds: t.sounds, changed: changed}
	f.prepare()
	texts := append([]string{e.Question}, e.Variants...)
	for _, raw := range texts[:min(len(texts), 1+twinsAsk)] {
		var found []knowledge.Candidate
		// One that is live finds itself: it is asked as if it were not there.
		if i := slices.Index(liveTexts, raw); i >= 0 && ask != nil && live.ID != "" {
			found, err = ask.Without(ctx, e.ID, i, twinsNear+1)
		} else {
			found, err = c.Search.Search(ctx, text.Analyse(raw, c.Segment), twinsNear+1)
		}
		if err != nil {
			return nil, fmt.Errorf("search the knowledge: %w", err)
		}
		f.look(e, raw, found)
		f.lookAtChanged(e, raw)
	}
	return twins.Strongest(f.pairs, twinsAsk), nil
}

// changedEntries are the entries of the working copy that are not as they are
// live, but for one; nil = removed.
func changedEntries(d *Draft, but string) (map[string]*knowledge.Entry, error) {
	out := map[string]*knowledge.Entry{}
	for c := range d.Changes() {
		if c.Kind != pack.KindEntry || c.ID == but {
			continue
		}
		out[c.ID] = nil
		if p, ok := d.Entry(c.ID); ok {
			out[c.ID] = &p.Value
		}
	}
	return out, nil
}

// finder collects twins.
type finder struct {
	content *bot.Content
	sounds  twins.Sounds
	changed map[string]*knowledge.Entry // of the working copy, nil = removed
	texts   []changedText               // of changed
	same    map[string][]changedText    // by plain form
	pairs   []twins.Twin
}

// changedText is a question of an entry that is changed in the working copy.
type changedText struct {
	entry *knowledge.Entry
	raw   string
	*twins.Text
}

// look notes what is in the way of a question among those that a search found
// without it.
func (f *finder) look(e knowledge.Entry, raw string, found []knowledge.Candidate) {
	mine := twins.NewText(raw, f.sounds)
	own := 0.0
	for _, k := range found {
		if k.ID == e.ID {
			own = k.Score
		}
	}
	best := true
	for _, k := range found {
		if k.ID == e.ID {
			continue
		}
		other, ok := f.content.Entries[k.ID]
		_, changed := f.changed[k.ID]
		if !ok || changed {
			continue
		}
		twin := twins.Twin{
			Text: raw, Entry: e.ID, Question: e.Question, OtherText: k.Text, Other: k.ID, OtherQuestion: other.Question,
		}
		twin.Score = twins.Measure(mine, twins.NewText(k.Text, f.sounds))
		switch {
		case twin.Score == 1:
			twin.Kind = twins.Same
		case best && k.Score >= f.content.Limits.Answer && k.Score-own >= f.content.Limits.Gap:
			twin.Kind, twin.Score, twin.Gap = twins.Steals, k.Score, k.Score-own
		case twin.Score >= twins.Alike:
			twin.Kind = twins.Near
		}
		best = false
		if twin.Kind != "" {
			f.pairs = append(f.pairs, rounded(twin))
		}
	}
}

// changedMost bounds how many changed questions one is measured against, which
// takes a tenth of a microsecond each. After the import of a sheet there are more: of those
// only the same ones are found.
const changedMost = 1000

// prepare makes ready what lookAtChanged holds questions against.
func (f *finder) prepare() {
	f.same = map[string][]changedText{}
	for _, id := range slices.Sorted(maps.Keys(f.changed)) {
		e := f.changed[id]
		if e == nil {
			continue
		}
		for _, raw := range append([]string{e.Question}, e.Variants...) {
			if len(f.texts) < changedMost {
				t := changedText{e, raw, twins.NewText(raw, f.sounds)}
				f.texts = append(f.texts, t)
			}
			plain := text.Plain(text.Normalise(raw))
			f.same[plain] = append(f.same[plain], changedText{entry: e, raw: raw})
		}
	}
}

// rounded returns t with its figures in thousandths, which is what anybody reads.
func rounded(t twins.Twin) twins.Twin {
	t.Score, t.Gap = math.Round(t.Score*1000)/1000, math.Round(t.Gap*1000)/1000
	return t
}

// lookAtChanged holds a question against the entries that are changed in the
// working copy.
func (f *finder) lookAtChanged(e knowledge.Entry, raw string) {
	if len(f.same) == 0 {
		return
	}
	mine := twins.NewText(raw, f.sounds)
	note := func(kind twins.Kind, other changedText, score float64) {
		f.pairs = append(f.pairs, rounded(twins.Twin{
			Kind: kind, Text: raw, Entry: e.ID, Question: e.Question, OtherText: other.raw, Other: other.entry.ID,
			OtherQuestion: other.entry.Question, Score: score,
		}))
	}
	for _, other := range f.same[mine.Plain] {
		note(twins.Same, other, 1)
	}
	for _, other := range f.texts {
		if m := twins.Measure(mine, other.Text); m >= twins.Alike && m < 1 {
			note(twins.Near, other, m)
		}
	}
}
