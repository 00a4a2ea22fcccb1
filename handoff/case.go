package handoff

import (
	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// Move is something that can happen to a case.
type Move string

// The closed list of moves.
const (
	Speak  Move = "speak"  // the customer says something
	Ask    Move = "ask"    // a person is wanted: words, button, mood, rule, unresolved
	Cancel Move = "cancel" // the customer leaves the line
	Accept Move = "accept" // an agent takes the case
	Reply  Move = "reply"  // an agent says something to the customer
	Note   Move = "note"   // staff write among themselves
	Return Move = "return" // the agent gives the case back to the bot
	Close  Move = "close"  // the agent ends the case
	Vanish Move = "vanish" // the agent has been gone for longer than the grace period
	Rate   Move = "rate"   // the customer judges the closed case
)

// Next is the state table: the state that a move leads to, and whether it is
// possible at all. The state "" is a conversation before its first case; Speak
// and Ask from there and from closed open a new case.
//
//	           speak     ask      cancel accept    reply     note      return close   vanish  rate
//	(none)     bot       waiting  -      -         -         -         -      -       -       -
//	bot        bot       waiting  -      -         -         -         -      -       -       -
//	waiting    waiting   -        bot    assigned  -         waiting   -      -       -       -
//	assigned   assigned  -        -      -         assigned  assigned  bot    closed  waiting -
//	closed     bot       waiting  -      -         -         -         -      -       -       closed
func Next(s chat.State, m Move) (chat.State, bool) {
	switch s {
	case "", chat.StateClosed:
		switch m {
		case Speak:
			return chat.StateBot, true
		case Ask:
			return chat.StateWaiting, true
		case Rate:
			return s, s == chat.StateClosed
		}
	case chat.StateBot:
		switch m {
		case Speak:
			return chat.StateBot, true
		case Ask:
			return chat.StateWaiting, true
		}
	case chat.StateWaiting:
		switch m {
		case Speak, Note:
			return chat.StateWaiting, true
		case Cancel:
			return chat.StateBot, true
		case Accept:
			return chat.StateAssigned, true
		}
	case chat.StateAssigned:
		switch m {
		case Speak, Reply, Note:
			return chat.StateAssigned, true
		case Return:
			return chat.StateBot, true
		case Close:
			return chat.StateClosed, true
		case Vanish:
			return chat.StateWaiting, true
		}
	}
	return s, false
}

// Check says whether actor a may make move m in case c now. The error is a
// fault.Conflict where the case has moved on (its text names the owner, for the
// agent who came second), a fault.Denied where a is not the one who may.
func Check(c chat.Case, m Move, a chat.Actor) error {
	if err := who(m, a); err != nil {
		return err
	}
	if _, ok := Next(c.State, m); !ok {
		return conflict(c, m, a)
	}
	if c.State == chat.StateAssigned && a.Kind == chat.Agent && m != Note && chat.AgentID(a.ID) != c.Agent {
		return fault.New(fault.Denied, "该会话由%s负责", c.AgentName)
	}
	if m == Rate && c.Rating != nil {
		return fault.New(fault.Conflict, "您已经评价过本次服务，谢谢")
	}
	return nil
}

// who checks the kind of actor alone.
func who(m Move, a chat.Actor) error {
	ok := false
	switch m {
	case Speak, Cancel, Rate:
		ok = a.Kind == chat.Customer
	case Ask:
		ok = a.Kind == chat.Customer || a.Kind == chat.Bot
	case Accept, Reply, Note, Return, Close:
		ok = a.Kind == chat.Agent
	case Vanish:
		ok = a.Kind == chat.System
	}
	if !ok {
		return fault.New(fault.Denied, "无权进行此操作")
	}
	return nil
}

// conflict words why a move is not possible in the state of c.
func conflict(c chat.Case, m Move, a chat.Actor) error {
	mine := a.Kind == chat.Agent && c.Agent == chat.AgentID(a.ID)
	switch {
	case c.State == chat.StateAssigned && m == Accept && mine:
		return fault.New(fault.Conflict, "您已接入该会话")
	case c.State == chat.StateAssigned && m == Accept:
		return fault.New(fault.Conflict, "该会话已由%s接入", c.AgentName)
	case c.State == chat.StateAssigned && m == Ask:
		return fault.New(fault.Conflict, "人工客服%s正在为您服务", c.AgentName)
	case c.State == chat.StateWaiting && m == Ask:
		return fault.New(fault.Conflict, "您已在排队中，请稍候")
	case m == Cancel:
		return fault.New(fault.Conflict, "当前不在排队中")
	case m == Rate:
		return fault.New(fault.Conflict, "会话结束后才能评价")
	case c.State == chat.StateClosed:
		return fault.New(fault.Conflict, "会话已结束")
	case m == Accept:
		return fault.New(fault.Conflict, "客户已不在排队中")
	}
	return fault.New(fault.Conflict, "会话状态已变化，请刷新后再试")
}
