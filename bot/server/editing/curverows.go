package editing

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"yiwen/bot"
	"yiwen/bot/rehearse"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
)

// asker searches a content for questions of which is known what answers them.
type asker struct {
	content *bot.Content
	now     time.Time
	open    map[knowledge.Audience]*bot.Content // as it is to customers
}

// row searches for a question that entry answers, or none where it is empty, as the
// customers would whom the entry is for.
func (a *asker) row(ctx context.Context, question, entry string) (eval.Row, error) {
	who := a.content.Entries[entry].Audience
	if a.open[who] == nil {
		a.open[who] = a.content.At(a.now, rehearse.Profile(who))
	}
	found, err := a.open[who].Search.Search(ctx, text.Analyse(question, a.content.Segment), curveFound)
	if err != nil {
		return eval.Row{}, fmt.Errorf("search the knowledge: %w", err)
	}
	row := eval.Row{Query: eval.Query{Text: question, Kind: eval.Out}, Found: found}
	if entry != "" {
		row.Kind, row.Right = eval.In, []string{entry}
	}
	return row, nil
}

// goldenRows searches the golden questions that say which entry is right, or that
// none is.
func goldenRows(ctx context.Context, a *asker, questions []knowledge.Golden) ([]eval.Row, error) {
	var rows []eval.Row
	for _, q := range questions {
		if q.Wants == knowledge.WantsHandoff {
			continue
		}
		row, err := a.row(ctx, q.Text, q.Entry)
		if err != nil {
			return nil, fmt.Errorf("golden question %s: %w", q.ID, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// verdict is what became of a question of which is known whether the reply to it
// was right: the entry that answers it, or one that does not; both empty where none
// does.
func verdict(a *knowledge.Asked) (right, wrong string, known bool) {
	said := cmp.Or(a.Entry, a.Chosen)
	switch {
	case said == "":
		return "", "", a.Outcome == "fallback" && a.Settled == knowledge.SettledIgnored
	case a.Vote < 0:
		return "", said, true
	case a.Vote > 0 || a.Chosen != "":
		return said, "", true
	}
	return "", "", false
}

// judgedRows searches the newest questions of customers that have a verdict, each
// once. Left out are those that the base has word for word, which it cannot miss,
// and those that were answered wrongly and would now be answered otherwise: nobody
// knows whether rightly.
func (s *Service) judgedRows(ctx context.Context, a *asker) ([]eval.Row, error) {
	asked, err := s.asked.AskedBetween(ctx, a.now.AddDate(0, 0, -curveDays), a.now, replayRows)
	if err != nil {
		return nil, fmt.Errorf("read what customers asked: %w", err)
	}
	var rows []eval.Row
	var seen map[string]bool
	for i := range asked {
		right, wrong, known := verdict(&asked[i])
		if _, there := a.content.Entries[right]; !known || right != "" && !there {
			continue
		}
		if seen == nil {
			seen = wordings(a.content)
		}
		norm := bareQuestion(asked[i].Text)
		if norm == "" || seen[norm] {
			continue
		}
		seen[norm] = true
		row, err := a.row(ctx, asked[i].Text, right)
		if err != nil {
			return nil, err
		}
		if wrong != "" && (len(row.Found) == 0 || row.Found[0].ID != wrong) {
			continue
		}
		if rows = append(rows, row); len(rows) == curveMost {
			break
		}
	}
	return rows, nil
}

// bareQuestion is a question as it is told from others: in the normal form, without
// what stands around the words.
func bareQuestion(raw string) string { return strings.TrimFunc(text.Normalise(raw), isMark) }

// wordings are the questions that a content has.
func wordings(c *bot.Content) map[string]bool {
	out := map[string]bool{}
	for _, e := range c.Entries {
		out[bareQuestion(e.Question)] = true
		for _, v := range e.Variants {
			out[bareQuestion(v)] = true
		}
	}
	return out
}
