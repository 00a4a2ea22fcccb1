package gateway

import (
	"context"
	"errors"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/wire"
)

const (
	internalText = "系统出了点问题，请稍后再试。"
	busyText     = "系统繁忙，请稍后再试。"
)

// refusal translates err into the answer to frame id: the one place where an
// error kind becomes an error code.
func refusal(id chat.ClientID, err error) *wire.Error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return wire.Refuse(id, wire.Busy, busyText)
	}
	code := wire.Internal
	switch fault.KindOf(err) {
	case fault.Invalid:
		code = wire.Invalid
	case fault.Denied:
		code = wire.Denied
	case fault.NotFound:
		code = wire.NotFound
	case fault.Conflict:
		code = wire.Conflict
	case fault.Busy:
		code = wire.Busy
	}
	return wire.Refuse(id, code, fault.Text(err, internalText))
}

// sorry answers frame id with err, which attempt ended in, and returns the code.
func (s *socket) sorry(id chat.ClientID, attempt string, err error) wire.Code {
	e := refusal(id, err)
	if e.Code == wire.Internal {
		s.g.o.Logger.Error(attempt, "side", sideName(s.side), "err", err)
	}
	s.refuse(e)
	return e.Code
}
