package httpd

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/knowledge"
)

// Feedback is what agents tell editors about answers.
type Feedback interface {
	// AddFeedback keeps f and returns its id.
	AddFeedback(ctx context.Context, f knowledge.Feedback) (int64, error)
	// FeedbackList returns a page of what is in state (none = any), the latest
	// first, and how much there is on all pages.
	FeedbackList(ctx context.Context, state knowledge.FeedbackState, page, size int) ([]knowledge.Feedback, int, error)
	// FeedbackBy returns a page of what a member of staff told, the latest first,
	// and how much there is on all pages.
	FeedbackBy(ctx context.Context, staff string, page, size int) ([]knowledge.Feedback, int, error)
	// ChangeFeedback replaces one by what change makes of it, or is a
	// fault.NotFound.
	ChangeFeedback(ctx context.Context, id int64, change func(knowledge.Feedback) (knowledge.Feedback, error)) (knowledge.Feedback, error)
}

// feedback is one thing that an agent told the editors.
type feedback struct {
	ID           int64                   `json:"id"`
	Kind         knowledge.FeedbackKind  `json:"kind" enum:"wrong,missing"`
	Conversation string                  `json:"conversation"`
	Seq          int64                   `json:"seq,omitzero" doc:"The message that was wrong"`
	Question     string                  `json:"question"`
	Entry        string                  `json:"entry,omitempty" doc:"The entry that answered"`
	Text         string                  `json:"text"`
	By           string                  `json:"by"`
	ByName       string                  `json:"by_name"`
	At           int64                   `json:"at" doc:"Unix milliseconds"`
	State        knowledge.FeedbackState `json:"state" enum:"open,done,ignored"`
	Answer       string                  `json:"answer,omitempty" doc:"What the editor says to it"`
	DoneBy       string                  `json:"done_by,omitempty"`
	DoneAt       int64                   `json:"done_at,omitzero" doc:"Unix milliseconds"`
}

func feedbackOf(f knowledge.Feedback) feedback {
	return feedback{
		ID: f.ID, Kind: f.Kind, Conversation: f.Conversation, Seq: f.Seq, Question: f.Question, Entry: f.Entry, Text: f.Text,
		By: f.By, ByName: f.ByName, At: millis(f.At), State: f.State, Answer: f.Answer, DoneBy: f.DoneBy, DoneAt: millis(f.DoneAt),
	}
}

type newFeedbackInput struct {
	Body struct {
		Kind         knowledge.FeedbackKind `json:"kind" enum:"wrong,missing"`
		Conversation chat.ConversationID    `json:"conversation" minLength:"1" maxLength:"64"`
		Seq          int64                  `json:"seq,omitempty" minimum:"0"`
		Question     string                 `json:"question" maxLength:"2000" doc:"The customer's words"`
		Entry        string                 `json:"entry,omitempty" maxLength:"100"`
		Text         string                 `json:"text" maxLength:"2000" doc:"What is wrong, or what the answer should be"`
	}
}

type idOutput struct {
	Body struct {
		ID int64 `json:"id"`
	}
}

type feedbackListInput struct {
	State knowledge.FeedbackState `query:"state" enum:"open,done,ignored" doc:"Absent = all"`
	Page  int                     `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type myFeedbackInput struct {
	Page int `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type feedbackChangeInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		State  knowledge.FeedbackState `json:"state" enum:"open,done,ignored"`
		Answer string                  `json:"answer,omitempty" maxLength:"2000"`
	}
}

type feedbackOutput struct{ Body feedback }

func (s *server) feedbackRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "give-feedback", Method: http.MethodPost, Path: "/api/feedback", Tags: []string{"knowledge"},
		Summary: "Tell the editors that an answer was wrong or missing",
	}, 404), s.giveFeedback)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-feedback", Method: http.MethodGet, Path: "/api/feedback", Tags: []string{"knowledge"},
		Summary: "What agents told the editors, the latest first",
	}), s.listFeedback)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-my-feedback", Method: http.MethodGet, Path: "/api/feedback/mine", Tags: []string{"knowledge"},
		Summary: "What one told the editors oneself and what they say to it, the latest first",
	}), s.listMyFeedback)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "settle-feedback", Method: http.MethodPatch, Path: "/api/feedback/{id}", Tags: []string{"knowledge"},
		Summary: "Settle what an agent told the editors",
	}, 404), s.settleFeedback)
}

func (s *server) giveFeedback(ctx context.Context, in *newFeedbackInput) (*idOutput, error) {
	b := &in.Body
	staff, c, err := s.conversation(ctx, b.Conversation)
	if err != nil {
		return nil, err
	}
	if chat.Seq(b.Seq) > c.Seq {
		return nil, fault.New(fault.Invalid, "会话里没有这条消息")
	}
	question, err := maybeWords("客户的问题", b.Question, chat.MaxText)
	if err != nil {
		return nil, err
	}
	told, err := maybeWords("说明", b.Text, chat.MaxText)
	if err != nil {
		return nil, err
	}
	if question == "" && told == "" {
		return nil, fault.New(fault.Invalid, "请填写客户的问题或说明")
	}
	out := &idOutput{}
	out.Body.ID, err = s.Feedback.AddFeedback(ctx, knowledge.Feedback{
		Kind: b.Kind, Conversation: string(c.ID), Seq: b.Seq, Question: question, Entry: b.Entry, Text: told,
		By: string(staff.ID), ByName: staff.Name, At: s.now(), State: knowledge.FeedbackOpen,
	})
	return out, err
}

func (s *server) listFeedback(ctx context.Context, in *feedbackListInput) (*paged[feedback], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	all, total, err := s.Feedback.FeedbackList(ctx, in.State, in.Page, pageSize)
	if err != nil {
		return nil, err
	}
	return pageOf(each(all, feedbackOf), total), nil
}

func (s *server) listMyFeedback(ctx context.Context, in *myFeedbackInput) (*paged[feedback], error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	all, total, err := s.Feedback.FeedbackBy(ctx, string(staff.ID), in.Page, pageSize)
	if err != nil {
		return nil, err
	}
	return pageOf(each(all, feedbackOf), total), nil
}

func (s *server) settleFeedback(ctx context.Context, in *feedbackChangeInput) (*feedbackOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	said, err := maybeWords("答复", in.Body.Answer, chat.MaxText)
	if err != nil {
		return nil, err
	}
	f, err := s.Feedback.ChangeFeedback(ctx, in.ID, func(f knowledge.Feedback) (knowledge.Feedback, error) {
		f.State, f.Answer, f.DoneBy, f.DoneAt = in.Body.State, said, string(staff.ID), s.now()
		if f.State == knowledge.FeedbackOpen {
			f.DoneBy, f.DoneAt = "", time.Time{} // it is to be looked at once more
		}
		return f, nil
	})
	if err != nil {
		return nil, err
	}
	return &feedbackOutput{Body: feedbackOf(f)}, nil
}
