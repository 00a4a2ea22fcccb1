package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

type identityInput struct {
	Body struct {
		Site     chat.SiteID `json:"site" minLength:"1" maxLength:"64" doc:"The shop front that it is for"`
		Identity string      `json:"identity" minLength:"1" maxLength:"4096" doc:"What the shop's server signed"`
	}
}

type identityOutput struct{ Body identityCheck }

// identityCheck is what there is to say about an identity.
type identityCheck struct {
	Form     string         `json:"form" enum:"jwt,hmac" doc:"hmac is the simple form"`
	Problem  string         `json:"problem,omitempty" enum:"no_key,malformed,algorithm,signature,audience,no_end,expired,too_long,early,no_subject,other" doc:"Why it proves nothing; absent = it counts"`
	Customer *identityShown `json:"customer,omitempty" doc:"What it proves, and staff see as verified"`
	Audience []string       `json:"audience,omitempty" doc:"Whom it is for, where that is the problem"`
	Expires  int64          `json:"expires_ms,omitzero" doc:"Unix milliseconds; absent = never, or nobody has signed it"`
	OldKey   bool           `json:"old_key,omitzero" doc:"It is signed with the key that is being replaced"`
}

// identityShown is what a good identity says of a customer.
type identityShown struct {
	User       string `json:"user"`
	Name       string `json:"name,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Level      string `json:"level,omitempty"`
	VIP        bool   `json:"vip,omitzero"`
	Merchant   bool   `json:"merchant,omitzero"`
	Registered int64  `json:"registered_ms,omitzero" doc:"Unix milliseconds"`
}

func (s *server) identityRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "check-identity", Method: http.MethodPost, Path: "/api/identity/check", Tags: []string{"widget"},
		Summary:     "What the server thinks of an identity that a shop has signed, and why",
		Description: "For whoever puts the chat on a shop's pages. Nothing of it is kept, and no key is told.",
	}, 404), s.checkIdentity)
}

// checkIdentity says what an identity proves. The identity is written nowhere: with
// one that counts, anybody is that customer.
func (s *server) checkIdentity(ctx context.Context, in *identityInput) (*identityOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	site, err := s.Auth.Site(in.Body.Site)
	if err != nil {
		return nil, err
	}
	c, err := s.Auth.CheckIdentity(ctx, site.ID, in.Body.Identity)
	if err != nil {
		return nil, err
	}
	out := identityCheck{Form: "jwt", Problem: string(c.Problem), Audience: c.Audience, Expires: millis(c.Expires), OldKey: c.OldKey}
	if c.Simple {
		out.Form = "hmac"
	}
	if p := c.Profile; c.Problem == "" {
		out.Customer = &identityShown{p.User, p.Name, p.Phone, p.Level, p.VIP, p.Merchant, p.RegisteredAt}
	}
	return &identityOutput{out}, nil
}
