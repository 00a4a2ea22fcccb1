package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"yiwen/bot/server/httpd"
)

const (
	sweepEvery = time.Hour
	headerTime = 10 * time.Second // for the head of an operator's request
	// lastRequests is how long a stop waits for HTTP requests. Browsers keep
	// connections open that they may need, which Shutdown takes for requests
	// that are about to come.
	lastRequests = time.Second
)

// serve listens, prints the addresses, and blocks until ctx ends or a listener
// fails; then it drains.
func (s *server) serve(ctx context.Context) error {
	s.background()
	failed := make(chan error, 3)
	control, err := s.folder.listen()
	if err != nil {
		return err
	}
	s.later(s.listen(&http.Server{Handler: s.control, ReadHeaderTimeout: headerTime}, control, "control socket", s.cmd.DrainTime, failed))
	if s.cmd.Admin != "" {
		l, err := net.Listen("tcp", s.cmd.Admin)
		if err != nil {
			return fmt.Errorf("listen on --admin %s: %w", s.cmd.Admin, err)
		}
		s.later(s.listen(&http.Server{Handler: httpd.Admin(s.metrics), ReadHeaderTimeout: headerTime}, l, "admin listener", lastRequests, failed))
		s.logger.Info("metrics and profiles", "addr", l.Addr().String())
	}
	l, err := net.Listen("tcp", s.cmd.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.cmd.Listen, err)
	}
	public := &http.Server{Handler: s.public}
	httpd.Harden(public, s.logger)
	stop := s.listen(public, l, "public listener", lastRequests, failed)
	s.later(func() {
		// Sockets do not wait for requests: nobody could come back meanwhile.
		var both sync.WaitGroup
		both.Go(stop)
		both.Go(s.drain)
		both.Wait()
	})
	s.announce(l.Addr())
	select {
	case <-ctx.Done():
		s.logger.Info("stopping")
		return nil
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	}
}

// listen has h answer at l until stop, which waits for its requests as long as
// patience allows. A listener that fails is told to failed.
func (s *server) listen(h *http.Server, l net.Listener, what string, patience time.Duration, failed chan<- error) (stop func()) {
	go func() {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), min(patience, s.cmd.DrainTime))
		defer cancel()
		err := h.Shutdown(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			err = h.Close()
		}
		s.report("stop the "+what, err)
	}
}

// background begins what works beside the listeners.
func (s *server) background() {
	work, end := context.WithCancel(context.Background())
	var all sync.WaitGroup
	s.later(func() { end(); all.Wait() })
	all.Go(func() { s.due.Run(work) })
	all.Go(func() { s.editing.Run(work) })
	all.Go(func() { s.sweep(work) })
	all.Go(func() { s.teller.Run(work) })
}

// drain lets the commands under way finish and tells every client to come back.
// The store is still open then. Who comes back before the listener is closed is
// sent away once more. Draining twice is draining once.
func (s *server) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), s.cmd.DrainTime)
	defer cancel()
	s.report("drain sockets", s.gateway.Shutdown(ctx))
}

// sweep deletes what has expired, now and then.
func (s *server) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	if err := sweepStrays(ctx, s.store, s.blobs, s.started, s.logger); err != nil && ctx.Err() == nil {
		s.logger.Error("sweep uploads", "err", err)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.store.Sweep(ctx, s.app.clock()); err != nil && ctx.Err() == nil {
				s.logger.Error("sweep expired rows", "err", err)
			}
			if err := sweepUploads(ctx, s.store, s.blobs, s.app.clock(), s.logger); err != nil && ctx.Err() == nil {
				s.logger.Error("sweep uploads", "err", err)
			}
		}
	}
}

// announce prints where people find what.
func (s *server) announce(addr net.Addr) {
	at := "http://" + shown(addr)
	out := s.app.stdout
	if s.cmd.Demo {
		fmt.Fprintf(out, "demo shop  %s/\n", at)
	}
	fmt.Fprintf(out, "chat       %s/chat/\ndesk       %s/desk/\nconsole    %s/console/\n", at, at, at)
	for _, line := range s.demo {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out, "ready")
}

// shown is addr as a person would type it: any address is this machine's.
func shown(addr net.Addr) string {
	t, ok := addr.(*net.TCPAddr)
	if !ok || !t.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("127.0.0.1:%d", t.Port)
}

// nodeName names the server that listens there among those that share a data
// base. It is the same after a restart: what was leased to the one that died is
// this one's at once.
func nodeName(listen string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "node" // only a name: where it listens tells nodes of one machine apart
	}
	return host + " " + listen
}
