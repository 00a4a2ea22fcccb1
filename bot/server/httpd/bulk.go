package httpd

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
)

// maxBulk bounds the entries of one request: all that a knowledge base has.
const maxBulk = 50_000

type bulkInput struct {
	Body struct {
		IDs    []string       `json:"ids,omitempty" maxItems:"50000"`
		Filter *EntryFilter   `json:"filter,omitempty" doc:"In place of ids: all that it finds"`
		Except []string       `json:"except,omitempty" maxItems:"50000" doc:"Beside a filter: ids of those that it is not done with"`
		Action editing.Action `json:"action" enum:"move,tag,untag,team,audience,owner,review_on,from,until,on,off,remove,submit,approve,return,discard"`
		Value  string         `json:"value,omitempty" maxLength:"500" doc:"What becomes of it; of steps a note"`
	}
}

func (s *server) bulkEntries(ctx context.Context, in *bulkInput) (*movedOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	ids := in.Body.IDs
	switch f := in.Body.Filter; {
	case (f == nil) == (len(ids) == 0), f == nil && len(in.Body.Except) > 0:
		return nil, fault.New(fault.Invalid, "请选择要操作的条目")
	case len(ids) > maxBulk:
		return nil, fault.New(fault.Invalid, "一次最多操作 %d 个条目", maxBulk)
	case f != nil:
		d, err := s.Drafts.Draft(ctx)
		if err != nil {
			return nil, err
		}
		rows, err := s.Entries.Select(ctx, d, f.filter())
		if err != nil {
			return nil, err
		}
		but := make(map[string]bool, len(in.Body.Except))
		for _, id := range in.Body.Except {
			but[id] = true
		}
		ids = slices.DeleteFunc(each(rows, func(r editing.Row) string { return r.ID }), func(id string) bool { return but[id] })
	}
	return moved(s.Entries.Bulk(ctx, staff, ids, in.Body.Action, in.Body.Value))
}

// sortedKeys returns the keys of m in their order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
