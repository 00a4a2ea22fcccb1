package editing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// maxTries bounds how often what nobody else does at the same time is begun anew.
const maxTries = 3

// Create saves a new entry, last of all, and returns its id: that of body or,
// where body has none, one made of its question.
func (s *Service) Create(ctx context.Context, by chat.Staff, body []byte, note string) (string, error) {
	var fields map[string]json.RawMessage
	var head struct{ ID, Question string }
	if err := json.Unmarshal(body, &fields); err == nil && fields != nil {
		_ = json.Unmarshal(fields["id"], &head.ID) // what is no text is none; the check says so
		_ = json.Unmarshal(fields["question"], &head.Question)
	}
	for try := 1; ; try++ {
		d, err := s.Draft(ctx)
		if err != nil {
			return "", err
		}
		id := head.ID
		if id == "" && fields != nil {
			id = s.newEntryID(d, head.Question)
			fields["id"], _ = json.Marshal(id) // a text has its JSON
			if body, err = json.Marshal(fields); err != nil {
				return "", fmt.Errorf("encode the new entry: %w", err)
			}
		}
		_, err = s.Save(ctx, by, knowledge.StepSave, []knowledge.Edit{{Ref: entryRef(id), Position: d.last(pack.KindEntry) + 1, Body: body, Note: note}})
		var taken *Conflict
		if head.ID == "" && errors.As(err, &taken) && try < maxTries {
			continue // somebody made the same id in between
		}
		return id, err
	}
}

// last is the greatest position of a kind, -1 where there is none.
func (d *Draft) last(kind string) int {
	list := d.kinds[kind]
	if kind == pack.KindEntry {
		list = d.entries
	}
	if len(list) == 0 {
		return -1
	}
	return list[len(list)-1].position()
}

// Restore makes an older revision of a piece the draft again. One that is not of
// the piece is a fault.NotFound.
func (s *Service) Restore(ctx context.Context, by chat.Staff, ref knowledge.Ref, to, base int64) (*Draft, error) {
	list, err := s.History(ctx, ref)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		if r.Rev != to {
			continue
		}
		d, err := s.Draft(ctx)
		if err != nil {
			return nil, err
		}
		e := knowledge.Edit{Ref: ref, Body: r.Body, Base: base, Position: d.last(ref.Kind) + 1, Note: fmt.Sprintf("恢复到修订 %d", to)}
		if p := d.pieces[ref]; p != nil {
			e.Position = p.position()
		}
		return s.Save(ctx, by, knowledge.StepRestore, []knowledge.Edit{e})
	}
	return nil, fault.New(fault.NotFound, "没有这个修订记录")
}

// Warnings says what is odd about an entry although it can be saved.
func (s *Service) Warnings(d *Draft, e knowledge.Entry) Problems {
	c := checker{}
	seen := map[string]int{text.Plain(text.Normalise(e.Question)): 0}
	for i, v := range e.Variants {
		plain := text.Plain(text.Normalise(v))
		if first, ok := seen[plain]; ok {
			what := "标准问题"
			if first > 0 {
				what = fmt.Sprintf("第 %d 条相似问题", first)
			}
			c.add(entryRef(e.ID), []any{"variants", i}, "和%s一样，多余", what)
			continue
		}
		seen[plain] = i + 1
	}
	now := s.clockOf(d)
	for i, id := range e.Related {
		if p, ok := d.Entry(id); ok && now.status(&p.Value) != On {
			c.add(entryRef(e.ID), []any{"related", i}, "「%s」现在不生效，顾客看不到", p.Value.Question)
		}
	}
	switch now.status(&e) {
	case Expired:
		c.add(entryRef(e.ID), []any{"until"}, "已经失效，机器人不会用它回答")
	case Scheduled:
		c.add(entryRef(e.ID), []any{"from"}, "还没有生效，到时会自动上线")
	}
	if e.ReviewOn != "" && string(e.ReviewOn) <= now.day {
		c.add(entryRef(e.ID), []any{"review_on"}, "已到复核日期")
	}
	return c.found
}
