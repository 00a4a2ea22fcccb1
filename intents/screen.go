package intents

import (
	"strings"
	"unicode/utf8"
)

// Bounds of what a screen is taken to have said, in runes.
const (
	shortestError = 2
	longestError  = 40
)

// quotedErrors recognises what a screen said and the customer quotes: in
// quotation marks behind a word of showing (弹“系统异常”), as a code (0xC004C003,
// ERR_50012, 错误码E1003), or as English words of failing (sign error).
func quotedErrors(c *claims) {
	s := c.s
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if end := closing(r); end != 0 {
			inside, _, closed := strings.Cut(s[i+size:], string(end))
			if closed {
				if n := utf8.RuneCountInString(inside); n >= shortestError && n <= longestError && shown(s[:i]) {
					c.add(EntityError, i+size, i+size+len(inside), inside)
				}
				i += size + len(inside)
			}
		}
		i += size
	}
	errorCodes(c)
}

// closing returns the mark that closes the quotation that r opens, or 0.
func closing(r rune) rune {
	switch r {
	case '“':
		return '”'
	case '「':
		return '」'
	case '『':
		return '』'
	case '【':
		return '】'
	case '"', '\'':
		return r
	}
	return 0
}

// shown reports whether before ends with a word of showing. A word of speaking
// counts where nobody is named who could have spoken: 客服说“亲稍等” is no error.
func shown(before string) bool {
	before = lastRunes(before, 12)
	if i := strings.LastIndexAny(before, ",。!?;"); i >= 0 {
		before = before[i:]
	}
	b := strings.TrimRight(before, " :,着了的是我个一句行串来出")
	if strings.HasSuffix(b, "写") && strings.Contains(before, "我") && !strings.Contains(before, "写着") {
		return false // 我写了个“全网最低”
	}
	for _, w := range [...]string{"提示", "显示", "弹", "弹窗", "写", "报", "报错", "跳", "出现", "标", "返回", "提醒", "红字"} {
		if strings.HasSuffix(b, w) {
			return true
		}
	}
	if !strings.HasSuffix(b, "说") && !strings.HasSuffix(b, "讲") && !strings.HasSuffix(b, "叫") {
		return false
	}
	for _, who := range [...]string{"他", "她", "客服", "商家", "卖家", "店家", "对方", "老板", "人家", "你们", "骗子", "同事", "朋友", "孩子"} {
		if strings.Contains(before, who) {
			return false
		}
	}
	return true
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

// errorCodes recognises codes and English words of failing among the words of
// ASCII letters, digits, _ and the blanks between them.
func errorCodes(c *claims) {
	s := c.s
	for i := 0; i < len(s); {
		if !isCodeByte(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && (isCodeByte(s[end]) || strings.IndexByte(" .:-'", s[end]) >= 0 && end+1 < len(s) && isCodeByte(s[end+1])) {
			end++
		}
		if end-i <= longestError && !inAddress(s, i, end) && isErrorCode(s[i:end], s[:i], s[end:]) {
			c.add(EntityError, i, end, s[i:end])
		}
		i = end
	}
}

func isCodeByte(b byte) bool { return isDigit(b) || isLetter(b) || b == '_' }

// isErrorCode reports whether a run of ASCII words is an error, by itself or by
// what stands around it.
func isErrorCode(run, before, after string) bool {
	hex, isHex := strings.CutPrefix(run, "0x")
	switch {
	case isHex && len(hex) >= 4 && strings.Trim(hex, "0123456789abcdef") == "",
		(strings.HasPrefix(run, "err_") || strings.HasPrefix(run, "err-") || strings.HasPrefix(run, "error_")) && len(run) > 5:
		return true
	case run == "404" || run == "403" || run == "500" || run == "502" || run == "503" || run == "504":
		return endsWith(before, "报", "报错", "显示", "出现", "返回", "跳", "弹") && unitLength(after) == 0 ||
			endsWith(before, "是") && run != "500" && unitLength(after) == 0 && !counts(after)
	}
	b := strings.TrimRight(before, " :是为着个了一")
	if digits(run) >= 2 && len(run) <= 24 && endsWith(b, "错误码", "错误代码", "报错码", "错误", "报错", "代码", "状态码", "错误号") {
		return true
	}
	words := strings.FieldsFunc(run, func(r rune) bool { return !isLetter(byte(r)) })
	if len(words) < 2 && !endsWith(b, "报", "提示", "显示", "弹", "出现", "返回", "写", "报错") {
		return false
	}
	for _, w := range words {
		switch w {
		case "error", "fail", "failed", "failure", "invalid", "denied", "timeout", "exception", "forbidden", "expired", "refused", "unauthorized", "mismatch", "unavailable":
			return true
		}
	}
	return false
}

func endsWith(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// plainErrors recognises what a screen said where the customer uses no marks:
// from 提示, 显示, 弹出 to the end of the clause, if that tells of a failure.
func plainErrors(c *claims) {
	s := c.s
	for i := 0; i < len(s); {
		n := prefix(s[i:], "提示", "显示", "弹出来", "弹出", "弹窗", "报错")
		if n == 0 {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		start := i + n
		denied := endsWith(s[:i], "不", "没", "无", "没有", "不会", "未")
		for {
			m := prefix(s[start:], " ", ":", "说", "是")
			if m == 0 {
				break
			}
			start += m
		}
		end := start
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if strings.ContainsRune(",。!?;~\n", r) {
				break
			}
			end += size
		}
		end = c.upTo(start, end)
		if said := strings.TrimRight(s[start:end], " "); !denied && tellsOfFailure(said) {
			c.add(EntityError, start, start+len(said), said)
		}
		i = max(end, i+n)
	}
}

// upTo returns end, or where the first claim behind start begins.
func (c *claims) upTo(start, end int) int {
	for _, have := range c.list {
		if have.end > start {
			end = min(end, max(start, have.start))
		}
	}
	return end
}

// tellsOfFailure reports whether s reads like the message of a failure. 显示不了
// and 提示什么 quote nothing.
func tellsOfFailure(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < shortestError || n > longestError || prefix(s, "不出", "不了", "不全", "什么", "啥", "怎么", "异常吗") > 0 {
		return false
	}
	for _, w := range [...]string{"失败", "错", "异常", "不足", "不", "无法", "无效", "未", "超", "繁忙", "稍后", "受限", "限制", "重试", "没有", "过期", "已被", "已使用", "占用", "冻结", "风险", "维护", "拒绝", "err", "fail", "invalid"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
