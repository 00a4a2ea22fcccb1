package suggest

import (
	"strings"
	"testing"
)

// TestSpellingsOfWhatIsTypedAtRandom: letters that are syllables here and there, and
// all else single, have very many spellings of which few come out even.
func TestSpellingsOfWhatIsTypedAtRandom(t *testing.T) {
	seg := &segment{spoken: map[string][]code{}}
	seg.syllables = strings.Fields("a an ang gu gua guan guang hu hua huan huang zhu zhua zhuan zhuang")
	for i, s := range seg.syllables {
		seg.spoken[s] = []code{code(i + 1)}
	}
	for _, typed := range []string{"ng" + strings.Repeat("zhuang", 5), strings.Repeat("ang", 10) + "an", strings.Repeat("x", maxUnits)} {
		steps := 0
		for _, p := range spellings([]rune(typed), []*segment{seg}) {
			var whole strings.Builder
			for _, u := range p {
				whole.WriteString(u.typed)
			}
			if steps++; whole.String() != typed || len(p) > len(typed) {
				t.Errorf("%q is taken for %v", typed, p)
			}
		}
		if steps == 0 || steps > maxSpellings+1 {
			t.Errorf("%q has %d spellings", typed, steps)
		}
	}
}
