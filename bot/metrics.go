package bot

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Stages of a turn, for the latency histogram.
const (
	stageAnalyse    = "analyse"
	stageUnderstand = "understand"
	stageSearch     = "search"
	stageAppend     = "append"
	stageTurn       = "turn"
)

// meter holds the engine's metrics, its labels resolved once: a turn does no
// look-up by string.
type meter struct {
	turns   map[Outcome]prometheus.Counter
	silent  prometheus.Counter
	handoff *prometheus.CounterVec
	tickets *prometheus.CounterVec
	retries prometheus.Counter
	stages  map[string]prometheus.Observer
}

func newMeter(reg prometheus.Registerer) *meter {
	turns := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "yiwen_turns_total", Help: "Customer turns that the bot decided, by outcome.",
	}, []string{"outcome"})
	stages := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "yiwen_turn_seconds", Help: "Time of a turn and of its stages.",
		Buckets: prometheus.ExponentialBuckets(0.00001, 2.5, 14), // 10 µs to 1.5 s
	}, []string{"stage"})
	m := &meter{
		turns:  map[Outcome]prometheus.Counter{},
		silent: turns.WithLabelValues("silent"),
		handoff: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_handoffs_total", Help: "Cases handed to people, by reason.",
		}, []string{"reason"}),
		tickets: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_tickets_total", Help: "Tickets made of cases, by who made them.",
		}, []string{"by"}),
		retries: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "yiwen_turn_conflicts_total", Help: "Turns computed again because somebody else was first.",
		}),
		stages: map[string]prometheus.Observer{},
	}
	for _, o := range []Outcome{OutcomeAnswer, OutcomeClarify, OutcomeCollect, OutcomeHandoff, OutcomeSmalltalk, OutcomeFallback} {
		m.turns[o] = turns.WithLabelValues(string(o))
	}
	for _, s := range []string{stageAnalyse, stageUnderstand, stageSearch, stageAppend, stageTurn} {
		m.stages[s] = stages.WithLabelValues(s)
	}
	reg.MustRegister(turns, stages, m.handoff, m.tickets, m.retries)
	return m
}

func (m *meter) stage(name string, start time.Time) {
	m.stages[name].Observe(time.Since(start).Seconds())
}

func (m *meter) decided(d Decision) {
	if d.Silent {
		m.silent.Inc()
		return
	}
	m.turns[d.Outcome].Inc()
}
