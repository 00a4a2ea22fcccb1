package store

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/fault"
)

// metrics are the store's own figures.
type metrics struct {
	batch   prometheus.Histogram   // writes per commit
	commit  prometheus.Histogram   // seconds per commit, statements and sync
	queue   prometheus.GaugeFunc   // writes waiting
	appends *prometheus.CounterVec // turns by outcome
	reg     prometheus.Registerer
}

func newMetrics(reg prometheus.Registerer, waiting func() int) *metrics {
	return &metrics{
		reg: reg,
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "yiwen_store_batch_writes",
			Help:    "Writes that shared one commit.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 10),
		}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "yiwen_store_commit_seconds",
			Help:    "Time of one commit, its statements and the sync included.",
			Buckets: prometheus.ExponentialBuckets(0.00025, 2, 14),
		}),
		queue: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "yiwen_store_queue_length",
			Help: "Writes that wait for the writer.",
		}, func() float64 { return float64(waiting()) }),
		appends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_store_appends_total",
			Help: "Turns by outcome: stored, abandoned by their caller, or the kind of the error.",
		}, []string{"outcome"}),
	}
}

func (m *metrics) collectors() []prometheus.Collector {
	return []prometheus.Collector{m.batch, m.commit, m.queue, m.appends}
}

// open registers the metrics, all or none.
func (m *metrics) open() error {
	if m.reg == nil {
		return nil
	}
	for i, c := range m.collectors() {
		if err := m.reg.Register(c); err != nil {
			for _, done := range m.collectors()[:i] {
				m.reg.Unregister(done)
			}
			return err
		}
	}
	return nil
}

// close takes the metrics out again, so that a process can open a store twice.
func (m *metrics) close() {
	if m.reg == nil {
		return
	}
	for _, c := range m.collectors() {
		m.reg.Unregister(c)
	}
}

// appended counts a turn. The labels are "stored", "abandoned" and the names of
// the fault kinds.
func (m *metrics) appended(err error) {
	outcome := "stored"
	switch {
	case errors.Is(err, errAbandoned):
		outcome = "abandoned"
	case err != nil:
		outcome = fault.KindOf(err).String()
	}
	m.appends.WithLabelValues(outcome).Inc()
}
