package eval

import (
	"cmp"
	"slices"
)

// The labels of a mood, as the bot has them.
const (
	Calm    = "calm"
	Uneasy  = "uneasy"
	Handoff = "handoff"
)

// Felt is a message with the mood that people hear in it and the one that the
// bot acted on.
type Felt struct {
	Label string // of people
	Got   string // of the bot
	Tags  []string
}

// Share is hits among tries.
type Share struct {
	Hits  int `json:"hits"`
	Tries int `json:"tries"`
}

// Add counts one more try.
func (s *Share) Add(hit bool) {
	s.Tries++
	if hit {
		s.Hits++
	}
}

// Value is the share from 0 to 1; that of nothing is 0.
func (s Share) Value() float64 { return share(float64(s.Hits), float64(s.Tries)) }

// MoodReport is the figures of a set of messages.
type MoodReport struct {
	Recall    Share            `json:"handoff_recall"`       // handed off, of those that should be
	Precision Share            `json:"handoff_precision"`    // that should be, of those handed off
	Alarms    Share            `json:"calm_handed_off"`      // handed off, of the calm
	Uneasy    Share            `json:"uneasy_recall"`        // uneasy, of those that are
	Moved     Share            `json:"calm_taken_as_uneasy"` // uneasy, of the calm
	Tags      map[string]Share `json:"tags"`                 // got the right label, by tag
}

// MeasureMood computes the figures.
func MeasureMood(felt []Felt) MoodReport {
	r := MoodReport{Tags: map[string]Share{}}
	for _, f := range felt {
		switch f.Label {
		case Handoff:
			r.Recall.Add(f.Got == Handoff)
		case Uneasy:
			r.Uneasy.Add(f.Got == Uneasy)
		case Calm:
			r.Alarms.Add(f.Got == Handoff)
			r.Moved.Add(f.Got == Uneasy)
		}
		if f.Got == Handoff {
			r.Precision.Add(f.Label == Handoff)
		}
		for _, tag := range f.Tags {
			s := r.Tags[tag]
			s.Add(f.Got == f.Label)
			r.Tags[tag] = s
		}
	}
	return r
}

// Scored is a message with its mood score.
type Scored struct {
	Upset  bool    // as people hear it
	Score  float64 // of the bot
	Weight float64 // of a calm one: how many it stands for, over 0
}

// UpsetReport says how well the score alone tells upset messages from calm ones.
// An upset message counts once, whatever it stands for: the few that a set drew
// at random would outweigh those that were looked for.
type UpsetReport struct {
	Upset   int     `json:"upset"`
	Calm    int     `json:"calm"`
	Recall2 float64 `json:"recall_at_2_percent"` // of the upset, at the limit that 2 % of the calm pass
	Recall5 float64 `json:"recall_at_5_percent"`
	AUROC   float64 `json:"auroc"`
}

// MeasureUpset computes the figures. Messages of one score stand or fall together.
func MeasureUpset(rows []Scored) UpsetReport {
	var r UpsetReport
	var calm float64
	for _, s := range rows {
		if s.Upset {
			r.Upset++
		} else {
			r.Calm++
			calm += s.Weight
		}
	}
	steps := ladder(rows)
	r.Recall2 = share(recallAt(steps, 0.02*calm), float64(r.Upset))
	r.Recall5 = share(recallAt(steps, 0.05*calm), float64(r.Upset))
	sum, over := 0.0, 0.0
	for _, s := range steps {
		sum += s.upset * (calm - over - s.calm/2)
		over += s.calm
	}
	r.AUROC = share(sum, float64(r.Upset)*calm)
	return r
}

// step is what has one score.
type step struct{ score, upset, calm float64 }

// ladder sorts the rows into steps of falling score.
func ladder(rows []Scored) []step {
	sorted := slices.SortedFunc(slices.Values(rows), func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	var out []step
	for _, s := range sorted {
		if len(out) == 0 || out[len(out)-1].score != s.Score {
			out = append(out, step{score: s.Score})
		}
		if last := &out[len(out)-1]; s.Upset {
			last.upset++
		} else {
			last.calm += s.Weight
		}
	}
	return out
}

// recallAt returns how many of the upset score over the lowest limit that calm
// ones of at most the given weight pass. What scores nothing passes none.
func recallAt(steps []step, alarms float64) float64 {
	var hits, over float64
	for _, s := range steps {
		if over += s.calm; over > alarms || s.score <= 0 {
			break
		}
		hits += s.upset
	}
	return hits
}
