package editing

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// piece is a piece of a Draft: live, changed, or both. It never changes once its
// Draft is made, and Drafts share it.
type piece struct {
	knowledge.Ref
	live   *knowledge.Item
	change *knowledge.Change
	rev    int64
	at     time.Time // as that of a Piece, and by whom
	by     string

	entry     *knowledge.Entry // of an entry that is not removed
	liveEntry *knowledge.Entry // of an entry that is live
	words     *words           // of entry, to search
}

// removed reports whether the working copy has it no more.
func (p *piece) removed() bool { return p.change != nil && p.change.Body == nil }

// shown is the entry as lists show it: a removed one as it is live, or where it
// never was as nothing but its id.
func (p *piece) shown() *knowledge.Entry {
	switch {
	case p.entry != nil:
		return p.entry
	case p.liveEntry != nil:
		return p.liveEntry
	}
	return &knowledge.Entry{ID: p.ID}
}

// item is the piece as the working copy has it; it must not be removed.
func (p *piece) item() knowledge.Item {
	if p.change == nil {
		return *p.live
	}
	return knowledge.Item{Kind: p.Kind, ID: p.ID, Position: p.change.Position, Body: p.change.Body}
}

func (p *piece) position() int {
	if p.change != nil {
		return p.change.Position
	}
	return p.live.Position
}

func (p *piece) asEntry() Piece[knowledge.Entry] {
	return Piece[knowledge.Entry]{
		Ref: p.Ref, Position: p.position(), Value: *p.entry, Rev: p.rev, At: p.at, By: p.by, Change: p.change, Live: p.liveEntry,
	}
}

func (p *piece) asBody() Piece[[]byte] {
	out := Piece[[]byte]{Ref: p.Ref, Position: p.position(), Rev: p.rev, At: p.at, By: p.by, Change: p.change}
	if !p.removed() {
		out.Value = p.item().Body
	}
	if p.live != nil {
		out.Live = &p.live.Body
	}
	return out
}

// order is that of pieces of one kind.
func order(a, b *piece) int {
	return cmp.Or(cmp.Compare(a.position(), b.position()), cmp.Compare(a.ID, b.ID))
}

// with returns the working copy after what w says became of it. It shares with d
// what is the same, and with known, the entries that are live in w, what they say.
func (d *Draft) with(w knowledge.Working, known map[string]knowledge.Entry) (*Draft, error) {
	next := &Draft{Version: w.Version, Rev: w.Rev, pieces: maps.Clone(d.pieces), kinds: maps.Clone(d.kinds), entries: d.entries, clock: d.clock}
	touched := make(map[knowledge.Ref]*piece, len(w.Live)+len(w.Changes))
	touch := func(ref knowledge.Ref) *piece {
		p := touched[ref]
		if p == nil {
			p = &piece{Ref: ref}
			if old := d.pieces[ref]; old != nil {
				p.live, p.change, p.rev, p.at, p.by = old.live, old.change, old.rev, old.at, old.by
			}
			touched[ref] = p
		}
		return p
	}
	for i := range w.Live {
		touch(w.Live[i].Ref()).live = &w.Live[i]
	}
	for _, ref := range w.Gone {
		touch(ref).live = nil
	}
	for _, tip := range w.Tips { // those that have a change are in Changes
		p := touch(tip.Ref)
		p.rev, p.at, p.by, p.change = tip.Rev, tip.At, cmp.Or(tip.ByName, tip.By), nil
	}
	for i := range w.Changes {
		c := &w.Changes[i]
		p := touch(c.Ref)
		p.change = c
		if p.rev != c.Rev { // something went live below it meanwhile
			p.rev, p.at, p.by = c.Rev, c.At, cmp.Or(c.ByName, c.By)
		}
	}
	if err := decodeAll(d.pieces, touched, known); err != nil {
		return nil, err
	}
	kinds := map[string]bool{}
	for ref, p := range touched {
		kinds[ref.Kind] = true
		if p.live == nil && p.change == nil {
			delete(next.pieces, ref)
		} else {
			next.pieces[ref] = p
		}
	}
	for kind := range kinds {
		next.sort(kind)
	}
	return next.seal(), nil
}

// sort brings the pieces of a kind into their order.
func (d *Draft) sort(kind string) {
	list := make([]*piece, 0, len(d.kinds[kind])+1)
	for ref, p := range d.pieces {
		if ref.Kind == kind {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, order)
	if kind == pack.KindEntry {
		d.entries = list
		list = slices.Clone(list)
	}
	d.kinds[kind] = slices.DeleteFunc(list, (*piece).removed)
}

// decodeAll decodes the entries among pieces, on all processors: the first time
// it is every entry there is. What old has decoded already is taken over.
func decodeAll(old, pieces map[knowledge.Ref]*piece, known map[string]knowledge.Entry) error {
	var entries []*piece
	for ref, p := range pieces {
		if ref.Kind == pack.KindEntry {
			entries = append(entries, p)
		}
	}
	if len(entries) == 0 {
		return nil
	}
	share := max(1, (len(entries)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	errs := make([]error, (len(entries)+share-1)/share)
	var all sync.WaitGroup
	at := 0
	for part := range slices.Chunk(entries, share) {
		err := &errs[at]
		at++
		all.Go(func() {
			for _, p := range part {
				if *err = p.decode(old[p.Ref], known); *err != nil {
					return
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// decode fills in what an entry is, from old where it was the same.
func (p *piece) decode(old *piece, known map[string]knowledge.Entry) (err error) {
	if p.live != nil {
		if e, ok := known[p.ID]; old != nil && old.live != nil && bytes.Equal(old.live.Body, p.live.Body) {
			p.liveEntry = old.liveEntry
		} else if ok {
			p.liveEntry = &e
		} else if p.liveEntry, err = decodeEntry(p.ID, p.live.Body); err != nil {
			return err
		}
	}
	switch {
	case p.live == nil && p.change == nil:
		return nil
	case p.removed():
	case p.change == nil:
		p.entry = p.liveEntry
	case old != nil && old.entry != nil && bytes.Equal(old.item().Body, p.change.Body):
		p.entry = old.entry
	default:
		if p.entry, err = decodeEntry(p.ID, p.change.Body); err != nil {
			return err
		}
	}
	if old != nil && old.entry == p.entry && old.entry != nil {
		p.words = old.words
	} else {
		p.words = &words{}
	}
	return nil
}

func decodeEntry(id string, body []byte) (*knowledge.Entry, error) {
	var e knowledge.Entry
	if err := json.Unmarshal(body, &e); err != nil {
		return nil, fmt.Errorf("decode entry %s: %w", id, err)
	}
	return &e, nil
}

// liveBody reports whether body, in the canonical form, says what is live. What
// is live may have been stored in an older form.
func (p *piece) liveBody(body []byte) bool {
	if bytes.Equal(p.live.Body, body) {
		return true
	}
	live, err := pack.Canonical(*p.live)
	return err == nil && bytes.Equal(live.Body, body)
}
