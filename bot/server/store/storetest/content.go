package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/server/store"
)

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
