package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// Names of the fields of the ticket form.
const (
	fieldStory   = "story"
	fieldOrder   = "order_no"
	fieldWhen    = "when"
	fieldAmount  = "amount"
	fieldError   = "error"
	fieldContact = "contact"
)

// lineRunes bounds a field of one line.
const lineRunes = 200

// form is the form that makes a ticket or adds to it, filled with what is known.
func (t *turn) form(i ticket.Info) *chat.Form {
	title := t.content.Replies.FormTitle
	if t.ticket != nil {
		title = t.content.Replies.FormMore // the turn has made one: the form adds to it
	}
	return &chat.Form{ID: chat.FormTicket, Title: title, Fields: []chat.Field{
		{Name: fieldStory, Label: "遇到的问题", Kind: chat.FieldText, Required: true, Value: i.Story, Hint: "商品名、做了什么、看到什么提示"},
		{Name: fieldOrder, Label: "订单号", Kind: chat.FieldLine, Value: i.OrderNo},
		{Name: fieldWhen, Label: "发生时间", Kind: chat.FieldLine, Value: i.When},
		{Name: fieldAmount, Label: "金额", Kind: chat.FieldLine, Value: i.Amount},
		{Name: fieldError, Label: "报错提示", Kind: chat.FieldLine, Value: i.Error},
		{Name: fieldContact, Label: "联系电话", Kind: chat.FieldPhone, Hint: "选填；以后可凭工单号和后四位查进度"},
	}}
}

// fill takes what a customer filled in: it makes a ticket, or adds to the one
// there is. Who waits in the line leaves it with the number.
func (t *turn) fill(ctx context.Context, a Fill) error {
	if a.Form == chat.FormInfo {
		return t.fillInfo(ctx, a)
	}
	if err := handoff.Check(t.conversation.Case, handoff.Fill, t.cmd.From, t.now); err != nil {
		return err
	}
	form, err := t.formOf(ctx, a.Of)
	if err != nil {
		return err
	}
	given, err := t.values(form, a.Values)
	if err != nil {
		return err
	}
	known, err := t.info(ctx)
	if err != nil {
		return err
	}
	tk, err := t.openTicket(ctx)
	if err != nil {
		return err
	}
	tel := phone(given[fieldContact])
	if tel != "" {
		given[fieldContact] = maskPhone(tel)
	}
	t.asked(chat.Filled{Of: a.Of, Form: form.ID, Values: given})
	r := t.content.Replies
	if tk.Number != "" {
		added, err := t.addTo(ctx, tk.Number, written(form, given), tel)
		if err != nil {
			return err
		}
		if added {
			t.house(chat.Message{Re: t.ack, Text: strings.ReplaceAll(t.pick(r.TicketAdded), "{number}", string(tk.Number)), Ticket: string(tk.Number)})
			return nil
		}
	}
	i := ticket.Info{
		Story: given[fieldStory], OrderNo: given[fieldOrder], When: given[fieldWhen], Amount: given[fieldAmount],
		Error: given[fieldError], Contact: given[fieldContact],
	}
	waited := handoff.Queued(t.conversation.Case.State)
	if err := t.file(ctx, t.cmd.From, File{Phone: tel, Info: i.Or(known)}); err != nil {
		return err
	}
	if waited {
		t.fresh()
	}
	n := string(t.ticket.Number)
	t.house(chat.Message{Re: t.ack, Text: strings.ReplaceAll(t.pick(r.Ticketed), "{number}", n), Ticket: n})
	return nil
}

// formOf returns the form that an event showed to the customer.
func (t *turn) formOf(ctx context.Context, of chat.Seq) (*chat.Form, error) {
	const unknown = "该表单已失效，请刷新后再试"
	e, err := t.event(ctx, of, unknown)
	if err != nil {
		return nil, err
	}
	m, _ := e.Payload.(chat.Message)
	if m.Form == nil || m.Form.ID != chat.FormTicket || t.tickets == nil {
		return nil, fault.New(fault.Invalid, unknown)
	}
	return m.Form, nil
}

// values are what was filled in, checked, with the codes of cards masked. What the
// form does not ask for is refused: no browser sends it by itself.
func (t *turn) values(form *chat.Form, given map[string]string) (map[string]string, error) {
	for name := range given {
		if !slices.ContainsFunc(form.Fields, func(f chat.Field) bool { return f.Name == name }) {
			return nil, fault.New(fault.Invalid, "表单内容有误，请刷新后再试")
		}
	}
	values := map[string]string{}
	for _, f := range form.Fields {
		s := strings.TrimSpace(given[f.Name])
		most := lineRunes
		if f.Kind == chat.FieldText {
			most = chat.MaxText
		}
		switch {
		case s == "" && f.Required:
			return nil, fault.New(fault.Invalid, "请填写%s", f.Label)
		case s == "":
			continue
		case utf8.RuneCountInString(s) > most:
			return nil, fault.New(fault.Invalid, "%s最多%d字", f.Label, most)
		case f.Kind == chat.FieldPhone && phone(s) == "":
			return nil, fault.New(fault.Invalid, "电话号码有误，请核对")
		case f.Kind == chat.FieldPhone:
			values[f.Name] = s
		case f.Name == fieldOrder:
			values[f.Name] = t.content.maskOrder(s)
		default:
			values[f.Name] = t.content.veil(s).text
		}
	}
	return values, nil
}

// written is what was filled in as an entry of a ticket shows it.
func written(form *chat.Form, values map[string]string) string {
	var lines []string
	for _, f := range form.Fields {
		if v := values[f.Name]; v != "" {
			lines = append(lines, f.Label+"："+v)
		}
	}
	return strings.Join(lines, "\n")
}
