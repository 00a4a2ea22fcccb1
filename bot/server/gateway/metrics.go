package gateway

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// meter is what the gateway counts. Labels come from closed lists only.
type meter struct {
	sockets  *prometheus.GaugeVec
	frames   *prometheus.CounterVec
	ack      *prometheus.HistogramVec
	delivery *prometheus.HistogramVec
	closes   *prometheus.CounterVec
	refused  *prometheus.CounterVec
	polls    prometheus.Gauge
	requests *prometheus.CounterVec
}

// newMeter registers the metrics. It fails when they are registered already.
func newMeter(r prometheus.Registerer) (*meter, error) {
	latency := []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	m := &meter{
		sockets: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "yiwen_gateway_sockets", Help: "Open sockets by side.",
		}, []string{"side"}),
		frames: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_gateway_frames_total", Help: "Client frames by side, type and outcome (ok or an error code).",
		}, []string{"side", "type", "outcome"}),
		ack: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "yiwen_gateway_ack_seconds", Help: "From a command decoded to its ack, by side.", Buckets: latency,
		}, []string{"side"}),
		delivery: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "yiwen_gateway_delivery_seconds", Help: "From the time of a new event to its frame written, by the reader's side.", Buckets: latency,
		}, []string{"side"}),
		closes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_gateway_closes_total", Help: "Sockets closed by the server, by side and reason.",
		}, []string{"side", "reason"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_gateway_handshakes_refused_total", Help: "Handshakes refused, by side and reason.",
		}, []string{"side", "reason"}),
		polls: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "yiwen_gateway_polls", Help: "Open sockets of customers that are sessions of long-polling.",
		}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_gateway_poll_requests_total", Help: "Requests of long-polling, by what they do (begin, send, fetch, end) and status.",
		}, []string{"what", "status"}),
	}
	for _, c := range []prometheus.Collector{m.sockets, m.frames, m.ack, m.delivery, m.closes, m.refused, m.polls, m.requests} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// sideName is the label of a side.
func sideName(s wire.Side) string {
	if s == wire.Agents {
		return "agents"
	}
	return "customers"
}

// frame counts a frame; t is "" where it was not readable, refused "" where all
// went well.
func (m *meter) frame(s wire.Side, t wire.Type, refused wire.Code) {
	outcome := "ok"
	if refused != "" {
		outcome = string(refused)
	}
	if t == "" {
		t = "unreadable"
	}
	m.frames.WithLabelValues(sideName(s), string(t), outcome).Inc()
}

func (m *meter) acked(s wire.Side, since time.Time) {
	m.ack.WithLabelValues(sideName(s)).Observe(time.Since(since).Seconds())
}

// delivered observes the events that were not stored before the reader came.
func (m *meter) delivered(s wire.Side, now time.Time, events []chat.Event, past chat.Seq) {
	for _, e := range events {
		if e.Seq > past {
			m.delivery.WithLabelValues(sideName(s)).Observe(max(0, now.Sub(e.At).Seconds()))
		}
	}
}

func (m *meter) closed(s wire.Side, c wire.CloseCode) {
	m.closes.WithLabelValues(sideName(s), c.String()).Inc()
}
