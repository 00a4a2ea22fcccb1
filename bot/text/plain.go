package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain returns the part of a that a question can be found by: letters and
// digits only, without greeting and closing particles, with one spelling for
// each question word. Stop words are left out too. It has no offsets; Tokens and
// Norm stay as they are.
func (a *Analysis) Plain() string {
	if !a.stopped() {
		return Plain(a.Norm)
	}
	var b strings.Builder
	for i, t := range a.Tokens {
		if a.stops[i] {
			b.WriteByte(' ')
			continue
		}
		b.WriteString(t.Text)
	}
	return Plain(b.String())
}

// Words returns the Tokens without stop words.
func (a *Analysis) Words() []Token {
	if !a.stopped() {
		return a.Tokens
	}
	var words []Token
	for i, t := range a.Tokens {
		if !a.stops[i] {
			words = append(words, t)
		}
	}
	return words
}

// Stops reports whether token i is a stop word, or part of one, that counts for
// nothing here.
func (a *Analysis) Stops(i int) bool { return a.stopped() && a.stops[i] }

// stopped reports that stop words are left out: there are some, and something
// else is said beside them.
func (a *Analysis) stopped() bool {
	if a.stops == nil {
		return false
	}
	for i, t := range a.Tokens {
		if !a.stops[i] && strings.ContainsFunc(t.Text, IsWord) {
			return true
		}
	}
	return false
}

// Plain is Analysis.Plain for a text that is in normal form already. A text
// that is nothing but greeting and particles is kept, so that "你好" finds an
// entry about it.
func Plain(norm string) string {
	kept := letters(norm)
	rest := strings.TrimSpace(trimEnd(trimStart(kept)))
	if rest == "" {
		rest = kept
	}
	return respell(rest)
}

// PlainWord is Plain for a word or part of a text: nothing of it is taken for a
// greeting or a closing particle.
func PlainWord(norm string) string { return respell(letters(norm)) }

// respell gives question words their one spelling.
func respell(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 6)
	for i := 0; i < len(s); {
		if n, to := spelling(s[i:]); n > 0 {
			b.WriteString(to)
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String()
}

// IsWord reports whether r is a letter or digit: what retrieval counts.
func IsWord(r rune) bool {
	if r < 0x80 {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return r >= 0x4e00 && r <= 0x9fff || unicode.IsLetter(r) || unicode.IsNumber(r)
}

// letters drops what is neither letter nor digit. A blank stays where two words
// of a script that needs blanks would grow together.
func letters(s string) string {
	var room [256]byte
	b := room[:0]
	before, gap := rune(0), false
	for _, r := range s {
		if !IsWord(r) {
			gap = true
			continue
		}
		if gap && spaced(before) && spaced(r) {
			b = append(b, ' ')
		}
		b = utf8.AppendRune(b, r)
		before, gap = r, false
	}
	return string(b)
}

func spaced(r rune) bool { return r != 0 && r < 0x2e80 }

// trimStart drops greetings and courtesies that a question begins with.
func trimStart(s string) string {
	for {
		n := 0
		for _, w := range [...]string{
			"你好", "您好", "你们好", "哈喽", "哈罗", "hello ", "hi ", "嗨", "早上好", "上午好", "中午好", "下午好", "晚上好",
			"在吗", "在不在", "亲", "老师", "师傅", "大家好",
			"请问一下", "请问下", "请问", "问一下", "问下", "想问一下", "想问下", "我想问一下", "我想问下", "我想请问",
			"想咨询一下", "想咨询下", "我想咨询", "咨询一下", "咨询下", "麻烦问一下", "麻烦问下", "麻烦", "打扰一下", "打扰了",
			"那个", "就是", "不好意思", "啊", "呀", "哎", "哦", "嗯",
		} {
			if len(w) > n && strings.HasPrefix(s, w) {
				n = len(w)
			}
		}
		if n == 0 {
			return s
		}
		s = s[n:]
	}
}

// trimEnd drops closing particles and thanks. Those that carry a question (吗,
// 么, 没, 不) stay.
func trimEnd(s string) string {
	for {
		r, n := utf8.DecodeLastRuneInString(s)
		switch {
		case n > 0 && strings.ContainsRune("啊呀呢哦喔哈啦嘛哇呗诶欸咯喽噢鸭捏滴", r):
			s = s[:len(s)-n]
		case strings.HasSuffix(s, "谢谢"), strings.HasSuffix(s, "多谢"), strings.HasSuffix(s, "谢啦"), strings.HasSuffix(s, "谢了"):
			s = s[:len(s)-len("谢谢")]
		default:
			return s
		}
	}
}

// spelling returns the length of the question word that s begins with and its
// one spelling, or 0. The pairs are those whose folding was measured to help
// and never to hurt: same meaning in every sentence.
func spelling(s string) (int, string) {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '如':
		return begins(s, "怎么", "如何")
	case '怎':
		return begins(s, "怎么", "怎么样", "怎样")
	case '咋':
		return begins(s, "怎么", "咋样", "咋个", "咋")
	case '肿':
		return begins(s, "怎么", "肿么")
	case '点':
		return begins(s, "怎么", "点样")
	case '为':
		return begins(s, "为什么", "为何", "为啥", "为嘛", "为毛")
	case '啥':
		return begins(s, "什么", "啥子", "啥")
	case '甚':
		return begins(s, "什么", "甚么")
	case '能':
		return begins(s, "能不能", "能否")
	case '可':
		return begins(s, "能不能", "可不可以", "可否")
	case '何', '几':
		return begins(s, "什么时候", "何时", "几时")
	case '木':
		return begins(s, "没", "木有")
	case '没':
		return begins(s, "没", "没有", "没得")
	case '冇':
		return begins(s, "没", "冇")
	case '哪':
		return begins(s, "哪", "哪里", "哪儿")
	}
	return 0, ""
}

// begins returns the length of the first of words that s begins with, and to.
func begins(s, to string, words ...string) (int, string) {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return len(w), to
		}
	}
	return 0, ""
}
