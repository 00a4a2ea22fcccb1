package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
)

func TestMoodOverTurns(t *testing.T) {
	asked := func(s *Situation) {
		s.Memory.Asked, s.Memory.At = []string{"怎么申请退款"}, noon.UnixMilli()
		s.Alone = Reading{Text: "怎么申请退款呢", Candidates: found("stolen", 0.9)}
	}
	for _, tc := range []struct {
		name   string
		change func(*Situation)
		label  chat.MoodLabel
		want   []string
	}{
		{"the first time", func(s *Situation) { asked(s); s.Memory.Asked = nil }, chat.MoodCalm, nil},
		{"asked again", asked, chat.MoodCalm, []string{classRepeat}},
		{"asked again much later", func(s *Situation) {
			asked(s)
			s.Now = noon.Add(topicWindow * 2)
		}, chat.MoodCalm, nil},
		{"sent twice in a burst", func(s *Situation) { asked(s); s.Joined = &Reading{} }, chat.MoodCalm, nil},
		{"after unresolved turns", func(s *Situation) {
			asked(s)
			s.Memory.Asked, s.Memory.Unresolved = nil, 2
		}, chat.MoodCalm, []string{classUnresolved}},
		{"again, unresolved and impatient", func(s *Situation) {
			asked(s)
			s.Memory.Unresolved, s.Alone.Understood.Mood = 1, intents.Mood{Score: 0.25, Evidence: []intents.Evidence{{Class: "waiting"}}}
		}, chat.MoodUneasy, []string{"waiting", classRepeat, classUnresolved}},
		{"again when the measure is nearly full", func(s *Situation) {
			asked(s)
			s.Memory.Mood = 0.8
		}, chat.MoodHandoff, []string{classRepeat}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Decide(situation(tc.change))
			var got []string
			for _, e := range d.Mood.Evidence {
				got = append(got, e.Class)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" || d.Mood.Label != tc.label {
				t.Errorf("%s (-want +got):\n%s", d.Mood.Label, diff)
			}
		})
	}
}

// TestReadable: an agent is shown words, not the pieces that a model counts.
func TestReadable(t *testing.T) {
	a := &text.Analysis{Tokens: []text.Token{{Text: "你们"}, {Text: "了"}, {Text: "骗子"}, {Text: "202"}}}
	model := intents.Evidence{Text: "你们·了,·骗子·骗·202·子工", Class: intents.ClassModel}
	word := intents.Evidence{Text: "太垃圾", Class: "swear"}
	for name, tc := range map[string]struct {
		in   []intents.Evidence
		want []string
	}{
		"words of the lists say enough": {[]intents.Evidence{word, model}, []string{"太垃圾"}},
		"whole words of the message":    {[]intents.Evidence{model}, []string{"你们", "骗子"}},
		"none":                          {nil, nil},
	} {
		var got []string
		for _, e := range readable(tc.in, a) {
			got = append(got, e.Text)
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestSame(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"怎么申请退款", "怎么申请退款", true},
		{"怎么申请退款呢", "怎么申请退款", true},
		{"所以到底怎么申请退款", "怎么申请退款", false},
		{"嗯", "嗯", false},
		{"怎么申请退款", "怎么申请发票", false},
		{"哈哈哈哈", "哈哈", false},
	} {
		if got := same(tc.a, tc.b); got != tc.want {
			t.Errorf("same(%q, %q) = %v", tc.a, tc.b, got)
		}
	}
}

// TestAngerWhileWaiting: the desk sees who in the line has become angry.
func TestAngerWhileWaiting(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Human{})
	r.do(customer, Say{Text: "怎么退款"})
	if b := r.state().Case.Brief; b.Mood == chat.MoodHandoff {
		t.Fatalf("calm at first: %+v", b)
	}
	r.do(customer, Say{Text: "骗子"})
	if b := r.state().Case.Brief; b.Mood != chat.MoodHandoff || b.Score < 0.9 || len(b.Evidence) != 1 {
		t.Errorf("brief = %+v", b)
	}
	r.do(customer, Say{Text: "怎么退款"})
	if b := r.state().Case.Brief; b.Mood != chat.MoodHandoff {
		t.Errorf("one calm word makes nobody calm: %+v", b)
	}
}
