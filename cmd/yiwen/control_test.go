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
	"yiwen/bot/server/store"
)

// fakeOffice is an office that notes what it was asked for.
type fakeOffice struct {
	items   []pack.Item
	changes []staffChange
	keys    []keyChange
	err     error
}

func (o *fakeOffice) importPack(_ context.Context, items []pack.Item) (int64, error) {
	o.items = items
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
		version, err := r.importPack(t.Context(), items)
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

// shelf is a content store that may be full.
type shelf struct {
	version int64
	err     error
}

func (s *shelf) SaveContent(context.Context, []store.Item, string, string, time.Time) (int64, error) {
	if s.err == nil {
		s.version++
	}
	return s.version, s.err
}
func (s *shelf) LoadContent(context.Context) (int64, []store.Item, error) {
	return s.version, nil, s.err
}

// TestImportGoesLiveOnlyWhenStored: what cannot be built is not stored, what
// cannot be stored does not go live.
func TestImportGoesLiveOnlyWhenStored(t *testing.T) {
	p, err := pack.Read(os.DirFS("../../testdata/xingka"))
	if err != nil {
		t.Fatal(err)
	}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	no := errors.New("no room")
	for name, test := range map[string]struct {
		items       []pack.Item
		build, save error
		stored      int64
		live        []int64
	}{
		"fit":              {items, nil, nil, 1, []int64{1}},
		"does not check":   {items[:0], nil, nil, 0, nil},
		"cannot be built":  {items, no, nil, 0, nil},
		"cannot be stored": {items, nil, no, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var live []int64
			s := &shelf{err: test.save}
			k := &keeper{content: s, clock: time.Now, prepare: func(context.Context, *pack.Pack) (func(int64), error) {
				return func(v int64) { live = append(live, v) }, test.build
			}}
			_, err := k.importPack(t.Context(), test.items)
			if (err == nil) != (test.live != nil) {
				t.Errorf("importPack: %v", err)
			}
			if diff := cmp.Diff(test.live, live); diff != "" || s.version != test.stored {
				t.Errorf("stored version %d; live (-want +got):\n%s", s.version, diff)
			}
		})
	}
}

// hasty stores what it is given, and says so only to who still waits.
type hasty struct{ shelf }

func (s *hasty) SaveContent(ctx context.Context, items []store.Item, author, note string, at time.Time) (int64, error) {
	v, err := s.shelf.SaveContent(ctx, items, author, note, at)
	return v, errors.Join(err, ctx.Err())
}

// TestImportCalledOffLate interrupts an import when its content is ready: what
// is stored goes live all the same, or the server would answer from another
// version than its data base holds.
func TestImportCalledOffLate(t *testing.T) {
	p, err := pack.Read(os.DirFS("../../testdata/xingka"))
	if err != nil {
		t.Fatal(err)
	}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var live int64
	s := &hasty{}
	k := &keeper{content: s, clock: time.Now, prepare: func(context.Context, *pack.Pack) (func(int64), error) {
		cancel()
		return func(v int64) { live = v }, nil
	}}
	if _, err := k.importPack(ctx, items); err != nil || live != s.version {
		t.Errorf("version %d is stored, %d is live: %v", s.version, live, err)
	}
}
