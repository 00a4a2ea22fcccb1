package bot

import (
	"context"
	"maps"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
	"yiwen/intents"
)

// Names of the fields of the ticket form.
const (
	fieldStory   = "story"
	fieldOrder   = "order_no"
	fieldWhen    = "when"
	fieldAmount  = "amount"
	fieldError   = "error"
	fieldContact = "contact"
	fieldFiles   = "files"
	fieldTried   = "tried"
)

// triedOptions are what most customers try before they ask.
func triedOptions() []string {
	return []string{"刷新页面或重启 App", "重新登录", "换个浏览器或网络", "核对过账号和区服", "联系过游戏官方"}
}

// steps are the steps that a customer says he has tried.
func steps(given map[string]string) []string {
	if given[fieldTried] == "" {
		return nil
	}
	return strings.Split(given[fieldTried], "\n")
}

// sum is the sum that the case named last, as a field takes it; else said, where it
// is one.
func (t *turn) sum(said string) string {
	for _, e := range slices.Backward(t.memory.Entities) {
		if v, ok := amount(e.Value); ok && e.Name == intents.EntityAmount {
			return v
		}
	}
	v, _ := amount(said)
	return v
}

// named are files with the codes of cards in their names masked.
func (t *turn) named(files []chat.Attachment) []chat.Attachment {
	files = slices.Clone(files)
	for i := range files {
		files[i].Name = t.content.veil(files[i].Name).text
	}
	return files
}

// form is the form that makes a ticket or adds to it, filled with what is known.
func (t *turn) form(i ticket.Info) *chat.Form {
	title := t.content.Replies.FormTitle
	if t.ticket != nil {
		title = t.content.Replies.FormMore // the turn has made one: the form adds to it
	}
	if i.OrderNo == "" {
		i.OrderNo = t.pageOrder()
	}
	return &chat.Form{ID: chat.FormTicket, Title: title, Fields: []chat.Field{
		{Name: fieldStory, Label: "遇到的问题", Kind: chat.FieldText, Required: true, Value: i.Story, Hint: "商品名、做了什么、看到什么提示"},
		{Name: fieldOrder, Label: "订单号", Kind: chat.FieldLine, Value: i.OrderNo},
		{Name: fieldWhen, Label: "发生时间", Kind: chat.FieldTime, Value: i.When},
		{Name: fieldAmount, Label: "金额", Kind: chat.FieldAmount, Value: t.sum(i.Amount)},
		{Name: fieldError, Label: "报错提示", Kind: chat.FieldLine, Value: i.Error},
		{Name: fieldFiles, Label: "截图", Kind: chat.FieldFiles, Hint: "报错页面、付款记录，最多 9 张"},
		{Name: fieldTried, Label: "已试步骤", Kind: chat.FieldChecks, Options: triedOptions()},
		{Name: fieldContact, Label: "联系电话", Kind: chat.FieldPhone, Value: t.ownPhone(), Hint: "选填；以后可凭工单号和后四位查进度"},
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
	given, err := t.values(form, a)
	if err != nil {
		return err
	}
	tel := t.dialled(given[fieldContact])
	if tel != "" {
		given[fieldContact] = maskPhone(tel)
	}
	if done, err := t.filledBefore(ctx, a, given); done || err != nil {
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
	page, err := t.fromPage(ctx, given)
	if err != nil {
		return err
	}
	t.asked(chat.Filled{Of: a.Of, Form: form.ID, Values: given, Attachments: t.named(a.Attachments), Page: page})
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
		Error: given[fieldError], Contact: given[fieldContact], Files: t.files(), Tried: steps(given),
	}
	i.Files, i.Tried = newest(slices.Concat(known.Files, i.Files), maxInfoFiles), newest(slices.Concat(known.Tried, i.Tried), maxInfoTried)
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

// filledBefore reports that the form was filled in just so within addAgain, by another
// tab at the same moment, say: the command is acknowledged as that one was. What was
// filled in otherwise since is put right again, and not the same.
func (t *turn) filledBefore(ctx context.Context, a Fill, given map[string]string) (bool, error) {
	if t.conversation.Case.State == chat.StateClosed {
		return false, nil // a new case knows nothing yet
	}
	events, err := t.log.Events(ctx, t.conversation.ID, max(0, t.conversation.Seq-lookBack), lookBack)
	if err != nil {
		return false, err
	}
	for _, e := range slices.Backward(events) {
		p, is := e.Payload.(chat.Filled)
		if !is || p.Of != a.Of || a.Of == 0 && p.Form != a.Form {
			continue
		}
		if e.Case != t.conversation.Case.Number || t.now.Sub(e.At) >= addAgain || !maps.Equal(p.Values, given) ||
			!slices.EqualFunc(p.Attachments, t.named(a.Attachments), sameFile) {
			return false, nil
		}
		t.ack, t.repeats = e.Seq, true
		return true, nil
	}
	return false, nil
}

// sameFile reports that two uploads are of one file, as far as can be told.
func sameFile(a, b chat.Attachment) bool {
	a.ID, b.ID = "", ""
	return a == b
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
