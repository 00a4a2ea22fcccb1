package ticket

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yiwen/bot/fault"
)

func number(t testing.TB, seq int) Number {
	t.Helper()
	n, err := NewNumber(time.Date(2027, 3, 10, 23, 0, 0, 0, time.UTC), seq)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNewNumber(t *testing.T) {
	for seq, want := range map[int]string{1: "WO202703100001", 42: "WO202703100042", 12345: "WO2027031012345"} {
		if n := number(t, seq); !strings.HasPrefix(string(n), want) || len(n) != len(want)+1 {
			t.Errorf("number %d is %s", seq, n)
		}
	}
	for _, seq := range []int{0, -1, 1e9} {
		if n, err := NewNumber(time.Now(), seq); err == nil {
			t.Errorf("number %d is %s", seq, n)
		}
	}
	if day, ok := number(t, 1).Day(); !ok || !day.Equal(time.Date(2027, 3, 10, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("day %v %v", day, ok)
	}
}

// TestCheckDigit changes each digit to every other and swaps all neighbours, in
// many numbers: none of it passes.
func TestCheckDigit(t *testing.T) {
	for seq := 1; seq < 12000; seq += 37 {
		good := []byte(strings.TrimPrefix(string(number(t, seq)), prefix))
		if _, err := check(string(good)); err != nil {
			t.Fatalf("%s: %v", good, err)
		}
		for i := range good {
			for d := byte('0'); d <= '9'; d++ {
				bad := append([]byte(nil), good...)
				if bad[i] = d; d != good[i] {
					refused(t, bad)
				}
			}
			if i > 0 && good[i] != good[i-1] {
				bad := append([]byte(nil), good...)
				bad[i], bad[i-1] = bad[i-1], bad[i]
				refused(t, bad)
			}
		}
	}
}

func refused(t *testing.T, bad []byte) {
	t.Helper()
	if n, err := check(string(bad)); err == nil {
		t.Errorf("%s passes as %s", bad, n)
	}
}

func TestParseNumber(t *testing.T) {
	good := number(t, 17)
	d := strings.TrimPrefix(string(good), prefix)
	wide := strings.Map(func(c rune) rune { return c - '!' + '！' }, string(good))
	for _, s := range []string{
		string(good), d, strings.ToLower(string(good)), wide, " " + string(good) + " ", "WO-" + d[:8] + "-" + d[8:], "WO " + d, "W0" + d, "w0 " + d, "#" + string(good),
	} {
		if n, err := ParseNumber(s); err != nil || n != good {
			t.Errorf("%q: %q, %v", s, n, err)
		}
	}
	bad := []byte(d)
	bad[9], bad[10] = bad[10], bad[9]
	future := "20271340" + "0001"
	zero := "202703100000"
	for s, want := range map[string]string{
		"":                            "请输入工单号",
		"  ":                          "请输入工单号",
		"WO":                          "请输入工单号",
		"WO2027":                      "不完整",
		"AB" + d:                      "只含字母 WO",
		"OW" + d:                      "以 WO 开头",
		d + "元":                       "只含字母 WO",
		"我的单号":                        "只含字母 WO",
		"WO" + strings.Repeat(d, 9):   "太长",
		"WO" + d[:len(d)-2] + "x":     "只含字母 WO",
		"WO" + wrong(d):               "可能输错了一位",
		future + string(damm(future)): "工单号有误",
		zero + string(damm(zero)):     "工单号有误",
	} {
		if n, err := ParseNumber(s); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Text(err, ""), want) {
			t.Errorf("%q: %q, %v; want %q", s, n, err, want)
		}
	}
	if n, err := ParseNumber(example()); err != nil {
		t.Errorf("the example %s: %v", n, err)
	}
}

// wrong returns d with its last digit wrong.
func wrong(d string) string { return d[:len(d)-1] + string('0'+(d[len(d)-1]-'0'+1)%10) }

func TestFindNumber(t *testing.T) {
	good := number(t, 17)
	d := strings.TrimPrefix(string(good), prefix)
	for text, want := range map[string]Number{
		"": "", "查一下工单": "", "WO": "", "订单" + d: "", "WO123": "",
		fmt.Sprintf("我的工单%s怎么样了", good):                       good,
		fmt.Sprintf("wo%s", d):                                good,
		fmt.Sprintf("WO%s，不对，是 %s", wrong(d), good):           good,
		fmt.Sprintf("%s9", good):                              "",
		fmt.Sprintf("wo %s-%s %s 怎么样了", d[:4], d[4:8], d[8:]): good,
		fmt.Sprintf("%s 3天了", good):                           good,
		fmt.Sprintf("ＷＯ：%s", d):                               good,
		"WO " + d[:5]:                                         "",
		"WO" + strings.Repeat("1", 100) + " " + string(good):  good,
	} {
		if n, ok := FindNumber(text); n != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, n, ok, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"WO202703100017", "wo-2027 0310 0001 7", "\xff", "ＷＯ２０２７", strings.Repeat("9", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		again, err := ParseNumber(string(n))
		if _, ok := n.Day(); !ok || err != nil || again != n {
			t.Fatalf("%q: %q, then %q, %v", s, n, again, err)
		}
		if found, ok := FindNumber("单号" + string(n) + "。"); !ok || found != n {
			t.Fatalf("%q is not found again: %q", n, found)
		}
		if found, ok := FindNumber(s); ok {
			if same, err := ParseNumber(string(found)); err != nil || same != found {
				t.Fatalf("in %q %q is found: %v", s, found, err)
			}
		}
	})
}
