package handoff

import (
	"slices"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	// RatingEdit is how long a customer may change his rating: long enough to
	// mend a slip, short enough that the review it opened keeps its ground.
	RatingEdit = 30 * time.Minute
	// MaxSnooze bounds how far off a snooze may end.
	MaxSnooze = 30 * 24 * time.Hour
	// RecallWithin is how long a message can be taken back.
	RecallWithin = 2 * time.Minute
	// maxHelpers bounds how many colleagues are in a case besides its owner.
	maxHelpers = 10
)

// Check says whether actor a may make move m in case c at that time. The error
// is a fault.Conflict where the case has moved on or the time has not come (its
// text names the owner, for the agent who came second), a fault.Denied where a is
// not the one who may. Both are Chinese and for a to read.
func Check(c chat.Case, m Move, a chat.Actor, now time.Time) error {
	if !may(m, a) || a.Kind == chat.Agent && a.ID == "" {
		return fault.New(fault.Denied, "无权进行此操作")
	}
	if _, ok := Next(c.State, m); !ok {
		return conflict(c, m, a)
	}
	if err := checkOwner(c, m, a); err != nil {
		return err
	}
	return checkTime(c, m, a, now)
}

// lead reports whether a leads: he may act in a case that a colleague owns.
func lead(a chat.Actor) bool {
	return a.Kind == chat.Agent && (a.Role == chat.RoleSupervisor || a.Role == chat.RoleAdmin)
}

// may says who may make a move at all, whatever the case:
//
//	customer           speak, cancel, rate, fill, vote
//	bot                answer
//	customer, bot      ask
//	customer, staff    recall, of what is their own
//	system             offer, lapse, silence, expire, vanish, alert, news
//	any of the staff   accept, note
//	who is mentioned   attend
//	the asked agent    decline
//	the owner          reply, vow
//	owner, supervisor  transfer, snooze, wake, return, close, file, invite, leave
//	who was invited    reply; leave himself
//	who had it last    file, once it is closed
//	supervisor         assign, whisper, raise; transfer and close what nobody owns
//	system             vow, wake, raise, file too
//	bot                raise, file too
//	customer           file too
//
// Who is the owner is checkOwner's to say; what a role may do at all (an editor
// takes no cases) is the authoriser's.
func may(m Move, a chat.Actor) bool {
	switch m {
	case Speak, Cancel, Rate, Fill, Vote:
		return a.Kind == chat.Customer
	case Answer:
		return a.Kind == chat.Bot
	case Ask:
		return a.Kind == chat.Customer || a.Kind == chat.Bot
	case Offer, Lapse, Silence, Expire, Vanish, Alert, News:
		return a.Kind == chat.System
	case Accept, Decline, Reply, Note, Transfer, Snooze, Return, Close, Invite, Leave, Attend:
		return a.Kind == chat.Agent
	case Recall:
		return a.Kind == chat.Agent || a.Kind == chat.Customer
	case Assign, Whisper:
		return lead(a)
	case Vow, Wake:
		return a.Kind == chat.Agent || a.Kind == chat.System
	case Raise:
		return a.Kind == chat.Bot || a.Kind == chat.System || lead(a)
	case File:
		return true
	}
	return false
}

// checkOwner refuses a member of staff who is not the one whose case it is.
func checkOwner(c chat.Case, m Move, a chat.Actor) error {
	if a.Kind != chat.Agent || slices.Contains([]Move{Note, Assign, Whisper, Raise, Recall}, m) {
		return nil
	}
	id := chat.AgentID(a.ID)
	switch {
	case m == Attend:
		if !slices.Contains(c.Mentioned, id) {
			return fault.New(fault.Conflict, "没有需要您查看的提醒")
		}
		return nil
	case m == Accept:
		if c.State == chat.StateOffered && c.Offer.Agent != id {
			return fault.New(fault.Conflict, "该会话正在等待%s接入", c.Offer.Name)
		}
		return nil
	case m == Decline:
		if c.Offer.Agent != id {
			return fault.New(fault.Denied, "该会话没有派给您")
		}
		return nil
	case Owned(c.State) && c.Agent == id:
		return nil
	case (m == Reply || m == Leave) && Helps(c, id):
		return nil
	case m == File && c.State == chat.StateClosed && c.Previous == id:
		return nil
	case lead(a) && m != Reply && m != Vow:
		return nil
	case Owned(c.State):
		return fault.New(fault.Denied, "该会话由%s负责", c.AgentName)
	}
	return fault.New(fault.Denied, "该会话不由您负责")
}

// checkTime refuses what is not due yet, or not any more.
func checkTime(c chat.Case, m Move, a chat.Actor, now time.Time) error {
	switch m {
	case Lapse:
		if now.Before(c.Offer.Until) {
			return fault.New(fault.Conflict, "接入时限未到")
		}
	case Wake:
		if a.Kind == chat.System && now.Before(c.SnoozedUntil) {
			return fault.New(fault.Conflict, "暂缓时间未到")
		}
	case Silence:
		if c.SilentSince.IsZero() {
			return fault.New(fault.Conflict, "坐席已回复客户")
		}
	case Expire:
		if c.State == chat.StateAssigned && !c.SilentSince.IsZero() {
			return fault.New(fault.Conflict, "客户还在等坐席回复")
		}
	case Alert:
		if len(Alarms(c, now)) == 0 {
			return fault.New(fault.Conflict, "没有到期的承诺")
		}
	case Rate:
		if c.Rating != nil && (c.RatedAt.IsZero() || now.Sub(c.RatedAt) > RatingEdit) {
			return fault.New(fault.Conflict, "您已经评价过本次服务，谢谢")
		}
	}
	return nil
}

// conflict words why a move is not possible in the state of c.
func conflict(c chat.Case, m Move, a chat.Actor) error {
	mine := a.Kind == chat.Agent && c.Agent == chat.AgentID(a.ID)
	switch {
	case m == Accept && Owned(c.State) && mine:
		return fault.New(fault.Conflict, "您已接入该会话")
	case m == Accept && Owned(c.State):
		return fault.New(fault.Conflict, "该会话已由%s接入", c.AgentName)
	case m == Decline && Owned(c.State) && !mine:
		return fault.New(fault.Conflict, "该会话已由%s接入", c.AgentName)
	case m == Ask && Owned(c.State):
		return fault.New(fault.Conflict, "人工客服%s正在为您服务", c.AgentName)
	case m == Ask:
		return fault.New(fault.Conflict, "您已在排队中，请稍候")
	case m == Cancel:
		return fault.New(fault.Conflict, "当前不在排队中")
	case m == Rate:
		return fault.New(fault.Conflict, "会话结束后才能评价")
	case c.State == chat.StateClosed:
		return fault.New(fault.Conflict, "会话已结束")
	case m == Accept:
		return fault.New(fault.Conflict, "客户已不在排队中")
	case m == Decline:
		return fault.New(fault.Conflict, "派单已失效，客户回到排队中")
	}
	return fault.New(fault.Conflict, "会话状态已变化，请刷新后再试")
}

// CheckTarget says whether agent to can be given case c by move m (Offer,
// Assign or Transfer): he is not who has it already, and an offer does not ask
// somebody who is not named.
func CheckTarget(c chat.Case, m Move, to chat.AgentID) error {
	switch {
	case to == "" && m != Transfer:
		return fault.New(fault.Invalid, "请选择坐席")
	case to != "" && Owned(c.State) && to == c.Agent:
		return fault.New(fault.Conflict, "该会话已由%s负责", c.AgentName)
	}
	return nil
}

// CheckTransfer says whether case c can go to team, or to agent, or to both: one
// of them is named and one of them changes.
func CheckTransfer(c chat.Case, team chat.TeamID, to chat.AgentID) error {
	if team == "" && to == "" {
		return fault.New(fault.Invalid, "请选择要转接的坐席或技能组")
	}
	if to == "" && team == c.Team && !Owned(c.State) {
		return fault.New(fault.Conflict, "该会话已在这个技能组排队")
	}
	return CheckTarget(c, Transfer, to)
}

// CheckSnooze says whether a case can be parked until then.
func CheckSnooze(until, now time.Time) error {
	switch {
	case !until.After(now):
		return fault.New(fault.Invalid, "提醒时间应晚于现在")
	case until.Sub(now) > MaxSnooze:
		return fault.New(fault.Invalid, "提醒时间最长为%d天", int(MaxSnooze.Hours()/24))
	}
	return nil
}

// Helps reports whether a was invited into case c.
func Helps(c chat.Case, a chat.AgentID) bool {
	return slices.ContainsFunc(c.Helpers, func(h chat.Helper) bool { return h.ID == a })
}

// CheckInvite says whether agent to can be invited into case c.
func CheckInvite(c chat.Case, to chat.AgentID) error {
	switch {
	case to == "":
		return fault.New(fault.Invalid, "请选择同事")
	case to == c.Agent:
		return fault.New(fault.Conflict, "该会话已由%s负责", c.AgentName)
	case Helps(c, to):
		return fault.New(fault.Conflict, "该同事已在会话中")
	case len(c.Helpers) >= maxHelpers:
		return fault.New(fault.Conflict, "一个会话最多邀请%d位同事", maxHelpers)
	}
	return nil
}

// CheckLeave says whether a may let colleague who go from case c: everybody
// himself, the owner and supervisors anybody.
func CheckLeave(c chat.Case, a chat.Actor, who chat.AgentID) error {
	id := chat.AgentID(a.ID)
	switch {
	case !Helps(c, who):
		return fault.New(fault.Conflict, "该同事不在会话中")
	case who != id && c.Agent != id && !lead(a):
		return fault.New(fault.Denied, "该会话由%s负责", c.AgentName)
	}
	return nil
}

// CheckRecall says whether a may take back event e: a message of his own that is
// not older than RecallWithin.
func CheckRecall(e chat.Event, a chat.Actor, now time.Time) error {
	_, message := e.Payload.(chat.Message)
	switch {
	case !message:
		return fault.New(fault.Invalid, "只能撤回消息")
	case e.From.Sender() != a.Sender():
		return fault.New(fault.Denied, "只能撤回自己发送的消息")
	case e.Recalled:
		return fault.New(fault.Conflict, "消息已撤回")
	case now.Sub(e.At) > RecallWithin:
		return fault.New(fault.Conflict, "消息发出已超过%d分钟，无法撤回", int(RecallWithin.Minutes()))
	}
	return nil
}
