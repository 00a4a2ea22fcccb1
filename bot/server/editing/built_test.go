package editing

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// slowBuilder builds nothing, in a second, or fails.
type slowBuilder struct {
	mu    sync.Mutex
	built int
	err   error
}

var _ Builder = (*slowBuilder)(nil)

func (b *slowBuilder) Build(ctx context.Context, _ *pack.Pack, version int64) (*bot.Content, error) {
	b.mu.Lock()
	b.built++
	err := b.err
	b.mu.Unlock()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(time.Second):
	}
	return &bot.Content{Version: version}, err
}

func (b *slowBuilder) Finish(_ context.Context, c *bot.Content, _ func(*bot.Content) (bool, error)) (*bot.Content, error) {
	return c, nil
}

func emptyPack() (*pack.Pack, error) { return &pack.Pack{}, nil }

func TestDraftIsBuiltOnceForAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &slowBuilder{}
		d := &drafts{builder: b}
		got := make([]*bot.Content, 8)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				c, err := d.get(t.Context(), draftRev{3, 1}, emptyPack)
				if err != nil {
					t.Error(err)
				}
				got[i] = c
			})
		}
		all.Wait()
		for _, c := range got {
			if c != got[0] {
				t.Error("two contents of one state")
			}
		}
		if b.built != 1 {
			t.Errorf("built %d times", b.built)
		}
		if other, err := d.get(t.Context(), draftRev{4, 1}, emptyPack); err != nil || other == got[0] || b.built != 2 {
			t.Errorf("another state: %v, built %d times", err, b.built)
		}
	})
}

// TestDraftOutlivesWhoGivesUp: who waits for a build that its beginner calls off
// builds for himself.
func TestDraftOutlivesWhoGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &slowBuilder{}
		d := &drafts{builder: b}
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := d.get(ctx, draftRev{3, 1}, emptyPack); !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up: %v", err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if c, err := d.get(t.Context(), draftRev{3, 1}, emptyPack); err != nil || c == nil {
				t.Errorf("who waited: %v, %v", c, err)
			}
		})
		synctest.Wait()
		cancel()
		all.Wait()
		if b.built != 2 {
			t.Errorf("built %d times", b.built)
		}
	})
}

// oneVersion is a store in which another node has made a version active.
type oneVersion struct {
	VersionStore
	active knowledge.Edition
}

func (s *oneVersion) ContentState(context.Context) (active, staged knowledge.Edition, err error) {
	return s.active, knowledge.Edition{}, nil
}

func (s *oneVersion) Version(context.Context, int64) (knowledge.Version, []knowledge.Item, error) {
	entry := knowledge.Item{Kind: pack.KindEntry, ID: "refund", Body: []byte(`{"id":"refund","question":"怎么退款","answer":"在订单里申请。"}`)}
	return knowledge.Version{Number: s.active.Number, At: s.active.At}, []knowledge.Item{entry}, nil
}

// TestNodeThatCannotBuild keeps what it has, says so to the others, and follows
// the next version that it can build.
func TestNodeThatCannotBuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &slowBuilder{err: errors.New("no memory")}
		st := &oneVersion{active: knowledge.Edition{Number: 2, At: time.Now()}}
		live := &bot.Content{Version: 1}
		p := newPublisher(Options{
			Versions: st, Builder: b, Node: "two", Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
			Live: func() *bot.Content { return live }, Activate: func(c *bot.Content, _ *pack.Pack) { live = c },
		})
		look := func() knowledge.Node {
			p.look(t.Context())
			p.work.Wait()
			return p.look(t.Context())
		}
		for range 3 {
			if n := look(); n.Version != 1 || n.Built != -2 || live.Version != 1 || b.built != 1 {
				t.Fatalf("%+v, answers from %d, tried %d times", n, live.Version, b.built)
			}
		}
		b.err, st.active = nil, knowledge.Edition{Number: 3, At: time.Now()}
		if n := look(); n.Version != 3 || live.Version != 3 {
			t.Errorf("%+v, answers from %d", n, live.Version)
		}
		p.close()
	})
}
