package editing

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// Status is whether an entry answers at a moment. The list is closed.
type Status string

// The closed list of statuses.
const (
	On        Status = "on"
	Off       Status = "off"       // switched off
	Scheduled Status = "scheduled" // not yet
	Expired   Status = "expired"   // no longer
)

// State is what entries are asked for by: how far their change has come, or how
// they stand. The list is closed.
type State string

// The closed list of states; "" = every entry that is not removed.
const (
	StateDraft     = State(knowledge.Drafted)
	StateReview    = State(knowledge.InReview)
	StateApproved  = State(knowledge.Approved)
	StateLive      = State("live") // as it is live
	StateOff       = State(Off)
	StateScheduled = State(Scheduled)
	StateExpired   = State(Expired)
	StateDue       = State("due")     // the day of its review has come
	StateRemoved   = State("removed") // it goes with the next publish
)

// By is how a text is looked for. The list is closed.
type By string

// The closed list of ways to look for a text.
const (
	ByText By = "text" // in all texts, the id, and the initials of questions
	ByBot  By = "bot"  // as the bot that is live ranks it
	ByID   By = "id"
)

// Filter says which entries are wanted. The zero Filter wants all.
type Filter struct {
	Text     string
	By       By     // "" = ByText
	Category string // with all below it
	Tag      string
	Team     string
	Audience string
	Owner    string
	State    State
}

// Sort is the order of a list. The list is closed.
type Sort string

// The closed list of orders. "" is how well the text was found, then by position.
const (
	ByPosition Sort = "position"
	ByChange   Sort = "changed" // the last first
	ByQuestion Sort = "question"
)

// Row is an entry in a list. That of a removed one is as it is live.
type Row struct {
	knowledge.Entry
	Rev     int64
	At      time.Time // as that of a Piece; zero = nobody knows
	By      string
	Change  *knowledge.Change // nil = as it is live
	What    knowledge.What    // of Change; "" = as it is live
	Status  Status
	Score   float64 // of ByBot
	Matched string  // the text that was found; empty where none was looked for
}

// what says what the change of p makes of it.
func (p *piece) what() knowledge.What {
	switch {
	case p.change == nil:
		return ""
	case p.removed():
		return knowledge.Removed
	case p.live == nil:
		return knowledge.Added
	}
	return knowledge.Changed
}

// List is a page of entries and what there is to narrow the list by.
type List struct {
	Rows       []Row
	Total      int
	Categories map[string]int // by path, with all below; of what fits but for the category
	Tags       map[string]int // of what fits but for the tag
	States     map[State]int  // of what fits but for the state
}

// botAsks is how many entries a search by the bot returns.
const botAsks = 200

// List returns a page of the entries that fit, page from 1. It looks at every
// entry: some milliseconds for 20,000, but for the first search of a text, which
// takes a second.
func (s *Service) List(ctx context.Context, d *Draft, f Filter, sort Sort, page, size int) (*List, error) {
	rows, out, err := s.filter(ctx, d, f)
	if err != nil {
		return nil, err
	}
	out.Total = len(rows)
	start := min((page-1)*size, len(rows))
	for _, i := range sorted(rows, sort)[start:min(start+size, len(rows))] {
		out.Rows = append(out.Rows, rows[i].row())
	}
	return out, nil
}

// Select returns the entries that fit, by position.
func (s *Service) Select(ctx context.Context, d *Draft, f Filter) ([]Row, error) {
	hits, _, err := s.filter(ctx, d, f)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(hits))
	for i, h := range hits {
		rows[i] = h.row()
	}
	return rows, nil
}

// hit is an entry that fits.
type hit struct {
	*piece
	entry  *knowledge.Entry
	status Status
	rank   int // of the text: less is better
	score  float64
	text   string
}

func (h hit) row() Row {
	return Row{
		Entry: *h.entry, Rev: h.rev, At: h.at, By: h.by, Change: h.change, What: h.what(), Status: h.status,
		Score: h.score, Matched: h.text,
	}
}

// sorted returns the places of rows, which are by position, in an order.
func sorted(rows []hit, by Sort) []int {
	places := make([]int, len(rows))
	for i := range places {
		places[i] = i
	}
	less := func(a, b *hit) int { return cmp.Compare(a.rank, b.rank) }
	switch by {
	case ByPosition:
		return places
	case ByChange:
		less = func(a, b *hit) int { return b.at.Compare(a.at) }
	case ByQuestion:
		less = func(a, b *hit) int { return strings.Compare(a.entry.Question, b.entry.Question) }
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Or(less(&rows[a], &rows[b]), cmp.Compare(a, b)) })
	return places
}

// clock is what states depend on.
type clock struct{ minute, day string }

// clockOf returns the time of the shop.
func (s *Service) clockOf(d *Draft) clock {
	now := s.shopNow(d)
	return clock{now.Format("2006-01-02 15:04"), now.Format(time.DateOnly)}
}

// status says whether an entry answers. Moments are written so that the later is
// the greater text.
func (c clock) status(e *knowledge.Entry) Status {
	switch {
	case e.Off:
		return Off
	case e.Until != "" && string(e.Until) <= c.minute:
		return Expired
	case string(e.From) > c.minute:
		return Scheduled
	}
	return On
}

// filter returns the entries that fit, by position, and what all others count.
func (s *Service) filter(ctx context.Context, d *Draft, f Filter) ([]hit, *List, error) {
	found, err := s.look(ctx, d, f)
	if err != nil {
		return nil, nil, err
	}
	now := s.clockOf(d)
	out := &List{Categories: map[string]int{}, Tags: map[string]int{}, States: map[State]int{}}
	var hits []hit
	for _, p := range d.entries {
		h := hit{piece: p, entry: p.shown()}
		if found != nil {
			what, ok := found[p]
			if !ok {
				continue
			}
			h.rank, h.score, h.text = what.rank, what.score, what.text
		}
		e := h.entry
		if f.Team != "" && e.Team != f.Team || f.Audience != "" && string(e.Audience) != f.Audience || f.Owner != "" && e.Owner != f.Owner {
			continue
		}
		h.status = now.status(e)
		category, tag, state := below(e.Category, f.Category), f.Tag == "" || slices.Contains(e.Tags, f.Tag), h.fits(f.State, now)
		if tag && state {
			out.countCategory(e.Category)
		}
		if category && state {
			for _, t := range e.Tags {
				out.Tags[t]++
			}
		}
		if category && tag {
			out.countStates(h, now)
		}
		if category && tag && state {
			hits = append(hits, h)
		}
	}
	return hits, out, nil
}

// below reports whether a category is path, or below it.
func below(category, path string) bool {
	rest, ok := strings.CutPrefix(category, path)
	return path == "" || ok && (rest == "" || rest[0] == '/')
}

func (l *List) countCategory(path string) {
	for i := range len(path) {
		if path[i] == '/' {
			l.Categories[path[:i]]++
		}
	}
	if path != "" {
		l.Categories[path]++
	}
}

func (l *List) countStates(h hit, now clock) {
	for _, state := range []State{
		StateDraft, StateReview, StateApproved, StateLive, StateOff, StateScheduled, StateExpired, StateDue, StateRemoved,
	} {
		if h.fits(state, now) {
			l.States[state]++
		}
	}
}

// fits reports whether an entry is in a state. One that is removed is in that of
// its change, and in no other.
func (h hit) fits(state State, now clock) bool {
	if h.removed() {
		return state == StateRemoved || state == State(h.change.State)
	}
	switch state {
	case "":
		return true
	case StateDraft, StateReview, StateApproved:
		return h.change != nil && State(h.change.State) == state
	case StateLive:
		return h.change == nil
	case StateDue:
		return h.entry.ReviewOn != "" && string(h.entry.ReviewOn) <= now.day
	}
	return State(h.status) == state
}

// found is how a text was found in an entry.
type found struct {
	rank  int
	score float64
	text  string
}

// look looks for the text of f; nil where there is none.
func (s *Service) look(ctx context.Context, d *Draft, f Filter) (map[*piece]found, error) {
	q := wants(f.Text)
	if len(q.words) == 0 {
		return nil, nil
	}
	switch f.By {
	case ByBot:
		return s.lookAsBot(ctx, d, q.raw)
	case ByID:
		out := map[*piece]found{}
		for _, p := range d.entries {
			if strings.Contains(p.ID, q.words[0]) {
				out[p] = found{text: p.ID}
			}
		}
		return out, nil
	}
	return s.lookInTexts(d, q), nil
}

// lookAsBot ranks entries as the bot does that is live.
func (s *Service) lookAsBot(ctx context.Context, d *Draft, raw string) (map[*piece]found, error) {
	live := s.live()
	list, err := live.Search.Search(ctx, text.Analyse(raw, live.Segment), botAsks)
	if err != nil {
		return nil, fmt.Errorf("search as the bot: %w", err)
	}
	out := make(map[*piece]found, len(list))
	for i, c := range list {
		if p := d.pieces[entryRef(c.ID)]; p != nil {
			out[p] = found{rank: i, score: c.Score, text: c.Text}
		}
	}
	return out, nil
}

// lookInTexts finds the entries that hold every word, on all processors: the
// first time their texts are brought into the normal form.
func (s *Service) lookInTexts(d *Draft, q wanted) map[*piece]found {
	all := d.entries
	share := max(1, (len(all)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	out := make(map[*piece]found)
	var mu sync.Mutex
	var each sync.WaitGroup
	for part := range slices.Chunk(all, share) {
		each.Go(func() {
			for _, p := range part {
				e := p.shown()
				p.words.of(e, s.sounds)
				rank, place, ok := p.words.find(p.ID, q)
				if !ok {
					continue
				}
				f := found{rank: rank, text: shownTexts(e)[place]}
				mu.Lock()
				out[p] = f
				mu.Unlock()
			}
		})
	}
	each.Wait()
	return out
}
