package bot

import (
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// Identify has staff read that the customer has signed in at his shop in the
// middle of the talk; the command's Profile says as whom. It fits a conversation
// that has begun, whose customer was anonymous until then or had come back without
// a proof; elsewhere it is a Conflict, and nothing is stored.
type Identify struct{}

func (Identify) action() {}

// identify writes among staff that the customer is known now. What the shop says
// of him is the state's already.
func (t *turn) identify() error {
	p := t.cmd.Profile
	if p == nil || !t.newcomer || t.conversation.Case.Number == 0 {
		return fault.New(fault.Conflict, "顾客已经登录过，或还没有开始咨询")
	}
	said := "顾客已登录商城账号 " + p.User + "，身份经商城签名验证。"
	if p.Name != "" {
		said = "顾客已登录商城账号 " + p.User + "（" + p.Name + "），身份经商城签名验证。"
	}
	t.ack = t.add(chat.Actor{Kind: chat.System}, chat.Note{Text: said}).Seq
	t.caseChanged = true // the desk shows who he is
	return nil
}

// introduce notes who the shop says that the customer is. What it signed once stays,
// so that staff know whose conversation it is; but where he comes without a proof he
// may be anybody at the same computer, and is a stranger until he brings one.
func (t *turn) introduce() {
	known := &t.conversation.Profile
	switch p := t.cmd.Profile; {
	case p != nil:
		t.stranger = known.User != "" && known.User != p.User
		t.newcomer = p.User != "" && (known.User == "" || known.Unproven)
		*known = *p
	case t.cmd.From.Kind == chat.Customer && t.cmd.Action != LogOut{} && known.User != "":
		known.Unproven = true
	}
}

// LogOut has staff read that the customer has logged out. Nobody reads the
// conversation as him any more, so whoever waits for his answer, or has one for him,
// must know. The case stays where it is: what was asked of people is theirs to end,
// by a call or a ticket where there is a number. It fits a conversation that has
// begun, once; elsewhere it is a Conflict, and nothing is stored.
type LogOut struct{}

func (LogOut) action() {}

// logOut writes among staff that the customer is gone for good.
func (t *turn) logOut() error {
	k := &t.conversation.Case
	if k.Number == 0 || k.Brief.Left {
		return fault.New(fault.Conflict, "客户已经退出登录，或还没有开始咨询")
	}
	said := "客户已退出登录，看不到这之后的回复。"
	if handoff.Queued(k.State) || handoff.Owned(k.State) {
		said += "需要跟进请电话联系或建工单，否则可以结束会话。"
	}
	t.ack = t.add(chat.Actor{Kind: chat.System}, chat.Note{Text: said, Left: true}).Seq
	return nil
}

// veiledAttributes returns what a shop's page says of its customer without the codes
// of cards: a name says what its value is, as the words around a code do.
func (c *Content) veiledAttributes(said map[string]string) map[string]string {
	if len(said) == 0 {
		return nil
	}
	out := make(map[string]string, len(said))
	for name, value := range said {
		if _, masked, ok := strings.Cut(c.veil(name+"："+value).text, "："); ok {
			value = masked
		}
		out[c.veil(name).text] = c.veil(value).text
	}
	return out
}
