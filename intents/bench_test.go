package intents

import (
	"fmt"
	"strings"
	"testing"

	"yiwen/bot/text"
)

func BenchmarkUnderstand(b *testing.B) {
	s := xingka(b)
	for name, in := range map[string]string{
		"question/20": "我昨天给手机充了一百块话费还没有到账",
		"angry/20":    "你们是骗子吧我要投诉到12315！！！",
		"story/200":   strings.Repeat("我昨天下午三点给手机13812047756充了一百块话费还没有到账，订单XK20250618006650，", 4),
		"worst/2000":  strings.Repeat("人工急投诉", 400),
	} {
		b.Run(name, func(b *testing.B) {
			a := text.Analyse(in, text.Runes{})
			b.ReportAllocs()
			for b.Loop() {
				s.Understand(a)
			}
		})
	}
}

// BenchmarkWorst is what Costs measures.
func BenchmarkWorst(b *testing.B) {
	s := xingka(b)
	for _, m := range s.worst() {
		b.Run(string([]rune(m)[:4]), func(b *testing.B) {
			a := text.Analyse(m, text.Runes{})
			for b.Loop() {
				s.Understand(a)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		s := xingka(b)
		if s == nil {
			b.Fatal(fmt.Errorf("no set"))
		}
	}
}
