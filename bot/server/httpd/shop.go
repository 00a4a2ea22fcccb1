package httpd

import (
	"context"
	"encoding/json"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// What is the shop's in the settings only those who lead change: its sites, its
// time zone, and whether changes are reviewed. Who only edits must not do it by
// saving the settings, nor by going back to older ones.

// textShop is what editors are told who would.
const textShop = "站点、时区和审核要求只有主管可以修改"

// settingsRef names the settings.
func settingsRef() knowledge.Ref {
	return knowledge.Ref{Kind: pack.KindSettings, ID: pack.KindSettings}
}

// sameShop reports whether two settings say the same of the shop.
func sameShop(a, b pack.Settings) bool {
	b.Name, b.Limits, b.Entities = a.Name, a.Limits, a.Entities
	before, err := json.Marshal(a)
	if err != nil {
		return false
	}
	after, err := json.Marshal(b)
	return err == nil && string(before) == string(after)
}

// mayKeepShop refuses new settings in which somebody who only edits has changed
// what is the shop's.
func (s *server) mayKeepShop(staff chat.Staff, d *editing.Draft, body []byte) error {
	if leads(s, staff) {
		return nil
	}
	settings, err := pack.ReadSettings(body)
	if err != nil || sameShop(d.Settings(), settings) {
		return nil // what cannot be read is refused for that
	}
	return fault.New(fault.Denied, textShop)
}

// mayDiscard takes the settings out of refs where to discard their change would
// change what is the shop's, and says so.
func (s *server) mayDiscard(staff chat.Staff, d *editing.Draft, refs []knowledge.RefRev) ([]knowledge.RefRev, []editing.Skip) {
	at := slices.IndexFunc(refs, func(r knowledge.RefRev) bool { return r.Ref == settingsRef() })
	if at < 0 || leads(s, staff) || sameShop(d.Settings(), d.LiveSettings()) {
		return refs, nil
	}
	rest := slices.DeleteFunc(slices.Clone(refs), func(r knowledge.RefRev) bool { return r.Ref == settingsRef() })
	return rest, []editing.Skip{{Ref: settingsRef(), Reason: textShop}}
}

// mayRestore refuses to bring an older version back whose settings have what is
// the shop's otherwise than it is live.
func (s *server) mayRestore(ctx context.Context, staff chat.Staff, number int64) error {
	if leads(s, staff) {
		return nil
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return err
	}
	body, err := s.Versions.VersionItem(ctx, number, settingsRef())
	if err != nil {
		return err
	}
	if body == nil {
		body = []byte("{}")
	}
	settings, err := pack.ReadSettings(body)
	if err != nil || sameShop(d.LiveSettings(), settings) {
		return nil // what cannot be read never goes live
	}
	return fault.New(fault.Denied, "这个版本的站点、时区或审核要求与现在不同，只有主管可以恢复")
}
