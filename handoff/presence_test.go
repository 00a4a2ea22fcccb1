package handoff

import (
	"testing"
	"time"
)

func TestPresence(t *testing.T) {
	pt := DefaultPatience()
	online := Presence{}.Choose(PresenceOnline, "", start())
	in := func(d time.Duration) time.Time { return start().Add(d) }
	ghost := online.Alive(in(time.Minute)).Lapse(in(time.Minute), pt).Alive(in(2*time.Minute)).Lapse(in(2*time.Minute), pt)
	for _, tc := range []struct {
		name        string
		p           Presence
		at          time.Time
		ready, gone bool
		shown       PresenceState
	}{
		{"never there", Presence{}, start(), false, true, PresenceOffline},
		{"just came", online, start(), true, false, PresenceOnline},
		{"a lost heartbeat", online, in(pt.Fresh), true, false, PresenceOnline},
		{"a page that reloads", online, in(pt.Fresh + time.Second), false, false, PresenceOnline},
		{"gone", online, in(pt.Grace + time.Second), false, true, PresenceOffline},
		{"back", online.Alive(in(time.Hour)), in(time.Hour), true, false, PresenceOnline},
		{"busy", online.Choose(PresenceBusy, "", start()), start(), false, false, PresenceBusy},
		{"on a break", online.Choose(PresenceBreak, "吃饭", start()), start(), false, false, PresenceBreak},
		{"offline by a slip", online.Choose(PresenceOffline, "", start()).Alive(in(time.Minute)), in(time.Minute), false, false, PresenceOffline},
		{"offline", online.Choose(PresenceOffline, "", start()).Alive(in(2 * time.Minute)), in(2 * time.Minute), false, true, PresenceOffline},
		{"one offer missed", online.Lapse(start(), pt), start(), true, false, PresenceOnline},
		{"a ghost", ghost, in(2 * time.Minute), false, false, PresenceBreak},
		{"a ghost who is alive for an hour", ghost.Alive(in(time.Hour)), in(time.Hour), false, false, PresenceBreak},
		{"a ghost who says that he is there", ghost.Choose(PresenceOnline, "", in(time.Hour)), in(time.Hour), true, false, PresenceOnline},
		{"missed, acted, missed", online.Lapse(start(), pt).Act(start()).Lapse(start(), pt), start(), true, false, PresenceOnline},
		{"missed twice with the socket gone", online.Lapse(in(time.Minute), pt).Lapse(in(time.Minute), pt).Alive(in(2 * time.Minute)), in(2 * time.Minute), true, false, PresenceOnline},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if r, g, s := tc.p.Ready(tc.at, pt), tc.p.Gone(tc.at, pt), tc.p.Shown(tc.at, pt); r != tc.ready || g != tc.gone || s != tc.shown {
				t.Errorf("ready %v, gone %v, %s; want %v, %v, %s", r, g, s, tc.ready, tc.gone, tc.shown)
			}
		})
	}
	if ghost.Reason != GhostReason {
		t.Errorf("the reason of a ghost's break is %q", ghost.Reason)
	}
	if p := online.Choose(PresenceBusy, "吃饭", start()); p.Reason != "" {
		t.Errorf("busy for the reason %q", p.Reason)
	}
	if PresenceState("asleep").Valid() || !PresenceBreak.Valid() {
		t.Error("the list of states is closed")
	}
}
