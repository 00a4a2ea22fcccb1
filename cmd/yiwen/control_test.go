package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
)

// fakeOffice is an office that notes what it was asked for.
type fakeOffice struct {
	items    []pack.Item
	override string
	changes  []staffChange
	keys     []keyChange
	err      error
}

func (o *fakeOffice) importPack(_ context.Context, items []pack.Item, override string) (int64, error) {
	o.items, o.override = items, override
	return 7, o.err
}
func (o *fakeOffice) exportPack(context.Context) ([]pack.Item, error) { return o.items, o.err }
func (o *fakeOffice) staff(context.Context) ([]chat.Staff, error) {
	return []chat.Staff{{ID: "lin", Name: "小林"}}, o.err
}
func (o *fakeOffice) changeStaff(_ context.Context, c staffChange) error {
	o.changes = append(o.changes, c)
	return o.err
}

func (o *fakeOffice) identityKey(_ context.Context, c keyChange) (string, error) {
	o.keys = append(o.keys, c)
	return "the key", o.err
}

// serveOffice answers for o on the control socket of a fresh folder.
func serveOffice(t *testing.T, dir string, o office) {
	t.Helper()
	f, err := openFolder(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	l, err := f.listen()
	if err != nil {
		t.Fatal(err)
	}
	h := &http.Server{Handler: newControl(o)}
	done := make(chan error)
	go func() { done <- h.Serve(l) }()
	t.Cleanup(func() {
		if err := errors.Join(h.Close(), f.close()); err != nil {
			t.Error(err)
		}
		<-done
	})
}

func TestControlCarriesEverything(t *testing.T) {
	dir := t.TempDir()
	o := &fakeOffice{}
	serveOffice(t, dir, o)
	a := &app{ctx: t.Context(), clock: time.Now}
	items := []pack.Item{{Kind: "entry", ID: "a", Position: 3, Body: []byte(`{"x":"充值"}`)}}
	change := staffChange{Op: opAdd, ID: "lin", Name: "小林", Role: chat.RoleAgent, Hash: "h"}
	err := a.withOffice(dir, "test", func(r office) error {
		version, err := r.importPack(t.Context(), items, "keep")
		if err != nil || version != 7 {
			t.Errorf("importPack = %d, %v", version, err)
		}
		back, err := r.exportPack(t.Context())
		if diff := cmp.Diff(items, back); err != nil || diff != "" {
			t.Errorf("exportPack: %v (-want +got):\n%s", err, diff)
		}
		list, err := r.staff(t.Context())
		if err != nil || len(list) != 1 || list[0].Name != "小林" {
			t.Errorf("staff = %v, %v", list, err)
		}
		return r.changeStaff(t.Context(), change)
	})
	if o.override != "keep" {
		t.Errorf("the reason arrived as %q", o.override)
	}
	if diff := cmp.Diff([]staffChange{change}, o.changes); err != nil || diff != "" {
		t.Errorf("changeStaff: %v (-want +got):\n%s", err, diff)
	}
}

func TestControlKeepsTheKindOfErrors(t *testing.T) {
	dir := t.TempDir()
	o := &fakeOffice{err: fault.New(fault.Conflict, "登录名已有")}
	serveOffice(t, dir, o)
	a := &app{ctx: t.Context()}
	err := a.withOffice(dir, "test", func(r office) error { return r.changeStaff(t.Context(), staffChange{}) })
	if !fault.Is(err, fault.Conflict) || err.Error() != "登录名已有" {
		t.Errorf("changeStaff = %v (%v)", err, fault.KindOf(err))
	}
}

func TestControlSocketInALongPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long/", 30))
	serveOffice(t, dir, &fakeOffice{})
	r, err := dialServer(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.staff(t.Context()); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(filepath.Join(dir, socketName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is open to %v, %v", info.Mode(), err)
	}
}

func TestOfficeOfOneAtATime(t *testing.T) {
	dir := t.TempDir()
	f, err := openFolder(dir, "serve")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openFolder(dir, "import"); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "yiwen serve, process") {
		t.Errorf("second lock: %v", err)
	}
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	f, err = openFolder(dir, "import")
	if err != nil {
		t.Fatalf("lock after the first ended: %v", err)
	}
	if err := f.close(); err != nil {
		t.Error(err)
	}
}
