package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// This file makes tickets of cases, and adds to those there are.

// Bounds of what an agent writes into a ticket.
const (
	maxInfoLine  = 200 // runes of a line
	maxInfoFiles = 20
	maxInfoTried = 20
)

// cid is the client id under which a step of a ticket is told.
func (n News) cid() chat.ClientID {
	return chat.ClientID(fmt.Sprintf("ticket:%s:%d", n.Number, n.Step))
}

// news tells the customer how his ticket goes, also when the case is over: the
// ticket outlives it.
func (t *turn) news(a News) error {
	s, err := words(a.Text, false)
	if err != nil {
		return err
	}
	return t.move(handoff.News, chat.Message{Text: s, Ticket: string(a.Number)})
}

// cid is the client id under which a closing is told.
func (c Closing) cid() chat.ClientID {
	return chat.ClientID(fmt.Sprintf("closing:%d:%d", c.Number, c.Next.Unix()))
}

// closing tells who waits that his team has gone home, and offers him a ticket.
func (t *turn) closing(ctx context.Context, a Closing) error {
	k := t.conversation.Case
	if k.Number != a.Number || !handoff.Queued(k.State) || t.tickets == nil {
		return fault.New(fault.Conflict, "会话状态已变化")
	}
	i, err := t.info(ctx)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(t.pick(t.content.Replies.OffHoursForm), "{when}", t.when(a.Next))
	return t.move(handoff.News, chat.Message{Text: text, Form: t.form(i)})
}

// house says something that must be said whoever has the case: the bot does, but
// never over a person.
func (t *turn) house(m chat.Message) {
	who := theBot
	if t.silent() {
		who = theSystem
	}
	if m.Text != "" {
		t.add(who, m)
	}
}

// fileByHand makes a ticket at an agent's word. What he leaves empty the bot
// fills in.
func (t *turn) fileByHand(ctx context.Context, a File) error {
	k := t.conversation.Case
	if t.tickets == nil {
		return fault.New(fault.Conflict, "未启用工单")
	}
	if err := handoff.Check(k, handoff.File, t.cmd.From, t.now); err != nil {
		return err
	}
	tk, err := t.openTicket(ctx)
	switch {
	case err != nil:
		return err
	case tk.Number != "" && tk.State != ticket.StateSolved:
		return fault.New(fault.Conflict, "该会话已有工单 %s", tk.Number)
	}
	if err := checkFile(a); err != nil {
		return err
	}
	if teams := t.content.Teams; teams != nil && a.Team != "" && teams.Team(a.Team).ID != a.Team {
		return fault.New(fault.Invalid, "没有这个技能组")
	}
	known, err := t.info(ctx)
	if err != nil {
		return err
	}
	a.Info = t.hidden(a.Info).Or(known)
	return t.file(ctx, t.cmd.From, a)
}

// checkFile checks what an agent wrote.
func checkFile(a File) error {
	i := a.Info
	switch {
	case a.Severity != "" && !a.Severity.Valid():
		return fault.New(fault.Invalid, "没有这个紧急程度")
	case a.Phone != "" && phone(a.Phone) == "":
		return fault.New(fault.Invalid, "电话号码有误，请核对")
	case utf8.RuneCountInString(i.Story) > chat.MaxText:
		return fault.New(fault.Invalid, "事情经过最多%d字", chat.MaxText)
	case len(i.Files) > maxInfoFiles || len(i.Tried) > maxInfoTried:
		return fault.New(fault.Invalid, "最多%d个附件、%d条已试步骤", maxInfoFiles, maxInfoTried)
	}
	for _, s := range slices.Concat([]string{i.OrderNo, i.When, i.Amount, i.Error, i.Contact}, i.Tried, i.Files) {
		if utf8.RuneCountInString(s) > maxInfoLine {
			return fault.New(fault.Invalid, "每一项最多%d字", maxInfoLine)
		}
	}
	return nil
}

// hidden masks the codes of cards in i.
func (t *turn) hidden(i ticket.Info) ticket.Info {
	hide := func(s string) string { return t.content.veil(strings.TrimSpace(s)).text }
	i.OrderNo, i.When, i.Amount, i.Contact = t.content.maskOrder(i.OrderNo), hide(i.When), hide(i.Amount), hide(i.Contact)
	i.Story, i.Error = hide(i.Story), hide(i.Error)
	var tried []string
	for _, s := range i.Tried {
		if s = hide(s); s != "" {
			tried = append(tried, s)
		}
	}
	i.Tried = tried
	return i
}

// file makes a ticket; by says so in the log. An empty team is that of the case.
func (t *turn) file(ctx context.Context, by chat.Actor, a File) error {
	k := t.conversation.Case
	if err := handoff.Check(k, handoff.File, by, t.now); err != nil {
		return err
	}
	zone := t.zone()
	day := t.now.In(zone)
	seq, err := t.tickets.NextTicket(ctx, day.Format("20060102"))
	if err != nil {
		return fmt.Errorf("draw the number of a ticket: %w", err)
	}
	n, err := ticket.NewNumber(day, seq)
	if err != nil {
		return fmt.Errorf("draw the number of a ticket: %w", err)
	}
	if a.Team == "" {
		a.Team = k.Team
	}
	if a.Severity == "" {
		a.Severity = k.Severity
	}
	if a.Phone == "" {
		a.Phone = t.conversation.Profile.Proven().Phone
	}
	e := chat.Ticketed{Number: string(n)}
	if t.ack == 0 {
		t.asked(e)
	} else {
		t.add(by, e)
	}
	tk := ticket.Ticket{
		Number: n, Conversation: t.conversation.ID, Case: t.conversation.Case.Number, Visitor: t.conversation.Visitor,
		Phone: phone(a.Phone), Team: a.Team, Severity: a.Severity, Info: a.Info,
	}
	if teams := t.content.Teams; teams != nil {
		team := teams.Team(a.Team)
		tk.Team, tk.DueAt = team.ID, team.TicketDue(a.Severity, t.now)
	}
	by.Role = ""
	tk = ticket.Fold(tk, ticket.Entry{At: t.now, By: by, Move: ticket.Open})
	t.ticket = &tk
	return nil
}

// asks reports that words are nothing but a label of the bot's that asks for a
// person: no ticket is the better for it.
func (r Replies) asks(words string) bool {
	words = strings.TrimSpace(words)
	return words == r.Person || words == r.TicketOwner
}

// leaveWord makes a ticket of what the customer said, where nobody is there to
// take the case, or adds words to the one there is, and tells him so. h is the
// handoff that it stands for, next when people are there again.
func (t *turn) leaveWord(ctx context.Context, h chat.Handoff, words string, next time.Time) (*chat.Event, error) {
	r := t.content.Replies
	back := strings.NewReplacer("{when}", t.when(next))
	tk, err := t.openTicket(ctx)
	if err != nil {
		return nil, err
	}
	if r.asks(words) {
		words = ""
	}
	if tk.Number != "" {
		added, err := t.addTo(ctx, tk.Number, words, "")
		if err != nil {
			return nil, err
		}
		if added {
			s := strings.ReplaceAll(back.Replace(t.pick(r.OffHoursAgain)), "{number}", string(tk.Number))
			return t.bot(chat.Message{Re: t.ack, Text: s, Ticket: string(tk.Number)}), nil
		}
	}
	i, err := t.info(ctx)
	if err != nil {
		return nil, err
	}
	if i.Story == "" { // a ticket without a story helps nobody
		return t.bot(chat.Message{Re: t.ack, Text: back.Replace(t.pick(r.OffHoursForm)), Form: t.form(i)}), nil
	}
	if err := t.file(ctx, theBot, File{Team: h.Team, Severity: h.Severity, Info: i}); err != nil {
		return nil, err
	}
	n := string(t.ticket.Number)
	s := strings.ReplaceAll(back.Replace(t.pick(r.OffHours)), "{number}", n)
	return t.bot(chat.Message{Re: t.ack, Text: s, Ticket: n, Form: t.form(i)}), nil
}

// addAgain is how long the same words of a customer are the same entry: a turn
// that is computed twice must not add them twice.
const addAgain = 10 * time.Minute

// addTo adds a customer's words, and the files with them, to a ticket, and phone,
// his number or none, where it has no number; false where it is closed or full and
// takes none. Words of a command that was carried out before are a fault.Busy, of which
// Do makes its seq. The entry is stored before the turn is: should the turn fail, the customer
// sends his words again, and they are there once.
func (t *turn) addTo(ctx context.Context, n ticket.Number, words, phone string) (bool, error) {
	files := t.files()
	if strings.TrimSpace(words) == "" && len(files) == 0 {
		return true, nil
	}
	// A command that is sent again is found out when the turn is stored. This is
	// stored before: look now.
	switch seq, err := t.log.Acknowledged(ctx, t.conversation.ID, t.cmd.From.Sender(), t.cmd.CID); {
	case err != nil:
		return false, fmt.Errorf("look up client id: %w", err)
	case seq > 0:
		return false, fault.New(fault.Busy, "消息正在发送")
	}
	known := false
	_, err := t.tickets.ChangeTicket(ctx, n, func(tk ticket.Ticket) (ticket.Entry, error) {
		known = false // a store may ask twice
		for _, e := range tk.Entries {
			if e.Move == ticket.Add && e.Text == words && slices.Equal(e.Files, files) && t.now.Sub(e.At) < addAgain {
				known = true
				return ticket.Entry{}, fault.New(fault.Conflict, "已记录")
			}
		}
		by := chat.Actor{Kind: chat.Customer, ID: t.cmd.From.ID, Name: t.cmd.From.Name}
		return ticket.Entry{At: t.now, By: by, Move: ticket.Add, Text: words, Files: files, Phone: phone}, ticket.Check(tk, ticket.Add, by, t.now)
	})
	switch {
	case err == nil, known:
		return true, nil
	case fault.Is(err, fault.Conflict):
		return false, nil
	}
	return false, fmt.Errorf("add to ticket %s: %w", n, err)
}

// files are the ids of what came with the customer's message, or form.
func (t *turn) files() (ids []string) {
	var files []chat.Attachment
	switch a := t.cmd.Action.(type) {
	case Say:
		files = a.Attachments
	case Fill:
		files = a.Attachments
	}
	for _, a := range files {
		ids = append(ids, a.ID)
	}
	return ids
}

// ticketOf returns a ticket of this customer, or the zero Ticket.
func (t *turn) ticketOf(ctx context.Context, n ticket.Number) (ticket.Ticket, error) {
	if t.tickets == nil {
		return ticket.Ticket{}, nil
	}
	tk, err := t.tickets.Ticket(ctx, n)
	switch {
	case fault.Is(err, fault.NotFound):
		return ticket.Ticket{}, nil
	case err != nil:
		return ticket.Ticket{}, fmt.Errorf("read ticket %s: %w", n, err)
	}
	c := t.conversation
	if tk.Conversation != c.ID && (tk.Visitor == "" || tk.Visitor != c.Visitor) {
		return ticket.Ticket{}, nil
	}
	return tk, nil
}

// openTicket returns the ticket of the case that still takes words, or the zero
// Ticket. One of a case that is over is another matter.
func (t *turn) openTicket(ctx context.Context) (ticket.Ticket, error) {
	tk, err := t.matterTicket(ctx)
	if tk.State == ticket.StateClosed {
		tk = ticket.Ticket{}
	}
	return tk, err
}

// zone is that of the shop.
func (t *turn) zone() *time.Location { return t.content.zone() }

// when words a time to come: 今天 08:00, 明天 08:00, 3月10日 08:00.
func (t *turn) when(at time.Time) string {
	if at.IsZero() {
		return "上班后"
	}
	zone := t.zone()
	local := at.In(zone)
	switch handoff.DateOf(at, zone) {
	case handoff.DateOf(t.now, zone):
		return local.Format("今天 15:04")
	case handoff.DateOf(t.now.In(zone).AddDate(0, 0, 1), zone):
		return local.Format("明天 15:04")
	}
	return local.Format("1月2日 15:04")
}
