package bot

import (
	"strings"
	"testing"

	"yiwen/bot/text"
)

// FuzzTalk: whatever is said, what is taken out of it stands in it, and neither
// more sentences nor more cuts come of it than are searched for.
func FuzzTalk(f *testing.F) {
	talk, err := NewTalk(DefaultTalk())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("不是，我说的是退款！另外 顺便问下积分会过期吗\n好的谢谢")
	f.Add("对了对了对了那那那")
	f.Fuzz(func(t *testing.T, said string) {
		a := text.Analyse(said, text.Runes{})
		h := talk.hear(a.Norm)
		if m := talk.meant(a.Norm, h); !strings.Contains(a.Norm, m.text) {
			t.Fatalf("%q means %q", a.Norm, m.text)
		}
		parts := talk.sentences(a, h)
		if len(parts) == 1 || len(parts) > partsMost {
			t.Fatalf("%q has %d sentences", a.Norm, len(parts))
		}
		for _, p := range parts {
			if !strings.Contains(a.Norm, p.text) {
				t.Fatalf("%q has the sentence %q", a.Norm, p.text)
			}
		}
		for _, m := range append(talk.matter(a.Norm, h), talk.objects(a.Norm, h)...) {
			if m == "" || !strings.Contains(a.Norm, m) {
				t.Fatalf("%q is about %q", a.Norm, m)
			}
		}
	})
}
