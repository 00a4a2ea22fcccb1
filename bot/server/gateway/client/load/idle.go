package load

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// dialers is how many idle widgets connect at a time.
const dialers = 32

// Widgets are open widgets that say nothing.
type Widgets struct {
	dialer *dialer
	conns  []*conn
	lost   atomic.Int64
	wg     sync.WaitGroup
}

// Open opens n widgets. step is called, by many goroutines, after each. It
// blocks until all are welcome; the first failure ends it and closes them all.
func Open(ctx context.Context, url string, n int, step func()) (*Widgets, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &Widgets{dialer: newDialer(url, n)}
	var mu sync.Mutex
	var next atomic.Int64
	var dialing sync.WaitGroup
	for range dialers {
		dialing.Go(func() {
			for next.Add(1) <= int64(n) && ctx.Err() == nil {
				c, err := w.dialer.connect(ctx, true)
				if err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				w.conns = append(w.conns, c)
				mu.Unlock()
				w.wg.Go(func() { w.listen(c) })
				step()
			}
		})
	}
	dialing.Wait()
	if ctx.Err() != nil {
		w.Close()
		return nil, context.Cause(ctx)
	}
	return w, nil
}

// listen answers pings until the connection ends.
func (w *Widgets) listen(c *conn) {
	err := c.until(time.Time{}) // that of the hello
	for err == nil {
		_, err = c.read()
	}
	w.lost.Add(1)
}

// Lost returns how many widgets the server has closed.
func (w *Widgets) Lost() int { return int(w.lost.Load()) }

// Close closes all widgets.
func (w *Widgets) Close() {
	for _, c := range w.conns {
		c.close()
	}
	w.wg.Wait()
	w.dialer.close()
}
