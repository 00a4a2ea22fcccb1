package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
)

// demoPeople are the staff of --demo.
var demoPeople = []chat.Staff{
	{ID: "agent1", Name: "小林", Role: chat.RoleAgent},
	{ID: "agent2", Name: "小周", Role: chat.RoleAgent},
	{ID: "editor1", Name: "小吴", Role: chat.RoleEditor},
	{ID: "supervisor1", Name: "老陈", Role: chat.RoleSupervisor},
	{ID: "admin1", Name: "管理员", Role: chat.RoleAdmin},
}

// demoStaff makes sure that the demo's people can sign in with password, or
// with one drawn at random, and returns what to print about it.
func demoStaff(ctx context.Context, s staffStore, password string, now time.Time) ([]string, error) {
	shown := "password from YIWEN_DEMO_PASSWORD"
	if password == "" {
		password = rand.Text()[:12]
		shown = "password " + password
	}
	hash, err := demoHash(ctx, s, password)
	if err != nil {
		return nil, fmt.Errorf("YIWEN_DEMO_PASSWORD: %w", err)
	}
	lines := []string{"sign-ins   (" + shown + ")"}
	for _, m := range demoPeople {
		m.Hash, m.CreatedAt = hash, now
		err := s.AddStaff(ctx, m)
		if fault.Is(err, fault.Conflict) {
			// The folder was used before: the password printed must be the valid one.
			err = s.UpdateStaff(ctx, m)
		}
		if err != nil {
			return nil, fmt.Errorf("add the demo's %s: %w", m.ID, err)
		}
		lines = append(lines, fmt.Sprintf("           %-12s %-10s %s", m.ID, m.Role, m.Name))
	}
	return lines, nil
}

// demoHash returns a hash of password: the one that the first of the demo's
// people has already, if that is right. A new hash of the same password would
// end everybody's session, and a restart must not do that.
func demoHash(ctx context.Context, s staffStore, password string) (string, error) {
	m, err := s.StaffByID(ctx, demoPeople[0].ID)
	if err == nil {
		if same, err := auth.PasswordMatches(password, m.Hash); err == nil && same {
			return m.Hash, nil
		}
	}
	return auth.HashPassword(password)
}

// errEmptyFolder says what a data folder without content needs.
func errEmptyFolder(dir string) error {
	return fault.New(fault.Invalid, "the data folder %s holds no content yet: start with --pack DIR, or run \"yiwen import DIR --data %s\" first", dir, dir)
}

// newLogger returns the log of the server.
func newLogger(w io.Writer, level, format string) *slog.Logger {
	o := &slog.HandlerOptions{}
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err == nil {
		o.Level = l
	}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
