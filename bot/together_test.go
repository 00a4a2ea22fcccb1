package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// helped is a room in which 小林 has the case.
func helped(t *testing.T) *room {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Human{})
	r.do(lin, Accept{})
	return r
}

func TestInvitedColleagueSpeaks(t *testing.T) {
	r := helped(t)
	r.refuse(zhou, Say{Text: "我来看看"}, fault.Denied)
	r.refuse(zhou, Invite{"agent2", "小周"}, fault.Denied)
	r.do(lin, Invite{"agent2", "小周"})
	r.refuse(lin, Invite{"agent2", "小周"}, fault.Conflict)
	r.do(zhou, Say{Text: "我来看看，10分钟后回复您"})
	k := r.state().Case
	if k.Agent != "agent1" || len(k.Helpers) != 1 || !k.SilentSince.IsZero() || len(k.Clocks) != 3 {
		t.Errorf("case = %+v", k)
	}
	r.refuse(zhou, Close{}, fault.Denied)
	r.refuse(zhou, Transfer{Team: "security"}, fault.Denied)
	r.do(zhou, Leave{})
	r.refuse(zhou, Say{Text: "我还在"}, fault.Denied)
	r.refuse(zhou, Leave{}, fault.Denied)
	r.do(boss, Invite{"agent2", "小周"})
	r.do(lin, Leave{"agent2"})
	r.do(lin, Invite{"agent2", "小周"})
	r.do(lin, Transfer{Team: "security"})
	if k = r.state().Case; len(k.Helpers) != 0 {
		t.Errorf("helpers after a transfer: %+v", k.Helpers)
	}
}

func TestWhisperIsForStaff(t *testing.T) {
	r := helped(t)
	r.refuse(zhou, Whisper{"机密"}, fault.Denied)
	r.refuse(boss, Whisper{" "}, fault.Invalid)
	r.do(boss, Whisper{"机密"})
	events, _ := r.log.Events(t.Context(), conv, 0, 100)
	if e := events[len(events)-1].For(chat.Customer); e.Payload.Kind() != chat.KindHidden {
		t.Errorf("the customer sees %+v", e)
	}
}

func TestMentionedColleagueLooks(t *testing.T) {
	r := helped(t)
	r.do(lin, Note{Text: "看看", Mentions: []chat.AgentID{"agent2", "agent1", "agent2", "", "boss"}})
	if k := r.state().Case; !slices.Equal(k.Mentioned, []chat.AgentID{"agent2", "boss"}) {
		t.Errorf("mentioned: %v", k.Mentioned)
	}
	r.do(zhou, Attend{})
	r.refuse(zhou, Attend{}, fault.Conflict)
	r.do(boss, Note{Text: "知道了"})
	if k := r.state().Case; k.Mentioned != nil {
		t.Errorf("mentioned: %v", k.Mentioned)
	}
	many := make([]chat.AgentID, maxMentions+1)
	for i := range many {
		many[i] = chat.AgentID(strings.Repeat("x", i+1))
	}
	r.refuse(lin, Note{Text: "都来看看", Mentions: many}, fault.Invalid)
}

// sentBy carries out a command without letting time pass.
func (r *room) sentBy(from chat.Actor, a Action) chat.Seq {
	r.t.Helper()
	seq, err := r.Do(r.t.Context(), r.command(from, a))
	if err != nil {
		r.t.Fatalf("%s %T: %v", from.Kind, a, err)
	}
	return seq
}

func TestRecall(t *testing.T) {
	r := helped(t)
	mine, theirs := r.sentBy(lin, Say{Text: "密码是机密"}), r.sentBy(customer, Say{Text: "我的机密"})
	for _, no := range []struct {
		who chat.Actor
		of  chat.Seq
		k   fault.Kind
	}{
		{zhou, mine, fault.Denied}, {lin, theirs, fault.Denied}, {customer, mine, fault.Denied}, {lin, 0, fault.Invalid}, {lin, 999, fault.Invalid}, {lin, -1, fault.Invalid},
		{lin, 3, fault.Invalid}, {boss, mine, fault.Denied},
	} {
		r.refuse(no.who, Recall{no.of}, no.k)
	}
	r.sentBy(lin, Recall{mine})
	r.refuse(lin, Recall{mine}, fault.Conflict)
	r.sentBy(customer, Recall{theirs})
	events, _ := r.log.Events(t.Context(), conv, 0, 100)
	for _, of := range []chat.Seq{mine, theirs} {
		e := events[of-1]
		want := chat.Message{Recalled: true}
		if d := cmp.Diff(want, e.For(chat.Customer).Payload); d != "" || !e.Recalled {
			t.Errorf("event %d (-want +got):\n%s", of, d)
		}
		if m := e.For(chat.Agent).Payload.(chat.Message); !strings.Contains(m.Text, "机密") {
			t.Errorf("staff see %+v", m)
		}
	}
	if b := r.state().Case.Brief; strings.Contains(b.Asked+b.Last, "机密") {
		t.Errorf("brief = %+v", b)
	}
	old := r.sentBy(lin, Say{Text: "您好"})
	r.now = r.now.Add(handoff.RecallWithin + time.Millisecond)
	r.refuse(lin, Recall{old}, fault.Conflict)
}

// TestAnswerTakenBackIsNone: an agent who takes back all that he answered owes a word,
// and broke or keeps his promise as if he had not spoken.
func TestAnswerTakenBackIsNone(t *testing.T) {
	d := newDesk(t)
	d.day()
	d.do(customer, Human{})
	d.do(lin, Accept{})
	got := d.now
	firstReply := func() chat.Clock {
		for _, c := range d.state().Case.Clocks {
			if c.What == chat.PromiseFirstReply {
				return c
			}
		}
		t.Fatal("no first reply was promised")
		return chat.Clock{}
	}
	d.now = d.now.Add(time.Minute)
	one, two := d.sentBy(lin, Say{Text: "。"}), d.sentBy(lin, Say{Text: "。。"})
	d.sentBy(lin, Recall{two})
	if k := d.state().Case; !k.SilentSince.IsZero() || firstReply().Met.IsZero() {
		t.Errorf("one word is left: %+v", k)
	}
	d.sentBy(lin, Recall{one})
	if k := d.state().Case; !k.SilentSince.Equal(got) || !firstReply().Met.IsZero() {
		t.Errorf("none is left: %+v", k)
	}
	d.do(lin, Say{Text: "您好"})
	d.do(customer, Say{Text: "多久"})
	asked := d.state().Case.LastCustomerAt
	d.sentBy(lin, Recall{d.sentBy(lin, Say{Text: "不知道"})})
	if k := d.state().Case; !k.SilentSince.Equal(asked) || firstReply().Met.IsZero() {
		t.Errorf("an answer is left, but not to this: %+v", k)
	}
	events, _ := d.log.Events(t.Context(), conv, 0, 100)
	for _, e := range events {
		if r, ok := e.For(chat.Customer).Payload.(chat.Recalled); ok && r.Owes {
			t.Error("the customer is told what his agent owes")
		}
	}
}

// TestRecalledIsNotGoneOnFrom: what was taken back is no part of what follows.
func TestRecalledIsNotGoneOnFrom(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	of := r.sentBy(customer, Say{Text: "怎么"})
	r.sentBy(customer, Recall{of})
	r.sentBy(customer, Say{Text: "退款"})
	if got := r.last(); !strings.Contains(got, DefaultReplies().Clarify.First()) {
		t.Errorf("the bot says %q", got)
	}
}

func TestQuotes(t *testing.T) {
	r := helped(t)
	note := r.do(lin, Note{Text: "机密"})
	gone := r.sentBy(lin, Say{Text: "说错了"})
	r.sentBy(lin, Recall{gone})
	for _, re := range []chat.Seq{note, gone, 999, -1} {
		r.refuse(customer, Say{Text: "这个", Re: re}, fault.Invalid)
	}
	seq := r.do(customer, Say{Text: "这个", Re: 2})
	events, _ := r.log.Events(t.Context(), conv, seq-1, 1)
	if m := events[0].Payload.(chat.Message); m.Re != 2 {
		t.Errorf("message = %+v", m)
	}
}

func picture() []chat.Attachment {
	return []chat.Attachment{{ID: "0af", Name: "屏幕.png", Type: "image/png", Size: 12}}
}

func TestAgentSendsAFileWithoutWords(t *testing.T) {
	r := helped(t)
	r.refuse(lin, Say{}, fault.Invalid)
	r.refuse(lin, Say{Attachments: make([]chat.Attachment, maxAttachments+1)}, fault.Invalid)
	r.do(lin, Say{Attachments: picture()})
	if b := r.state().Case.Brief; b.Last != "[图片]" {
		t.Errorf("brief = %+v", b)
	}
}

func TestBadRatingOpensAReview(t *testing.T) {
	no := false
	for name, tc := range map[string]struct {
		rated []chat.Rated
		want  []int // stars of the reviews, in order
	}{
		"five stars":        {[]chat.Rated{{Stars: 5}}, nil},
		"two stars":         {[]chat.Rated{{Stars: 2, Reasons: []string{" 慢 ", "慢", ""}}}, []int{2}},
		"not solved":        {[]chat.Rated{{Stars: 5, Solved: &no}}, []int{5}},
		"mended":            {[]chat.Rated{{Stars: 1}, {Stars: 5}}, []int{1, 5}},
		"good, then bad":    {[]chat.Rated{{Stars: 4}, {Stars: 1}}, []int{1}},
		"good, then better": {[]chat.Rated{{Stars: 4}, {Stars: 5}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.day()
			d.do(customer, Human{})
			d.do(lin, Accept{})
			d.do(lin, Close{})
			for _, r := range tc.rated {
				d.do(customer, Rate{r})
			}
			var got []int
			for _, v := range d.tickets.reviews {
				got = append(got, v.Rated.Stars)
				if v.Agent != "agent1" || v.AgentName != "小林" || v.Case != 1 || v.Conversation != conv || v.Team != "trade" || v.OpenedAt.IsZero() {
					t.Errorf("review = %+v", v)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("reviews of %v stars, want %v", got, tc.want)
			}
			if r := d.state().Case.Rating; name == "two stars" && !slices.Equal(r.Reasons, []string{"慢"}) {
				t.Errorf("reasons = %q", r.Reasons)
			}
			d.refuse(customer, Rate{chat.Rated{Stars: 1, Reasons: []string{strings.Repeat("慢", reasonTag+1)}}}, fault.Invalid)
			d.now = d.now.Add(handoff.RatingEdit + time.Minute)
			d.refuse(customer, Rate{chat.Rated{Stars: 1}}, fault.Conflict)
		})
	}
}
