package editing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/quiet"
	"yiwen/bot/rehearse"
	"yiwen/knowledge"
)

// VersionStore keeps the versions of the content.
type VersionStore interface {
	// StageVersion stores items as the next version, which nobody answers from so
	// far, and returns it with its Number, Entries and Changed.
	StageVersion(ctx context.Context, items []knowledge.Item, v knowledge.Version) (knowledge.Version, error)
	// ActivateVersion makes the staged version the newest and takes the changes
	// that went into it out of the working copy.
	ActivateVersion(ctx context.Context, number int64, changes []knowledge.Change) error
	// DropStaged removes the staged version, if any.
	DropStaged(ctx context.Context) error
	// Version returns a version with its items, also the staged one, or a
	// fault.NotFound.
	Version(ctx context.Context, number int64) (knowledge.Version, []knowledge.Item, error)
	// ContentState returns the active version and the staged one, or zero Editions.
	ContentState(ctx context.Context) (active, staged knowledge.Edition, err error)
}

// Published is the result of a job that publishes.
type Published struct {
	Version   int64                  `json:"version,omitempty"` // 0 = nothing went live
	Entries   int                    `json:"entries"`
	Changed   int                    `json:"changed"`
	Golden    *rehearse.GoldenResult `json:"golden,omitempty"` // nil = none were asked
	Built     int64                  `json:"built_ms"`         // until it was fit to answer
	Activated int64                  `json:"activated_ms"`     // until all nodes could answer from it, without building it here
}

// release is a publish on its way.
type release struct {
	items    []knowledge.Item
	changes  []knowledge.Change // that went into it
	version  knowledge.Version
	override string // why it goes live although golden questions fail; empty = then it does not
	rescue   bool   // of an older version: nothing is asked, for something is wrong with what is live
}

// Publish begins the job that makes the approved changes live: it checks and
// builds the next version beside the live one, asks it the golden questions,
// stores it and activates it on every node. Where golden questions fail it ends
// with a fault.Invalid, unless override says why they do not matter, which the
// version keeps for ever.
func (s *Service) Publish(by chat.Staff, note, override string) (knowledge.Job, error) {
	return s.Start(by, knowledge.JobPublish, func(ctx context.Context, r *Run) (any, error) {
		r.Step("检查待发布的修改")
		d, err := s.Draft(ctx)
		if err != nil {
			return nil, err
		}
		items, changes, err := d.Approved()
		if err != nil {
			return nil, err
		}
		if len(changes) == 0 {
			return nil, fault.New(fault.Invalid, "没有已通过审核的修改，无需发布")
		}
		out, err := s.publisher.release(ctx, r, release{
			items: items, changes: changes, override: override,
			version: knowledge.Version{By: string(by.ID), ByName: by.Name, Note: note, Reason: override},
		})
		return out, forEditors(err)
	})
}

// forEditors says in Chinese what is wrong with a content; another error stays as
// it is.
func forEditors(err error) error {
	ps := pack.Problems(err)
	if len(ps) == 0 {
		return err
	}
	const told = 5
	text := "内容有问题，没有上线："
	for i, p := range ps {
		if i == told {
			text += fmt.Sprintf("；另有 %d 处", len(ps)-told)
			break
		}
		if i > 0 {
			text += "；"
		}
		if p.ID != "" {
			text += p.ID + " "
		}
		text += p.Chinese()
	}
	return fault.Wrap(err, fault.Invalid, text)
}

// RestoreVersion begins the job that makes an older version live again, as a version of
// its own. Changes that are not live stay as they are. The version that was live
// last is still built, and back at once.
func (s *Service) RestoreVersion(ctx context.Context, by chat.Staff, number int64, note string) (knowledge.Job, error) {
	active, _, err := s.publisher.store.ContentState(ctx)
	if err != nil {
		return knowledge.Job{}, fmt.Errorf("restore version %d: %w", number, err)
	}
	if number < 1 || number > active.Number {
		return knowledge.Job{}, fault.New(fault.NotFound, "没有这个版本")
	}
	if number == active.Number {
		return knowledge.Job{}, fault.New(fault.Invalid, "这个版本正在使用，无需恢复")
	}
	return s.Start(by, knowledge.JobRestore, func(ctx context.Context, r *Run) (any, error) {
		r.Step("读取旧版本")
		_, items, err := s.publisher.store.Version(ctx, number)
		if err != nil {
			return nil, err
		}
		out, err := s.publisher.release(ctx, r, release{
			items: items, rescue: true,
			version: knowledge.Version{By: string(by.ID), ByName: by.Name, Note: note, Of: number},
		})
		return out, forEditors(err)
	})
}

// importRetry is how often an import looks whether the publish before it is over.
const importRetry = 50 * time.Millisecond

// Import makes items the content, as a publish of its own, and waits for its end:
// what an operator does with a content pack. Changes of the working copy stay.
// While another publish is under way it waits for its turn, until ctx is done;
// once begun it is not called off when ctx is. Its errors are those of the checks.
func (s *Service) Import(ctx context.Context, by chat.Staff, note, override string, items []knowledge.Item) (Published, error) {
	var done Published
	var failed error
	work := func(ctx context.Context, r *Run) (any, error) {
		done, failed = s.publisher.release(ctx, r, release{
			items: items, override: override,
			version: knowledge.Version{By: string(by.ID), ByName: by.Name, Note: note, Reason: override},
		})
		return done, failed
	}
	over := make(chan knowledge.Job, 1)
	for {
		_, err := s.jobs.start(by, knowledge.JobPublish, work, over)
		if err == nil {
			break
		}
		if !fault.Is(err, fault.Conflict) {
			return Published{}, err
		}
		select {
		case <-ctx.Done():
			return Published{}, err
		case <-time.After(importRetry):
		}
	}
	if job := <-over; job.State != knowledge.JobDone && failed == nil {
		return done, errors.New(job.Error) // a panic, which is logged
	}
	return done, failed
}

// release checks, builds, stores and activates a version.
func (p *publisher) release(ctx context.Context, r *Run, what release) (out Published, err error) {
	p.begin()
	defer p.end()
	start := p.clock()
	what.version.At = start.UTC().Truncate(time.Millisecond)
	active, _, err := p.store.ContentState(ctx)
	if err != nil {
		return out, err
	}
	r.Step("构建新版本")
	e, err := p.build(ctx, active.Number+1, what.version.Of, what.items)
	if err != nil {
		return out, err
	}
	out.Entries = len(e.pack.Entries)
	if !what.rescue {
		if out.Golden, err = p.ask(ctx, r, &e, what.override); err != nil {
			return out, err
		}
	}
	built := p.clock()
	out.Built = built.Sub(start).Milliseconds()

	r.Step("保存新版本")
	v, err := p.store.StageVersion(ctx, what.items, what.version)
	if err != nil {
		return out, p.drop(err)
	}
	e.Edition, e.by = knowledge.Edition{Number: v.Number, At: v.At}, chat.Staff{ID: chat.AgentID(v.By), Name: v.ByName}
	e.content.Version = v.Number // nobody else has it so far
	r.Step("等待各服务器就绪")
	if err := p.awaitNodes(ctx, v.Number); err != nil {
		return out, p.drop(err)
	}
	r.Step("上线")
	// From here on nobody calls it off: what is stored must also go live.
	if err := p.goLive(context.WithoutCancel(ctx), e, what.changes); err != nil {
		return out, p.drop(err)
	}
	out.Version, out.Changed, out.Activated = v.Number, v.Changed, p.clock().Sub(built).Milliseconds()
	p.logger.Info("content published", "version", v.Number, "by", v.By, "entries", out.Entries, "changed", v.Changed, "of", v.Of,
		"built_ms", out.Built, "activated_ms", out.Activated)
	return out, nil
}

// drop removes what was staged before err.
func (p *publisher) drop(err error) error {
	ctx, cancel := context.WithTimeout(context.Background(), dropWithin)
	defer cancel()
	return errors.Join(err, p.store.DropStaged(ctx))
}

// dropWithin is how long removing a staged version may take. What is left is
// removed by the next publish.
const dropWithin = 10 * time.Second

// build makes an edition of items. That which was live before the live one is
// still there.
func (p *publisher) build(ctx context.Context, number, of int64, items []knowledge.Item) (edition, error) {
	if kept, ok := p.kept(of); ok {
		twin := *kept.content
		twin.Version = number
		return edition{Edition: knowledge.Edition{Number: number}, content: &twin, pack: kept.pack}, nil
	}
	var parts *pack.Pack
	err := quiet.Do(func() (err error) { parts, err = pack.FromItems(items); return err })
	if err != nil {
		return edition{}, err
	}
	c, err := p.builder.Build(ctx, parts, number)
	if err != nil {
		return edition{}, fmt.Errorf("build the content: %w", err)
	}
	return edition{Edition: knowledge.Edition{Number: number}, content: c, pack: parts}, nil
}

// edition is a version that is built.
type edition struct {
	knowledge.Edition
	content *bot.Content
	pack    *pack.Pack
	by      chat.Staff // who published it on this node; zero = nobody did
}
