package editing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/text/cell"
	"yiwen/knowledge"
	"yiwen/knowledge/sheet"
)

// SheetProduct is who made a sheet, SheetFormat how one is written.
type (
	SheetProduct = sheet.Product
	SheetFormat  = sheet.Format
)

// SheetWhat is what a row of a sheet would do. The list is closed.
type SheetWhat string

// The closed list of what a row would do.
const (
	RowAdd    SheetWhat = "add"    // there is no such entry yet
	RowChange SheetWhat = "change" // there is, and it says something else
	RowSame   SheetWhat = "same"   // there is, and it says just that
	RowBad    SheetWhat = "bad"    // the row cannot be taken
)

// SheetCheck is what a check of a sheet found: the result of its job. Row counts
// are of entries, but Rows, of which several may make one entry.
type SheetCheck struct {
	Import   string         `json:"import"` // by which it is committed
	File     string         `json:"file"`
	Format   string         `json:"format"`
	Product  sheet.Product  `json:"product"`
	Encoding string         `json:"encoding,omitempty"`
	Rows     int            `json:"rows"` // below the header
	Add      int            `json:"add"`
	Change   int            `json:"change"`
	Same     int            `json:"same"`
	Bad      int            `json:"bad"`
	Columns  []sheet.Column `json:"columns"`
	Notes    []string       `json:"notes"`
}

// SheetRow is what came of one entry of a sheet.
type SheetRow struct {
	Row      int       `json:"row"`          // in the file, from 1
	ID       string    `json:"id,omitempty"` // of the entry
	Question string    `json:"question"`
	What     SheetWhat `json:"what"`
	Reasons  []string  `json:"reasons" nullable:"false"` // in Chinese: why it is bad, or what an editor should know
}

// SheetImport is what an import did: the result of its job.
type SheetImport struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Skipped int `json:"skipped"` // rows that were bad
	// Conflicts are the entries that others changed since the check; then nothing
	// was imported.
	Conflicts []SheetConflict `json:"conflicts,omitempty"`
}

// SheetConflict is an entry that somebody changed between check and import.
type SheetConflict struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	ByName   string `json:"by_name"`
	At       int64  `json:"at"` // Unix milliseconds; 0 = not known
}

// Sheets brings entries in from files and out into files. It is safe for
// concurrent use.
type Sheets struct {
	*Service
	shelf   shelf
	editors func(context.Context) ([]chat.Staff, error)
}

// NewSheets returns it. What was checked waits for its import in folder, which is
// made when it is needed and is its alone; editors returns who may keep entries,
// in the order that they are named in.
func NewSheets(s *Service, folder string, editors func(context.Context) ([]chat.Staff, error)) (*Sheets, error) {
	if s == nil || folder == "" || editors == nil {
		return nil, errors.New("editing: all options of the sheets are required")
	}
	return &Sheets{Service: s, shelf: shelf{folder: folder, now: s.now}, editors: editors}, nil
}

// Check starts a job that reads a file and says what each row would do to the
// working copy; it changes nothing. Its result is a SheetCheck. data must not
// be changed any more.
func (x *Sheets) Check(by chat.Staff, name string, data []byte, product SheetProduct) (knowledge.Job, error) {
	if len(data) > sheet.MaxFile {
		return knowledge.Job{}, fault.New(fault.Invalid, "文件最大 %d MB，请拆成几个文件分别导入", sheet.MaxFile>>20)
	}
	return x.Start(by, knowledge.JobCheckSheet, func(ctx context.Context, r *Run) (any, error) {
		r.Step("读取文件")
		t, err := sheet.Read(ctx, name, data, sheet.Options{Product: product, Progress: r.Progress})
		if err != nil {
			return nil, err
		}
		data = nil
		d, err := x.Draft(ctx)
		if err != nil {
			return nil, err
		}
		r.Step("与现有条目比对")
		editors, err := x.editors(ctx)
		if err != nil {
			return nil, fmt.Errorf("ask who may keep entries: %w", err)
		}
		c, err := x.compare(ctx, d, t, editors, r.Progress)
		if err != nil {
			return nil, err
		}
		c.result.Import = r.ID()
		r.Step("保存检查结果")
		if err := x.shelf.put(c); err != nil {
			return nil, fmt.Errorf("keep what was checked: %w", err)
		}
		return c.result, nil
	})
}

// Rows returns a page of the rows of a check, in the order of the file, of one
// kind or ("") of all, and how many there are; pages count from 1. A check that
// is over an hour old is a fault.NotFound.
func (x *Sheets) Rows(id string, what SheetWhat, page, size int) (list []SheetRow, total int, err error) {
	err = x.shelf.rows(id, func(r SheetRow) bool {
		if what == "" || r.What == what {
			if total/size == page-1 {
				list = append(list, r)
			}
			total++
		}
		return true
	})
	return list, total, err
}

// Report writes all rows of a check as CSV.
func (x *Sheets) Report(id string, w io.Writer) error {
	out := cell.NewWriter(w, "行", "ID", "标准问题", "结果", "说明")
	err := x.shelf.rows(id, func(r SheetRow) bool {
		out.Row(fmt.Sprint(r.Row), r.ID, r.Question, r.What.title(), joined(r.Reasons))
		return true
	})
	return errors.Join(err, out.Close())
}

func joined(reasons []string) (s string) {
	for i, r := range reasons {
		if i > 0 {
			s += "\n"
		}
		s += r
	}
	return s
}

// title is what editors call it.
func (w SheetWhat) title() string {
	switch w {
	case RowAdd:
		return "新增"
	case RowChange:
		return "修改"
	case RowSame:
		return "不变"
	}
	return "有问题"
}

// Commit starts a job that makes the good rows of a check part of the working
// copy, all at once, as drafts; its result is a SheetImport. Where there are bad
// rows and skip is false it is a fault.Invalid, where the check is over an hour
// old or was imported already a fault.NotFound. The job fails, and nothing is
// imported, where others changed one of the entries since the check.
func (x *Sheets) Commit(by chat.Staff, id string, skip bool) (knowledge.Job, error) {
	result, err := x.shelf.result(id)
	switch {
	case err != nil:
		return knowledge.Job{}, err
	case result.Bad > 0 && !skip:
		return knowledge.Job{}, fault.New(fault.Invalid, "有 %d 行有问题。请修改表格后重新上传，或者选择跳过这些行", result.Bad)
	case result.Add+result.Change == 0:
		return knowledge.Job{}, fault.New(fault.Invalid, "没有需要导入的内容：所有行都与现有条目相同或有问题")
	}
	return x.Start(by, knowledge.JobImport, func(ctx context.Context, r *Run) (any, error) {
		r.Step("读取检查结果")
		edits, err := x.shelf.edits(id)
		if err != nil {
			return nil, err
		}
		out := SheetImport{Added: result.Add, Changed: result.Change, Same: result.Same, Skipped: result.Bad}
		r.Step(fmt.Sprintf("检查并写入 %d 个条目", len(edits))) // at once: there is no part of it
		_, err = x.Save(ctx, by, knowledge.StepImport, edits)
		if clash, ok := errors.AsType[*Conflict](err); ok {
			out = SheetImport{Conflicts: conflictsOf(clash)}
			return out, fault.New(fault.Conflict, "检查之后有 %d 个条目被别人改过，没有导入任何内容，请重新检查", len(clash.Theirs))
		}
		if err != nil {
			return nil, err
		}
		x.shelf.done(id)
		return out, nil
	})
}

// maxConflicts bounds the conflicts of a result.
const maxConflicts = 200

func conflictsOf(c *Conflict) (list []SheetConflict) {
	for _, t := range c.Theirs[:min(len(c.Theirs), maxConflicts)] {
		s := SheetConflict{ID: t.ID, ByName: t.ByName}
		if s.ByName == "" {
			s.ByName = t.By
		}
		if !t.At.IsZero() {
			s.At = t.At.UnixMilli()
		}
		if e, err := decodeEntry(t.ID, t.Body); err == nil {
			s.Question = e.Question
		}
		list = append(list, s)
	}
	return list
}

// Export returns a file of the entries of the working copy, or of what is live,
// that fit f, in their order, and what its reader should know, in Chinese. Those
// that go with the next publish are among them only where f asks for them, as they
// are live. None is a fault.NotFound.
func (x *Sheets) Export(ctx context.Context, format SheetFormat, of Against, f Filter) (file []byte, notes []string, err error) {
	d, err := x.Draft(ctx)
	if err != nil {
		return nil, nil, err
	}
	entries, err := x.gather(ctx, d, of, f)
	if err != nil {
		return nil, nil, err
	}
	if len(entries) == 0 {
		return nil, nil, fault.New(fault.NotFound, "没有符合条件的条目可以导出")
	}
	var out bytes.Buffer
	if err := sheet.Write(ctx, &out, format, entries); err != nil {
		return nil, nil, err
	}
	return out.Bytes(), sheet.Notes(format, entries), nil
}

func (x *Sheets) gather(ctx context.Context, d *Draft, of Against, f Filter) (entries []knowledge.Entry, err error) {
	if of == Live && f == (Filter{}) {
		for _, p := range d.liveEntries() {
			entries = append(entries, *p.liveEntry)
		}
		return entries, nil
	}
	rows, err := x.Select(ctx, d, f)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		p := d.pieces[knowledge.Ref{Kind: pack.KindEntry, ID: r.ID}]
		switch {
		case of == Live && p.liveEntry != nil:
			entries = append(entries, *p.liveEntry)
		case of != Live && (!p.removed() || f.State == StateRemoved && p.liveEntry != nil):
			entries = append(entries, r.Entry)
		}
	}
	return entries, nil
}

// SheetTemplate returns a file to be filled in.
func SheetTemplate(ctx context.Context, format SheetFormat) ([]byte, error) {
	var out bytes.Buffer
	err := sheet.WriteTemplate(ctx, &out, format)
	return out.Bytes(), err
}

// liveEntries returns the entries that are live, in their order.
func (d *Draft) liveEntries() (list []*piece) {
	for ref, p := range d.pieces {
		if ref.Kind == pack.KindEntry && p.liveEntry != nil {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *piece) int {
		return order(&piece{Ref: a.Ref, live: a.live}, &piece{Ref: b.Ref, live: b.live})
	})
	return list
}
