package gateway

import (
	"strings"
	"time"
	"unicode"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

const (
	// previewPause is the least time between two texts of a customer who types.
	// Clients send one a second; what comes faster is not worth reading.
	previewPause = 500 * time.Millisecond
	// codeLeast is from how many letters and digits in a row on, one of them a
	// digit, a preview hides what may become the code of a card; codeShown of them
	// are left. A code that is half typed is not known as one yet, and its last
	// character is quickly guessed.
	codeLeast, codeShown = 8, 4
)

// preview returns what staff may see of a text that is being typed.
func (g *Gateway) preview(text string) string {
	if g.o.Mask == nil || text == "" {
		return ""
	}
	return hideCodes(g.o.Mask(text))
}

// hideCodes hides the rest of every run of letters and digits that may be the
// beginning of a code. Blanks and dashes stand between the groups of one.
func hideCodes(text string) string {
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !inCode(runes[i]) {
			i++
			continue
		}
		n, digit, end := 0, false, i
		for ; end < len(runes) && (inCode(runes[end]) || between(runes[end])); end++ {
			if inCode(runes[end]) {
				n++
				digit = digit || unicode.IsDigit(runes[end])
			}
		}
		if n >= codeLeast && digit {
			hide(runes[i:end])
		}
		i = end
	}
	return string(runes)
}

// hide hides all but the first letters and digits of a run.
func hide(run []rune) {
	shown := 0
	for i, r := range run {
		switch {
		case !inCode(r):
		case shown < codeShown:
			shown++
		default:
			run[i] = '*'
		}
	}
}

// inCode reports whether r is a letter or digit of a code, of any width.
func inCode(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' ||
		r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// between reports whether r may stand between the groups of a code.
func between(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-_—–·.", r) }

// typing tells the reader of f that somebody else types: staff what a customer
// types, customers only who speaks to them.
func (f *feed) typing(t bot.Typing) {
	if t.From.Sender() == f.reader.Sender() {
		return
	}
	if t.From.Kind == chat.Agent {
		t.From.Face = f.s.g.faces.of(t.From.ID)
	}
	now := wire.TypingNow{Conversation: f.id, On: t.On, From: wire.FromOf(t.From, f.reader.Kind), Text: t.Text}
	if f.reader.Kind == chat.Customer {
		if t.Staff {
			return
		}
		now.Text = ""
	}
	f.s.answer(now)
}

// read tells the reader of f how far the other side has looked: a customer his
// agent, staff the customer.
func (f *feed) read(r bot.Read) {
	if (r.From.Kind == chat.Customer) == (f.reader.Kind == chat.Customer) {
		return
	}
	f.s.mu.Lock()
	further := r.Seq > f.marked
	f.marked = max(f.marked, r.Seq)
	f.s.mu.Unlock()
	if further {
		f.s.answer(wire.ReadNow{Conversation: f.id, From: wire.FromOf(r.From, f.reader.Kind), Seq: r.Seq})
	}
}

// reach returns how far the log of f is known to reach: nobody has looked further.
func (f *feed) reach() chat.Seq {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	return f.wanted
}

// markOf tells the reader of f how far the other side had looked before he came.
// Where that cannot be read he hears of the next mark.
func (g *Gateway) markOf(f *feed, c *chat.Conversation) {
	other := chat.Actor{Kind: chat.Customer}
	if f.reader.Kind == chat.Customer {
		if other = ownerOf(c); other.ID == "" {
			return // nobody of the staff has had it
		}
	}
	seq, err := g.o.Reads.ReadUpTo(g.base, f.id, other.Sender())
	if err != nil {
		g.o.Logger.Warn("look up a read mark", "err", err)
	}
	if seq = min(max(seq, g.marks.of(f.id, other.Sender())), c.Seq); seq > 0 {
		f.read(bot.Read{From: other, Seq: seq})
	}
}

// ownerOf is the agent whose read marks a customer sees: who has the case, or had
// the last one. Of those who only look he is not told.
func ownerOf(c *chat.Conversation) chat.Actor {
	k := &c.Case
	if k.Agent != "" {
		return chat.Actor{Kind: chat.Agent, ID: string(k.Agent), Name: k.AgentName}
	}
	return chat.Actor{Kind: chat.Agent, ID: string(k.Previous)}
}
