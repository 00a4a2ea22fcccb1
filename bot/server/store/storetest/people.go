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
