package auth

import (
	"context"
	"encoding/hex"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// Visitor is what a visitor token proves. The conversation is named in the
// token, so that a widget that nobody has typed into yet needs no row anywhere.
type Visitor struct {
	ID           chat.VisitorID
	Conversation chat.ConversationID
	Site         chat.SiteID
}

const (
	visitorDomain = "yiwen visitor token v1"
	idBytes       = 16 // of a VisitorID and of a ConversationID
)

// NewVisitor draws a visitor and a conversation for site and returns them with
// the token that proves them until he logs out. A site that is not served is a
// fault.NotFound. Nothing is stored.
func (a *Auth) NewVisitor(site chat.SiteID) (Visitor, string, error) {
	if _, err := a.Site(site); err != nil {
		return Visitor{}, "", err
	}
	v := Visitor{ID: chat.NewVisitorID(), Conversation: chat.NewConversationID(), Site: site}
	payload, err := v.payload()
	if err != nil {
		return Visitor{}, "", err
	}
	return v, a.sign(visitorDomain, payload), nil
}

// Visitor returns what token proves, or a fault.Denied for anything that
// NewVisitor did not make with the same key, and for who has logged out. Where
// that cannot be read the error is a fault.Busy.
func (a *Auth) Visitor(ctx context.Context, token string) (Visitor, error) {
	payload, ok := a.verify(visitorDomain, token)
	if !ok || len(payload) <= 2*idBytes {
		return Visitor{}, fault.New(fault.Denied, "访客凭证无效，请刷新页面")
	}
	v := Visitor{
		ID:           chat.VisitorID(hex.EncodeToString(payload[:idBytes])),
		Conversation: chat.ConversationID(hex.EncodeToString(payload[idBytes : 2*idBytes])),
		Site:         chat.SiteID(payload[2*idBytes:]),
	}
	if a.visits == nil {
		return v, nil
	}
	switch ended, err := a.visits.VisitEnded(ctx, v.ID); {
	case err != nil:
		return Visitor{}, fault.Wrap(err, fault.Busy, "系统繁忙，请稍后再试")
	case ended:
		return Visitor{}, fault.New(fault.Denied, "您已退出登录，请刷新页面")
	}
	return v, nil
}

// EndVisit logs a visitor out: his tokens prove nobody from now on, on every node
// at once. What he said stays with the shop. It writes to the data base; where
// that cannot be done the error is a fault.Busy.
func (a *Auth) EndVisit(ctx context.Context, v Visitor) error {
	if a.visits == nil {
		return fault.New(fault.Invalid, "本服务器不支持退出登录")
	}
	if err := a.visits.EndVisit(ctx, v.ID, a.clock()); err != nil {
		return fault.Wrap(err, fault.Busy, "系统繁忙，请稍后再试")
	}
	return nil
}

// payload returns the signed bytes: both ids, then the site up to the end.
func (v Visitor) payload() ([]byte, error) {
	b, err := hex.DecodeString(string(v.ID) + string(v.Conversation))
	if err != nil || len(b) != 2*idBytes {
		return nil, fault.New(fault.Internal, "ids %q and %q are not 128 bits in hexadecimal", v.ID, v.Conversation)
	}
	return append(b, v.Site...), nil
}
