package jieba

import (
	"fmt"
	"strings"
	"testing"

	"yiwen/bot/text"
)

const sample = "我昨天给手机充值了一百块话费到现在都还没有到账"

func sentence(n int) string { return string([]rune(strings.Repeat(sample, n/20+1))[:n]) }

func BenchmarkCut(b *testing.B) {
	s := open(b)
	for _, n := range []int{10, 20, 50, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := sentence(n)
			var dst []text.Token
			b.ReportAllocs()
			for b.Loop() {
				dst = s.Cut(dst[:0], in)
			}
		})
	}
}

func BenchmarkAnalyse(b *testing.B) {
	s := open(b)
	for _, n := range []int{10, 20, 50, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := sentence(n)
			b.ReportAllocs()
			for b.Loop() {
				text.Analyse(in, s)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		s, err := Open(dir, nil)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
