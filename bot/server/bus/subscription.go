package bus

import (
	"sync"

	"yiwen/bot"
	"yiwen/bot/chat"
)

// subscription is one subscriber and what waits for it.
type subscription struct {
	ready      chan struct{} // holds a token while something may wait
	stop, done chan struct{}

	mu      sync.Mutex // guards what follows
	waiting map[chat.ConversationID]*parcel
	order   []*parcel // as they came
}

// parcel is what waits for one conversation.
type parcel struct {
	wake   bot.Wake     // without Typing and Read
	typing []bot.Typing // the newest of each sender
	reads  []bot.Read   // the furthest of each sender
}

// add takes w in and wakes the subscriber.
func (s *subscription) add(w bot.Wake) {
	s.mu.Lock()
	s.merge(w)
	s.mu.Unlock()
	select {
	case s.ready <- struct{}{}:
	default: // it is awake already
	}
}

// merge joins w with what waits for its conversation. s.mu is held.
func (s *subscription) merge(w bot.Wake) {
	p := s.waiting[w.Conversation]
	if p == nil {
		if len(s.order) >= MaxWaiting && w.Seq == 0 && !w.Case {
			return
		}
		p = &parcel{wake: bot.Wake{Conversation: w.Conversation}}
		s.waiting[w.Conversation] = p
		s.order = append(s.order, p)
	}
	p.wake.Seq = max(p.wake.Seq, w.Seq)
	p.wake.Case = p.wake.Case || w.Case
	if w.Typing != nil {
		p.note(*w.Typing)
	}
	if w.Read != nil {
		p.mark(*w.Read)
	}
}

// note keeps t as the newest of its sender.
func (p *parcel) note(t bot.Typing) {
	for i := range p.typing {
		if p.typing[i].From.Sender() == t.From.Sender() {
			p.typing[i] = t
			return
		}
	}
	if len(p.typing) < maxTyping {
		p.typing = append(p.typing, t)
	}
}

// mark keeps r as the furthest that its sender has looked.
func (p *parcel) mark(r bot.Read) {
	for i := range p.reads {
		if p.reads[i].From.Sender() == r.From.Sender() {
			p.reads[i].Seq = max(p.reads[i].Seq, r.Seq)
			return
		}
	}
	if len(p.reads) < maxReads {
		p.reads = append(p.reads, r)
	}
}

// run hands what waits to f until the subscription ends.
func (s *subscription) run(f func(bot.Wake)) {
	defer close(s.done)
	for {
		select {
		case <-s.stop:
			return
		case <-s.ready:
		}
		for _, p := range s.take() {
			select {
			case <-s.stop:
				return
			default:
			}
			p.deliver(f)
		}
	}
}

// take empties what waits.
func (s *subscription) take() []*parcel {
	s.mu.Lock()
	defer s.mu.Unlock()
	order := s.order
	s.order = nil
	clear(s.waiting)
	return order
}

// deliver calls f with the wake, and once more for each further sender who types
// or has looked.
func (p *parcel) deliver(f func(bot.Wake)) {
	w := p.wake
	for i := range max(1, len(p.typing), len(p.reads)) {
		if i < len(p.typing) {
			w.Typing = &p.typing[i]
		}
		if i < len(p.reads) {
			w.Read = &p.reads[i]
		}
		f(w)
		w = bot.Wake{Conversation: p.wake.Conversation}
	}
}
