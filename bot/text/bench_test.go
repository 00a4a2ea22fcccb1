package text

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkAnalyse(b *testing.B) {
	const plain, folded = "我昨天给手机充值了一百块话费到现在都还没有到账", "您好！請問ＱＱ會員充值後沒到賬，怎麼辦？？"
	for name, s := range map[string]string{"plain": plain, "folded": folded} {
		for _, n := range []int{10, 20, 50, 200, 2000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				in := string([]rune(strings.Repeat(s, n/20+1))[:n])
				b.ReportAllocs()
				for b.Loop() {
					Analyse(in, Runes{})
				}
			})
		}
	}
}
