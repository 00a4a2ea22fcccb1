package httpd

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// Blocks are the customers who are kept out (黑名单).
type Blocks interface {
	// Block returns what keeps a visitor out, who may be the shop's customer called
	// user; the zero Block where nothing does.
	Block(ctx context.Context, site chat.SiteID, visitor chat.VisitorID, user string) (handoff.Block, error)
	// SetBlock keeps the customer of a conversation out.
	SetBlock(ctx context.Context, id chat.ConversationID, b handoff.Block) error
	// ClearBlock lets him in again; who is not kept out stays so.
	ClearBlock(ctx context.Context, id chat.ConversationID) error
	// Blocks returns who is kept out at a time.
	Blocks(ctx context.Context, now time.Time) (map[chat.ConversationID]handoff.Block, error)
}

const (
	// agentBlock is how long an agent may keep somebody out: his shift and the
	// night after it. Longer is a supervisor's to say.
	agentBlock = 24 * time.Hour
	maxBlock   = 10 * 366 * 24 * time.Hour
	maxReason  = 200 // runes
)

// block says why a customer is kept out, and until when.
type block struct {
	Reason string       `json:"reason"`
	Until  int64        `json:"until,omitzero" doc:"Unix milliseconds; absent = for good"`
	By     chat.AgentID `json:"by"`
	Name   string       `json:"name" doc:"Shown name of who did it"`
	At     int64        `json:"at" doc:"Unix milliseconds"`
}

func blockOf(b handoff.Block) *block {
	return &block{Reason: b.Reason, Until: millis(b.Until), By: b.By, Name: b.Name, At: millis(b.At)}
}

// blocked is somebody who is kept out.
type blocked struct {
	Conversation chat.ConversationID `json:"conversation"`
	Customer     string              `json:"customer,omitempty" doc:"The customer's name, of one who is signed in"`
	Reason       string              `json:"reason"`
	Until        int64               `json:"until,omitzero" doc:"Unix milliseconds; absent = for good"`
	By           chat.AgentID        `json:"by"`
	Name         string              `json:"name" doc:"Shown name of who did it"`
	At           int64               `json:"at" doc:"Unix milliseconds"`
}

type blockInput struct {
	Conversation chat.ConversationID `path:"conversation" minLength:"1" maxLength:"64"`
	Body         struct {
		Reason string `json:"reason" maxLength:"200"`
		Until  int64  `json:"until,omitempty" minimum:"0" maximum:"253402300799999" doc:"Unix milliseconds; absent = for good, which takes a supervisor"`
	}
}

func (s *server) blockRoutes(api huma.API) {
	const path = "/api/customers/{conversation}/block"
	register(s, api, staffOnly(huma.Operation{
		OperationID: "block", Method: http.MethodPut, Path: path, Tags: []string{"customers"},
		Summary: "Keep a customer out", Description: "Agents for at most 24 hours, supervisors for as long as they like.",
	}, 404), s.block)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "unblock", Method: http.MethodDelete, Path: path, Tags: []string{"customers"},
		Summary: "Let a customer in again", Description: "Agents whom they kept out themselves, supervisors anybody.",
	}, 404), s.unblock)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-blocks", Method: http.MethodGet, Path: "/api/blocks", Tags: []string{"supervision"},
		Summary: "Who is kept out now",
	}), s.listBlocks)
}

func (s *server) block(ctx context.Context, in *blockInput) (*nothing, error) {
	staff, c, err := s.conversation(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	reason, err := words("原因", in.Body.Reason, maxReason)
	if err != nil {
		return nil, err
	}
	now, until, lead := s.now(), instant(in.Body.Until), leads(s, staff)
	switch {
	case !until.IsZero() && !until.After(now):
		return nil, fault.New(fault.Invalid, "结束时间应晚于现在")
	case !until.IsZero() && until.After(now.Add(maxBlock)):
		return nil, fault.New(fault.Invalid, "结束时间太远，请改为永久")
	case !lead && (until.IsZero() || until.After(now.Add(agentBlock+time.Minute))): // a minute for clocks that differ
		return nil, fault.New(fault.Denied, "坐席最多拉黑24小时，更久请联系主管")
	}
	old, err := s.Blocks.Block(ctx, c.Site, c.Visitor, c.Profile.User)
	if err != nil {
		return nil, err
	}
	if !lead && old.Holds(now) && old.By != staff.ID {
		return nil, errNotHisBlock(old)
	}
	return nil, s.Blocks.SetBlock(ctx, c.ID, handoff.Block{Reason: reason, Until: until, By: staff.ID, Name: staff.Name, At: now})
}

func (s *server) unblock(ctx context.Context, in *conversationInput) (*nothing, error) {
	staff, c, err := s.conversation(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	old, err := s.Blocks.Block(ctx, c.Site, c.Visitor, c.Profile.User)
	if err != nil {
		return nil, err
	}
	if old.Holds(s.now()) && old.By != staff.ID && !leads(s, staff) {
		return nil, errNotHisBlock(old)
	}
	return nil, s.Blocks.ClearBlock(ctx, c.ID)
}

// admit refuses a visitor who is kept out. His conversation need not have begun.
func (s *server) admit(ctx context.Context, visitor chat.VisitorID, id chat.ConversationID) error {
	c, _, err := s.Cases.Load(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil // who was never heard was never kept out
	}
	if err != nil {
		return err
	}
	b, err := s.Blocks.Block(ctx, c.Site, visitor, c.Profile.User)
	if err == nil && b.Holds(s.now()) {
		err = fault.New(fault.Denied, "您的会话暂时无法继续，如有疑问请通过其他官方渠道联系我们。")
	}
	return err
}

// errNotHisBlock refuses an agent who would change what somebody else decided.
func errNotHisBlock(b handoff.Block) error {
	return fault.New(fault.Denied, "该客户由%s拉黑，如需更改请联系主管", b.Name)
}

func (s *server) listBlocks(ctx context.Context, _ *nothing) (*list[blocked], error) {
	if err := s.require(ctx, auth.RightCases); err != nil {
		return nil, err
	}
	all, err := s.Blocks.Blocks(ctx, s.now())
	if err != nil {
		return nil, err
	}
	var out []blocked
	for id, b := range all {
		c, _, err := s.Cases.Load(ctx, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		out = append(out, blocked{Conversation: id, Customer: c.Profile.Name, Reason: b.Reason, Until: millis(b.Until), By: b.By, Name: b.Name, At: millis(b.At)})
	}
	slices.SortFunc(out, func(a, b blocked) int { // the latest first
		return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(a.Conversation, b.Conversation))
	})
	return listOf(out), nil
}
