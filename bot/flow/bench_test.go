package flow

import "testing"

// BenchmarkFlow is what a message costs in a flow with a slot of each kind: where
// it begins one, gives a slot what it asks for, names something to be changed, and
// is of no use.
func BenchmarkFlow(b *testing.B) {
	f := compiled(b, invoice())
	begun := f.Begin(nil, say("公司开票，订单号是XK20250101001"))
	if begun.Asked != "title" {
		b.Fatalf("asks for %q", begun.Asked)
	}
	b.Run("begin", func(b *testing.B) {
		said := say("公司开票，订单号是XK20250101001")
		b.ReportAllocs()
		for b.Loop() {
			f.Begin(nil, said)
		}
	})
	for _, bm := range []struct {
		name, said string
		want       Result
	}{
		{"a slot as told", "星河网络科技有限公司", Filled},
		{"a change", "订单号错了，是XK20250101002", Filled},
		{"of no use", "在吗", Missed},
		{"left", "算了不开了", Left},
	} {
		b.Run(bm.name, func(b *testing.B) {
			said := say(bm.said)
			if _, out, _ := f.Take(begun, said); out != bm.want {
				b.Fatalf("%s is %s", bm.said, out)
			}
			b.ReportAllocs()
			for b.Loop() {
				f.Take(begun, said)
			}
		})
	}
}
