package httpd

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff/ticket"
)

// Proofs count wrong proofs of who somebody is, by ticket.
type Proofs interface {
	// WrongProofs returns how many there were since a time.
	WrongProofs(ctx context.Context, n ticket.Number, since time.Time) (int, error)
	// AddWrongProof counts one more.
	AddWrongProof(ctx context.Context, n ticket.Number, at time.Time) error
}

// proofMemory is how long a wrong proof counts: who mistypes his own phone five
// times is served again the next day.
const proofMemory = 24 * time.Hour

// A customer needs no session: he proves that a ticket is his by his visitor
// token or by the last digits of his phone.

type lookupInput struct {
	Visitor string `header:"Yiwen-Visitor" maxLength:"1024" doc:"The token that the chat got with its welcome"`
	Body    struct {
		Number    string `json:"number" maxLength:"64" doc:"In any writing: WO 20260101-0001-7"`
		PhoneTail string `json:"phone_tail,omitempty" maxLength:"32" doc:"The last four digits"`
	}
}

type addInput struct {
	Visitor string `header:"Yiwen-Visitor" maxLength:"1024" doc:"The token that the chat got with its welcome"`
	Number  string `path:"number" minLength:"1" maxLength:"64"`
	Body    struct {
		Text      string   `json:"text" maxLength:"2000"`
		PhoneTail string   `json:"phone_tail,omitempty" maxLength:"32"`
		Files     []string `json:"files,omitempty" maxItems:"9" nullable:"false" doc:"Ids of uploads"`
	}
}

type confirmInput struct {
	Visitor string `header:"Yiwen-Visitor" maxLength:"1024" doc:"The token that the chat got with its welcome"`
	Number  string `path:"number" minLength:"1" maxLength:"64"`
	Body    struct {
		PhoneTail string `json:"phone_tail,omitempty" maxLength:"32"`
	}
}

type reopenInput struct {
	Visitor string `header:"Yiwen-Visitor" maxLength:"1024" doc:"The token that the chat got with its welcome"`
	Number  string `path:"number" minLength:"1" maxLength:"64"`
	Body    struct {
		Text      string `json:"text,omitempty" maxLength:"2000"`
		PhoneTail string `json:"phone_tail,omitempty" maxLength:"32"`
	}
}

// publicTicket is a ticket as its customer sees it.
type publicTicket struct {
	Number    ticket.Number `json:"number"`
	State     ticket.State  `json:"state" enum:"open,doing,waiting,solved,closed,reopened"`
	OwnerName string        `json:"owner_name,omitempty"`
	CreatedAt int64         `json:"created_at" doc:"Unix milliseconds"`
	ChangedAt int64         `json:"changed_at" doc:"Unix milliseconds"`
	DueAt     int64         `json:"due_at,omitzero" doc:"Unix milliseconds"`
	Info      ticket.Info   `json:"info"`
	Entries   []ticketEntry `json:"entries" nullable:"false"`
}

type publicOutput struct{ Body publicTicket }

func publicOf(t ticket.Ticket) *publicOutput {
	t = t.For(chat.Customer)
	return &publicOutput{Body: publicTicket{
		Number: t.Number, State: t.State, OwnerName: t.OwnerName, CreatedAt: millis(t.CreatedAt), ChangedAt: millis(t.ChangedAt),
		DueAt: millis(t.DueAt), Info: t.Info, Entries: each(t.Entries, entryOf),
	}}
}

func (s *server) lookupRoutes(api huma.API) {
	op := func(id, path, summary string, errors ...int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: http.MethodPost, Path: path, Tags: []string{"customer's tickets"}, Summary: summary,
			Description: "Without a session: the visitor token or the phone proves whose it is. A number that does not exist is answered as a wrong proof.",
			Errors:      append([]int{403, 404, 422, 429}, errors...),
		}
	}
	register(s, api, op("look-up-ticket", "/api/tickets/lookup", "How a customer's ticket stands"), s.lookUp)
	register(s, api, op("add-to-ticket", "/api/tickets/{number}/add", "A customer adds to his ticket", 409), s.addTo)
	register(s, api, op("confirm-ticket", "/api/tickets/{number}/confirm", "A customer agrees that it is solved", 409), s.confirm)
	register(s, api, op("reopen-ticket", "/api/tickets/{number}/reopen", "A customer says that it is not solved", 409), s.reopen)
}

// claim is somebody who says that a ticket is his.
type claim struct {
	number  ticket.Number
	proof   ticket.Proof
	visitor auth.Visitor // where the token proves one
	wrong   int          // proofs that failed lately
}

// claim reads who asks and bounds how often. A token that proves nothing is no
// token: the phone may do.
func (s *server) claim(ctx context.Context, typed, token, tail string) (claim, error) {
	if err := s.rates.address(s.Auth.Address(request(ctx))); err != nil {
		return claim{}, err
	}
	n, err := ticket.ParseNumber(typed)
	if err != nil {
		return claim{}, err
	}
	c := claim{number: n, proof: ticket.Proof{PhoneTail: tail}}
	if token != "" {
		if c.visitor, err = s.Auth.Visitor(ctx, token); err == nil {
			c.proof.Visitor = c.visitor.ID
		}
	}
	if tail != "" {
		// Counted before it is looked at, so that guesses at the same time count.
		if err := s.rates.guesses.take(string(n), 1); err != nil {
			return claim{}, err
		}
	}
	c.wrong, err = s.Proofs.WrongProofs(ctx, n, s.now().Add(-proofMemory))
	return c, err
}

// refused counts a proof that failed. It returns err.
func (s *server) refused(ctx context.Context, c claim, err error) error {
	if c.proof.PhoneTail == "" {
		return err // nothing was guessed at
	}
	if counted := s.Proofs.AddWrongProof(context.WithoutCancel(ctx), c.number, s.now()); counted != nil {
		return counted
	}
	return err
}

func (s *server) lookUp(ctx context.Context, in *lookupInput) (*publicOutput, error) {
	c, err := s.claim(ctx, in.Body.Number, in.Visitor, in.Body.PhoneTail)
	if err != nil {
		return nil, err
	}
	t, err := s.Tickets.Ticket(ctx, c.number)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err := ticket.Prove(t, c.proof, c.wrong); fault.Is(err, fault.NotFound) {
		return nil, s.refused(ctx, c, err)
	} else if err != nil {
		return nil, err
	}
	return publicOf(t), nil
}

func (s *server) addTo(ctx context.Context, in *addInput) (*publicOutput, error) {
	files, err := s.known(ctx, in.Body.Files)
	if err != nil {
		return nil, err
	}
	said, err := maybeWords("内容", in.Body.Text, chat.MaxText)
	if err != nil {
		return nil, err
	}
	if said == "" && len(files) == 0 {
		return nil, fault.New(fault.Invalid, "请填写内容")
	}
	return s.customerMoves(ctx, in.Number, in.Visitor, in.Body.PhoneTail, ticket.Entry{Move: ticket.Add, Text: said, Files: files})
}

func (s *server) confirm(ctx context.Context, in *confirmInput) (*publicOutput, error) {
	return s.customerMoves(ctx, in.Number, in.Visitor, in.Body.PhoneTail, ticket.Entry{Move: ticket.Confirm})
}

func (s *server) reopen(ctx context.Context, in *reopenInput) (*publicOutput, error) {
	said, err := maybeWords("内容", in.Body.Text, chat.MaxText)
	if err != nil {
		return nil, err
	}
	return s.customerMoves(ctx, in.Number, in.Visitor, in.Body.PhoneTail, ticket.Entry{Move: ticket.Reopen, Text: said})
}

// customerMoves adds an entry of a customer who proves that the ticket is his, and
// who is not kept out. Codes of cards in it are masked as in the chat.
func (s *server) customerMoves(ctx context.Context, typed, token, tail string, e ticket.Entry) (*publicOutput, error) {
	c, err := s.claim(ctx, typed, token, tail)
	if err != nil {
		return nil, err
	}
	if err := s.mayMove(ctx, c); err != nil {
		return nil, err
	}
	e.At, e.Text = s.now(), s.Knowledge.Content().Mask(e.Text)
	e.By = chat.Actor{Kind: chat.Customer, ID: string(c.proof.Visitor)}
	unproven := false
	change := func(t ticket.Ticket) (ticket.Entry, error) {
		if err := ticket.Prove(t, c.proof, c.wrong); err != nil {
			unproven = fault.Is(err, fault.NotFound)
			return ticket.Entry{}, err
		}
		return e, ticket.Check(t, e.Move, e.By, e.At)
	}
	t, err := s.Tickets.ChangeTicket(ctx, c.number, change)
	if err != nil && !unproven && fault.Is(err, fault.NotFound) {
		// No such ticket: refused with the same words as a wrong proof.
		_, err = change(ticket.Ticket{})
	}
	switch {
	case unproven:
		return nil, s.refused(ctx, c, err)
	case err != nil:
		return nil, err
	}
	return publicOf(t), nil
}

// mayMove refuses a customer who is kept out. Whoever proves nothing hears nothing
// of that: he is refused as such.
func (s *server) mayMove(ctx context.Context, c claim) error {
	t, err := s.Tickets.Ticket(ctx, c.number)
	if fault.Is(err, fault.NotFound) || err == nil && ticket.Prove(t, c.proof, c.wrong) != nil {
		return nil
	}
	if err != nil {
		return err
	}
	return s.admit(ctx, t.Visitor, t.Conversation)
}
