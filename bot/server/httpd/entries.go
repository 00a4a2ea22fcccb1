package httpd

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"yiwen/bot/server/auth"
	"yiwen/knowledge"
)

type entriesInput struct {
	Query    string `query:"q" maxLength:"100" doc:"Words that all must be in the question, a variant, a keyword, the answer or the id"`
	Category string `query:"category" maxLength:"100" doc:"Only entries of this category"`
	Page     int    `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type entriesOutput struct {
	Body struct {
		Entries    []knowledge.Entry `json:"entries" doc:"One page, by category and id" nullable:"false"`
		Total      int               `json:"total" doc:"Entries on all pages"`
		Size       int               `json:"size" doc:"Entries on a full page"`
		Categories []string          `json:"categories" doc:"All categories there are" nullable:"false"`
		Version    int64             `json:"version" doc:"Version of the content that is active"`
	}
}

func (s *server) entryRoutes(api huma.API) {
	register(s, api, huma.Operation{
		OperationID: "list-entries", Method: http.MethodGet, Path: "/api/entries", Tags: []string{"knowledge"},
		Summary:  "Entries that the bot answers from",
		Security: []map[string][]string{{"session": {}}}, Errors: []int{401, 403, 422},
	}, s.listEntries)
}

func (s *server) listEntries(ctx context.Context, in *entriesInput) (*entriesOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	content := s.Knowledge.Content()
	words := strings.Fields(fold(in.Query))
	var found []knowledge.Entry
	categories := map[string]bool{}
	for _, e := range content.Entries {
		categories[e.Category] = true
		if (in.Category == "" || e.Category == in.Category) && holds(e, words) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b knowledge.Entry) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.ID, b.ID))
	})
	delete(categories, "")
	out := &entriesOutput{}
	out.Body.Total, out.Body.Size, out.Body.Version = len(found), pageSize, content.Version
	start := min((in.Page-1)*pageSize, len(found))
	out.Body.Entries = found[start:min(start+pageSize, len(found))]
	for c := range categories {
		out.Body.Categories = append(out.Body.Categories, c)
	}
	slices.Sort(out.Body.Categories)
	return out, nil
}

// holds reports whether every word, folded, is somewhere in e.
func holds(e knowledge.Entry, words []string) bool {
	if len(words) == 0 {
		return true
	}
	texts := append([]string{e.ID, e.Question, e.Answer}, slices.Concat(e.Variants, e.Keywords)...)
	for i := range texts {
		texts[i] = fold(texts[i])
	}
	for _, w := range words {
		if !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, w) }) {
			return false
		}
	}
	return true
}

// fold makes full and half width, capital and small letters the same.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }
