package text

import "slices"

// Again returns Analyse(bare.Raw, s) for a bare that was analysed by the
// Segmenter under s, which cuts as s does and corrects, respells and stops
// nothing. Where s changes nothing either, as it does of nearly all texts, that is
// bare itself, at a small part of the cost.
func Again(bare *Analysis, s Segmenter) *Analysis {
	var room [8]Edit
	if by, ok := s.(Corrector); ok && len(by.Correct(room[:0], bare.Norm)) > 0 {
		return Analyse(bare.Raw, s)
	}
	if by, ok := s.(Speller); ok && len(by.Respell(room[:0], bare.Norm)) > 0 {
		return Analyse(bare.Raw, s)
	}
	if by, ok := s.(Stopper); ok {
		if stops := by.Stops(bare.Norm, bare.Tokens); stops != nil {
			a := *bare
			a.stops = stops
			return &a
		}
	}
	return bare
}

// Same reports whether a and b, which one segmenter cut, say the same to all who
// read them.
func (a *Analysis) Same(b *Analysis) bool {
	return a == b || a.Raw == b.Raw && a.Norm == b.Norm && slices.Equal(a.Respelled, b.Respelled) && slices.Equal(a.stops, b.stops)
}
