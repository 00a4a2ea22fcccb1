package bot

import (
	"context"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/intents"
)

// A customer may say what people would ask for first before he says anything else:
// the info pack, a form on the welcome of an entrance.

// InfoFields returns the names of all fields that an entrance may ask for.
func InfoFields() []string {
	return []string{fieldOrder, fieldWhen, fieldAmount, fieldError, fieldFiles, fieldTried}
}

// infoField is a field of the info pack; false where there is none of that name.
func infoField(name string) (chat.Field, bool) {
	switch name {
	case fieldOrder:
		return chat.Field{Name: name, Label: "订单号", Kind: chat.FieldLine, Hint: "在「我的订单」里可以复制"}, true
	case fieldWhen:
		return chat.Field{Name: name, Label: "发生时间", Kind: chat.FieldTime}, true
	case fieldAmount:
		return chat.Field{Name: name, Label: "金额", Kind: chat.FieldAmount}, true
	case fieldError:
		return chat.Field{Name: name, Label: "报错提示", Kind: chat.FieldLine, Hint: "照着屏幕上的字写"}, true
	case fieldTried:
		return chat.Field{Name: name, Label: "已试步骤", Kind: chat.FieldChecks, Options: triedOptions()}, true
	case fieldFiles:
		return chat.Field{Name: name, Label: "截图", Kind: chat.FieldFiles, Hint: "报错页面、付款记录，最多 9 张"}, true
	}
	return chat.Field{}, false
}

// infoForm is the info pack with the fields of these names, in their order.
func (c *Content) infoForm(names []string) *chat.Form {
	form := &chat.Form{ID: chat.FormInfo, Title: c.Replies.InfoTitle}
	for _, name := range names {
		if f, ok := infoField(name); ok {
			form.Fields = append(form.Fields, f)
		}
	}
	if len(form.Fields) == 0 {
		return nil
	}
	return form
}

// fillInfo takes the info pack: it is stored as the customer's word, which begins a
// case as a message does, so that he need not be asked again. What entrance it was
// of does not matter: a shop may change its entrances while he writes.
func (t *turn) fillInfo(ctx context.Context, a Fill) error {
	if err := handoff.Check(t.conversation.Case, handoff.Speak, t.cmd.From, t.now); err != nil {
		return err
	}
	form := t.content.infoForm(InfoFields())
	given, err := t.values(form, a)
	if err != nil {
		return err
	}
	if len(given) == 0 && len(a.Attachments) == 0 {
		return fault.New(fault.Invalid, "请至少填写一项")
	}
	if done, err := t.filledBefore(ctx, a, given); done || err != nil {
		return err
	}
	page, err := t.fromPage(ctx, given)
	if err != nil {
		return err
	}
	t.asked(chat.Filled{Form: chat.FormInfo, Values: given, Attachments: t.named(a.Attachments), Page: page})
	t.memory.Entities = bounded(gather(gather(t.memory.Entities, infoEntities(given)), shots(a.Attachments)))
	if t.silent() {
		return nil
	}
	tk, err := t.openTicket(ctx)
	if err != nil {
		return err
	}
	if tk.Number != "" {
		added, err := t.addTo(ctx, tk.Number, written(form, given), "")
		if err != nil {
			return err
		}
		if added {
			s := strings.ReplaceAll(t.pick(t.content.Replies.TicketAdded), "{number}", string(tk.Number))
			t.bot(chat.Message{Re: t.ack, Text: s, Ticket: string(tk.Number)})
			return nil
		}
	}
	var known []string
	for _, f := range form.Fields {
		if given[f.Name] != "" || f.Kind == chat.FieldFiles && len(a.Attachments) > 0 {
			known = append(known, f.Label)
		}
	}
	s := t.content.Replies.InfoFilled
	if handoff.Queued(t.conversation.Case.State) {
		s = t.content.Replies.Kept
	}
	t.bot(chat.Message{Re: t.ack, Text: strings.ReplaceAll(t.pick(s), "{known}", strings.Join(known, "、"))})
	return nil
}

// infoEntities are the values of the info pack as what was said names them.
func infoEntities(given map[string]string) (es []chat.Entity) {
	for _, f := range []struct{ field, entity string }{
		{fieldOrder, intents.EntityOrder}, {fieldWhen, intents.EntityTime}, {fieldAmount, intents.EntityAmount}, {fieldError, intents.EntityError},
	} {
		if v := given[f.field]; v != "" {
			es = append(es, chat.Entity{Name: f.entity, Text: v, Value: v})
		}
	}
	return es
}
