package httpd

import (
	"context"
	"log/slog"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// Cards are what staff keep of customers.
type Cards interface {
	// Card returns the card of a customer, the zero Card where nothing is kept.
	Card(ctx context.Context, id chat.ConversationID) (handoff.Card, error)
	// SetTags replaces the tags.
	SetTags(ctx context.Context, id chat.ConversationID, tags []string) error
	// AddCustomerNote keeps a remark and returns its id.
	AddCustomerNote(ctx context.Context, id chat.ConversationID, n handoff.CardNote) (int64, error)
	// DeleteCustomerNote removes a remark; one that is not there is a fault.NotFound.
	DeleteCustomerNote(ctx context.Context, id chat.ConversationID, note int64) error
}

// Shop is what the shop's own systems know of a customer. It answers within a
// few seconds; errors have a Chinese text that may be shown.
type Shop interface {
	Account(ctx context.Context, site chat.SiteID, user string) (chat.Account, error)
}

const (
	maxTags     = 20
	maxTag      = 20  // runes
	maxCardNote = 500 // runes
	maxCards    = 200 // remarks on one customer
	maxCases    = 100 // of a customer's cases that are shown, the latest
)

// profile is what the shop said of a customer when it signed him in.
type profile struct {
	User         string `json:"user,omitempty"`
	Name         string `json:"name,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Level        string `json:"level,omitempty"`
	VIP          bool   `json:"vip,omitzero"`
	Merchant     bool   `json:"merchant,omitzero" doc:"Sells on the shop's platform, too"`
	RegisteredAt int64  `json:"registered_at,omitzero" doc:"Unix milliseconds"`
	Unproven     bool   `json:"unproven,omitzero" doc:"Who wrote last came without a proof that he is this customer"`
}

// cardNote is a remark on a customer.
type cardNote struct {
	ID   int64        `json:"id"`
	Text string       `json:"text"`
	By   chat.AgentID `json:"by"`
	Name string       `json:"name"`
	At   int64        `json:"at" doc:"Unix milliseconds"`
}

func cardNoteOf(n handoff.CardNote) cardNote {
	return cardNote{ID: n.ID, Text: n.Text, By: n.By, Name: n.Name, At: millis(n.At)}
}

// pastCase is one case of a customer, in short.
type pastCase struct {
	Number   int         `json:"number"`
	State    chat.State  `json:"state"`
	Reason   chat.Reason `json:"reason,omitempty"`
	Team     chat.TeamID `json:"team,omitempty"`
	Agent    string      `json:"agent,omitempty" doc:"Shown name of its owner"`
	OpenedAt int64       `json:"opened_at" doc:"Unix milliseconds"`
	ClosedAt int64       `json:"closed_at,omitzero" doc:"Unix milliseconds"`
	Rating   *rating     `json:"rating,omitempty"`
	Summary  *summary    `json:"summary,omitempty"`
	Ticket   string      `json:"ticket,omitempty"`
}

// rating is what a customer thought of a case.
type rating struct {
	Stars   int      `json:"stars"`
	Solved  *bool    `json:"solved,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
	Text    string   `json:"text,omitempty"`
}

func pastCaseOf(c chat.Case) pastCase {
	return pastCase{
		Number: c.Number, State: c.State, Reason: c.Reason, Team: c.Team, Agent: c.AgentName, OpenedAt: millis(c.OpenedAt),
		ClosedAt: millis(c.ClosedAt), Rating: (*rating)(c.Rating), Summary: summaryOf(c.Summary), Ticket: c.Ticket,
	}
}

type customerOutput struct {
	Body struct {
		Conversation chat.ConversationID `json:"conversation"`
		Site         chat.SiteID         `json:"site"`
		Visitor      chat.VisitorID      `json:"visitor"`
		CreatedAt    int64               `json:"created_at" doc:"Unix milliseconds"`
		Page         chat.Page           `json:"page" doc:"Where the chat was last opened"`
		Profile      *profile            `json:"profile,omitempty" doc:"Absent = nobody whom the shop knows"`
		Attributes   map[string]string   `json:"attributes,omitempty" doc:"What the shop's page says of him, unsigned: anybody may have written it"`
		Tags         []string            `json:"tags" nullable:"false"`
		Notes        []cardNote          `json:"notes" nullable:"false" doc:"The latest first"`
		Block        *block              `json:"block,omitempty"`
		Cases        []pastCase          `json:"cases" nullable:"false" doc:"The latest first"`
		Tickets      []ticketHead        `json:"tickets" nullable:"false"`
		Shop         *account            `json:"shop,omitempty"`
		ShopError    string              `json:"shop_error,omitempty" doc:"Why the shop says nothing"`
	}
}

// account is what the shop's systems say of a customer.
type account struct {
	Name         string  `json:"name,omitempty"`
	Level        string  `json:"level,omitempty"`
	VIP          bool    `json:"vip,omitzero"`
	RegisteredAt int64   `json:"registered_at,omitzero" doc:"Unix milliseconds"`
	Balance      string  `json:"balance,omitempty"`
	Orders       []order `json:"orders" nullable:"false" doc:"The latest first"`
}

// order is one order of a customer.
type order struct {
	No     string `json:"no"`
	Title  string `json:"title"`
	Amount string `json:"amount"`
	Status string `json:"status"`
	At     int64  `json:"at,omitzero" doc:"Unix milliseconds"`
	URL    string `json:"url,omitempty"`
}

func accountOf(a chat.Account) *account {
	return &account{
		Name: a.Name, Level: a.Level, VIP: a.VIP, RegisteredAt: a.RegisteredAt, Balance: a.Balance,
		Orders: each(a.Orders, func(o chat.Order) order { return order(o) }),
	}
}

type tagsInput struct {
	Conversation chat.ConversationID `path:"conversation" minLength:"1" maxLength:"64"`
	Body         struct {
		Tags []string `json:"tags" maxItems:"20" nullable:"false"`
	}
}

type newNoteInput struct {
	Conversation chat.ConversationID `path:"conversation" minLength:"1" maxLength:"64"`
	Body         struct {
		Text string `json:"text" maxLength:"500"`
	}
}

type noteOutput struct{ Body cardNote }

type noteInput struct {
	Conversation chat.ConversationID `path:"conversation" minLength:"1" maxLength:"64"`
	ID           int64               `path:"id" minimum:"1"`
}

func (s *server) customerRoutes(api huma.API) {
	const path = "/api/customers/{conversation}"
	register(s, api, staffOnly(huma.Operation{
		OperationID: "get-customer", Method: http.MethodGet, Path: path, Tags: []string{"customers"},
		Summary: "Everything that is known of a customer",
	}, 404), s.customer)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "set-tags", Method: http.MethodPut, Path: path + "/tags", Tags: []string{"customers"},
		Summary: "Replace the tags of a customer",
	}, 404), s.setTags)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "add-note", Method: http.MethodPost, Path: path + "/notes", Tags: []string{"customers"},
		Summary: "Add a remark on a customer",
	}, 404, 409), s.addNote)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "delete-note", Method: http.MethodDelete, Path: path + "/notes/{id}", Tags: []string{"customers"},
		Summary: "Delete a remark on a customer", Description: "One's own; supervisors any.",
	}, 404), s.deleteNote)
}

func (s *server) customer(ctx context.Context, in *conversationInput) (*customerOutput, error) {
	_, c, err := s.conversation(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	card, err := s.Cards.Card(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	cases, err := s.Cases.History(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	now := s.now()
	tickets, _, err := s.Tickets.Tickets(ctx, ticket.Query{Conversation: c.ID})
	if err != nil {
		return nil, err
	}
	out := &customerOutput{}
	b := &out.Body
	b.Conversation, b.Site, b.Visitor, b.CreatedAt, b.Page = c.ID, c.Site, c.Visitor, millis(c.CreatedAt), c.Page
	b.Tags, b.Notes = card.Tags, each(card.Notes, cardNoteOf)
	b.Cases = each(cases[:min(len(cases), maxCases)], pastCaseOf)
	b.Tickets = each(tickets, func(t ticket.Ticket) ticketHead { return headOf(t, now) })
	kept, err := s.Blocks.Block(ctx, c.Site, c.Visitor, c.Profile.User)
	if err != nil {
		return nil, err
	}
	if kept.Holds(now) {
		b.Block = blockOf(kept)
	}
	if c.Profile != (chat.Profile{}) {
		p := profile(c.Profile)
		b.Profile = &p
	}
	b.Attributes = c.Attributes
	b.Shop, b.ShopError = s.shop(ctx, c)
	return out, nil
}

// shop asks the shop's systems about the customer of c. That they do not answer
// is a sentence on the page and never its end.
func (s *server) shop(ctx context.Context, c chat.Conversation) (*account, string) {
	if s.Shop == nil || c.Profile.User == "" {
		return nil, ""
	}
	a, err := s.Shop.Account(ctx, c.Site, c.Profile.User)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			s.Logger.WarnContext(ctx, "the shop does not answer", slog.Any("error", err))
		}
		return nil, fault.Text(err, "暂时查不到商城资料，请稍后再试")
	}
	return accountOf(a), ""
}

func (s *server) setTags(ctx context.Context, in *tagsInput) (*nothing, error) {
	_, c, err := s.conversation(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	var tags []string
	for _, t := range in.Body.Tags {
		t, err := words("标签", t, maxTag)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	if len(tags) > maxTags {
		return nil, fault.New(fault.Invalid, "标签最多%d个", maxTags)
	}
	return nil, s.Cards.SetTags(ctx, c.ID, tags)
}

func (s *server) addNote(ctx context.Context, in *newNoteInput) (*noteOutput, error) {
	staff, c, err := s.conversation(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	said, err := words("备注", in.Body.Text, maxCardNote)
	if err != nil {
		return nil, err
	}
	card, err := s.Cards.Card(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	if len(card.Notes) >= maxCards {
		return nil, fault.New(fault.Conflict, "备注最多%d条，请先删除旧的", maxCards)
	}
	n := handoff.CardNote{Text: said, By: staff.ID, Name: staff.Name, At: s.now()}
	if n.ID, err = s.Cards.AddCustomerNote(ctx, c.ID, n); err != nil {
		return nil, err
	}
	return &noteOutput{Body: cardNoteOf(n)}, nil
}

func (s *server) deleteNote(ctx context.Context, in *noteInput) (*nothing, error) {
	staff, c, err := s.conversation(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	card, err := s.Cards.Card(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(card.Notes, func(n handoff.CardNote) bool { return n.ID == in.ID })
	switch {
	case i < 0:
		return nil, fault.New(fault.NotFound, "这条备注已不存在")
	case card.Notes[i].By != staff.ID && s.Auth.May(staff, auth.RightCases, nil) != nil:
		return nil, fault.New(fault.Denied, "只能删除自己写的备注")
	}
	return nil, s.Cards.DeleteCustomerNote(ctx, c.ID, in.ID)
}
