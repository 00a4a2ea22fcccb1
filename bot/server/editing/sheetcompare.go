package editing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/sheet"
)

// checkedSheet is a sheet held against the working copy.
type checkedSheet struct {
	result SheetCheck
	rows   []SheetRow
	edits  []knowledge.Edit // of the rows that add or change, in their order
}

// comparison holds the rows of a sheet against the working copy.
type comparison struct {
	*Service
	draft   *Draft
	table   *sheet.Table
	editors []chat.Staff

	byQuestion map[string][]string // ids of entries by their standard question
	byPlain    map[string]string   // id of an entry by what is left of its question without signs
	byID       map[string]int      // place of the row of an id
	numbers    map[string]int      // the last number that was tried with an id
	position   int                 // of the next new entry

	entries []knowledge.Entry // what each row makes of its entry
	old     []bool            // whether the entry is there
	rows    []SheetRow
}

// compare says what each row would do, where editors are who may keep entries.
func (s *Service) compare(ctx context.Context, d *Draft, t *sheet.Table, editors []chat.Staff, progress func(done, total int64)) (*checkedSheet, error) {
	c := &comparison{
		Service: s, draft: d, table: t, editors: editors, byQuestion: map[string][]string{}, byPlain: map[string]string{}, byID: map[string]int{},
		numbers: map[string]int{}, entries: make([]knowledge.Entry, len(t.Rows)), old: make([]bool, len(t.Rows)), rows: make([]SheetRow, len(t.Rows)),
	}
	for p := range d.Entries() {
		norm := text.Normalise(p.Value.Question)
		c.byQuestion[norm] = append(c.byQuestion[norm], p.ID)
		if plain := text.Plain(norm); plain != "" {
			c.byPlain[plain] = p.ID
		}
		c.position = max(c.position, p.Position+1)
	}
	for i := range t.Rows {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c.find(i)
	}
	for i := range t.Rows {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c.related(i)
	}
	edits, places := c.edits()
	if err := c.judge(ctx, edits, places, progress); err != nil {
		return nil, err
	}
	return c.finish(edits, places), nil
}

// maxShown is how much of a question is shown in a row, in runes.
const maxShown = 200

// maxReasons bounds what is said of a row: an entry may have 500 bad questions.
const maxReasons = 20

func (c *comparison) bad(i int, format string, args ...any) {
	c.rows[i].What = RowBad
	c.tell(i, format, args...)
}

func (c *comparison) tell(i int, format string, args ...any) {
	r := &c.rows[i]
	switch {
	case len(r.Reasons) < maxReasons:
		r.Reasons = append(r.Reasons, fmt.Sprintf(format, args...))
	case len(r.Reasons) == maxReasons:
		r.Reasons = append(r.Reasons, "……")
	}
}

// find finds the entry that row i is about, by its id or else its question, and
// makes of both what would be stored.
func (c *comparison) find(i int) {
	row := &c.table.Rows[i]
	e := row.Entry
	c.rows[i] = SheetRow{Row: row.Line, ID: e.ID, Question: text.Clip(e.Question, maxShown)}
	for _, p := range row.Problems {
		c.bad(i, "%s", p.Beside(row.Line))
	}
	for _, n := range row.Notes {
		c.tell(i, "%s", n)
	}
	if e.ID == "" {
		if same := c.byQuestion[text.Normalise(e.Question)]; len(same) > 1 {
			c.bad(i, "有 %d 个条目的标准问题都是这一句（%s），请填写 ID", len(same), strings.Join(same[:min(len(same), 3)], "、"))
		} else if len(same) == 1 {
			e.ID = same[0]
			c.tell(i, "按标准问题对应到已有条目 %s", e.ID)
		}
	}
	there, ok := c.draft.Entry(e.ID)
	if c.old[i] = ok; ok {
		e = c.over(there.Value, e)
		c.rows[i].Question = text.Clip(e.Question, maxShown)
	} else if e.ID == "" && c.rows[i].What != RowBad {
		e.ID = c.newID(e.Question)
	}
	c.rows[i].ID = e.ID
	if e.ID != "" && c.rows[i].What != RowBad {
		if first, twice := c.byID[e.ID]; twice {
			c.bad(i, "与第 %d 行是同一个条目（%s）", c.table.Rows[first].Line, e.ID)
		} else {
			c.byID[e.ID] = i
		}
	}
	if e.Owner != there.Value.Owner {
		c.owner(i, e.Owner)
	}
	if c.rows[i].What != RowBad && (!ok || there.Value.Question != e.Question) {
		c.near(i, e)
	}
	c.entries[i] = e
}

// newID makes the id of a new entry. Where many questions begin alike the
// number goes on from the last one.
func (c *comparison) newID(question string) string {
	base := c.spelledID(question)
	n := c.numbers[base] + 1
	id := numbered(base, n, func(id string) bool {
		n++
		_, taken := c.byID[id]
		return taken || c.draft.hasID(id)
	})
	c.numbers[base] = n - 1
	return id
}

// maxNamed bounds the colleagues that a row names.
const maxNamed = 10

// owner refuses a new owner whom nobody knows, as an unknown team is. One who has
// left since he was made owner may stay: what was exported comes back.
func (c *comparison) owner(i int, id string) {
	if id == "" || slices.ContainsFunc(c.editors, func(s chat.Staff) bool { return string(s.ID) == id }) {
		return
	}
	var known []string
	for _, s := range c.editors[:min(len(c.editors), maxNamed)] {
		name := string(s.ID)
		if s.Name != "" {
			name += "（" + s.Name + "）"
		}
		known = append(known, name)
	}
	more := ""
	if len(c.editors) > maxNamed {
		more = fmt.Sprintf("等 %d 人", len(c.editors))
	}
	c.bad(i, "%s：没有登录名是「%s」的编辑，可以填 %s%s", sheet.FieldName(sheet.FieldOwner), text.Clip(id, 40), strings.Join(known, "、"), more)
}

// near tells of an entry whose question is the same but for signs and particles.
func (c *comparison) near(i int, e knowledge.Entry) {
	plain := text.Plain(text.Normalise(e.Question))
	if id, ok := c.byPlain[plain]; ok && plain != "" && id != e.ID {
		if other, ok := c.draft.Entry(id); ok {
			c.tell(i, "与条目「%s」（%s）的标准问题几乎一样，可能重复", other.Value.Question, id)
		} else if j, ok := c.byID[id]; ok {
			c.tell(i, "与第 %d 行「%s」的标准问题几乎一样，可能重复", c.table.Rows[j].Line, c.rows[j].Question)
		}
	} else if plain != "" {
		c.byPlain[plain] = e.ID
	}
}

// over puts what the sheet says over an entry that is there. What the sheet has
// no column for stays.
func (c *comparison) over(there, e knowledge.Entry) knowledge.Entry {
	has := c.table.Has
	out := there
	set(&out.Category, e.Category, has(sheet.FieldCategory))
	set(&out.Question, e.Question, has(sheet.FieldQuestion) && e.Question != "")
	set(&out.Answer, e.Answer, has(sheet.FieldAnswer))
	set(&out.Audience, e.Audience, has(sheet.FieldAudience))
	set(&out.Owner, e.Owner, has(sheet.FieldOwner))
	set(&out.ReviewOn, e.ReviewOn, has(sheet.FieldReviewOn))
	set(&out.Off, e.Off, has(sheet.FieldState))
	set(&out.From, e.From, has(sheet.FieldFrom) || has(sheet.FieldValid))
	set(&out.Until, e.Until, has(sheet.FieldUntil) || has(sheet.FieldValid))
	set(&out.Team, e.Team, has(sheet.FieldTeam) || has(sheet.FieldAction))
	set(&out.Severity, e.Severity, has(sheet.FieldSeverity) || has(sheet.FieldAction))
	set(&out.Flow, e.Flow, has(sheet.FieldFlow) || has(sheet.FieldAction))
	set(&out.Needs, e.Needs, has(sheet.FieldNeeds) || has(sheet.FieldAction))
	set(&out.Variants, e.Variants, has(sheet.FieldVariants))
	set(&out.Keywords, e.Keywords, has(sheet.FieldKeywords))
	set(&out.Exclude, e.Exclude, has(sheet.FieldExclude))
	set(&out.Tags, e.Tags, has(sheet.FieldTags))
	set(&out.Answers, e.Answers, has(sheet.FieldAnswers))
	set(&out.Related, e.Related, has(sheet.FieldRelated))
	return out
}

func set[T any](to *T, v T, yes bool) {
	if yes {
		*to = v
	}
}

// related makes ids of the related questions of row i: an id of an entry, or its
// standard question.
func (c *comparison) related(i int) {
	if c.rows[i].What == RowBad || len(c.table.Rows[i].Entry.Related) == 0 {
		return
	}
	ids := make([]string, 0, len(c.entries[i].Related))
	for _, r := range c.entries[i].Related {
		id := r
		if _, ok := c.draft.Entry(r); !ok {
			if _, ok := c.byID[r]; !ok {
				if id, ok = c.asked(r); !ok {
					c.bad(i, "关联问题「%s」不是哪个条目的 ID 或标准问题", text.Clip(r, 40))
					continue
				}
			}
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	c.entries[i].Related = ids
}

// asked returns the id of the entry with that standard question, in the working
// copy or in the sheet.
func (c *comparison) asked(question string) (string, bool) {
	norm := text.Normalise(question)
	if ids := c.byQuestion[norm]; len(ids) > 0 {
		return ids[0], true
	}
	id := c.byPlain[text.Plain(norm)]
	if i, ok := c.byID[id]; ok && text.Normalise(c.entries[i].Question) == norm {
		return id, true
	}
	return "", false
}

// edits returns an edit for each row that is not bad so far, and where its row is.
func (c *comparison) edits() (edits []knowledge.Edit, places []int) {
	for i, e := range c.entries {
		if c.rows[i].What == RowBad {
			continue
		}
		body, err := json.Marshal(e)
		if err != nil { // it holds strings
			c.bad(i, "%v", err)
			continue
		}
		edit := knowledge.Edit{Ref: knowledge.Ref{Kind: pack.KindEntry, ID: e.ID}, Position: c.position, Body: body, State: knowledge.Drafted}
		p := c.draft.pieces[edit.Ref]
		if p != nil {
			edit.Base = p.rev
		}
		if c.old[i] {
			edit.Position = p.position()
		} else {
			c.position++
		}
		edits, places = append(edits, edit), append(places, i)
	}
	return edits, places
}

// judge checks the edits as Save does, and says what each row does.
func (c *comparison) judge(ctx context.Context, edits []knowledge.Edit, places []int, progress func(done, total int64)) error {
	k := newChecker(c.draft, edits)
	for n := range edits {
		if n%256 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			progress(int64(n), int64(len(edits)))
		}
		i := places[n]
		k.found = nil
		e := k.edit(edits[n])
		for _, p := range k.found {
			c.bad(i, "%s", sentence(p))
		}
		edits[n] = e
		switch {
		case c.rows[i].What == RowBad:
		case !c.old[i]:
			c.rows[i].What = RowAdd
		case k.idle(e):
			c.rows[i].What = RowSame
		default:
			c.rows[i].What = RowChange
		}
	}
	// An entry that names a new one which is bad cannot be stored without it.
	for again := true; again; {
		again = false
		for _, i := range places {
			if c.rows[i].What == RowBad {
				continue
			}
			for _, id := range c.entries[i].Related {
				if j, ok := c.byID[id]; ok && c.rows[j].What == RowBad && !c.old[j] {
					c.bad(i, "关联的条目「%s」在第 %d 行，那一行有问题", text.Clip(c.rows[j].Question, 40), c.rows[j].Row)
					again = true
					break
				}
			}
		}
	}
	return nil
}

// finish counts, and keeps the edits of the good rows.
func (c *comparison) finish(edits []knowledge.Edit, places []int) *checkedSheet {
	t := c.table
	out := &checkedSheet{rows: c.rows, result: SheetCheck{
		File: t.File, Format: t.Format, Product: t.Product, Encoding: t.Encoding, Rows: t.Read, Columns: t.Columns, Notes: append([]string{}, t.Notes...),
	}}
	for n, i := range places {
		if w := c.rows[i].What; w == RowAdd || w == RowChange {
			out.edits = append(out.edits, edits[n])
		}
	}
	for _, r := range c.rows {
		switch r.What {
		case RowAdd:
			out.result.Add++
		case RowChange:
			out.result.Change++
		case RowSame:
			out.result.Same++
		default:
			out.result.Bad++
		}
	}
	if n := len(c.draft.kinds[pack.KindEntry]) + out.result.Add; n > knowledge.MaxEntries {
		out.result.Notes = append(out.result.Notes, fmt.Sprintf("导入后会有 %d 个条目，超过上限 %d 个，无法导入", n, knowledge.MaxEntries))
	}
	return out
}

// sentence names the field of a problem as sheets call it.
func sentence(p Problem) string {
	if len(p.Path) == 0 {
		return p.Text
	}
	field, _ := p.Path[0].(string)
	name := sheet.FieldName(sheet.Field(field))
	if len(p.Path) > 1 {
		if n, ok := p.Path[1].(int); ok {
			name += fmt.Sprintf("第 %d 项", n+1)
		}
	}
	return name + "：" + p.Text
}
