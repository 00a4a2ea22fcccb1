package httpd

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/fault"
	"yiwen/bot/report"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Figures are what editors work by.
type Figures interface {
	// Table returns what was asked of entries or categories on some days.
	Table(ctx context.Context, from, to knowledge.Day, q report.Query) (report.Table, error)
	// Gaps returns what customers ask for and no entry comes near.
	Gaps(ctx context.Context) ([]editing.Gap, error)
	// Stale returns the entries that somebody should look at.
	Stale(ctx context.Context, days int) ([]report.Stale, error)
}

var _ Figures = (*editing.Figures)(nil)

// FiguresFilter says which figures are wanted. It is exported because huma looks
// into no other embedded struct.
type FiguresFilter struct {
	From     string      `query:"from" pattern:"^\\d{4}-\\d{2}-\\d{2}$" doc:"First day, as the shop has it; absent = 29 days before today"`
	To       string      `query:"to" pattern:"^\\d{4}-\\d{2}-\\d{2}$" doc:"Last day; absent = today"`
	By       string      `query:"by" enum:"entry,category" default:"entry"`
	Query    string      `query:"q" maxLength:"100" doc:"In the id, the question or the category"`
	Category string      `query:"category" maxLength:"200" doc:"It and what is below"`
	Sort     report.Sort `query:"sort" enum:"asked,answered,chosen,helpful,unhelpful,handoff,changed" default:"asked"`
}

type figuresPageInput struct {
	FiguresFilter
	Page int `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

// figures is what was asked of one entry or category.
type figures struct {
	Key       string `json:"key" doc:"Id of the entry, or path of the category; empty = questions of none"`
	Label     string `json:"label"`
	Category  string `json:"category,omitempty"`
	Asked     int    `json:"asked" doc:"Each question counts once: for the entry that answered, else was chosen, else was offered first"`
	Answered  int    `json:"answered" doc:"Outright"`
	Chosen    int    `json:"chosen" doc:"Of what was offered"`
	Helpful   int    `json:"helpful"`
	Unhelpful int    `json:"unhelpful"`
	Handoff   int    `json:"handoff" doc:"Followed by a person, with no other question between"`
	ChangedAt int64  `json:"changed_at,omitzero" doc:"Unix milliseconds"`
}

func figuresOf(l report.Line) figures {
	return figures{l.Key, l.Label, l.Category, l.Asked, l.Answered, l.Chosen, l.Helpful, l.Unhelpful, l.Handoff, millis(l.ChangedAt)}
}

type figuresDay struct {
	Day      knowledge.Day `json:"day"`
	Asked    int           `json:"asked"`
	Answered int           `json:"answered"`
	Offered  int           `json:"offered" doc:"The bot asked back"`
	Fallback int           `json:"fallback"`
	Handoff  int           `json:"handoff" doc:"The message itself went to people"`
}

type figuresOutput struct {
	Body struct {
		Items []figures    `json:"items" nullable:"false"`
		Total int          `json:"total" doc:"Items on all pages"`
		Size  int          `json:"size" doc:"Items on a full page"`
		Sum   figures      `json:"sum" doc:"Of the items on all pages"`
		Days  []figuresDay `json:"days" nullable:"false"`
	}
}

type figuresSheet struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

type gap struct {
	Conversation string     `json:"conversation" doc:"Of the question that is the label"`
	Seq          int64      `json:"seq"`
	Label        string     `json:"label"`
	Size         int        `json:"size" doc:"Questions"`
	People       int        `json:"people" doc:"Conversations that they are of"`
	LastAt       int64      `json:"last_at" doc:"Unix milliseconds"`
	Texts        []string   `json:"texts" nullable:"false"`
	Entry        *suggested `json:"entry,omitempty" doc:"The nearest, which the bot would not even offer"`
}

func gapOf(g editing.Gap) gap {
	return gap{g.Conversation, g.Seq, g.Label, g.Size, g.People, millis(g.LastAt), g.Texts, suggestedOf(g.Entry)}
}

type staleInput struct {
	Days int `query:"days" minimum:"1" maximum:"400" default:"90" doc:"How long an entry may lie untouched"`
}

type stale struct {
	ID       string     `json:"id"`
	Question string     `json:"question"`
	Why      report.Why `json:"why" enum:"expired,due,unused,unchanged"`
	Since    int64      `json:"since" doc:"Unix milliseconds; 0 = longer than anybody knows"`
}

func staleOf(s report.Stale) stale { return stale{s.ID, s.Question, s.Why, millis(s.Since)} }

func (s *server) reportRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "report-entries", Method: http.MethodGet, Path: "/api/reports/entries", Tags: []string{"knowledge"},
		Summary: "What was asked of entries or categories, and how it ended",
	}), s.reportEntries)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "export-report", Method: http.MethodGet, Path: "/api/reports/entries.csv", Tags: []string{"knowledge"},
		Summary: "The same, all pages, for spreadsheets",
	}), s.exportReport)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "report-gaps", Method: http.MethodGet, Path: "/api/reports/gaps", Tags: []string{"knowledge"},
		Summary: "What customers asked for in the last 30 days and no entry comes near",
	}), s.reportGaps)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "report-stale", Method: http.MethodGet, Path: "/api/reports/stale", Tags: []string{"knowledge"},
		Summary: "Entries that expired, are due for review, or that nobody asks for or changes",
	}), s.reportStale)
}

// requireFigures returns nil where the caller may read figures: editors may, and
// who reads reports.
func (s *server) requireFigures(ctx context.Context) error {
	err := s.require(ctx, auth.RightKnowledge)
	if fault.Is(err, fault.Denied) {
		return s.require(ctx, auth.RightReports)
	}
	return err
}

func (s *server) table(ctx context.Context, in *FiguresFilter) (report.Table, error) {
	if err := s.requireFigures(ctx); err != nil {
		return report.Table{}, err
	}
	for _, day := range []string{in.From, in.To} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return report.Table{}, fault.New(fault.Invalid, "日期不正确：%s", day)
		}
	}
	if in.From != "" && in.To != "" && in.From > in.To {
		return report.Table{}, fault.New(fault.Invalid, "开始日期晚于结束日期")
	}
	return s.Figures.Table(ctx, knowledge.Day(in.From), knowledge.Day(in.To), report.Query{
		ByCategory: in.By == "category", Text: in.Query, Category: in.Category, Sort: in.Sort,
	})
}

func (s *server) reportEntries(ctx context.Context, in *figuresPageInput) (*figuresOutput, error) {
	t, err := s.table(ctx, &in.FiguresFilter)
	if err != nil {
		return nil, err
	}
	out := &figuresOutput{}
	b := &out.Body
	start := min((in.Page-1)*pageSize, len(t.Lines))
	b.Items = each(t.Lines[start:min(start+pageSize, len(t.Lines))], figuresOf)
	b.Total, b.Size, b.Sum = len(t.Lines), pageSize, figuresOf(t.Sum)
	b.Days = each(t.Days, func(d report.Day) figuresDay { return figuresDay(d) })
	return out, nil
}

func (s *server) exportReport(ctx context.Context, in *FiguresFilter) (*figuresSheet, error) {
	t, err := s.table(ctx, in)
	if err != nil {
		return nil, err
	}
	zone := s.Knowledge.Content().Zone
	if zone == nil {
		zone = time.UTC
	}
	var b bytes.Buffer
	if err := report.WriteCSV(&b, t, zone); err != nil {
		return nil, err
	}
	name := "条目报表"
	if in.By == "category" {
		name = "分类报表"
	}
	if n := len(t.Days); n > 0 {
		name += "-" + string(t.Days[0].Day) + "-" + string(t.Days[n-1].Day)
	}
	return &figuresSheet{
		ContentType: "text/csv; charset=utf-8", Body: b.Bytes(),
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name + ".csv"}),
	}, nil
}

func (s *server) reportGaps(ctx context.Context, _ *struct{}) (*list[gap], error) {
	if err := s.requireFigures(ctx); err != nil {
		return nil, err
	}
	found, err := s.Figures.Gaps(ctx)
	if err != nil {
		return nil, err
	}
	return listOf(each(found, gapOf)), nil
}

func (s *server) reportStale(ctx context.Context, in *staleInput) (*list[stale], error) {
	if err := s.requireFigures(ctx); err != nil {
		return nil, err
	}
	found, err := s.Figures.Stale(ctx, in.Days)
	if err != nil {
		return nil, err
	}
	return listOf(each(found, staleOf)), nil
}
