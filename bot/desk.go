package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// What the bot knows is at an agent's hand, too: the same search, with the same
// context, and no turn of anybody.

const (
	// suggested is how many answers are suggested: more than an agent reads at a
	// glance are none.
	suggested = 3
	// lookBack is how many events before the end are looked at. What was said
	// before them tells nothing of the newest message.
	lookBack = 60
	// findRunes bounds a free search, in runes.
	findRunes = 200
	// summaryRunes bounds the customer's words in a summary.
	summaryRunes = 60
)

// Found is an entry that may answer a text.
type Found struct {
	Entry    string
	Category string
	Question string
	Answer   string  // Markdown
	Score    float64 // 0 to 1, as of knowledge.Candidate
}

// Suggest returns the answers that may suit the customer's newest question, best
// first, at most three, and that question: what only answers the bot is none. The message is read with what was said
// before it, as the bot reads it; without one, or where nothing comes near, there
// are no answers. It blocks for reading the log and for understanding. The error
// is a fault.NotFound for an unknown conversation.
func (s *Service) Suggest(ctx context.Context, id chat.ConversationID) (found []Found, question string, err error) {
	p, err := s.past(ctx, id)
	if err != nil || p.newest.Text == "" {
		return nil, "", err
	}
	c := s.views.get(s.content.Load(), audiencesOf(p.conversation.Profile), s.clock())
	r := reader{content: c, meter: s.meter, seats: s.seats}
	p.memory.forget(c.closed)
	p.memory.Last.Entry = p.memory.Topic
	p.conversation.Case.State = chat.StateBot // whoever has it: read as the bot would
	_, situation, d, err := r.read(ctx, p.conversation, p.memory, p.newest.Text, p.at)
	if err != nil {
		return nil, "", err
	}
	candidates := d.Candidates
	if len(candidates) == 0 {
		candidates = situation.Alone.Candidates
	}
	if e := d.Entry; e != "" && !slices.ContainsFunc(candidates, func(k knowledge.Candidate) bool { return k.ID == e }) {
		candidates = append([]knowledge.Candidate{{ID: e, Score: 1}}, candidates...) // a rule says so
	}
	for _, k := range candidates {
		if k.Score >= c.Limits.Suggest && len(found) < suggested {
			found = c.found(found, k, p.conversation.Site)
		}
	}
	return found, p.newest.Text, nil
}

// Find searches the knowledge for a text of an agent, best first, at most n: what
// is open to any customer now, with the usual answers. It
// blocks for the search. The error is a fault.Invalid for a text that is too long.
func (s *Service) Find(ctx context.Context, words string, n int) ([]Found, error) {
	words = strings.TrimSpace(words)
	switch l := utf8.RuneCountInString(words); {
	case l > findRunes:
		return nil, fault.New(fault.Invalid, "搜索内容最多%d字", findRunes)
	case l == 0 || n < 1:
		return nil, nil
	}
	c := s.views.get(s.content.Load(), everyone, s.clock())
	candidates, err := c.Search.Search(ctx, text.Analyse(words, c.Segment), n)
	if err != nil {
		return nil, fmt.Errorf("search the knowledge: %w", err)
	}
	var found []Found
	for _, k := range candidates {
		found = c.found(found, k, "")
	}
	return found, nil
}

// Summarise returns what the bot would write of a case when it is closed: the
// class by the topic that was answered last or, where none was, by the entry that
// is nearest to the newest message, or to any of the case, or by the team; a tag by
// the mood, and a short text. It is solved where a person answered a customer who
// is calm; else that is the agent's to say. It blocks and fails as Suggest does.
func (s *Service) Summarise(ctx context.Context, id chat.ConversationID) (chat.Summary, error) {
	p, err := s.past(ctx, id)
	if err != nil {
		return chat.Summary{}, err
	}
	k := p.conversation.Case
	var sum chat.Summary
	c := s.content.Load()
	topic, ok := c.Entries[p.topic]
	if !ok {
		found, _, err := s.Suggest(ctx, id)
		if err != nil {
			return chat.Summary{}, err
		}
		if len(found) > 0 {
			topic, ok = c.Entries[found[0].Entry]
		}
	}
	words := k.Brief.Question
	if words == "" {
		words = k.Brief.Asked
	}
	switch {
	case ok:
		sum.Class, sum.Text = topic.Category, "咨询「"+topic.Question+"」"
	case words != "":
		sum.Text = "客户说：" + cut(words, summaryRunes)
	}
	if sum.Class == "" {
		// A turn that was decided by its mood looked for no entry.
		found, err := s.Find(ctx, cut(words, findRunes), 1)
		if err != nil {
			return chat.Summary{}, err
		}
		near := c.Entries[p.nearest.ID].Category
		if near == "" && len(found) > 0 {
			near = found[0].Category
		}
		sum.Class = cmp.Or(near, c.usualCategory(k.Team))
	}
	switch k.Brief.Mood {
	case chat.MoodHandoff:
		sum.Tags = []string{"情绪不满"}
	case chat.MoodUneasy:
		sum.Tags = []string{"情绪着急"}
	default:
		if p.served {
			sum.Solved = new(true)
		}
	}
	return sum, nil
}

// usualCategory is the category of most entries of a team, the first by name of
// several; "" for a team without entries.
func (c *Content) usualCategory(team chat.TeamID) string {
	if team == "" {
		return ""
	}
	n := map[string]int{}
	for _, e := range c.Entries {
		if chat.TeamID(e.Team) == team && e.Category != "" {
			n[e.Category]++
		}
	}
	best := ""
	for _, category := range slices.Sorted(maps.Keys(n)) {
		if best == "" || n[category] > n[best] {
			best = category
		}
	}
	return best
}

// found adds a candidate with its entry and the answer for a site, if that still
// exists.
func (c *Content) found(to []Found, k knowledge.Candidate, site chat.SiteID) []Found {
	e, ok := c.Entries[k.ID]
	if !ok {
		return to
	}
	return append(to, Found{Entry: e.ID, Category: e.Category, Question: e.Question, Answer: e.AnswerAt(string(site)), Score: k.Score})
}

// past is what the end of a conversation's log tells of its newest message.
type past struct {
	conversation chat.Conversation
	memory       Memory              // as it was before that message
	newest       chat.Message        // the customer's newest of the case that asks something, or the zero Message
	at           time.Time           // of newest
	topic        string              // entry that the bot answered last
	nearest      knowledge.Candidate // of all messages of the case
	served       bool                // a person wrote to the customer
}

// past reads the end of the log. A person who took the case over made the bot
// forget its topic: it is in the traces.
func (s *Service) past(ctx context.Context, id chat.ConversationID) (past, error) {
	c, _, err := s.log.Load(ctx, id)
	if err != nil {
		return past{}, err
	}
	events, err := s.log.Events(ctx, id, max(0, c.Seq-lookBack), lookBack)
	if err != nil {
		return past{}, err
	}
	p := past{conversation: c, memory: Memory{Case: c.Case.Number, Entities: c.Case.Brief.Entities}}
	topicAt, prior := int64(0), ""
	for _, e := range events {
		if e.Case != c.Case.Number {
			continue
		}
		if near := nearestEntry(e.Trace); near.Score > p.nearest.Score {
			p.nearest = near
		}
		m, ok := e.Payload.(chat.Message)
		if !ok || e.Recalled {
			continue
		}
		switch {
		case e.From.Kind == chat.Customer && m.Text != "" && !(m.Answers && p.newest.Text != ""):
			if p.newest.Text != "" {
				p.memory.Burst = append(p.memory.Burst, Said{Text: p.newest.Text, At: p.at.UnixMilli()})
			}
			p.newest, p.at = m, e.At
			p.memory.Topic, p.memory.TopicAt, p.memory.Prior = p.topic, topicAt, prior
		case e.From.Kind == chat.Agent:
			p.served = true
		case e.From.Kind == chat.Bot && answeredEntry(e.Trace) != "":
			p.topic, topicAt, prior = answeredEntry(e.Trace), e.At.UnixMilli(), p.topic
		}
	}
	p.memory.Last = Last{Outcome: OutcomeAnswer, Entry: p.memory.Topic}
	return p, nil
}

// answeredEntry is the entry that the turn of a trace answered with, or "".
func answeredEntry(trace []byte) string {
	var t struct {
		Outcome Outcome
		Entry   string
	}
	if len(trace) == 0 || json.Unmarshal(trace, &t) != nil || t.Outcome != OutcomeAnswer {
		return "" // a trace of another program tells nothing, and costs nobody his suggestion
	}
	return t.Entry
}

// nearestEntry is the candidate that the turn of a trace found first, or none.
func nearestEntry(trace []byte) knowledge.Candidate {
	var t struct{ Candidates []knowledge.Candidate }
	if len(trace) == 0 || json.Unmarshal(trace, &t) != nil || len(t.Candidates) == 0 {
		return knowledge.Candidate{}
	}
	return t.Candidates[0]
}

// cut returns at most n runes of s.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
