package bot

import (
	"context"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/handoff/ticket"
)

// shots are what files stand for among what a case has named: pictures of a
// screen. Whether one shows what it should is for people to see.
func shots(files []chat.Attachment) (es []chat.Entity) {
	for _, a := range files {
		what := "文件"
		if strings.HasPrefix(a.Type, "image/") {
			what = "截图"
		}
		es = append(es, chat.Entity{Name: flow.EntityShot, Text: what, Value: a.ID})
	}
	return es
}

// pictured answers files without words. The bot cannot see, and says so by asking
// what they are about.
func (t *turn) pictured(ctx context.Context, shown []chat.Entity) error {
	w := walk{Situation: Situation{
		Case: t.conversation.Case, Memory: t.memory, Now: t.now, Entries: t.content.Entries, Closed: t.content.closed, Limits: t.content.Limits,
		Flows: t.content.Flows, Burst: len(t.memory.burst(t.now)) > 0,
	}}
	w.mood()
	added, err := t.addPictures(ctx)
	if err != nil {
		return err
	}
	if added != "" {
		w.kept(added, strings.ReplaceAll(t.pick(t.content.Replies.TicketAdded), "{number}", string(added)))
	} else if !w.keeps(shown) {
		w.pictured(shown)
	}
	tr := Trace{
		Content: t.content.Version, Outcome: w.Outcome, Silent: w.Silent, Entry: w.Entry, Reason: w.Reason, Team: w.Team,
		Mood: w.Decision.Mood, Entities: shown, Limits: t.content.Limits, Rungs: w.Rungs,
	}
	return t.carryOut(ctx, w.Decision, tr, "")
}

// addPictures adds the files to the ticket of the case, if there is one that takes
// them, and returns its number.
func (t *turn) addPictures(ctx context.Context) (ticket.Number, error) {
	tk, err := t.openTicket(ctx)
	if err != nil || tk.Number == "" {
		return "", err
	}
	added, err := t.addTo(ctx, tk.Number, "", "")
	if !added {
		return "", err
	}
	return tk.Number, err
}

// kept decides on files that a ticket has taken.
func (w *walk) kept(n ticket.Number, reply string) {
	w.Outcome, w.Reply, w.Ticket = OutcomeAnswer, reply, n
	w.Silent = w.Burst && w.Memory.Last.Outcome == OutcomeAnswer && w.Memory.Last.Entry == ""
	w.step("picture", true, "added to ticket "+string(n))
}

// pictured decides on files without words: they are what the last topic needs, or
// belong to it, or ask nothing yet. Several in a row are answered once.
func (w *walk) pictured(shown []chat.Entity) {
	w.Decision.Unresolved = w.Memory.Unresolved
	w.Outcome, w.Filled, w.Entry = OutcomeCollect, shown, w.Memory.topic(w.Now)
	topic, ok := w.needy(shown)
	if !ok {
		w.Pictured = true
		w.Silent = w.Burst && w.Memory.Last.Outcome == OutcomeCollect && w.Memory.Last.Entry == w.Entry
		w.step("picture", true, "files without words")
		return
	}
	w.Entry, w.Filled = topic.ID, w.Memory.Entities
	if _, missing := flow.Split(topic.Needs, w.Filled); len(missing) > 0 || w.waiting() {
		w.Missing = missing
		w.Silent = w.Burst && w.Memory.Last.Outcome == OutcomeCollect && w.Memory.Last.Entry == w.Entry
		w.step("picture", true, "a picture that "+topic.ID+" needs")
		return
	}
	w.handoff(chat.ReasonCollected, topic.ID)
	w.step("picture", true, "the picture that "+topic.ID+" needed")
}
