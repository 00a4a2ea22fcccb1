package httpd

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff/ticket"
)

// Tickets are all tickets.
type Tickets interface {
	// Tickets returns a page of tickets without their entries, the latest change
	// first, and how many there are on all pages.
	Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, int, error)
	// Ticket returns a ticket, or a fault.NotFound.
	Ticket(ctx context.Context, n ticket.Number) (ticket.Ticket, error)
	// ChangeTicket adds the entry that change returns, in one transaction with
	// the reading of what change is given. An error of change passes through.
	ChangeTicket(ctx context.Context, n ticket.Number, change func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error)
}

const (
	maxFiles  = 9
	maxNumber = 64 // runes of a ticket number as people type it
)

// ticketHead is a ticket without its entries.
type ticketHead struct {
	Number       ticket.Number       `json:"number"`
	Conversation chat.ConversationID `json:"conversation"`
	Case         int                 `json:"case"`
	State        ticket.State        `json:"state" enum:"open,doing,waiting,solved,closed,reopened"`
	Team         chat.TeamID         `json:"team,omitempty"`
	Severity     chat.Severity       `json:"severity,omitempty"`
	Owner        chat.AgentID        `json:"owner,omitempty"`
	OwnerName    string              `json:"owner_name,omitempty"`
	CreatedAt    int64               `json:"created_at" doc:"Unix milliseconds"`
	ChangedAt    int64               `json:"changed_at" doc:"Unix milliseconds, of the last step that the customer sees"`
	DueAt        int64               `json:"due_at,omitzero" doc:"Unix milliseconds"`
	Overdue      bool                `json:"overdue"`
	Info         ticket.Info         `json:"info"`
	Reopened     int                 `json:"reopened" doc:"How often"`
}

func headOf(t ticket.Ticket, now time.Time) ticketHead {
	return ticketHead{
		Number: t.Number, Conversation: t.Conversation, Case: t.Case, State: t.State, Team: t.Team, Severity: t.Severity,
		Owner: t.Owner, OwnerName: t.OwnerName, CreatedAt: millis(t.CreatedAt), ChangedAt: millis(t.ChangedAt),
		DueAt: millis(t.DueAt), Overdue: t.Overdue(now), Info: t.Info, Reopened: t.Reopened,
	}
}

// ticketEntry is one step of a ticket.
type ticketEntry struct {
	At        int64       `json:"at" doc:"Unix milliseconds"`
	By        entryAuthor `json:"by"`
	Move      ticket.Move `json:"move"`
	Text      string      `json:"text,omitempty"`
	Files     []string    `json:"files,omitempty" doc:"Ids of uploads"`
	OwnerName string      `json:"owner_name,omitempty" doc:"Whose it is from then on"`
	Public    bool        `json:"public" doc:"Whether the customer sees it"`
}

// entryAuthor is who made a step.
type entryAuthor struct {
	Kind chat.ActorKind `json:"kind" enum:"customer,bot,agent,system"`
	Name string         `json:"name,omitempty"`
}

func entryOf(e ticket.Entry) ticketEntry {
	return ticketEntry{
		At: millis(e.At), By: entryAuthor{e.By.Kind, e.By.Name}, Move: e.Move, Text: e.Text, Files: e.Files,
		OwnerName: e.Name, Public: e.Public(),
	}
}

type ticketOutput struct {
	Body struct {
		Ticket  ticketHead    `json:"ticket"`
		Entries []ticketEntry `json:"entries" nullable:"false" doc:"In their order"`
	}
}

func (s *server) ticketOutput(t ticket.Ticket) *ticketOutput {
	out := &ticketOutput{}
	out.Body.Ticket, out.Body.Entries = headOf(t, s.now()), each(t.Entries, entryOf)
	return out
}

type ticketsInput struct {
	State   ticket.State `query:"state" enum:"open,doing,waiting,solved,closed,reopened" doc:"Absent = all"`
	Owner   string       `query:"owner" maxLength:"64" doc:"An agent, or me, or none"`
	Team    chat.TeamID  `query:"team" maxLength:"64"`
	Query   string       `query:"q" maxLength:"100" doc:"In the number, the matter or the phone"`
	Overdue int          `query:"overdue" minimum:"0" maximum:"1" default:"0" doc:"1 = only those that are late"`
	Page    int          `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type ticketInput struct {
	Number string `path:"number" minLength:"1" maxLength:"64"`
}

type moveInput struct {
	Number string `path:"number" minLength:"1" maxLength:"64"`
	Body   struct {
		Move  ticket.Move  `json:"move" enum:"take,note,tell,ask,solve,close,reopen"`
		Text  string       `json:"text,omitempty" maxLength:"2000"`
		Owner chat.AgentID `json:"owner,omitempty" maxLength:"64" doc:"Of take: for whom, absent = oneself"`
		Files []string     `json:"files,omitempty" maxItems:"9" nullable:"false" doc:"Ids of uploads"`
	}
}

func (s *server) ticketRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-tickets", Method: http.MethodGet, Path: "/api/tickets", Tags: []string{"tickets"},
		Summary: "Tickets, the latest change first", Description: "Agents see their own and those of their teams, supervisors all.",
	}), s.listTickets)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "get-ticket", Method: http.MethodGet, Path: "/api/tickets/{number}", Tags: []string{"tickets"},
		Summary: "A ticket with all its steps",
	}, 404), s.getTicket)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "move-ticket", Method: http.MethodPost, Path: "/api/tickets/{number}/entries", Tags: []string{"tickets"},
		Summary: "Go a step with a ticket", Description: "What the customer may know of it he is told in his conversation.",
	}, 404, 409), s.moveTicket)
}

func (s *server) listTickets(ctx context.Context, in *ticketsInput) (*paged[ticketHead], error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	now := s.now()
	q := ticket.Query{Team: in.Team, Text: in.Query, Page: in.Page, Size: pageSize}
	switch in.Owner {
	case "":
	case "me":
		q.Owner = staff.ID
	case "none":
		q.Unowned = true
	default:
		q.Owner = chat.AgentID(in.Owner)
	}
	if in.State != "" {
		q.States = []ticket.State{in.State}
	}
	if in.Overdue == 1 {
		q.Overdue = now
	}
	if !leads(s, staff) {
		q.Mine, q.Teams = staff.ID, s.serves(staff.ID)
	}
	all, total, err := s.Tickets.Tickets(ctx, q)
	if err != nil {
		return nil, err
	}
	return pageOf(each(all, func(t ticket.Ticket) ticketHead { return headOf(t, now) }), total), nil
}

// mayTicket says whether a member of staff may see t. To who may not it does not
// exist: numbers are easy to count up.
func (s *server) mayTicket(m chat.Staff, t ticket.Ticket) error {
	team := s.teams().Team(t.Team)
	if leads(s, m) || t.Owner == m.ID || team.Has(m.ID) {
		return nil
	}
	return fault.New(fault.NotFound, "没有找到这个工单")
}

func (s *server) getTicket(ctx context.Context, in *ticketInput) (*ticketOutput, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	n, err := ticket.ParseNumber(in.Number)
	if err != nil {
		return nil, err
	}
	t, err := s.Tickets.Ticket(ctx, n)
	if err == nil {
		err = s.mayTicket(staff, t)
	}
	if err != nil {
		return nil, err
	}
	return s.ticketOutput(t), nil
}

func (s *server) moveTicket(ctx context.Context, in *moveInput) (*ticketOutput, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	n, err := ticket.ParseNumber(in.Number)
	if err != nil {
		return nil, err
	}
	e, err := s.step(ctx, staff, in)
	if err != nil {
		return nil, err
	}
	t, err := s.Tickets.ChangeTicket(ctx, n, func(t ticket.Ticket) (ticket.Entry, error) {
		if err := s.mayTicket(staff, t); err != nil {
			return ticket.Entry{}, err
		}
		return e, ticket.Check(t, e.Move, e.By, e.At)
	})
	if err != nil {
		return nil, err
	}
	s.Told()
	return s.ticketOutput(t), nil
}

// step is the entry that a member of staff asks for.
func (s *server) step(ctx context.Context, staff chat.Staff, in *moveInput) (ticket.Entry, error) {
	b := &in.Body
	e := ticket.Entry{At: s.now(), By: actor(staff), Move: b.Move}
	var err error
	if e.Text, err = maybeWords("内容", b.Text, chat.MaxText); err != nil {
		return e, err
	}
	if e.Files, err = s.known(ctx, b.Files); err != nil {
		return e, err
	}
	switch b.Move {
	case ticket.Take:
		e.Owner, e.Name = staff.ID, staff.Name
		if b.Owner != "" && b.Owner != staff.ID {
			e.Owner, e.Name, err = s.target(ctx, staff, b.Owner)
		}
	case ticket.Note, ticket.Tell, ticket.Ask:
		if e.Text == "" && len(e.Files) == 0 {
			err = fault.New(fault.Invalid, "请填写内容")
		}
	}
	return e, err
}

// target is the colleague whom a supervisor gives a ticket to.
func (s *server) target(ctx context.Context, by chat.Staff, id chat.AgentID) (chat.AgentID, string, error) {
	if !leads(s, by) {
		return "", "", fault.New(fault.Denied, "只有主管可以指派工单")
	}
	to, err := s.People.StaffByID(ctx, id)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && (to.Disabled || !slices.Contains(auth.Rights(to.Role), auth.RightDesk)):
		return "", "", fault.New(fault.Invalid, "没有这个坐席")
	case err != nil:
		return "", "", err
	}
	return to.ID, to.Name, nil
}

// known returns ids of uploads, each of which is there.
func (s *server) known(ctx context.Context, ids []string) ([]string, error) {
	if len(ids) > maxFiles {
		return nil, fault.New(fault.Invalid, "附件最多%d个", maxFiles)
	}
	for _, id := range ids {
		if _, err := s.Files.File(ctx, id); err != nil {
			if fault.Is(err, fault.NotFound) {
				return nil, fault.New(fault.Invalid, "附件不存在或已过期")
			}
			return nil, err
		}
	}
	return ids, nil
}
