package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func peopleTests() []namedTest {
	return []namedTest{
		{"StaffIsKeptAndChanged", staffLife},
		{"SignInNamesAreCheckedAndSingle", staffNames},
		{"AFaceIsKeptUntilTheNextOne", staffFaces},
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

func staffFaces(t *testing.T, s Store) {
	ctx := context.Background()
	lin := chat.Staff{ID: "lin", Name: "小林", Role: chat.RoleAgent, CreatedAt: Now()}
	check(t, s.AddStaff(ctx, lin))
	check(t, s.AddStaff(ctx, chat.Staff{ID: "chen", Name: "小陈", Role: chat.RoleAgent, CreatedAt: Now()}))
	set := func(id chat.AgentID, face, before string) {
		t.Helper()
		var u *chat.Upload
		if face != "" {
			u = &chat.Upload{Attachment: chat.Attachment{ID: face, Name: "face.jpg", Type: "image/jpeg", Size: 5000, Width: 128, Height: 128}, At: Now()}
		}
		got, err := s.SetFace(ctx, id, u)
		check(t, err)
		if got != before {
			t.Errorf("%s had %q, want %q", id, got, before)
		}
	}
	want := func(want map[chat.AgentID]string) {
		t.Helper()
		got, err := s.Faces(ctx)
		check(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("faces (-want +got):\n%s", d)
		}
	}
	want(map[chat.AgentID]string{})
	set("lin", "", "")
	set("lin", "one", "")
	set("chen", "other", "")
	lin.Name = "林林"
	check(t, s.UpdateStaff(ctx, lin)) // says nothing of the face
	set("lin", "two", "one")
	want(map[chat.AgentID]string{"lin": "two", "chen": "other"})
	_, err := s.File(ctx, "one")
	wantKind(t, err, fault.NotFound)
	orphans, err := s.OrphanFiles(ctx, Now().Add(time.Hour))
	check(t, err)
	if len(orphans) != 0 {
		t.Errorf("faces are thrown away: %v", orphans)
	}
	got, err := s.StaffByID(ctx, "lin")
	check(t, err)
	if got.Face != "two" {
		t.Errorf("the face of lin is %q", got.Face)
	}
	_, err = s.SetFace(ctx, "lin", &chat.Upload{Attachment: chat.Attachment{ID: "other"}})
	wantKind(t, err, fault.Conflict)
	_, err = s.SetFace(ctx, "lin", &chat.Upload{})
	wantKind(t, err, fault.Invalid)
	_, err = s.SetFace(ctx, "nobody", nil)
	wantKind(t, err, fault.NotFound)
	lin.Disabled = true
	check(t, s.UpdateStaff(ctx, lin))
	want(map[chat.AgentID]string{"chen": "other"})
	set("chen", "", "other")
	want(map[chat.AgentID]string{})
}
