package editing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
	"unicode"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/quiet"
	"yiwen/bot/rehearse"
	"yiwen/knowledge"
)

const (
	// replayDays bounds how far a replay goes back.
	replayDays = 90
	// replayMost bounds the different questions of a replay, and replayRows those
	// that it reads: the newest.
	replayMost, replayRows = 10_000, 100_000
	// replayShown bounds the changed answers that a replay names.
	replayShown = 500
	// replayStage is how many questions share a stage, which forgets nothing.
	replayStage = 500
)

// AskedStore gives what customers asked.
type AskedStore interface {
	// AskedBetween returns the newest questions asked from from on and before to,
	// at most limit.
	AskedBetween(ctx context.Context, from, to time.Time, limit int) ([]knowledge.Asked, error)
}

// ReplayResult is what a publish of the working copy would change for customers.
type ReplayResult struct {
	Days      int          `json:"days" doc:"How far it went back"`
	Version   int64        `json:"version" doc:"That was live"`
	Draft     int64        `json:"draft" doc:"Revision of the working copy"`
	Asked     int          `json:"asked" doc:"Questions that were read"`
	Distinct  int          `json:"distinct" doc:"Different ones, which were asked again"`
	Same      int          `json:"same" doc:"Of them, those that get the same"`
	Changed   int          `json:"changed"`
	PerSecond float64      `json:"per_second" doc:"Different questions asked of both contents in a second"`
	Items     []ReplayItem `json:"items" doc:"Those that changed, the most frequent first"`
}

// ReplayItem is a question whose answer changes.
type ReplayItem struct {
	Text   string       `json:"text"`
	Site   string       `json:"site,omitempty"`
	Times  int          `json:"times"`
	Before rehearse.Got `json:"before"`
	After  rehearse.Got `json:"after"`
}

// Replay starts a job that asks what customers asked in the last days once more,
// of what is live and of the working copy: each different question once, as the
// first of a conversation on the site where it was asked, at ten in the morning, at
// most limit of them (0 = as many as may be), the most frequent first. Its result
// is a ReplayResult. It stands back behind customers who are there now.
func (s *Service) Replay(by chat.Staff, days, limit int) (knowledge.Job, error) {
	if limit == 0 {
		limit = replayMost
	}
	switch {
	case days < 1 || days > replayDays:
		return knowledge.Job{}, fault.New(fault.Invalid, "回放的天数应为 1 到 %d", replayDays)
	case limit < 1 || limit > replayMost:
		return knowledge.Job{}, fault.New(fault.Invalid, "回放的问题数应为 1 到 %d", replayMost)
	}
	return s.Start(by, knowledge.JobReplay, func(ctx context.Context, r *Run) (any, error) {
		r.Step("正在准备内容")
		d, err := s.Draft(ctx)
		if err != nil {
			return nil, err
		}
		live, err := s.built(ctx, Live, d)
		if err != nil {
			return nil, err
		}
		draft, err := s.built(ctx, Working, d)
		if err != nil {
			return nil, err
		}
		now := s.now()
		r.Step("正在读取客户的问题")
		rows, err := s.asked.AskedBetween(ctx, now.AddDate(0, 0, -days), now, replayRows)
		if err != nil {
			return nil, fmt.Errorf("read what customers asked: %w", err)
		}
		p := replay{before: live, after: draft, now: now, progress: r.Progress}
		r.Step("正在回放")
		items := distinct(rows, limit)
		var out ReplayResult
		err = quiet.Do(func() error { out, err = p.run(ctx, items, s.clock); return err })
		out.Days, out.Version, out.Draft, out.Asked = days, d.Version, d.Rev, len(rows)
		return out, err
	})
}

// distinct are the different questions of rows, by their site and their normal form
// without what stands around the words, the most frequent first, and of equal ones
// the newest, worded as they were last.
func distinct(rows []knowledge.Asked, limit int) []ReplayItem {
	type key struct{ norm, site string }
	at := map[key]int{}
	var items []ReplayItem
	for _, a := range rows {
		k := key{bareQuestion(a.Text), a.Site}
		if k.norm == "" {
			continue
		}
		i, known := at[k]
		if !known {
			i = len(items)
			at[k] = i
			items = append(items, ReplayItem{Text: a.Text, Site: a.Site})
		}
		items[i].Times++
	}
	slices.SortStableFunc(items, func(a, b ReplayItem) int { return cmp.Compare(b.Times, a.Times) })
	return items[:min(len(items), limit)]
}

// isMark reports that r is part of no word.
func isMark(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

// replay asks questions of two contents.
type replay struct {
	before, after *bot.Content
	now           time.Time
	progress      func(done, total int64)
}

// run asks items and returns what changed of them.
func (p *replay) run(ctx context.Context, items []ReplayItem, clock func() time.Time) (ReplayResult, error) {
	out := ReplayResult{Items: []ReplayItem{}}
	start := clock()
	var before, after *rehearse.Stage
	for i, item := range items {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if i%replayStage == 0 {
			opening := rehearse.Morning(p.before, p.now)
			before = rehearse.New(rehearse.Options{Content: p.before, Opening: opening})
			after = rehearse.New(rehearse.Options{Content: p.after, Opening: opening})
		}
		var err error
		if item.Before, err = ask(ctx, before, p.before, item); err == nil {
			item.After, err = ask(ctx, after, p.after, item)
		}
		switch {
		case fault.Is(err, fault.Invalid):
			continue // several messages that were read as one may be longer than one may be
		case err != nil:
			return out, err
		}
		out.Distinct++
		if item.Before.Outcome == item.After.Outcome && item.Before.Entry == item.After.Entry {
			out.Same++
		} else if out.Changed++; len(out.Items) < replayShown {
			out.Items = append(out.Items, item)
		}
		p.progress(int64(i+1), int64(len(items)))
	}
	if took := clock().Sub(start).Seconds(); took > 0 {
		out.PerSecond = float64(out.Distinct) / took
	}
	return out, nil
}

func ask(ctx context.Context, s *rehearse.Stage, c *bot.Content, item ReplayItem) (rehearse.Got, error) {
	turn, err := s.Ask(ctx, rehearse.Line{Text: item.Text, Site: chat.SiteID(item.Site)})
	if err != nil {
		return rehearse.Got{}, fmt.Errorf("ask again: %w", err)
	}
	return rehearse.NewGot(turn.Came(c)), nil
}
