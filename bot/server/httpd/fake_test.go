package httpd

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/canned"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

// house is the data base, the engine, the disk and the shop of these tests.
type house struct {
	mu            sync.Mutex // guards what follows
	conversations map[chat.ConversationID]chat.Conversation
	cards         map[chat.ConversationID]handoff.Card
	tickets       map[ticket.Number]ticket.Ticket
	wrong         map[ticket.Number]int
	reviews       map[int64]handoff.Review
	feedback      map[int64]knowledge.Feedback
	replies       map[string]canned.Reply
	uses          map[string]int
	files         map[string]chat.Upload
	blobs         map[string][]byte
	announced     []chat.Announcement
	faces         map[chat.AgentID]string
	account       chat.Account
	shopErr       error
	told          int
	last          int64

	// What the lists were asked for last.
	caseQuery   handoff.CaseQuery
	ticketQuery ticket.Query
	reviewQuery handoff.ReviewQuery
}

func newHouse() *house {
	return &house{
		conversations: map[chat.ConversationID]chat.Conversation{}, cards: map[chat.ConversationID]handoff.Card{},
		tickets: map[ticket.Number]ticket.Ticket{}, wrong: map[ticket.Number]int{}, reviews: map[int64]handoff.Review{},
		feedback: map[int64]knowledge.Feedback{}, replies: map[string]canned.Reply{}, uses: map[string]int{},
		faces: map[chat.AgentID]string{}, files: map[string]chat.Upload{}, blobs: map[string][]byte{},
	}
}

func (h *house) next() int64 {
	h.last++
	return h.last
}

// get returns what is kept in m under key, or a fault.NotFound.
func get[K comparable, V any](h *house, m map[K]V, key K) (V, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	v, ok := m[key]
	if !ok {
		return v, fault.New(fault.NotFound, "没有找到")
	}
	return v, nil
}

// edit replaces what is kept in m under key.
func edit[K comparable, V any](h *house, m map[K]V, key K, change func(V) (V, error)) (V, error) {
	v, err := get(h, m, key)
	if err != nil {
		return v, err
	}
	if v, err = change(v); err != nil {
		return v, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	m[key] = v
	return v, nil
}

func (h *house) Load(_ context.Context, id chat.ConversationID) (chat.Conversation, []byte, error) {
	c, err := get(h, h.conversations, id)
	return c, nil, err
}

func (h *house) Cases(_ context.Context, q handoff.CaseQuery) ([]handoff.Row, int, error) {
	h.caseQuery = q
	var rows []handoff.Row
	for _, c := range h.conversations {
		if c.Case.State == chat.StateClosed {
			rows = append(rows, handoff.Row{Conversation: c})
		}
	}
	return rows, len(rows), nil
}

func (h *house) History(_ context.Context, id chat.ConversationID) ([]chat.Case, error) {
	return []chat.Case{h.conversations[id].Case}, nil
}

func (h *house) Loads(context.Context, time.Time, time.Time) ([]handoff.AgentLoad, error) {
	now := time.Now()
	return []handoff.AgentLoad{
		{ID: "agent1", Name: "小林", Role: chat.RoleAgent, Load: 2, Presence: handoff.Presence{State: handoff.PresenceBreak, Reason: "用餐", Since: now, Seen: now}},
		{ID: "editor1", Name: "小吴", Role: chat.RoleEditor},
		{ID: "supervisor1", Name: "老陈", Role: chat.RoleSupervisor, Presence: handoff.Presence{State: handoff.PresenceOnline, Since: now.Add(-time.Hour), Seen: now.Add(-time.Hour)}},
	}, nil
}

func (h *house) Card(_ context.Context, id chat.ConversationID) (handoff.Card, error) {
	return h.cards[id], nil
}

func (h *house) SetTags(_ context.Context, id chat.ConversationID, tags []string) error {
	c := h.cards[id]
	c.Tags = tags
	h.cards[id] = c
	return nil
}

func (h *house) AddCustomerNote(_ context.Context, id chat.ConversationID, n handoff.CardNote) (int64, error) {
	c := h.cards[id]
	n.ID = h.next()
	c.Notes = append([]handoff.CardNote{n}, c.Notes...)
	h.cards[id] = c
	return n.ID, nil
}

func (h *house) DeleteCustomerNote(_ context.Context, id chat.ConversationID, note int64) error {
	c := h.cards[id]
	c.Notes = slices.DeleteFunc(c.Notes, func(n handoff.CardNote) bool { return n.ID == note })
	h.cards[id] = c
	return nil
}

func (h *house) Block(_ context.Context, site chat.SiteID, v chat.VisitorID, user string) (handoff.Block, error) {
	for id, c := range h.conversations {
		if c.Site == site && (c.Visitor == v || user != "" && c.Profile.User == user && h.cards[id].Block.Reason != "") {
			return h.cards[id].Block, nil
		}
	}
	return handoff.Block{}, nil
}

func (h *house) SetBlock(_ context.Context, id chat.ConversationID, b handoff.Block) error {
	c := h.cards[id]
	c.Block = b
	h.cards[id] = c
	return nil
}

func (h *house) ClearBlock(ctx context.Context, id chat.ConversationID) error {
	return h.SetBlock(ctx, id, handoff.Block{})
}

func (h *house) Blocks(_ context.Context, now time.Time) (map[chat.ConversationID]handoff.Block, error) {
	all := map[chat.ConversationID]handoff.Block{}
	for id, c := range h.cards {
		if c.Block.Holds(now) {
			all[id] = c.Block
		}
	}
	return all, nil
}

func (h *house) Tickets(_ context.Context, q ticket.Query) ([]ticket.Ticket, int, error) {
	h.ticketQuery = q
	var all []ticket.Ticket
	for _, t := range h.tickets {
		if q.Conversation == "" || t.Conversation == q.Conversation {
			t.Entries = nil
			all = append(all, t)
		}
	}
	return all, len(all), nil
}

func (h *house) Ticket(_ context.Context, n ticket.Number) (ticket.Ticket, error) {
	return get(h, h.tickets, n)
}

func (h *house) ChangeTicket(_ context.Context, n ticket.Number, add func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error) {
	return edit(h, h.tickets, n, func(t ticket.Ticket) (ticket.Ticket, error) {
		e, err := add(t)
		if err != nil {
			return t, err
		}
		return ticket.Fold(t, e), nil
	})
}

func (h *house) WrongProofs(_ context.Context, n ticket.Number, _ time.Time) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wrong[n], nil
}

func (h *house) AddWrongProof(_ context.Context, n ticket.Number, _ time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wrong[n]++
	return nil
}

func (h *house) Reviews(_ context.Context, q handoff.ReviewQuery) ([]handoff.Review, int, error) {
	h.reviewQuery = q
	var all []handoff.Review
	for _, r := range h.reviews {
		all = append(all, r)
	}
	return all, len(all), nil
}

func (h *house) ChangeReview(_ context.Context, id int64, change func(handoff.Review) (handoff.Review, error)) (handoff.Review, error) {
	return edit(h, h.reviews, id, change)
}

func (h *house) AddFeedback(_ context.Context, f knowledge.Feedback) (int64, error) {
	f.ID = h.next()
	h.feedback[f.ID] = f
	return f.ID, nil
}

func (h *house) FeedbackList(_ context.Context, state knowledge.FeedbackState, _, _ int) ([]knowledge.Feedback, int, error) {
	var all []knowledge.Feedback
	for _, f := range h.feedback {
		if state == "" || f.State == state {
			all = append(all, f)
		}
	}
	return all, len(all), nil
}

func (h *house) FeedbackBy(_ context.Context, staff string, _, _ int) ([]knowledge.Feedback, int, error) {
	var all []knowledge.Feedback
	for _, f := range h.feedback {
		if f.By == staff {
			all = append(all, f)
		}
	}
	return all, len(all), nil
}

func (h *house) ChangeFeedback(_ context.Context, id int64, change func(knowledge.Feedback) (knowledge.Feedback, error)) (knowledge.Feedback, error) {
	return edit(h, h.feedback, id, change)
}

func (h *house) CannedReplies(context.Context) ([]canned.Reply, error) {
	var all []canned.Reply
	for _, r := range h.replies {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b canned.Reply) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

func (h *house) CannedUses(context.Context) (map[string]int, error) { return h.uses, nil }

func (h *house) SaveCanned(_ context.Context, r canned.Reply) (string, error) {
	if r.ID == "" {
		r.ID = "c" + string(rune('0'+h.next()))
	}
	h.replies[r.ID] = r
	return r.ID, nil
}

func (h *house) DeleteCanned(_ context.Context, id string) error {
	delete(h.replies, id)
	return nil
}

func (h *house) UseCanned(_ context.Context, id string, _ time.Time) error {
	h.uses[id]++
	return nil
}

func (h *house) AddFile(_ context.Context, u chat.Upload) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files[u.ID] = u
	return nil
}

func (h *house) File(_ context.Context, id string) (chat.Attachment, error) {
	u, err := get(h, h.files, id)
	return u.Attachment, err
}

// Save keeps what is not "evil"; a name that ends in .png is a picture.
func (h *house) Save(_ context.Context, name string, r io.Reader) (chat.Attachment, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return chat.Attachment{}, err
	}
	if string(b) == "evil" {
		return chat.Attachment{}, fault.New(fault.Invalid, "不支持这种文件")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	a := chat.Attachment{ID: strings.Repeat(string(rune('a'+h.next())), 32), Name: name, Type: "application/pdf", Size: int64(len(b))}
	if strings.HasSuffix(name, ".png") {
		a.Type, a.Width, a.Height = "image/png", 4, 3
	}
	h.blobs[a.ID] = b
	return a, nil
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func (h *house) Open(id string) (io.ReadSeekCloser, error) {
	b, err := get(h, h.blobs, id)
	return nopCloser{bytes.NewReader(b)}, err
}

func (h *house) Delete(id string) error {
	delete(h.blobs, id)
	return nil
}

func (h *house) Account(context.Context, chat.SiteID, string) (chat.Account, error) {
	return h.account, h.shopErr
}

func (h *house) Suggest(context.Context, chat.ConversationID) ([]bot.Found, string, error) {
	return []bot.Found{{Entry: "q-01", Question: "问题1", Answer: "答案", Score: .9}}, "没到账", nil
}

func (h *house) Find(_ context.Context, words string, n int) ([]bot.Found, error) {
	if words == "" {
		return nil, nil
	}
	return []bot.Found{{Entry: "q-02", Category: "类别0", Question: words, Score: .5}}[:min(n, 1)], nil
}

func (h *house) Summarise(context.Context, chat.ConversationID) (chat.Summary, error) {
	return chat.Summary{Class: "类别1", Tags: []string{"订单号"}, Text: "咨询"}, nil
}

func (h *house) Readings(r rune) []string {
	return map[rune][]string{'问': {"wen"}, '候': {"hou"}}[r]
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
