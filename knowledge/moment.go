package knowledge

import "time"

// momentLayout is how a Moment is written.
const momentLayout = "2006-01-02 15:04"

// Time is m on a clock of zone; false where m is empty or no moment.
func (m Moment) Time(zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation(momentLayout, string(m), zone)
	return t, err == nil
}

// AnswerAt is the answer for the customers of a site, the usual one where the
// site has none of its own.
func (e Entry) AnswerAt(site string) string {
	for _, a := range e.Answers {
		if a.Site == site {
			return a.Answer
		}
	}
	return e.Answer
}
