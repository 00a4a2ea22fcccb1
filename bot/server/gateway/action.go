package gateway

import (
	"time"

	"yiwen/bot"
	"yiwen/bot/wire"
	"yiwen/handoff/ticket"
)

// agentAction returns what the engine is to do for f, nil where it is no command
// about a conversation. What f only names is filled in by equipped.
func agentAction(f wire.Frame) bot.Action {
	switch f := f.(type) {
	case *wire.Say:
		return bot.Say{Text: f.Text, Re: f.Re, Attachments: wanted(f.Attachments)}
	case *wire.Accept:
		return bot.Accept{}
	case *wire.Decline:
		return bot.Decline{Reason: f.Reason}
	case *wire.Transfer:
		return bot.Transfer{Team: f.Team, Agent: f.Agent, Note: f.Note}
	case *wire.Assign:
		return bot.Assign{Agent: f.Agent}
	case *wire.Snooze:
		return bot.Snooze{Until: time.UnixMilli(f.Until)}
	case *wire.Wake:
		return bot.Unsnooze{}
	case *wire.Return:
		return bot.Return{}
	case *wire.Close:
		return bot.Close{Summary: f.Summary}
	}
	return togetherAction(f)
}

// togetherAction is agentAction of what people do with each other in a case.
func togetherAction(f wire.Frame) bot.Action {
	switch f := f.(type) {
	case *wire.Note:
		return bot.Note{Text: f.Text, Mentions: f.Mentions}
	case *wire.Recall:
		return bot.Recall{Of: f.Of}
	case *wire.Whisper:
		return bot.Whisper{Text: f.Text}
	case *wire.Invite:
		return bot.Invite{Agent: f.Agent}
	case *wire.Leave:
		return bot.Leave{Agent: f.Agent}
	case *wire.Attend:
		return bot.Attend{}
	case *wire.File:
		return bot.File{Team: f.Team, Severity: f.Severity, Phone: f.Phone, Info: ticket.Info(f.Info)}
	}
	return nil // the engine refuses it; the door lets no other type through
}
