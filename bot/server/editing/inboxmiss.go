package editing

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/report"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

const (
	// missTexts, missReplies and replyEvents bound what one group shows: questions,
	// what agents said to them, and how far their answers are looked for.
	missTexts, missReplies, replyEvents = 20, 5, 60
	// missRest bounds those that are only named, so that an action takes them all.
	missRest = actMost - missTexts
	// replyLeast is how many runes an agent's message must have to answer anything.
	replyLeast = 8
)

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
