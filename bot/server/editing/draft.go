package editing

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// Draft is the working copy at one moment. It is immutable and safe for
// concurrent use. What it gives out must not be changed.
type Draft struct {
	Version int64 // the version that is live in it
	Rev     int64 // its last revision: another state has another

	pieces  map[knowledge.Ref]*piece
	kinds   map[string][]*piece // of each kind those that are not removed, in their order
	entries []*piece            // all of them, removed ones too, in their order
	packed  func() (*pack.Pack, error)
	clock   func() time.Time // of what takes long in a check
}

// Piece is one piece of the working copy.
type Piece[T any] struct {
	knowledge.Ref
	Position int
	Value    T
	Rev      int64             // of Change, else its last revision, 0 = none: what an Edit of it is based on
	At       time.Time         // of Rev; where that discards a change, of what is live
	By       string            // who made it At, as people are called
	Change   *knowledge.Change // nil = it is as it is live
	Live     *T                // nil = it is not live
}

// Draft returns the working copy as it is now. It reads what changed since the
// last time, and everything the first time.
func (s *Service) Draft(ctx context.Context) (*Draft, error) {
	d := s.current.Load()
	if d != nil {
		w, err := s.store.Working(ctx, d.Version, d.Rev)
		if err != nil {
			return nil, fmt.Errorf("ask for the working copy: %w", err)
		}
		if w.Version == d.Version && w.Rev == d.Rev {
			return d, nil
		}
	}
	// One reads for all: the first time it is a lot.
	s.reload.Lock()
	defer s.reload.Unlock()
	if d = s.current.Load(); d == nil {
		d = s.emptyDraft()
	}
	w, err := s.store.Working(ctx, d.Version, d.Rev)
	if err == nil && (w.Version < d.Version || w.Rev < d.Rev) {
		d = s.emptyDraft() // an older data base was put back
		w, err = s.store.Working(ctx, 0, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("read the working copy: %w", err)
	}
	if w.Version != d.Version || w.Rev != d.Rev {
		if d, err = d.with(w, s.known(w.Version)); err != nil {
			return nil, fmt.Errorf("read the working copy: %w", err)
		}
	}
	s.current.Store(d)
	return d, nil
}

// known returns the entries of a version where the bot answers from it, so that
// they need not be decoded anew; else nil.
func (s *Service) known(version int64) map[string]knowledge.Entry {
	if c := s.live(); c != nil && c.Version == version {
		return c.Entries
	}
	return nil
}

// settingsRef names the settings.
func settingsRef() knowledge.Ref {
	return knowledge.Ref{Kind: pack.KindSettings, ID: pack.KindSettings}
}

// entryRef names an entry.
func entryRef(id string) knowledge.Ref { return knowledge.Ref{Kind: pack.KindEntry, ID: id} }

// Entry returns an entry that is not removed.
func (d *Draft) Entry(id string) (Piece[knowledge.Entry], bool) {
	p := d.pieces[entryRef(id)]
	if p == nil || p.removed() {
		return Piece[knowledge.Entry]{}, false
	}
	return p.asEntry(), true
}

// Shown is Entry, and also finds one that is removed with the next publish: as it
// is live.
func (d *Draft) Shown(id string) (Piece[knowledge.Entry], bool) {
	p := d.pieces[entryRef(id)]
	if p == nil || !p.removed() {
		return d.Entry(id)
	}
	return Piece[knowledge.Entry]{
		Ref: p.Ref, Position: p.position(), Value: *p.shown(), Rev: p.rev, At: p.at, By: p.by, Change: p.change, Live: p.liveEntry,
	}, true
}

// Entries returns all entries that are not removed, in their order.
func (d *Draft) Entries() iter.Seq[Piece[knowledge.Entry]] {
	return func(yield func(Piece[knowledge.Entry]) bool) {
		for _, p := range d.kinds[pack.KindEntry] {
			if !yield(p.asEntry()) {
				return
			}
		}
	}
}

// Piece returns a piece of any kind with its JSON; that of a removed one is nil.
func (d *Draft) Piece(ref knowledge.Ref) (Piece[[]byte], bool) {
	p := d.pieces[ref]
	if p == nil {
		return Piece[[]byte]{}, false
	}
	return p.asBody(), true
}

// Pieces returns the pieces of a kind that are not removed, in their order.
func (d *Draft) Pieces(kind string) iter.Seq[Piece[[]byte]] {
	return func(yield func(Piece[[]byte]) bool) {
		for _, p := range d.kinds[kind] {
			if !yield(p.asBody()) {
				return
			}
		}
	}
}

// Changes returns what is not as it is live, removed pieces too, in no order.
func (d *Draft) Changes() iter.Seq[knowledge.Change] {
	return func(yield func(knowledge.Change) bool) {
		for _, p := range d.pieces {
			if p.change != nil && !yield(*p.change) {
				return
			}
		}
	}
}

// Pack returns the content pack with every change made. What is wrong with it is
// a fault.Invalid. It is made once for all who ask.
func (d *Draft) Pack() (*pack.Pack, error) { return d.packed() }

// Approved returns the items of the next version, in no order: live with the
// approved changes made, and those changes. With refs it takes the approved ones
// among these only; one that is not approved is a fault.Invalid.
func (d *Draft) Approved(refs ...knowledge.Ref) (items []knowledge.Item, changes []knowledge.Change, err error) {
	wanted := make(map[knowledge.Ref]bool, len(refs))
	for _, ref := range refs {
		p := d.pieces[ref]
		if p == nil || p.change == nil || p.change.State != knowledge.Approved {
			return nil, nil, fault.New(fault.Invalid, "%s %s 没有待发布的修改", ref.Kind, ref.ID)
		}
		wanted[ref] = true
	}
	for ref, p := range d.pieces {
		switch {
		case p.change != nil && p.change.State == knowledge.Approved && (len(refs) == 0 || wanted[ref]):
			changes = append(changes, *p.change)
			if !p.removed() {
				items = append(items, p.item())
			}
		case p.live != nil:
			items = append(items, *p.live)
		}
	}
	return items, changes, nil
}

// Settings returns the settings of the working copy; the zero ones where they
// cannot be read, which no Save stores.
func (d *Draft) Settings() pack.Settings {
	s, err := pack.ReadSettings(d.single(pack.KindSettings))
	if err != nil {
		return pack.Settings{}
	}
	return s
}

// LiveSettings returns the settings that are live; see Settings.
func (d *Draft) LiveSettings() pack.Settings {
	p := d.pieces[settingsRef()]
	if p == nil || p.live == nil {
		return d.Settings() // of a shop that nothing of is live
	}
	s, err := pack.ReadSettings(p.live.Body)
	if err != nil {
		return pack.Settings{}
	}
	return s
}

// reviews reports whether nobody may approve his own changes: as soon as somebody
// asks for it, and until it is live that nobody does any more.
func (d *Draft) reviews() bool { return d.Settings().Review || d.LiveSettings().Review }

// Teams returns the teams of the working copy; see Settings.
func (d *Draft) Teams() pack.Teams {
	t, err := pack.ReadTeams(d.single(pack.KindTeams))
	if err != nil {
		return pack.Teams{}
	}
	return t
}

// single is the body of the one piece of a kind; "{}" where it was never stored.
func (d *Draft) single(kind string) []byte {
	p := d.pieces[knowledge.Ref{Kind: kind, ID: kind}]
	if p == nil || p.removed() {
		return []byte("{}")
	}
	return p.item().Body
}

// packOf makes a pack of what is not removed.
func packOf(pieces map[knowledge.Ref]*piece) (*pack.Pack, error) {
	items := make([]knowledge.Item, 0, len(pieces))
	for _, p := range pieces {
		if !p.removed() {
			items = append(items, p.item())
		}
	}
	return pack.FromItems(items)
}

func (s *Service) emptyDraft() *Draft {
	return &Draft{pieces: map[knowledge.Ref]*piece{}, kinds: map[string][]*piece{}, clock: s.clock}
}

// seal returns d with what is made once for all who ask.
func (d *Draft) seal() *Draft {
	pieces := d.pieces // and not d, which would keep its successor's memory
	d.packed = sync.OnceValues(func() (*pack.Pack, error) { return packOf(pieces) })
	return d
}
