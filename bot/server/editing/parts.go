package editing

import (
	"slices"

	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// mostAtOnce is how many changes a step is taken with in one transaction:
// customers' messages wait for it.
const mostAtOnce = 250

// parts cuts list into what is stored at once, one part after the other. Where
// apart is false, those that name each other are together in the first part,
// however many they are: a part must never leave one that names what is gone.
func parts(d *Draft, list []knowledge.RefRev, apart bool) [][]knowledge.RefRev {
	if len(list) == 0 {
		return nil
	}
	if len(list) <= mostAtOnce {
		return [][]knowledge.RefRev{list}
	}
	var out [][]knowledge.RefRev
	if !apart {
		all := make(map[knowledge.Ref]bool, len(list))
		for _, r := range list {
			all[r.Ref] = true
		}
		linked := d.linked(all)
		var first, rest []knowledge.RefRev
		for _, r := range list {
			if linked[r.Ref] {
				first = append(first, r)
			} else {
				rest = append(rest, r)
			}
		}
		if len(first) > 0 {
			out = append(out, first)
		}
		list = rest
	}
	return slices.AppendSeq(out, slices.Chunk(list, mostAtOnce))
}

// linked returns those of refs that name others of them, as they are live or
// changed, and those that are named.
func (d *Draft) linked(refs map[knowledge.Ref]bool) map[knowledge.Ref]bool {
	out := map[knowledge.Ref]bool{}
	for ref := range refs {
		p := d.pieces[ref]
		if p == nil {
			continue
		}
		for _, id := range p.names() {
			if other := entryRef(id); other != ref && refs[other] {
				out[ref], out[other] = true, true
			}
		}
	}
	return out
}

// names returns the entries that a piece names, as it is live or changed.
func (p *piece) names() (ids []string) {
	if p.Kind == pack.KindEntry {
		for _, e := range []*knowledge.Entry{p.entry, p.liveEntry} {
			if e != nil {
				ids = append(ids, e.Related...)
			}
		}
		return ids
	}
	if p.live != nil {
		named, _ := pack.References(*p.live) // what cannot be read names nothing
		ids = append(ids, named...)
	}
	if p.change != nil && p.change.Body != nil {
		named, _ := pack.References(p.item())
		ids = append(ids, named...)
	}
	return ids
}
