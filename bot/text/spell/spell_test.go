package spell

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/bot/text/pinyin"
)

// shop reads texts by the words of a small shop.
type shop struct {
	text.Runes
	*Table
}

var _ text.Speller = shop{}

func newShop(t testing.TB) shop {
	t.Helper()
	table, err := New(pinyin.New(), []Word{
		{"支付宝", 9}, {"充值", 30}, {"退款", 40}, {"保证金", 5}, {"银行卡", 6}, {"抽奖", 25}, {"传奖", 25},
		{"重新", 4}, {"便宜", 3}, {"会员", 8}, {"独家", 1}, {"激活", 21},
	}, []string{"CDK", "steam"})
	if err != nil {
		t.Fatal(err)
	}
	return shop{Table: table}
}

func TestRespell(t *testing.T) {
	s := newShop(t)
	for name, c := range map[string]struct{ said, want string }{
		"initials in a sentence":           {"用zfb充的dd没到", "用支付宝充的订单没到"},
		"initials by themselves":           {"ZFB", "支付宝"},
		"three letters of the base":        {"bzj怎么退", "保证金怎么退"},
		"a character of several readings":  {"yhk", "银行卡"},
		"two letters, used often":          {"jh不了", "激活不了"},
		"two letters, two words":           {"cj在哪", "cj在哪"},
		"a word that one entry uses":       {"dujia", "dujia"},
		"whole pinyin":                     {"tuikuan去哪了", "退款去哪了"},
		"pinyin of several words":          {"zhifubaochongzhi", "支付宝充值"},
		"pinyin with a word left over":     {"zhifubaoxyz", "zhifubaoxyz"},
		"a syllable among characters":      {"chong值和支付bao", "充值和支付宝"},
		"a syllable that fits nowhere":     {"你chong我", "你chong我"},
		"a person asked for":               {"zrg", "转人工"},
		"disguised":                        {"加V信，薇信也行", "加微信,微信也行"},
		"one character for another":        {"己付款，末到账", "已付款,未到账"},
		"by sound":                         {"登陆收不到验正码", "登录收不到验证码"},
		"the base's own letters":           {"cdk和Steam", "cdk和steam"},
		"letters that everybody writes":    {"qq和app", "qq和app"},
		"an address":                       {"cz@zfb.com", "cz@zfb.com"},
		"beside digits":                    {"dd2024和3tk", "dd2024和3tk"},
		"English":                          {"tk you so much dd", "tk you so much dd"},
		"unknown":                          {"wtf", "wtf"},
		"empty":                            {"", ""},
		"a very long run":                  {strings.Repeat("tuikuan", 10), strings.Repeat("tuikuan", 10)},
		"a run of many words, just enough": {strings.Repeat("tuikuan", 5), strings.Repeat("退款", 5)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text.Analyse(c.said, s).Norm; got != c.want {
				t.Errorf("%s reads %s, want %s", c.said, got, c.want)
			}
		})
	}
}

func TestOffsetsLeadToWhatWasWritten(t *testing.T) {
	a := text.Analyse("我用ＺＦＢ充的dd", newShop(t))
	var got []string
	for _, tok := range a.Tokens {
		from, to := a.RawRunes(tok.Start, tok.End)
		got = append(got, tok.Text+"="+a.RawText(from, to))
	}
	want := []string{"我=我", "用=用", "支=ＺＦＢ", "付=ＺＦＢ", "宝=ＺＦＢ", "充=充", "的=的", "订=dd", "单=dd"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestTheListIsSound: every spelling that ships is read, or it is of no use.
func TestTheListIsSound(t *testing.T) {
	s := newShop(t)
	for line := range strings.Lines(shipped) {
		word, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || line[0] == '#' || word == itself {
			continue
		}
		for _, written := range strings.Fields(rest) {
			if got := text.Analyse(written, s).Norm; got != text.Normalise(word) {
				t.Errorf("%s reads %s, want %s", written, got, word)
			}
		}
	}
}

func TestBadList(t *testing.T) {
	for name, file := range map[string]string{"no colon": "支付宝 zfb", "no word": ": zfb", "no spelling": "支付宝:"} {
		t.Run(name, func(t *testing.T) {
			table := &Table{latin: map[string]string{}, known: map[string]bool{}}
			if err := table.list(file); err == nil || !strings.Contains(err.Error(), "line 1") {
				t.Errorf("got %v, want an error that names line 1", err)
			}
		})
	}
}

func FuzzRespell(f *testing.F) {
	s := newShop(f)
	for _, seed := range []string{"用zfb充的dd没到", "chong值", "V信a", "zhifubaochongzhi", "a b c", "\xffzfb", "末到"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		norm := text.Normalise(said)
		at := 0
		for _, e := range s.Respell(nil, norm) {
			if e.Start < at || e.End <= e.Start || e.End > len(norm) || e.To == "" || text.Normalise(e.To) != e.To {
				t.Fatalf("%q: edit %+v behind byte %d", norm, e, at)
			}
			at = e.End
		}
		a := text.Analyse(said, s)
		if from, to := a.RawRunes(0, len(a.Norm)); from < 0 || to > len([]rune(a.Raw)) {
			t.Fatalf("%q: offsets %d, %d", said, from, to)
		}
	})
}

func BenchmarkRespell(b *testing.B) {
	s := newShop(b)
	for name, said := range map[string]string{
		"plain": "我昨天充值了一百块到现在还没有到账怎么回事", "initials": "用zfb充的dd没到，kf在吗",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var room [8]text.Edit
			for b.Loop() {
				s.Respell(room[:0], said)
			}
		})
	}
}
