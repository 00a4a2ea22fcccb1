package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

func customerTests() []namedTest {
	return []namedTest{
		{"CardIsKept", cardLife},
		{"BlockHoldsUntilItIsLifted", blockLife},
		{"BlockIsOfTheCustomerAndNotOfABrowser", blockOfUser},
		{"UnknownCustomersAreNotFound", unknownCustomer},
	}
}

func wantCard(t *testing.T, s Store, k *talk, want handoff.Card) {
	t.Helper()
	got, err := s.Card(context.Background(), k.state.ID)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("card (-want +got):\n%s", d)
	}
}

func cardLife(t *testing.T, s Store) {
	ctx, k, other := context.Background(), newTalk(), newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	other.put(t, s, other.turn("c1", "你好"))
	want := handoff.Card{}
	wantCard(t, s, k, want)
	for _, text := range []string{"爱催单", "已核实身份"} { // a note alone makes a card
		n := handoff.CardNote{Text: text, By: "a1", Name: "小陈", At: Now()}
		var err error
		n.ID, err = s.AddCustomerNote(ctx, k.state.ID, n)
		check(t, err)
		want.Notes = append([]handoff.CardNote{n}, want.Notes...)
		wantCard(t, s, k, want)
	}
	want.Tags = []string{"大客户", "\"引号\""}
	check(t, s.SetTags(ctx, k.state.ID, want.Tags))
	want.Block = handoff.Block{Reason: "骂人", Until: Now().Add(time.Hour), By: "a1", Name: "小陈", At: Now()}
	check(t, s.SetBlock(ctx, k.state.ID, want.Block))
	wantCard(t, s, k, want)
	wantKind(t, s.DeleteCustomerNote(ctx, other.state.ID, want.Notes[0].ID), fault.NotFound)
	check(t, s.DeleteCustomerNote(ctx, k.state.ID, want.Notes[0].ID))
	wantKind(t, s.DeleteCustomerNote(ctx, k.state.ID, want.Notes[0].ID), fault.NotFound)
	want.Notes = want.Notes[1:]
	want.Tags, want.Block = []string{}, handoff.Block{}
	check(t, s.SetTags(ctx, k.state.ID, nil))
	check(t, s.ClearBlock(ctx, k.state.ID))
	check(t, s.ClearBlock(ctx, k.state.ID)) // nothing to lift
	wantCard(t, s, k, want)
	wantCard(t, s, other, handoff.Card{})
}

func blockLife(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	hour, forever, free := newTalk(), newTalk(), newTalk()
	for _, k := range []*talk{hour, forever, free} {
		k.put(t, s, k.turn("c1", "你好"))
	}
	short := handoff.Block{Reason: "刷屏", Until: now.Add(time.Hour), By: "a1", Name: "小陈", At: now}
	long := handoff.Block{Reason: "诈骗", By: "boss", Name: "主管", At: now}
	check(t, s.SetBlock(ctx, hour.state.ID, long))
	check(t, s.SetBlock(ctx, hour.state.ID, short)) // over the one before
	check(t, s.SetBlock(ctx, forever.state.ID, long))
	for k, want := range map[*talk]handoff.Block{hour: short, forever: long, free: {}} {
		got, err := s.Block(ctx, k.state.Site, k.state.Visitor, "")
		check(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("block (-want +got):\n%s", d)
		}
	}
	if b, err := s.Block(ctx, "elsewhere", hour.state.Visitor, ""); err != nil || b != (handoff.Block{}) {
		t.Errorf("blocked at a site where he never was: %v, error %v", b, err)
	}
	for at, want := range map[time.Time]map[chat.ConversationID]handoff.Block{
		now:                {hour.state.ID: short, forever.state.ID: long},
		now.Add(time.Hour): {forever.state.ID: long},
	} {
		got, err := s.Blocks(ctx, at)
		check(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("blocked at %v (-want +got):\n%s", at, d)
		}
		for id, b := range got {
			if !b.Holds(at) {
				t.Errorf("%s is listed, but not blocked at %v", id, at)
			}
		}
	}
}

// blockOfUser keeps one of the shop's customers out as every visitor that he is.
func blockOfUser(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	as := func(user, name string) *talk {
		k := newTalk()
		k.state.Profile = chat.Profile{User: user, Name: name}
		k.put(t, s, k.turn("c1", "你好"))
		return k
	}
	wei, weiAgain, alone := as("u_1", "张伟"), as("u_1", ""), as("", "")
	others := []*talk{as("U_1", "张伟"), as("u_12", "张伟"), as("u", "1"), as("ux1", "张伟"), alone}
	short := handoff.Block{Reason: "刷屏", Until: now.Add(time.Hour), By: "a1", Name: "小陈", At: now}
	long := handoff.Block{Reason: "诈骗", By: "boss", Name: "主管", At: now}
	ask := func(k *talk, want handoff.Block) {
		t.Helper()
		got, err := s.Block(ctx, k.state.Site, k.state.Visitor, k.state.Profile.User)
		check(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("block of %+v (-want +got):\n%s", k.state.Profile, d)
		}
	}
	check(t, s.SetBlock(ctx, wei.state.ID, short))
	ask(weiAgain, short)
	check(t, s.SetBlock(ctx, weiAgain.state.ID, long))
	ask(wei, long)
	for _, k := range others {
		ask(k, handoff.Block{})
	}
	if b, err := s.Block(ctx, "elsewhere", "nobody", "u_1"); err != nil || b != (handoff.Block{}) {
		t.Errorf("blocked at another site: %v, error %v", b, err)
	}
	check(t, s.SetBlock(ctx, others[0].state.ID, short))
	check(t, s.ClearBlock(ctx, wei.state.ID))
	ask(wei, handoff.Block{})
	ask(weiAgain, handoff.Block{})
	ask(others[0], short)
}

func unknownCustomer(t *testing.T, s Store) {
	ctx := context.Background()
	wantKind(t, s.SetTags(ctx, "nobody", []string{"x"}), fault.NotFound)
	_, err := s.AddCustomerNote(ctx, "nobody", handoff.CardNote{Text: "x"})
	wantKind(t, err, fault.NotFound)
	wantKind(t, s.SetBlock(ctx, "nobody", handoff.Block{Reason: "x"}), fault.NotFound)
	k := newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	wantKind(t, s.SetBlock(ctx, k.state.ID, handoff.Block{}), fault.Invalid)
	wantKind(t, s.SetTags(ctx, k.state.ID, []string{"\x00"}), fault.Invalid)
	_, err = s.AddCustomerNote(ctx, k.state.ID, handoff.CardNote{Text: "\xff"})
	wantKind(t, err, fault.Invalid)
	card, err := s.Card(ctx, "nobody")
	check(t, err)
	if d := cmp.Diff(handoff.Card{}, card); d != "" {
		t.Errorf("nobody's card (-want +got):\n%s", d)
	}
}
