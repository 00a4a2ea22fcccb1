package editing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/report"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/cluster"
)

// InboxStore keeps what customers asked and what editors did about it.
type InboxStore interface {
	// Misses returns the newest questions of the inbox asked from from on and
	// before to, at most limit, the newest first, settled or not.
	Misses(ctx context.Context, from, to, now time.Time, limit int) ([]knowledge.Asked, error)
	// AskedBy returns the questions that refs name, in their order, or a
	// fault.NotFound.
	AskedBy(ctx context.Context, refs []knowledge.AskedRef) ([]knowledge.Asked, error)
	// Settle stores what was done about the questions of x with what was saved for
	// it, all or nothing, and returns its number. x.Rev becomes the revision of what
	// was saved; where others changed that, it returns theirs.
	Settle(ctx context.Context, x knowledge.Settlement, with knowledge.Saving) (int64, []knowledge.Revision, error)
	// Settlement returns what was done, or a fault.NotFound.
	Settlement(ctx context.Context, id int64) (knowledge.Settlement, error)
	// Unsettle makes the questions what they were before, with what is saved to take
	// it back, and returns how many. What was undone before is a fault.Conflict.
	Unsettle(ctx context.Context, id int64, with knowledge.Saving) (int, []knowledge.Revision, error)
}

// Conversations is the log of what was said, as of bot.Log.
type Conversations interface {
	Events(ctx context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error)
}

// InboxOptions are what NewInbox needs, all of it.
type InboxOptions struct {
	Service *Service
	Store   InboxStore
	Log     Conversations
	Sounds  cluster.Sounds
}

// Inbox is the questions that found no answer, or one that did not help: what
// editors learn from. It is safe for concurrent use.
type Inbox struct {
	*Service
	asked  InboxStore
	log    Conversations
	sounds cluster.Sounds
	ground ground

	mu   sync.Mutex // guards what follows
	last grouped    // the grouping made last: pages are turned
}

// NewInbox returns an inbox.
func NewInbox(o InboxOptions) (*Inbox, error) {
	if o.Service == nil || o.Store == nil || o.Log == nil || o.Sounds == nil {
		return nil, errors.New("editing: all options of the inbox are required")
	}
	return &Inbox{Service: o.Service, asked: o.Store, log: o.Log, sounds: o.Sounds}, nil
}

const (
	// missesMost bounds how many questions are grouped: the newest ones.
	missesMost = 10_000
	// missTexts, missReplies and replyEvents bound what one group shows: questions,
	// what agents said to them, and how far their answers are looked for.
	missTexts, missReplies, replyEvents = 20, 5, 60
	// missRest bounds those that are only named, so that an action takes them all.
	missRest = actMost - missTexts
	// replyLeast is how many runes an agent's message must have to answer anything.
	replyLeast = 8
)

// MissState is what became of the questions of an inbox. The list is closed.
type MissState string

// The closed list of states: nothing, put aside, a colleague's, made part of the
// knowledge.
const (
	MissOpen    MissState = "open"
	MissIgnored MissState = "ignored"
	MissGiven   MissState = "given"
	MissDone    MissState = "done"
)

// settledAs returns what was done about questions in a state, nil = anything.
func settledAs(s MissState) []knowledge.Settled {
	switch s {
	case MissOpen:
		return []knowledge.Settled{""}
	case MissIgnored:
		return []knowledge.Settled{knowledge.SettledIgnored}
	case MissGiven:
		return []knowledge.Settled{knowledge.SettledGiven}
	case MissDone:
		return []knowledge.Settled{knowledge.SettledVariant, knowledge.SettledEntry}
	}
	return nil
}

func missState(s knowledge.Settled) MissState {
	switch s {
	case "":
		return MissOpen
	case knowledge.SettledIgnored:
		return MissIgnored
	case knowledge.SettledGiven:
		return MissGiven
	}
	return MissDone
}

// MissQuery says which questions are wanted.
type MissQuery struct {
	Days       int
	Why        knowledge.Why // "" = any
	State      MissState     // "" = MissOpen
	Page, Size int           // from 1
	// Of is a question whose group's page is wanted, whatever Page says; where it is
	// in no group, Page is.
	Of knowledge.AskedRef
}

// Misses is a page of an inbox.
type Misses struct {
	Items  []Miss
	Page   int               // which it is
	Of     string            // key of the group that MissQuery.Of is in, "" = in none
	Total  int               // groups on all pages
	Counts map[MissState]int // questions, whatever state was asked for
	Days   []DayCount        // questions of that state
}

// Miss is a group of questions that ask for the same.
type Miss struct {
	Key    string // of its label: the same question has the same tomorrow
	Label  string // the most central question
	Size   int
	People int // conversations that they are of
	LastAt time.Time
	Trend  []DayCount
	Texts  []MissText // the newest, at most 20
	Rest   []MissRest // the others, the newest first, at most 480
	Entry  *Suggested // that comes nearest, or is blamed; nil = none
	Blamed bool       // customers did nothing but vote the answer of Entry down
	// Replies are what agents said after these questions, the longest first of
	// those that say anything, at most 5.
	Replies []MissReply
	Owner   string // who most of them were given to
}

// DayCount counts the questions of a day of the shop.
type DayCount struct {
	Day   knowledge.Day `json:"day"`
	Count int           `json:"count"`
}

// MissText is one question.
type MissText struct {
	knowledge.AskedRef
	Text  string
	At    time.Time
	Whys  []knowledge.Why
	State MissState
}

// MissRest is a question of a group that is not shown.
type MissRest struct {
	knowledge.AskedRef
	As int // place of the shown question that says the same, -1 = none does
}

// Suggested is an entry that a group may belong to.
type Suggested struct {
	ID, Question string
	Score        float64 // 0 to 1; 1 for the entry that is blamed
}

// MissReply is what an agent answered.
type MissReply struct {
	knowledge.AskedRef // the message
	Text, ByName       string
}

// Misses returns a page of the inbox: questions of the last days grouped by what
// they ask for, the largest group first. It looks at the 10,000 newest.
func (b *Inbox) Misses(ctx context.Context, q MissQuery) (Misses, error) {
	content, now := b.live(), b.now()
	spans := report.Since(now, q.Days, zoneOf(content))
	rows, err := b.asked.Misses(ctx, spans[0].Start, spans[len(spans)-1].End, now, missesMost)
	if err != nil {
		return Misses{}, fmt.Errorf("read the inbox: %w", err)
	}
	out := Misses{Counts: map[MissState]int{MissOpen: 0, MissIgnored: 0, MissGiven: 0, MissDone: 0}}
	rows = slices.DeleteFunc(rows, func(a knowledge.Asked) bool {
		return q.Why != "" && !slices.Contains(a.Whys(now), q.Why)
	})
	wanted := cmp.Or(q.State, MissOpen)
	var kept []knowledge.Asked
	for _, a := range rows {
		s := missState(a.Settled)
		out.Counts[s]++
		if s == wanted {
			kept = append(kept, a)
		}
	}
	out.Days = countDays(spans, kept)
	groups := b.group(content, kept)
	out.Total, out.Page = len(groups), q.Page
	if i := groupOf(groups, kept, q.Of); i >= 0 {
		out.Page, out.Of = i/q.Size+1, missKey(kept[groups[i].label].Text)
	}
	start := min((out.Page-1)*q.Size, len(groups))
	for _, g := range groups[start:min(start+q.Size, len(groups))] {
		m, err := b.miss(ctx, content, spans, now, kept, g)
		if err != nil {
			return Misses{}, err
		}
		out.Items = append(out.Items, m)
	}
	return out, nil
}

// groupOf returns the place of the group that a question is in, -1 where it is in
// none.
func groupOf(groups []group, rows []knowledge.Asked, of knowledge.AskedRef) int {
	return slices.IndexFunc(groups, func(g group) bool {
		return slices.ContainsFunc(g.rows, func(i int) bool { return rows[i].Conversation == of.Conversation && rows[i].Seq == of.Seq })
	})
}

func zoneOf(c *bot.Content) *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

func countDays(spans []report.Span, rows []knowledge.Asked) []DayCount {
	times := make([]time.Time, len(rows))
	for i := range rows {
		times[i] = rows[i].At
	}
	out := make([]DayCount, len(spans))
	for i, n := range report.EveryDay(spans, times) {
		out[i] = DayCount{spans[i].Day, n}
	}
	return out
}

// grouped is a grouping and what it was made of.
type grouped struct {
	of     uint64
	groups []group
}

// group is places in a list of questions, the newest first, and the place of the
// label.
type group struct {
	rows  []int
	label int
}

// group puts rows together. The same rows and content are grouped once.
func (b *Inbox) group(c *bot.Content, rows []knowledge.Asked) []group {
	h := fnv.New64a()
	fmt.Fprintln(h, c.Version)
	for i := range rows {
		fmt.Fprintln(h, rows[i].Conversation, rows[i].Seq, rows[i].Text)
	}
	of := h.Sum64()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last.groups != nil && b.last.of == of {
		return b.last.groups
	}
	b.last = grouped{of, groupUp(c, rows, b.ground.of(c), b.sounds)}
	return b.last.groups
}

// groupUp groups rows by what they ask for. Texts that are the same in the normal
// form are compared once.
func groupUp(c *bot.Content, rows []knowledge.Asked, ground []cluster.Text, sounds cluster.Sounds) []group {
	place := map[string]int{}
	var texts []cluster.Text
	var of [][]int
	for i := range rows {
		a := text.Analyse(rows[i].Text, c.Segment)
		k, ok := place[a.Norm]
		if !ok {
			k = len(texts)
			place[a.Norm] = k
			t := clusterText(a)
			if rows[i].Score >= c.Limits.Suggest {
				t.Near = rows[i].Best
			}
			texts, of = append(texts, t), append(of, nil)
		}
		texts[k].Times++
		of[k] = append(of[k], i)
	}
	out := []group{}
	for _, cl := range cluster.Group(texts, ground, sounds) {
		g := group{label: of[cl.Label][0]}
		for _, k := range cl.Texts {
			g.rows = append(g.rows, of[k]...)
		}
		slices.Sort(g.rows) // which came the newest first
		out = append(out, g)
	}
	return out
}

// miss is a group as editors see it.
func (b *Inbox) miss(ctx context.Context, c *bot.Content, spans []report.Span, now time.Time, rows []knowledge.Asked, g group) (Miss, error) {
	label := rows[g.label].Text
	m := Miss{Key: missKey(label), Label: label, Size: len(g.rows), LastAt: rows[g.rows[0]].At}
	people, owners := map[string]bool{}, map[string]int{}
	of := make([]knowledge.Asked, len(g.rows))
	shown := map[string]int{}
	for i, at := range g.rows {
		a := rows[at]
		of[i] = a
		people[a.Conversation] = true
		if a.Owner != "" {
			owners[a.Owner]++
		}
		ref, plain := knowledge.AskedRef{Conversation: a.Conversation, Seq: a.Seq}, text.Plain(text.Normalise(a.Text))
		as, said := shown[plain]
		switch {
		case i < missTexts:
			m.Texts = append(m.Texts, MissText{AskedRef: ref, Text: a.Text, At: a.At, Whys: a.Whys(now), State: missState(a.Settled)})
			if !said {
				shown[plain] = i
			}
		case i < missTexts+missRest && said:
			m.Rest = append(m.Rest, MissRest{ref, as})
		case i < missTexts+missRest:
			m.Rest = append(m.Rest, MissRest{ref, -1})
		}
	}
	m.People, m.Trend = len(people), countDays(spans, of)
	for who, n := range owners {
		if n > owners[m.Owner] || n == owners[m.Owner] && who < m.Owner {
			m.Owner = who
		}
	}
	var err error
	if e, ok := c.Entries[blamed(of, now)]; ok {
		m.Entry, m.Blamed = &Suggested{ID: e.ID, Question: e.Question, Score: 1}, true
	} else if m.Entry, err = suggest(ctx, c, label); err != nil {
		return Miss{}, err
	}
	if m.Replies, err = b.replies(ctx, of[:min(len(of), missTexts)]); err != nil {
		return Miss{}, err
	}
	return m, nil
}

// blamed returns the entry whose answer customers got to all of these questions,
// by themselves or by choosing it, and only voted down; "" = there is none.
func blamed(rows []knowledge.Asked, now time.Time) (id string) {
	for i := range rows {
		got := cmp.Or(rows[i].Entry, rows[i].Chosen)
		if got == "" || i > 0 && got != id || !slices.Equal(rows[i].Whys(now), []knowledge.Why{knowledge.WhyDownvote}) {
			return ""
		}
		id = got
	}
	return id
}

// missKey names a group by its label.
func missKey(label string) string {
	h := fnv.New64a()
	h.Write([]byte(text.Normalise(label)))
	return strconv.FormatUint(h.Sum64(), 36)
}

// suggest returns the entry that a question may belong to, or nil.
func suggest(ctx context.Context, c *bot.Content, question string) (*Suggested, error) {
	found, err := c.Search.Search(ctx, text.Analyse(question, c.Segment), 1)
	if err != nil {
		return nil, fmt.Errorf("search the knowledge: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	e, ok := c.Entries[found[0].ID]
	if !ok {
		return nil, nil
	}
	return &Suggested{ID: e.ID, Question: e.Question, Score: found[0].Score}, nil
}

// replies returns what agents said to these customers next: in the same case,
// before the bot had another question.
func (b *Inbox) replies(ctx context.Context, rows []knowledge.Asked) (out []MissReply, err error) {
	seen := map[string]bool{}
	for i := range rows {
		a := &rows[i]
		events, err := b.log.Events(ctx, chat.ConversationID(a.Conversation), chat.Seq(a.Seq), replyEvents)
		if err != nil {
			return nil, fmt.Errorf("read conversation %s: %w", a.Conversation, err)
		}
		said := 0
		for _, e := range events {
			m, ok := e.Payload.(chat.Message)
			if e.Case != a.Case || said == missReplies {
				break
			}
			if !ok || e.Recalled || e.From.Kind != chat.Agent {
				continue
			}
			said++
			t := strings.TrimSpace(m.Text)
			if utf8.RuneCountInString(t) < replyLeast || seen[t] {
				continue
			}
			seen[t] = true
			out = append(out, MissReply{knowledge.AskedRef{Conversation: a.Conversation, Seq: int64(e.Seq)}, t, e.From.Name})
		}
	}
	slices.SortStableFunc(out, func(a, b MissReply) int {
		return cmp.Compare(utf8.RuneCountInString(b.Text), utf8.RuneCountInString(a.Text))
	})
	return out[:min(len(out), missReplies)], nil
}
