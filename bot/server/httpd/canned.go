package httpd

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff/canned"
)

// Canned are the canned replies that people keep, and how often all were sent.
type Canned interface {
	// CannedReplies returns all that people keep.
	CannedReplies(ctx context.Context) ([]canned.Reply, error)
	// CannedUses returns how often replies were sent, those of the content pack too.
	CannedUses(ctx context.Context) (map[string]int, error)
	// SaveCanned keeps r, under a new id where it has none, and returns the id.
	// One that is not there any more is a fault.NotFound.
	SaveCanned(ctx context.Context, r canned.Reply) (string, error)
	// DeleteCanned removes one, or is a fault.NotFound.
	DeleteCanned(ctx context.Context, id string) error
	// UseCanned counts that one was sent.
	UseCanned(ctx context.Context, id string, at time.Time) error
}

// cannedReply is a canned reply as its reader sees it.
type cannedReply struct {
	ID       string       `json:"id"`
	Scope    canned.Scope `json:"scope" enum:"personal,team,global"`
	Team     chat.TeamID  `json:"team,omitempty"`
	Group    string       `json:"group,omitempty" doc:"Heading"`
	Title    string       `json:"title"`
	Text     string       `json:"text" doc:"May hold {客户}, {订单号} and {坐席}"`
	Picture  *upload      `json:"picture,omitempty"`
	Opener   bool         `json:"opener,omitzero" doc:"Meets an upset customer"`
	Uses     int          `json:"uses" doc:"How often it was sent"`
	Initials string       `json:"initials" doc:"First letters of the title's sounds"`
	Mine     bool         `json:"mine" doc:"Whether the reader may change it"`
	FromPack bool         `json:"from_pack,omitzero" doc:"Changed in the content pack only"`
}

func (s *server) cannedOf(r canned.Reply, m canned.Reader) cannedReply {
	out := cannedReply{
		ID: r.ID, Scope: r.Scope, Team: r.Team, Group: r.Group, Title: r.Title, Text: r.Text, Opener: r.Opener, Uses: r.Uses,
		Initials: canned.Initials(r.Title, s.Sounds), Mine: m.Changes(r), FromPack: r.FromPack(),
	}
	if r.Picture != nil {
		p := uploadOf(*r.Picture)
		out.Picture = &p
	}
	return out
}

// cannedBody is what is written of a reply.
type cannedBody struct {
	Scope   canned.Scope `json:"scope" enum:"personal,team,global"`
	Team    chat.TeamID  `json:"team,omitempty" maxLength:"64"`
	Group   string       `json:"group,omitempty" maxLength:"60"`
	Title   string       `json:"title" maxLength:"60"`
	Text    string       `json:"text" maxLength:"2000"`
	Picture *upload      `json:"picture,omitempty" doc:"Of an upload; only its id is looked at"`
	Opener  bool         `json:"opener,omitempty"`
}

type newCannedInput struct{ Body cannedBody }

type cannedIDInput struct {
	ID string `path:"id" minLength:"1" maxLength:"100"`
}

type cannedInput struct {
	ID   string `path:"id" minLength:"1" maxLength:"100"`
	Body cannedBody
}

type cannedOutput struct{ Body cannedReply }

func (s *server) cannedRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-canned", Method: http.MethodGet, Path: "/api/canned", Tags: []string{"canned"},
		Summary: "The canned replies that one may send",
	}), s.listCanned)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "add-canned", Method: http.MethodPost, Path: "/api/canned", Tags: []string{"canned"},
		Summary: "Write a canned reply", Description: "Personal ones everybody, those of teams and of all supervisors.",
	}, 409), s.addCanned)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "change-canned", Method: http.MethodPut, Path: "/api/canned/{id}", Tags: []string{"canned"},
		Summary: "Change a canned reply",
	}, 404), s.changeCanned)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "delete-canned", Method: http.MethodDelete, Path: "/api/canned/{id}", Tags: []string{"canned"},
		Summary: "Delete a canned reply",
	}, 404), s.deleteCanned)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "use-canned", Method: http.MethodPost, Path: "/api/canned/{id}/used", Tags: []string{"canned"},
		Summary: "Count that a canned reply was sent",
	}, 404), s.useCanned)
}

// reader is a member of staff as far as canned replies are concerned.
func (s *server) reader(m chat.Staff) canned.Reader {
	teams := s.serves(m.ID)
	return canned.Reader{ID: m.ID, Leads: leads(s, m), Serve: func(t chat.TeamID) bool { return slices.Contains(teams, t) }}
}

// replies returns all canned replies: those of the content pack, then those that
// people keep.
func (s *server) replies(ctx context.Context) ([]canned.Reply, error) {
	kept, err := s.Canned.CannedReplies(ctx)
	if err != nil {
		return nil, err
	}
	uses, err := s.Canned.CannedUses(ctx)
	if err != nil {
		return nil, err
	}
	packed := slices.Clone(s.PackReplies())
	for i := range packed {
		packed[i].Uses = uses[packed[i].ID]
	}
	return append(packed, kept...), nil
}

func (s *server) listCanned(ctx context.Context, _ *nothing) (*list[cannedReply], error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	all, err := s.replies(ctx)
	if err != nil {
		return nil, err
	}
	m := s.reader(staff)
	all = slices.DeleteFunc(all, func(r canned.Reply) bool { return !m.Sees(r) })
	return listOf(each(all, func(r canned.Reply) cannedReply { return s.cannedOf(r, m) })), nil
}

// found returns the reply of that id where m sees it.
func (s *server) found(ctx context.Context, m canned.Reader, id string) (canned.Reply, error) {
	all, err := s.replies(ctx)
	if err != nil {
		return canned.Reply{}, err
	}
	i := slices.IndexFunc(all, func(r canned.Reply) bool { return r.ID == id && m.Sees(r) })
	if i < 0 {
		return canned.Reply{}, fault.New(fault.NotFound, "这条话术已不存在")
	}
	return all[i], nil
}

// changeable is found of what m may change.
func (s *server) changeable(ctx context.Context, m canned.Reader, id string) (canned.Reply, error) {
	r, err := s.found(ctx, m, id)
	switch {
	case err != nil:
		return r, err
	case r.FromPack():
		return r, fault.New(fault.Denied, "这条话术来自内容包，请在内容包里修改")
	case !m.Changes(r):
		return r, fault.New(fault.Denied, "只有主管可以修改公共话术")
	}
	return r, nil
}

// write puts what was written into r and keeps it.
func (s *server) write(ctx context.Context, staff chat.Staff, m canned.Reader, r canned.Reply, b cannedBody) (*cannedOutput, error) {
	r.Scope, r.Team, r.Group, r.Title, r.Text, r.Opener = b.Scope, b.Team, b.Group, b.Title, b.Text, b.Opener
	r.Owner, r.By, r.Changed, r.Picture = staff.ID, staff.ID, s.now(), nil
	if b.Picture != nil {
		f, err := s.Files.File(ctx, b.Picture.ID)
		if err != nil {
			return nil, err
		}
		if f.Width == 0 {
			return nil, fault.New(fault.Invalid, "话术里只能放图片")
		}
		r.Picture = &f
	}
	r, err := canned.Check(r)
	switch {
	case err != nil:
		return nil, err
	case !m.Changes(r):
		return nil, fault.New(fault.Denied, "只有主管可以修改公共话术")
	case r.Scope == canned.Team && !s.hasTeam(r.Team):
		return nil, fault.New(fault.Invalid, "没有这个技能组")
	}
	if r.ID, err = s.Canned.SaveCanned(ctx, r); err != nil {
		return nil, err
	}
	return &cannedOutput{Body: s.cannedOf(r, m)}, nil
}

// hasTeam reports whether there is a team of that id.
func (s *server) hasTeam(id chat.TeamID) bool { return s.teams().Team(id).ID == id }

func (s *server) addCanned(ctx context.Context, in *newCannedInput) (*cannedOutput, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	all, err := s.replies(ctx)
	if err != nil {
		return nil, err
	}
	own, shared := 0, 0
	for _, r := range all {
		switch {
		case r.Scope != canned.Personal:
			shared++
		case r.Owner == staff.ID:
			own++
		}
	}
	switch {
	case in.Body.Scope == canned.Personal && own >= canned.MaxPersonal:
		return nil, fault.New(fault.Conflict, "个人话术最多%d条，请先删除不用的", canned.MaxPersonal)
	case in.Body.Scope != canned.Personal && shared >= canned.MaxShared:
		return nil, fault.New(fault.Conflict, "公共话术最多%d条，请先删除不用的", canned.MaxShared)
	}
	return s.write(ctx, staff, s.reader(staff), canned.Reply{}, in.Body)
}

func (s *server) changeCanned(ctx context.Context, in *cannedInput) (*cannedOutput, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	m := s.reader(staff)
	r, err := s.changeable(ctx, m, in.ID)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, staff, m, r, in.Body)
}

func (s *server) deleteCanned(ctx context.Context, in *cannedIDInput) (*nothing, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	if _, err := s.changeable(ctx, s.reader(staff), in.ID); err != nil {
		return nil, err
	}
	return nil, s.Canned.DeleteCanned(ctx, in.ID)
}

func (s *server) useCanned(ctx context.Context, in *cannedIDInput) (*nothing, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	if _, err := s.found(ctx, s.reader(staff), in.ID); err != nil {
		return nil, err
	}
	return nil, s.Canned.UseCanned(ctx, in.ID, s.now())
}
