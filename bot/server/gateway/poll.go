package gateway

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"yiwen/bot/wire"
)

// Long-polling is for customers whose network lets no WebSocket through: the same
// frames, in requests. A session of it is a socket like any other, whose frames
// come by POST, and wait in a queue for GET.

const (
	// pollWait is how long a GET waits for a frame: less than the 30 s after which
	// proxies commonly cut an answer that does not come.
	pollWait = 25 * time.Second
	// pollGrace is for how long a session that has ended says why.
	pollGrace = 10 * time.Second
	// pollLine is how long a request may take to come, or an answer to leave:
	// pollAnswer, or a greatest frame, at 1 KiB/s.
	pollLine = 45 * time.Second
	// maxPollBody and maxPollFrames bound a POST. A client sends one command at a
	// time and what it has to say beside it.
	maxPollBody, maxPollFrames = 2 * wire.MaxFrame, 32
	// maxSends is how many POSTs of a session may be under way. A client has one,
	// and another where it gave the first up.
	maxSends = 4
)

// poll is one session of long-polling.
type poll struct {
	g     *Gateway
	id    string // a secret: who knows it is the peer
	s     *socket
	q     *queue
	pace  *rate.Limiter // of fetches
	sends atomic.Int32

	taking sync.Mutex // one POST at a time: frames are carried out in their order
	known  bool       // the gateway has taken it in; guarded by taking

	ended time.Duration // on the gateway's clock; guarded by polls.mu
}

// Poll returns the handler of /poll and all below it.
func (g *Gateway) Poll() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /poll", g.counted("begin", g.pollBegin))
	mux.HandleFunc("POST /poll/{session}", g.counted("send", g.polled(g.pollSend)))
	mux.HandleFunc("GET /poll/{session}", g.counted("fetch", g.polled(g.pollFetch)))
	mux.HandleFunc("DELETE /poll/{session}", g.counted("end", g.polled(g.pollEnd)))
	return mux
}

// counted has requests counted by the status that serve returns.
func (g *Gateway) counted(what string, serve func(http.ResponseWriter, *http.Request) int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		g.meter.requests.WithLabelValues(what, strconv.Itoa(serve(w, r))).Inc()
	}
}

// polled finds the session that a request names. Other sites are not told so much
// as whether there is one.
func (g *Gateway) polled(serve func(http.ResponseWriter, *http.Request, *poll) int) func(http.ResponseWriter, *http.Request) int {
	return func(w http.ResponseWriter, r *http.Request) int {
		if !g.o.Door.SameOrigin(r) {
			return sayPoll(w, http.StatusForbidden, foreignText)
		}
		p := g.polls.find(r.PathValue("session"))
		if p == nil {
			return sayPoll(w, http.StatusNotFound, "连接已结束，请重新连接。")
		}
		return serve(w, r, p)
	}
}

// pollBegin begins a session: what the handshake is to a WebSocket connection.
func (g *Gateway) pollBegin(w http.ResponseWriter, r *http.Request) int {
	address, status := g.screen(w, r, wire.Customers)
	if status != 0 {
		return status
	}
	limit := g.limits.Visitor
	p := &poll{g: g, id: rand.Text(), pace: rate.NewLimiter(rate.Limit(4*limit.PerSecond), 4*limit.Burst)}
	p.q = newQueue(g.limits.Pending, 2*g.limits.Ping, p.over)
	p.s = newSocket(g, p.q, wire.Customers, address)
	p.s.peer = &customer{s: p.s}
	if !p.begin() {
		g.release(p.s)
		return sayPoll(w, http.StatusServiceUnavailable, stoppingText)
	}
	return writePoll(w, http.StatusCreated, []byte(`{"session":"`+p.id+`"}`))
}

// begin has the gateway take p in, unless it stops.
func (p *poll) begin() bool {
	p.taking.Lock() // over may be early
	defer p.taking.Unlock()
	if p.known = p.g.remember(p.s); p.known {
		p.g.polls.add(p)
		p.g.meter.polls.Inc()
	}
	return p.known
}

// over is the end of p: no frame is being taken, and none will be.
func (p *poll) over() {
	p.taking.Lock()
	defer p.taking.Unlock()
	if p.known {
		p.g.polls.end(p, p.g.since())
		p.g.meter.polls.Dec()
		p.g.forget(p.s)
	}
}

// pollSend takes the frames of a POST. It answers when they are carried out; what
// became of each is told by GET.
func (g *Gateway) pollSend(w http.ResponseWriter, r *http.Request, p *poll) int {
	defer p.sends.Add(-1)
	if p.sends.Add(1) > maxSends {
		w.Header().Set("Retry-After", "1")
		return sayPoll(w, http.StatusTooManyRequests, "请求过于频繁，请稍后再试。")
	}
	giveTime(w, pollLine)
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPollBody))
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) {
		return sayPoll(w, http.StatusBadRequest, "内容没有收全，请重新发送。") // nothing of it was taken
	}
	p.taking.Lock()
	defer p.taking.Unlock()
	code := wire.CloseTooLarge
	if large == nil {
		code = p.take(b)
	}
	if code != 0 {
		p.s.close(code)
		return writePoll(w, closedStatus(code), appendEnd([]byte{'{'}, code))
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return http.StatusNoContent
}

// take has the frames of a body carried out, one after the other. It returns 0, or
// the code with which the session closes before the last of them. p.taking is held.
func (p *poll) take(body []byte) wire.CloseCode {
	frames, err := splitFrames(body)
	if err != nil {
		return wire.CloseProtocol
	}
	for _, f := range frames {
		if len(f) > wire.MaxFrame {
			return wire.CloseTooLarge
		}
	}
	if !p.g.enter() {
		return wire.CloseStopping
	}
	defer p.g.leave()
	for _, f := range frames {
		if code := cmp.Or(p.s.closeCode(), p.q.state()); code != 0 {
			return code
		}
		// An ack and the events of its turn are fetched together.
		held := p.s.hold()
		p.s.take(f)
		if held {
			p.s.pass()
		}
	}
	return 0
}

// pollFetch answers a GET when there are frames, or after a while without.
func (g *Gateway) pollFetch(w http.ResponseWriter, r *http.Request, p *poll) int {
	query := r.URL.Query()
	after, err := strconv.ParseInt(query.Get("after"), 10, 64)
	if err != nil {
		return sayPoll(w, http.StatusBadRequest, "after 应为已收到的消息数。")
	}
	wait := min(pollWait, g.limits.Ping)
	if s, err := strconv.Atoi(query.Get("wait")); err == nil && s > 0 {
		wait = min(wait, time.Duration(s)*time.Second)
	}
	giveTime(w, wait+pollLine)
	p.s.alive()
	defer p.s.alive() // an answer takes its time on a slow line
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	// Who fetches faster than he may waits, and gets more at a time.
	if err := p.pace.Wait(ctx); err != nil {
		w.Header().Set("Retry-After", "1")
		return sayPoll(w, http.StatusTooManyRequests, "请求过于频繁，请稍后再试。")
	}
	got, err := p.q.fetch(ctx, after)
	if err != nil {
		// A late copy of an old request, or a client that counts wrong and begins anew.
		return sayPoll(w, http.StatusConflict, "消息序号不一致，请重新连接。")
	}
	return writePoll(w, http.StatusOK, appendPortion(nil, got))
}

// pollEnd ends a session whose client leaves.
func (g *Gateway) pollEnd(w http.ResponseWriter, _ *http.Request, p *poll) int {
	g.polls.remove(p)
	p.q.cut()
	w.WriteHeader(http.StatusNoContent)
	return http.StatusNoContent
}

// polls are the sessions of long-polling. It is safe for concurrent use.
type polls struct {
	mu    sync.Mutex       // guards what follows
	open  map[string]*poll // by id; for pollGrace those that ended, too
	ended []*poll          // in the order in which they ended
}

func newPolls() *polls { return &polls{open: map[string]*poll{}} }

func (a *polls) add(p *poll) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open[p.id] = p
}

// find returns the session with an id, or nil.
func (a *polls) find(id string) *poll {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.open[id]
}

func (a *polls) remove(p *poll) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.open, p.id)
}

// end notes when p ended.
func (a *polls) end(p *poll, now time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p.ended = now
	a.ended = append(a.ended, p)
}

// sweep forgets the sessions that have said for long enough why they ended.
func (a *polls) sweep(now time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for n < len(a.ended) && now-a.ended[n].ended > pollGrace {
		delete(a.open, a.ended[n].id)
		n++
	}
	clear(a.ended[:n])
	a.ended = append(a.ended[:0], a.ended[n:]...)
}
