package wire

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

const fixtures = "../../testdata/wire"

// fixture is a file of testdata/wire; its README explains the fields.
type fixture struct {
	To, Side string
	Type     Type
	Cases    []fixtureCase
}

type fixtureCase struct {
	Name   string
	Frame  json.RawMessage
	Raw    *string
	Base64 string
	Want   json.RawMessage
	Error  Code
	ID     chat.ClientID
	For    chat.ActorKind
}

func (c fixtureCase) input(t *testing.T) []byte {
	t.Helper()
	switch {
	case c.Raw != nil:
		return []byte(*c.Raw)
	case c.Base64 != "":
		b, err := base64.StdEncoding.DecodeString(c.Base64)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return c.Frame
}

// readFixtures reads every file whose frames go to one end.
func readFixtures(t testing.TB, to string) map[string]fixture {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(fixtures, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	all := map[string]fixture{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		var f fixture
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		if f.To == to {
			all[strings.TrimSuffix(filepath.Base(p), ".json")] = f
		}
	}
	return all
}

func (f fixture) sides(t *testing.T) []Side {
	t.Helper()
	switch f.Side {
	case "customers":
		return []Side{Customers}
	case "agents":
		return []Side{Agents}
	case "both":
		return []Side{Customers, Agents}
	}
	t.Fatalf("unknown side %q", f.Side)
	return nil
}

func TestClientFixtures(t *testing.T) {
	served := map[Side]map[Type]bool{Customers: {}, Agents: {}}
	for file, f := range readFixtures(t, "server") {
		for _, side := range f.sides(t) {
			served[side][f.Type] = true
			for _, c := range f.Cases {
				t.Run(file+"/"+c.Name, func(t *testing.T) { checkClient(t, side, f.Type, c) })
			}
		}
	}
	want := map[Side][]Type{
		Customers: {TypeHello, TypeSay, TypeChoose, TypeHuman, TypeCancel, TypeRate, TypeFetch, TypeRead, TypeTyping, TypeRecall, TypeForm, TypeVote, TypeIdentify, TypeLogout, TypeSuggest},
		Agents: {TypeSay, TypeFetch, TypeRead, TypeTyping, TypeWatch, TypeFollow, TypeUnfollow, TypeAccept, TypeNote, TypeReturn, TypeClose,
			TypeDecline, TypeTransfer, TypeAssign, TypeSnooze, TypeWake, TypePresence, TypeRecall, TypeWhisper, TypeInvite, TypeLeave,
			TypeAttend, TypeFile, TypeNext},
	}
	for side, types := range want {
		for _, typ := range types {
			if !served[side][typ] {
				t.Errorf("side %d: no fixture of %s", side, typ)
			}
		}
	}
}

func checkClient(t *testing.T, side Side, typ Type, c fixtureCase) {
	f, err := DecodeClient(side, c.input(t))
	if c.Error != "" {
		var refusal *Error
		if !errors.As(err, &refusal) {
			t.Fatalf("got frame %+v, error %v; want a refusal", f, err)
		}
		want := Refuse(c.ID, c.Error, refusal.Message)
		if c.ID == "" {
			want.ID = refusal.ID
		}
		if diff := cmp.Diff(want, refusal); diff != "" || refusal.Message == "" {
			t.Errorf("refusal (-want +got):\n%s", diff)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if f.Type() != typ {
		t.Errorf("type %q, want %q", f.Type(), typ)
	}
	again, err := AppendClient(nil, f)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, c, again)
}

func TestServerFixtures(t *testing.T) {
	kinds := map[Type]bool{}
	for file, f := range readFixtures(t, "client") {
		for _, c := range f.Cases {
			t.Run(file+"/"+c.Name, func(t *testing.T) {
				a, err := DecodeServer(c.Frame)
				if err != nil {
					t.Fatal(err)
				}
				if a.answer() != f.Type {
					t.Errorf("type %q, want %q", a.answer(), f.Type)
				}
				again, err := encode(a, chat.Actor{Kind: c.For})
				if err != nil {
					t.Fatal(err)
				}
				sameJSON(t, c, again)
			})
		}
		kinds[f.Type] = true
	}
	for _, a := range []Answer{Welcome{}, Ack{}, Event{}, Events{}, &Error{}, Lists{}, CaseChange{}, TypingNow{}, ReadNow{}, Viewers{}, Queue{}, PresenceNow{}, Suggestions{}} {
		if !kinds[a.answer()] {
			t.Errorf("no fixture of %s", a.answer())
		}
	}
}

// encode encodes any answer, events as reader sees them; an event with a client
// id is read by its sender.
func encode(a Answer, reader chat.Actor) ([]byte, error) {
	switch a := a.(type) {
	case Event:
		if a.CID != "" {
			reader.ID = a.From.ID
		}
		return AppendEvent(nil, a.Event, reader)
	case Events:
		events := make([]chat.Event, len(a.Events))
		for i, e := range a.Events {
			events[i] = e.Event
		}
		return AppendEvents(nil, a.ID, events, a.More, reader)
	}
	return Append(nil, a)
}

func sameJSON(t *testing.T, c fixtureCase, got []byte) {
	t.Helper()
	want := c.Frame
	if c.Want != nil {
		want = c.Want
	}
	var w, g any
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, got)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("encoded again (-want +got):\n%s", diff)
	}
}
