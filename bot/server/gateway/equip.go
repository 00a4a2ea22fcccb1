package gateway

import (
	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
)

// wanted are attachments of which only the ids are known.
func wanted(ids []string) []chat.Attachment {
	if len(ids) == 0 {
		return nil
	}
	list := make([]chat.Attachment, len(ids))
	for i, id := range ids {
		list[i].ID = id
	}
	return list
}

// equipped fills in what a frame only names: uploads by their ids, colleagues by
// theirs. It refuses what is not there, and who may not have a case.
func (g *Gateway) equipped(action bot.Action) (bot.Action, error) {
	var err error
	switch act := action.(type) {
	case bot.Say:
		act.Attachments, err = g.uploads(act.Attachments)
		return act, err
	case bot.Fill:
		act.Attachments, err = g.uploads(act.Attachments)
		return act, err
	case bot.File:
		_, err = g.uploads(wanted(act.Info.Files))
		return act, err
	case bot.Note:
		for _, id := range act.Mentions {
			if _, err := g.taker(id); err != nil {
				return nil, err
			}
		}
	case bot.Assign:
		act.Name, err = g.name(act.Agent)
		return act, err
	case bot.Invite:
		act.Name, err = g.name(act.Agent)
		return act, err
	case bot.Transfer:
		if act.Agent != "" {
			act.Name, err = g.name(act.Agent)
		}
		return act, err
	}
	return action, nil
}

// uploads looks attachments up.
func (g *Gateway) uploads(list []chat.Attachment) ([]chat.Attachment, error) {
	if len(list) > 0 && g.o.Files == nil {
		return nil, fault.New(fault.Invalid, "本服务器不支持发送附件")
	}
	for i := range list {
		file, err := g.o.Files.File(g.base, list[i].ID)
		if fault.Is(err, fault.NotFound) {
			return nil, fault.New(fault.Invalid, "附件不存在或已过期")
		}
		if err != nil {
			return nil, err
		}
		list[i] = file
	}
	return list, nil
}

// taker returns a member of staff who may be given cases.
func (g *Gateway) taker(id chat.AgentID) (chat.Staff, error) {
	who, err := g.o.Roster.StaffByID(g.base, id)
	switch {
	case fault.Is(err, fault.NotFound), err == nil && g.o.Staff.May(who, auth.RightDesk, nil) != nil:
		return chat.Staff{}, fault.New(fault.Invalid, "没有这位坐席")
	}
	return who, err
}

// name returns the shown name of one who may be given cases.
func (g *Gateway) name(id chat.AgentID) (string, error) {
	who, err := g.taker(id)
	return who.Name, err
}
