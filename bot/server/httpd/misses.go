package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Inbox is the questions that found no answer, or one that did not help.
type Inbox interface {
	// Misses returns a page of them, grouped.
	Misses(ctx context.Context, q editing.MissQuery) (editing.Misses, error)
	// Act does something about some of them.
	Act(ctx context.Context, by chat.Staff, a editing.Act) (editing.Settled, error)
	// Undo takes back what Act did and returns how many questions it was about.
	Undo(ctx context.Context, by chat.Staff, id int64) (int, error)
}

var _ Inbox = (*editing.Inbox)(nil)

type missesInput struct {
	Days  int               `query:"days" minimum:"1" maximum:"400" default:"30" doc:"Days of the shop, up to today"`
	Why   knowledge.Why     `query:"why" enum:"fallback,clarify,downvote,handoff" doc:"Absent = any"`
	State editing.MissState `query:"state" enum:"open,ignored,given,done" default:"open"`
	Page  int               `query:"page" minimum:"1" maximum:"100000" default:"1"`
	Of    string            `query:"of" maxLength:"100" doc:"Conversation of a question whose group's page is wanted, in place of page"`
	Seq   int64             `query:"seq" minimum:"0" doc:"Its number"`
}

// miss is a group of questions that ask for the same.
type miss struct {
	Key     string             `json:"key" doc:"Of its label: the same tomorrow"`
	Label   string             `json:"label" doc:"The most central question"`
	Size    int                `json:"size" doc:"Questions"`
	People  int                `json:"people" doc:"Conversations that they are of"`
	LastAt  int64              `json:"last_at" doc:"Unix milliseconds"`
	Trend   []editing.DayCount `json:"trend" nullable:"false"`
	Texts   []missText         `json:"texts" nullable:"false" doc:"The newest, at most 20"`
	Rest    []missRest         `json:"rest" nullable:"false" doc:"The others, at most 480"`
	Entry   *suggested         `json:"entry,omitempty" doc:"That comes nearest, or is blamed"`
	Blamed  bool               `json:"blamed,omitzero" doc:"Customers did nothing but vote the answer of entry down"`
	Replies []missReply        `json:"replies" nullable:"false" doc:"What agents said next, the longest first, at most 5"`
	Owner   string             `json:"owner,omitempty" doc:"Sign-in name of who most of them were given to"`
}

type missText struct {
	Conversation string            `json:"conversation"`
	Seq          int64             `json:"seq"`
	Text         string            `json:"text"`
	At           int64             `json:"at" doc:"Unix milliseconds"`
	Why          knowledge.Why     `json:"why" enum:"fallback,clarify,downvote,handoff" doc:"The first of Whys"`
	Whys         []knowledge.Why   `json:"whys" nullable:"false"`
	State        editing.MissState `json:"state" enum:"open,ignored,given,done"`
}

type missRest struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
	As           int    `json:"as" doc:"Place in texts of the one that says the same; -1 = none does"`
}

type suggested struct {
	ID       string  `json:"id"`
	Question string  `json:"question"`
	Score    float64 `json:"score" doc:"0 to 1"`
}

func suggestedOf(s *editing.Suggested) *suggested {
	if s == nil {
		return nil
	}
	return &suggested{s.ID, s.Question, s.Score}
}

type missReply struct {
	Text         string `json:"text"`
	ByName       string `json:"by_name"`
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

func missOf(m editing.Miss) miss {
	return miss{
		Key: m.Key, Label: m.Label, Size: m.Size, People: m.People, LastAt: millis(m.LastAt), Trend: m.Trend, Entry: suggestedOf(m.Entry), Blamed: m.Blamed, Owner: m.Owner,
		Texts: each(m.Texts, func(t editing.MissText) missText {
			out := missText{Conversation: t.Conversation, Seq: t.Seq, Text: t.Text, At: millis(t.At), Whys: t.Whys, State: t.State}
			if len(t.Whys) > 0 {
				out.Why = t.Whys[0]
			}
			return out
		}),
		Rest: each(m.Rest, func(r editing.MissRest) missRest { return missRest{r.Conversation, r.Seq, r.As} }),
		Replies: each(m.Replies, func(r editing.MissReply) missReply {
			return missReply{Text: r.Text, ByName: r.ByName, Conversation: r.Conversation, Seq: r.Seq}
		}),
	}
}

type missesOutput struct {
	Body struct {
		Items  []miss             `json:"items" nullable:"false" doc:"One page, the largest group first"`
		Page   int                `json:"page"`
		Of     string             `json:"of,omitempty" doc:"Key of the group of the question that was asked for; absent where it is in none"`
		Total  int                `json:"total" doc:"Groups on all pages"`
		Size   int                `json:"size" doc:"Groups on a full page"`
		Counts missCounts         `json:"counts" doc:"Questions of those days and that reason, by state"`
		Days   []editing.DayCount `json:"days" nullable:"false" doc:"Questions of that state"`
	}
}

type missCounts struct {
	Open    int `json:"open"`
	Ignored int `json:"ignored"`
	Given   int `json:"given"`
	Done    int `json:"done"`
}

type missActInput struct {
	Body struct {
		Texts    []knowledge.AskedRef `json:"texts" minItems:"1" maxItems:"500" nullable:"false"`
		Action   editing.MissAction   `json:"action" enum:"variant,entry,ignore,give,reopen"`
		State    editing.MissState    `json:"state,omitempty" enum:"open,ignored,given,done" doc:"In which they were shown; a conflict where one is in another meanwhile. Absent = any"`
		Entry    string               `json:"entry,omitempty" maxLength:"100" doc:"Of variant: the entry whose similar questions they become"`
		Question string               `json:"question,omitempty" maxLength:"200" doc:"Of entry: its standard question"`
		Answer   string               `json:"answer,omitempty" maxLength:"20000" doc:"Of entry: its answer, Markdown"`
		Category string               `json:"category,omitempty" maxLength:"200" doc:"Of entry"`
		To       chat.AgentID         `json:"to,omitempty" maxLength:"100" doc:"Of give: a colleague who may edit"`
	}
}

type missActOutput struct {
	Body struct {
		Undo    int64  `json:"undo" doc:"Number to undo it by"`
		Changed int    `json:"changed" doc:"Questions"`
		Entry   string `json:"entry,omitempty" doc:"The entry that was changed or made; it is a draft"`
		Added   int    `json:"added" doc:"Similar questions that the entry did not have"`
	}
}

type missUndoInput struct {
	Body struct {
		Undo int64 `json:"undo" minimum:"1"`
	}
}

type missUndoOutput struct {
	Body struct {
		Changed int `json:"changed" doc:"Questions that are again what they were"`
	}
}

func (s *server) missRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-misses", Method: http.MethodGet, Path: "/api/misses", Tags: []string{"knowledge"},
		Summary: "Questions that found no answer, or one that did not help, grouped by what they ask for",
	}), s.listMisses)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "act-on-misses", Method: http.MethodPost, Path: "/api/misses/act", Tags: []string{"knowledge"},
		Summary: "Make questions part of the knowledge (a draft), put them aside, or give them to a colleague",
	}, 404, 409), s.actOnMisses)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "undo-misses", Method: http.MethodPost, Path: "/api/misses/undo", Tags: []string{"knowledge"},
		Summary: "Take back what was done about questions; a conflict where the entry was changed since",
	}, 404, 409), s.undoMisses)
}

func (s *server) listMisses(ctx context.Context, in *missesInput) (*missesOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	found, err := s.Inbox.Misses(ctx, editing.MissQuery{
		Days: in.Days, Why: in.Why, State: in.State, Page: in.Page, Size: pageSize, Of: knowledge.AskedRef{Conversation: in.Of, Seq: in.Seq},
	})
	if err != nil {
		return nil, err
	}
	out := &missesOutput{}
	b := &out.Body
	b.Items, b.Total, b.Size, b.Days = each(found.Items, missOf), found.Total, pageSize, found.Days
	b.Page, b.Of = found.Page, found.Of
	n := found.Counts
	b.Counts = missCounts{Open: n[editing.MissOpen], Ignored: n[editing.MissIgnored], Given: n[editing.MissGiven], Done: n[editing.MissDone]}
	return out, nil
}

func (s *server) actOnMisses(ctx context.Context, in *missActInput) (*missActOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	b := &in.Body
	if b.Action == editing.ActGive {
		to, err := s.People.StaffByID(ctx, b.To)
		if fault.Is(err, fault.NotFound) || err == nil && s.Auth.May(to, auth.RightKnowledge, nil) != nil {
			return nil, fault.New(fault.Invalid, "请选择一位能编辑知识库的同事")
		}
		if err != nil {
			return nil, err
		}
	}
	done, err := s.Inbox.Act(ctx, staff, editing.Act{
		Of: b.Texts, Action: b.Action, State: b.State, Entry: b.Entry, To: b.To,
		Fill: knowledge.Entry{Question: b.Question, Answer: b.Answer, Category: b.Category},
	})
	if err != nil {
		return nil, err
	}
	out := &missActOutput{}
	out.Body.Undo, out.Body.Changed, out.Body.Entry, out.Body.Added = done.Undo, done.Changed, done.Entry, done.Added
	return out, nil
}

func (s *server) undoMisses(ctx context.Context, in *missUndoInput) (*missUndoOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	out := &missUndoOutput{}
	out.Body.Changed, err = s.Inbox.Undo(ctx, staff, in.Body.Undo)
	return out, err
}
