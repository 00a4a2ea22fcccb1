package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// This file has what people do with each other in a conversation. None of it
// changes who owns the case.

const (
	// maxMentions bounds who is asked to look at one note.
	maxMentions = 20
	// maxAttachments bounds what one message shows.
	maxAttachments = 9
	// maxReasons and reasonTag bound the reasons of a rating, and the runes of one.
	maxReasons, reasonTag = 10, 20
)

// together carries out such a command; done is false where it is another.
func (t *turn) together(ctx context.Context) (done bool, err error) {
	switch a := t.cmd.Action.(type) {
	case Recall:
		return true, t.recall(ctx, a)
	case Whisper:
		return true, t.whisper(a)
	case Invite:
		return true, t.invite(a)
	case Leave:
		return true, t.leaves(a)
	case Attend:
		return true, t.move(handoff.Attend, chat.Attended{})
	case Fill:
		return true, t.fill(ctx, a)
	case Vote:
		return true, t.vote(ctx, a)
	case File:
		return true, t.fileByHand(ctx, a)
	case News:
		return true, t.news(a)
	case Closing:
		return true, t.closing(ctx, a)
	}
	return false, nil
}

// event returns an event of the conversation, or a fault.Invalid with that text.
func (t *turn) event(ctx context.Context, seq chat.Seq, unknown string) (chat.Event, error) {
	if seq < 1 || seq > t.conversation.Seq {
		return chat.Event{}, fault.New(fault.Invalid, "%s", unknown)
	}
	events, err := t.log.Events(ctx, t.conversation.ID, seq-1, 1)
	if err != nil {
		return chat.Event{}, err
	}
	if len(events) == 0 || events[0].Seq != seq {
		return chat.Event{}, fault.New(fault.Invalid, "%s", unknown)
	}
	return events[0], nil
}

// recall takes a message back. What a customer takes back the bot does not go on
// from, either.
func (t *turn) recall(ctx context.Context, a Recall) error {
	if err := handoff.Check(t.conversation.Case, handoff.Recall, t.cmd.From, t.now); err != nil {
		return err
	}
	e, err := t.event(ctx, a.Of, "消息不存在")
	if err != nil {
		return err
	}
	if err := handoff.CheckRecall(e, t.cmd.From, t.now); err != nil {
		return err
	}
	owes, err := t.owes(ctx, a.Of)
	if err != nil {
		return err
	}
	t.asked(chat.Recalled{Of: a.Of, Owes: owes})
	if t.cmd.From.Kind == chat.Customer {
		t.memory.Burst, t.memory.Asked, t.memory.Question = nil, nil, 0
	}
	return nil
}

// owes reports whether message of, which an agent takes back, is all that the
// customer has heard of people since he last spoke, or since the case has its owner.
func (t *turn) owes(ctx context.Context, of chat.Seq) (bool, error) {
	k := t.conversation.Case
	if t.cmd.From.Kind != chat.Agent || !handoff.Owned(k.State) || !k.SilentSince.IsZero() {
		return false, nil
	}
	events, err := t.log.Events(ctx, t.conversation.ID, max(0, t.conversation.Seq-lookBack), lookBack)
	if err != nil {
		return false, err
	}
	for _, e := range slices.Backward(events) {
		_, given := e.Payload.(chat.Assigned)
		_, said := e.Payload.(chat.Message)
		switch {
		case e.Recalled || e.Seq == of:
		case given, said && e.From.Kind == chat.Customer:
			return true, nil
		case said && e.From.Kind == chat.Agent:
			return false, nil
		}
	}
	return false, nil
}

func (t *turn) whisper(a Whisper) error {
	s, err := words(a.Text, false)
	if err != nil {
		return err
	}
	return t.move(handoff.Whisper, chat.Whisper{Text: s})
}

func (t *turn) invite(a Invite) error {
	k := t.conversation.Case
	if err := handoff.Check(k, handoff.Invite, t.cmd.From, t.now); err != nil {
		return err
	}
	if err := handoff.CheckInvite(k, a.Agent); err != nil {
		return err
	}
	t.asked(chat.Invited{Agent: a.Name, AgentID: a.Agent})
	return nil
}

func (t *turn) leaves(a Leave) error {
	k, who := t.conversation.Case, a.Agent
	if who == "" {
		who = chat.AgentID(t.cmd.From.ID)
	}
	if err := handoff.Check(k, handoff.Leave, t.cmd.From, t.now); err != nil {
		return err
	}
	if err := handoff.CheckLeave(k, t.cmd.From, who); err != nil {
		return err
	}
	i := slices.IndexFunc(k.Helpers, func(h chat.Helper) bool { return h.ID == who })
	t.asked(chat.Invited{Agent: k.Helpers[i].Name, AgentID: who, Gone: true})
	return nil
}

// note writes among staff; the state table lets any of them do it. Who is
// mentioned is asked once, and nobody asks himself.
func (t *turn) note(a Note) error {
	s, err := words(a.Text, false)
	if err != nil {
		return err
	}
	var asked []chat.AgentID
	for _, m := range a.Mentions {
		if m != "" && m != chat.AgentID(t.cmd.From.ID) && !slices.Contains(asked, m) {
			asked = append(asked, m)
		}
	}
	if len(asked) > maxMentions {
		return fault.New(fault.Invalid, "一条备注最多提到%d位同事", maxMentions)
	}
	return t.move(handoff.Note, chat.Note{Text: s, Mentions: asked})
}

// rate judges the closed case. A bad rating opens a review, and one that was
// mended changes what the review says.
func (t *turn) rate(a Rate) error {
	r := a.Rated
	if r.Stars < 1 || r.Stars > 5 {
		return fault.New(fault.Invalid, "评分应为1到5星")
	}
	if utf8.RuneCountInString(r.Text) > chat.MaxText || len(r.Reasons) > maxReasons {
		return fault.New(fault.Invalid, "评价内容太长")
	}
	r.Text = t.content.veil(r.Text).text
	var reasons []string
	for _, tag := range r.Reasons {
		switch tag = strings.TrimSpace(tag); {
		case utf8.RuneCountInString(tag) > reasonTag:
			return fault.New(fault.Invalid, "评价标签最多%d字", reasonTag)
		case tag != "" && !slices.Contains(reasons, tag):
			reasons = append(reasons, t.content.veil(tag).text)
		}
	}
	r.Reasons = reasons
	before := t.conversation.Case.Rating
	if err := t.move(handoff.Rate, r); err != nil {
		return err
	}
	if handoff.NeedsReview(r) || before != nil && handoff.NeedsReview(*before) {
		t.review = t.reviewed(r)
	}
	return nil
}

// reviewed is what a supervisor looks into.
func (t *turn) reviewed(r chat.Rated) *handoff.Review {
	k := t.conversation.Case
	v := handoff.Review{Conversation: t.conversation.ID, Case: k.Number, Rated: r, Team: k.Team, OpenedAt: t.now}
	if !k.AssignedAt.IsZero() { // Previous may be of a case before this one
		v.Agent, v.AgentName = k.Previous, k.AgentName
	}
	return &v
}

// sayable checks what a message has besides its text.
func (t *turn) sayable(ctx context.Context, a Say) error {
	if len(a.Attachments) > maxAttachments {
		return fault.New(fault.Invalid, "一次最多发送%d个附件", maxAttachments)
	}
	if a.Re == 0 {
		return nil
	}
	const unknown = "引用的消息不存在"
	e, err := t.event(ctx, a.Re, unknown)
	if err != nil {
		return err
	}
	if m, ok := e.Payload.(chat.Message); !ok || e.Recalled || m.Recalled {
		return fault.New(fault.Invalid, unknown) // a customer must not learn that a note stands there
	}
	return nil
}
