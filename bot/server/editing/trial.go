package editing

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/rehearse"
	"yiwen/knowledge"
)

const (
	// trialTurns bounds a trial: a conversation that is longer than any real one.
	trialTurns = 20
	// trialWhy bounds the entries that are asked after at once.
	trialWhy = 10
)

// TrialStore keeps trials.
type TrialStore interface {
	// AddTrial stores a trial under an id that no other has.
	AddTrial(ctx context.Context, t knowledge.Trial) error
	// Trial returns a trial, or a fault.NotFound.
	Trial(ctx context.Context, id string) (knowledge.Trial, error)
}

// TrialRequest is a conversation to hold with the bot.
type TrialRequest struct {
	Turns    []TrialLine
	Against  Against
	Site     string             // "" = the first of the shop's
	Audience knowledge.Audience // who asks
	At       time.Time          // of the first turn; zero = now
	Why      []string           // entries: why they did not answer the last turn
}

// TrialLine is what the customer says in a turn, or the choice that he taps, by
// its key.
type TrialLine struct {
	Text   string `json:"text"`
	Choice string `json:"choice,omitempty"`
}

// Trial is a conversation that an editor held with the bot, with all that led to
// each answer. It is stored as it is, so that a colleague sees the same.
type Trial struct {
	ID       string             `json:"id"`
	At       int64              `json:"at" doc:"When it was held, Unix milliseconds"`
	By       string             `json:"by,omitempty"`
	ByName   string             `json:"by_name,omitempty"`
	Against  Against            `json:"against" enum:"live,draft"`
	Version  int64              `json:"version" doc:"Of the content that was live"`
	Draft    int64              `json:"draft,omitempty" doc:"Revision of the working copy that was asked; absent = the live content was"`
	Site     string             `json:"site,omitempty"`
	Audience knowledge.Audience `json:"audience,omitempty"`
	Turns    []TrialTurn        `json:"turns" nullable:"false"`
	Why      []TrialWhy         `json:"why" nullable:"false" doc:"Why entries that were asked after did not answer the last turn"`
	// FeatureNames are what editors call the features of the candidates.
	FeatureNames map[string]string `json:"feature_names"`
}

// TrialTurn is one turn of a trial.
type TrialTurn struct {
	At         int64                `json:"at" doc:"The customer's time, Unix milliseconds"`
	Text       string               `json:"text" doc:"What was said, codes of cards masked"`
	Choice     string               `json:"choice,omitempty" doc:"Key of the choice that was tapped"`
	Reply      string               `json:"reply" doc:"What the bot says, Markdown"`
	Choices    []chat.Choice        `json:"choices" nullable:"false"`
	Outcome    bot.Outcome          `json:"outcome" enum:"answer,clarify,collect,handoff,smalltalk,fallback"`
	Entry      string               `json:"entry,omitempty"`
	Question   string               `json:"question,omitempty" doc:"The standard question of entry"`
	Also       string               `json:"also,omitempty" doc:"The entry of the second answer, where two things were asked"`
	Score      float64              `json:"score,omitempty" doc:"Of entry or, where there is none, of the first candidate"`
	Rule       string               `json:"rule,omitempty" doc:"The rule that decided"`
	Reason     chat.Reason          `json:"reason,omitempty" doc:"Of a handoff"`
	Team       chat.TeamID          `json:"team,omitempty"`
	Norm       string               `json:"norm" doc:"The normal form that was read"`
	Tokens     []bot.ExplainedToken `json:"tokens" nullable:"false"`
	Respelled  []bot.Respelled      `json:"respelled" nullable:"false"`
	Entities   []chat.Entity        `json:"entities" nullable:"false"`
	Mood       bot.Mood             `json:"mood"`
	Topic      string               `json:"topic,omitempty" doc:"The entry that the message may lean on"`
	Read       []bot.Look           `json:"read" nullable:"false" doc:"The texts that were searched for"`
	Rules      []TrialRule          `json:"rules" nullable:"false" doc:"The rules whose conditions hold, by priority"`
	Near       []TrialNear          `json:"near" nullable:"false" doc:"Rules that share words with the message and do not match"`
	Candidates []TrialCandidate     `json:"candidates" nullable:"false" doc:"The highest score first"`
	Questions  map[string]string    `json:"questions" doc:"The standard question of every entry that is named"`
	Closed     []TrialClosed        `json:"closed" nullable:"false" doc:"Entries that would have come first and are closed to this customer at this time"`
	Rungs      []TrialRung          `json:"rungs" nullable:"false"`
	Unresolved int                  `json:"unresolved,omitempty" doc:"Unresolved turns in a row, this one included"`
	Limits     bot.Limits           `json:"limits"`
}

// TrialCandidate is an entry that was found.
type TrialCandidate struct {
	knowledge.Candidate
	Read string `json:"read,omitempty" doc:"The text that it was found by, where that is not norm"`
}

// TrialRule is a rule whose conditions hold.
type TrialRule struct {
	ID      string   `json:"id"`
	Action  string   `json:"action"`
	Matched bool     `json:"matched" doc:"It decided the turn"`
	Why     []string `json:"why" nullable:"false" doc:"The words, patterns and entities that it matched by"`
}

// TrialNear is a rule that nearly matched.
type TrialNear struct {
	ID      string `json:"id"`
	Missing string `json:"missing"`
}

// TrialClosed is an entry that is not there for the customer.
type TrialClosed struct {
	ID    string  `json:"id"`
	Why   string  `json:"why"`
	Score float64 `json:"score"`
}

// TrialRung is a step of the ladder and why it did or did not take the turn.
type TrialRung struct {
	Rung string `json:"rung"`
	Name string `json:"name"`
	Took bool   `json:"took"`
	Why  string `json:"why"`
}

// TrialWhy is why an entry did not answer.
type TrialWhy struct {
	Entry string `json:"entry"`
	Text  string `json:"text"`
}

// keptTrial is a trial as it is stored, with what TrialWhy goes by.
type keptTrial struct {
	Trial
	Traces []bot.Trace `json:"traces"`
}

// Try holds a conversation with the bot, against what is live or against the
// working copy, stores what came of it and returns it. Nothing else of it is
// stored: no customer, no case, no figure. It blocks for a build where the working
// copy is not built yet. What cannot be said to the bot is a fault.Invalid.
func (s *Service) Try(ctx context.Context, by chat.Staff, r TrialRequest) (Trial, error) {
	if err := r.check(); err != nil {
		return Trial{}, err
	}
	c, rev, err := s.content(ctx, r.Against)
	if err != nil {
		return Trial{}, err
	}
	site, err := s.site(ctx, r)
	if err != nil {
		return Trial{}, err
	}
	k := keptTrial{Trial: Trial{
		ID: newID()[:10], At: s.now().UnixMilli(), By: string(by.ID), ByName: by.Name, Against: r.Against, Version: c.Version, Draft: rev,
		Site: r.Site, Audience: r.Audience, Turns: []TrialTurn{}, Why: []TrialWhy{}, FeatureNames: featureNames(),
	}}
	if r.At.IsZero() {
		r.At = s.now()
	}
	stage := rehearse.New(rehearse.Options{Content: c, Opening: r.At, Tickets: true, Record: true})
	for i, l := range r.Turns {
		turn, err := stage.Ask(ctx, rehearse.Line{
			Text: l.Text, Choice: l.Choice, Conversation: "trial", Site: site, Profile: rehearse.Customer(r.Audience),
		})
		if err != nil {
			if fault.Is(err, fault.Invalid) {
				return Trial{}, fault.New(fault.Invalid, "第 %d 句：%s", i+1, trialFault(l, err))
			}
			return Trial{}, fmt.Errorf("try turn %d: %w", i+1, err)
		}
		k.Turns, k.Traces = append(k.Turns, newTrialTurn(c, l, turn)), append(k.Traces, turn.Trace)
	}
	for _, entry := range r.Why {
		text, err := k.why(ctx, c, entry)
		if err != nil {
			return Trial{}, err
		}
		k.Why = append(k.Why, TrialWhy{Entry: entry, Text: text})
	}
	b, err := json.Marshal(k)
	if err != nil {
		return Trial{}, fmt.Errorf("encode a trial: %w", err)
	}
	err = s.trials.AddTrial(ctx, knowledge.Trial{ID: k.ID, At: time.UnixMilli(k.At).UTC(), By: k.By, Body: b})
	return k.Trial, err
}

// check refuses what is no conversation.
func (r *TrialRequest) check() error {
	switch {
	case len(r.Turns) == 0:
		return fault.New(fault.Invalid, "请输入要试问的内容")
	case len(r.Turns) > trialTurns:
		return fault.New(fault.Invalid, "一次试问最多 %d 句", trialTurns)
	case len(r.Why) > trialWhy:
		return fault.New(fault.Invalid, "一次最多问 %d 个条目为什么没有回答", trialWhy)
	case r.Against != Live && r.Against != Working:
		return fault.New(fault.Invalid, "只能对线上或草稿试问")
	}
	switch r.Audience {
	case knowledge.Everybody, knowledge.Buyers, knowledge.VIPs, knowledge.Merchants:
	default:
		return fault.New(fault.Invalid, "没有「%s」这种受众", r.Audience)
	}
	for i, l := range r.Turns {
		switch {
		case l.Choice != "":
		case strings.TrimSpace(l.Text) == "":
			return fault.New(fault.Invalid, "第 %d 句是空的", i+1)
		case utf8.RuneCountInString(l.Text) > chat.MaxText:
			return fault.New(fault.Invalid, "第 %d 句太长，最多 %d 字", i+1, chat.MaxText)
		}
	}
	return nil
}

// site is where a trial is held. One that the shop has not is a fault.Invalid that
// names those that it has.
func (s *Service) site(ctx context.Context, r TrialRequest) (chat.SiteID, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return "", err
	}
	sites := d.Settings().Sites
	if r.Against == Live {
		sites = d.LiveSettings().Sites
	}
	var has []string
	for _, site := range sites {
		if r.Site == "" || r.Site == string(site.ID) {
			return site.ID, nil
		}
		has = append(has, fmt.Sprintf("%s（%s）", site.ID, site.Name))
	}
	return "", fault.New(fault.Invalid, "没有「%s」这个站点，可选：%s", r.Site, strings.Join(has, "、"))
}

// trialFault is what was wrong with a line, in Chinese.
func trialFault(l TrialLine, err error) string {
	if l.Choice != "" {
		return "上一句没有给出这个选项，或选项已失效"
	}
	return fault.Text(err, "机器人不接受这句话")
}

// content returns what to ask, and its revision where that is the working copy.
// Its candidates carry their features.
func (s *Service) content(ctx context.Context, against Against) (*bot.Content, int64, error) {
	if against == Live {
		c, err := s.Built(ctx, Live)
		return c, 0, err
	}
	d, err := s.Draft(ctx)
	if err != nil {
		return nil, 0, err
	}
	c, err := s.built(ctx, Working, d)
	return c, d.Rev, err
}

// Trial returns a trial as it was, or a fault.NotFound.
func (s *Service) Trial(ctx context.Context, id string) (Trial, error) {
	k, err := s.kept(ctx, id)
	return k.Trial, err
}

func (s *Service) kept(ctx context.Context, id string) (k keptTrial, err error) {
	t, err := s.trials.Trial(ctx, id)
	if err != nil {
		return k, err
	}
	if err := json.Unmarshal(t.Body, &k); err != nil {
		return k, fmt.Errorf("read trial %s: %w", id, err)
	}
	return k, nil
}

// TrialWhy says why an entry did not answer the last turn of a trial: by what was
// looked at then, and where the entry was not, by a search of the same content as
// it is now. A trial that is not there is a fault.NotFound.
func (s *Service) TrialWhy(ctx context.Context, id, entry string) (string, error) {
	k, err := s.kept(ctx, id)
	if err != nil {
		return "", err
	}
	c, rev, err := s.content(ctx, k.Against)
	if err != nil {
		return "", err
	}
	text, err := k.why(ctx, c, entry)
	if err == nil && (c.Version != k.Version || rev != k.Draft) {
		text = "试问之后内容有变化，以下按现在的内容：" + text
	}
	return text, err
}

// why says why entry did not answer the last turn.
func (k *keptTrial) why(ctx context.Context, c *bot.Content, entry string) (string, error) {
	if len(k.Traces) == 0 {
		return "", fault.New(fault.Invalid, "这次试问没有内容")
	}
	n := len(k.Traces) - 1
	w, err := c.At(time.UnixMilli(k.Turns[n].At), rehearse.Profile(k.Audience)).WhyNot(ctx, k.Traces[n], entry)
	if err != nil {
		return "", err
	}
	return newSpeaker(c).why(w), nil
}
