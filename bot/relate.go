package bot

import "slices"

// relatedMost bounds the entries offered below an answer.
const relatedMost = 3

// relate adds to an answer where the customer may go on: the related entries of
// the one entry that is all of the answer, those that are there. They are choices
// like others to a tap or a number, but ask nothing back: an answer stays one.
func (w *walk) relate() {
	if w.Outcome != OutcomeAnswer || w.Dialogue != "" || w.Reply != "" || w.Point != "" || w.Also != "" || len(w.Offer) > 0 {
		return
	}
	for _, id := range w.Entries[w.Entry].Related {
		if w.there(id) && id != w.Entry && !slices.Contains(w.Related, id) && len(w.Related) < relatedMost {
			w.Related = append(w.Related, id)
		}
	}
}
