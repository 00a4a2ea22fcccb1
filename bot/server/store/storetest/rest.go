package storetest

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/store"
)

func readTests() []namedTest {
	return []namedTest{{"MarkMovesForwardOnly", markRead}}
}

func markRead(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	for range 3 {
		k.put(t, s, k.turn("", "嗯")) // up to seq 6
	}
	for _, c := range []struct{ mark, want chat.Seq }{{2, 2}, {4, 4}, {3, 4}, {0, 4}, {99, 6}, {5, 6}} {
		check(t, s.MarkRead(ctx, k.state.ID, "customer", c.mark))
		got, err := s.ReadUpTo(ctx, k.state.ID, "customer")
		check(t, err)
		if got != c.want {
			t.Errorf("after mark %d read up to %d, want %d", c.mark, got, c.want)
		}
	}
	got, err := s.ReadUpTo(ctx, k.state.ID, "agent:agent1")
	check(t, err)
	if got != 0 {
		t.Errorf("another reader has read up to %d", got)
	}
	wantKind(t, s.MarkRead(ctx, "nobody", "customer", 1), fault.NotFound)
	wantKind(t, s.MarkRead(ctx, k.state.ID, "customer", -1), fault.Invalid)
	wantKind(t, s.MarkRead(ctx, k.state.ID, "", 1), fault.Invalid)
}

func peopleTests() []namedTest {
	return []namedTest{
		{"StaffIsKeptAndChanged", staffLife},
		{"SignInNamesAreCheckedAndSingle", staffNames},
	}
}

func staffLife(t *testing.T, s Store) {
	ctx := context.Background()
	b := chat.Staff{ID: "bea", Name: "小贝", Role: chat.RoleAgent, Hash: "$argon2id$x", CreatedAt: Now()}
	a := chat.Staff{ID: "Zoe", Name: "小左", Role: chat.RoleAdmin, Hash: "$argon2id$y", Disabled: true, CreatedAt: Now()}
	check(t, s.AddStaff(ctx, b))
	check(t, s.AddStaff(ctx, a))
	changed := b
	changed.Name, changed.Role, changed.Hash, changed.Disabled = "贝贝", chat.RoleSupervisor, "$argon2id$z", true
	edit := changed
	edit.CreatedAt = Now().Add(time.Hour) // stays as it was
	check(t, s.UpdateStaff(ctx, edit))
	got, err := s.StaffByID(ctx, "bea")
	check(t, err)
	if d := cmp.Diff(changed, got); d != "" {
		t.Errorf("staff (-want +got):\n%s", d)
	}
	all, err := s.ListStaff(ctx)
	check(t, err)
	if d := cmp.Diff([]chat.Staff{a, changed}, all); d != "" {
		t.Errorf("all staff (-want +got):\n%s", d)
	}
	_, err = s.StaffByID(ctx, "nobody")
	wantKind(t, err, fault.NotFound)
	edit.ID = "nobody"
	wantKind(t, s.UpdateStaff(ctx, edit), fault.NotFound)
}

func staffNames(t *testing.T, s Store) {
	ctx := context.Background()
	m := chat.Staff{ID: "agent1", Name: "小陈", Role: chat.RoleAgent, CreatedAt: Now()}
	check(t, s.AddStaff(ctx, m))
	wantKind(t, s.AddStaff(ctx, m), fault.Conflict)
	m.ID = "Agent1"
	check(t, s.AddStaff(ctx, m))
	for _, id := range []chat.AgentID{"", "小陈", "a b", "a\x00", "é", chat.AgentID(strings.Repeat("a", 65))} {
		m.ID = id
		wantKind(t, s.AddStaff(ctx, m), fault.Invalid)
	}
	m.ID, m.Role = "agent2", "boss"
	wantKind(t, s.AddStaff(ctx, m), fault.Invalid)
}

func contentTests() []namedTest {
	return []namedTest{
		{"NewestVersionIsLoadedWhole", contentLife},
		{"BadContentChangesNothing", contentBad},
	}
}

func contentLife(t *testing.T, s Store) {
	ctx := context.Background()
	wantContent(t, s, 0, nil)
	items := []store.Item{
		{Kind: "rule", ID: "a", Position: 0, Body: []byte("priority: 5\n")},
		{Kind: "entry", ID: "b", Position: 0, Body: []byte(`{"question":"充值未到账"}`)},
		{Kind: "entry", ID: "a", Position: 1, Body: []byte("x")},
	}
	version, err := s.SaveContent(ctx, items, "editor1", "第一版", Now())
	check(t, err)
	if version != 1 {
		t.Errorf("first version is %d", version)
	}
	wantContent(t, s, 1, []store.Item{items[1], items[2], items[0]})
	_, err = s.SaveContent(ctx, items[:1], "editor1", "", Now())
	check(t, err)
	wantContent(t, s, 2, items[:1])
}

func wantContent(t *testing.T, s Store, version int64, want []store.Item) {
	t.Helper()
	got, items, err := s.LoadContent(context.Background())
	check(t, err)
	asked, err := s.ContentVersion(context.Background())
	check(t, err)
	if d := cmp.Diff(want, items); d != "" || got != version || asked != version {
		t.Errorf("versions %d and %d, want %d; items (-want +got):\n%s", got, asked, version, d)
	}
}

func contentBad(t *testing.T, s Store) {
	good := store.Item{Kind: "entry", ID: "a", Body: []byte("x")}
	_, err := s.SaveContent(context.Background(), []store.Item{good}, "", "", Now())
	check(t, err)
	for _, bad := range []store.Item{good, {ID: "b"}, {Kind: "entry"}, {Kind: "e", ID: "b", Body: []byte("\xff")}, {Kind: "e", ID: "b", Body: []byte{0}}} {
		_, err := s.SaveContent(context.Background(), []store.Item{good, bad}, "", "", Now())
		wantKind(t, err, fault.Invalid)
	}
	wantContent(t, s, 1, []store.Item{good})
}

func keeperTests() []namedTest {
	return []namedTest{
		{"SecretIsDrawnOnce", secretOnce},
		{"SessionsExpire", sessions},
	}
}

func secretOnce(t *testing.T, s Store) {
	ctx := context.Background()
	a, err := s.Secret(ctx, "visitor", 32)
	check(t, err)
	again, err := s.Secret(ctx, "visitor", 32)
	check(t, err)
	b, err := s.Secret(ctx, "session", 32)
	check(t, err)
	if len(a) != 32 || !bytes.Equal(a, again) || bytes.Equal(a, b) {
		t.Errorf("secrets %x, %x and %x", a, again, b)
	}
	_, err = s.Secret(ctx, "visitor", 64)
	wantKind(t, err, fault.Invalid)
	_, err = s.Secret(ctx, "", 32)
	wantKind(t, err, fault.Invalid)
	_, err = s.Secret(ctx, "short", 8)
	wantKind(t, err, fault.Invalid)
}

func sessions(t *testing.T, s Store) {
	n, data := s.Sessions(), []byte{0, 1, 0xff, 'x'}
	check(t, n.Commit("live", []byte("old"), Now().Add(time.Minute)))
	check(t, n.Commit("live", data, Now().Add(time.Hour)))
	check(t, n.Commit("stale", data, Now()))
	check(t, n.Commit("gone", data, Now().Add(time.Hour)))
	check(t, n.Delete("gone"))
	check(t, n.Delete("never"))
	wantKind(t, n.Commit("", data, Now()), fault.Invalid)
	want := map[string]bool{"live": true, "stale": false, "gone": false, "never": false}
	for token, live := range want {
		got, found, err := n.Find(token)
		check(t, err)
		if found != live || (live && !bytes.Equal(got, data)) {
			t.Errorf("session %s: found %v %x", token, found, got)
		}
	}
	check(t, s.Sweep(context.Background(), Now().Add(time.Minute)))
	if _, found, err := n.Find("live"); err != nil || !found {
		t.Errorf("a live session was swept, error %v", err)
	}
	check(t, s.Sweep(context.Background(), Now().Add(time.Hour)))
	if _, found, err := n.Find("live"); err != nil || found {
		t.Errorf("an expired session was not swept, error %v", err)
	}
}
