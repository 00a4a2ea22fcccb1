package handoff

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"yiwen/bot/chat"
)

const (
	// maxSaid bounds how far off an agent's own promise may be.
	maxSaid = 30 * 24 * time.Hour
	// maxTimes bounds how many times of a text are looked at: each costs a look at
	// its clause, and nobody makes more promises in a breath.
	maxTimes = 8
)

// Said is a promise in an agent's own words (10分钟后回复您). Start and End count
// runes of his text and enclose the words that name the time.
type Said struct {
	Due        time.Time
	Start, End int
}

// Promise makes a promise of it; text is the text that it was read from.
func (s Said) Promise(text string, at time.Time) chat.Promise {
	remind := at.Add(s.Due.Sub(at) / (remindShare + 1) * remindShare)
	return chat.Promise{
		What: chat.PromiseOwn, Due: s.Due.UnixMilli(), Remind: remind.UnixMilli(),
		Text: string([]rune(text)[s.Start:s.End]),
	}
}

// ReadPromise finds the promise that an agent makes in a text written at that
// time: that he will get back to the customer, with a time to it. Of several it
// returns the earliest. Days end with the team's hours, and a working day is a
// working day of its calendar; minutes and hours are those of the customer's
// clock.
//
// It would rather overlook one than find one that is none, since each starts a
// clock that both sides see: the clause must say that the house gets back to the
// customer, and must neither deny, ask, suppose or tell the past, nor speak of
// what others do (the seller, the bank), of what the customer is to do, nor of
// what is usual. A time without a number (稍后, 尽快) is none, and neither is what
// is quoted in a line that begins with ">".
func ReadPromise(text string, at time.Time, h Hours) (Said, bool) {
	words, places := spoken([]rune(text))
	var best Said
	times := 0
	for _, c := range clauses(words) {
		if c.quoted {
			continue
		}
		for i := c.from; i < c.to && times < maxTimes; i++ {
			due, end, ok := timeAt(words[:c.to], i, at, h)
			if !ok {
				continue
			}
			times++
			if promises(string(words[c.from:i]), string(words[end:c.to]), c.asks) && due.After(at) && due.Sub(at) <= maxSaid {
				if best.Due.IsZero() || due.Before(best.Due) {
					best = Said{Due: due, Start: i, End: end}
				}
			}
			i = end - 1
		}
	}
	if best.Due.IsZero() {
		return Said{}, false
	}
	best.Start, best.End = places[best.Start], places[best.End-1]+1
	return best, true
}

// spoken drops what is written but not said: blanks between figures and words
// (10 分钟), and the marks that make words bold or code. Between two figures or
// Latin letters they stay, since they part what would run together. places tells
// where each rune stood.
func spoken(text []rune) (words []rune, places []int) {
	words, places = make([]rune, 0, len(text)), make([]int, 0, len(text))
	for i := 0; i < len(text); i++ {
		end := i
		for end < len(text) && strings.ContainsRune(" \t\u00a0\u3000*`", text[end]) {
			end++
		}
		if end > i && len(words) > 0 && end < len(text) && latin(words[len(words)-1]) && latin(text[end]) {
			words, places = append(words, text[i]), append(places, i)
		}
		if end < len(text) {
			words, places = append(words, text[end]), append(places, end)
		}
		i = end
	}
	return words, places
}

// latin reports a figure or a letter of a script that is written with blanks.
func latin(r rune) bool {
	return digit(r) >= 0 || r < unicode.MaxLatin1 && unicode.IsLetter(r)
}

// clause is a stretch of a text, in runes; asks = it ends with a question mark,
// quoted = it stands in a line that quotes.
type clause struct {
	from, to     int
	asks, quoted bool
}

// clauses cuts a text at its punctuation.
func clauses(words []rune) []clause {
	var all []clause
	from, quoted, opens := 0, false, true // opens = begins its line
	for i := 0; i <= len(words); i++ {
		if i < len(words) && !strings.ContainsRune("，。！？；、,!?;\n", words[i]) {
			continue
		}
		if opens {
			quoted = strings.HasPrefix(strings.TrimSpace(string(words[from:i])), ">")
		}
		if i > from {
			asks := i < len(words) && (words[i] == '？' || words[i] == '?')
			all = append(all, clause{from: from, to: i, asks: asks, quoted: quoted})
		}
		from, opens = i+1, i < len(words) && words[i] == '\n'
	}
	return all
}

// promises says whether the words before and after a time, within one clause,
// make a promise of it.
func promises(before, after string, asks bool) bool {
	whole := before + after
	trimmed := strings.TrimRight(after, "的哦呢哈啊~～… ")
	switch {
	case asks, hasSuffixOf(trimmed, "吗", "么", "吧", "没有"):
		return false
	case hasPrefixOf(after, "前", "之前", "以前", "的", "到", "至") || hasSuffixOf(before, "每", "每天", "每日", "每晚", "到", "至", "-", "~"):
		// 10分钟前 is the past (3点前 was read with the time), 今天的 belongs to what
		// follows, 周一到周五 is a habit.
		return false
	case denies(whole), has(whole, "如果", "若", "要是", "假如", "一旦", "只要", "除非", "万一"):
		return false
	case has(whole, "一般", "通常", "平时", "平均", "正常情况", "往往", "规定", "标准", "超时", "超过了", "说好", "上次", "昨天"):
		return false
	case has(whole, "已经", "刚才", "刚刚"), has(after, "过您", "过你", "复了", "系了", "知了", "馈了", "理了", "决了", "您了", "你了", "了您", "了你", "晚了", "慢了", "才"):
		return false
	}
	back := first(after, "回复", "答复", "回您", "回你", "联系", "告知", "告诉", "通知", "反馈", "回电", "回访", "回话",
		"结果", "结论", "解决", "处理", "同步", "说明", "跟进", "发给", "发您", "打给", "电话", "补发", "补给")
	if back < 0 {
		return false
	}
	return byHouse(before, after[:back]) && toCustomer(before, after, back)
}

// byHouse reports that it is the house which acts, going by the words before the
// time and between the time and the act.
func byHouse(before, between string) bool {
	if has(between, "我", "这边", "同事", "专员") {
		return true
	}
	switch {
	case has(between, "您再", "你再", "请", "麻烦", "自动", "系统", "到账", "后台会"):
		return false
	case has(before, "请您", "请你", "麻烦", "建议", "您可以", "你可以", "您也可", "请在", "请于", "烦请"):
		return false
	case has(before, "我", "这边", "同事", "专员", "客服"):
		return true
	}
	// 您 before the time is who acts (您10分钟后联系我), behind it who is served.
	return !others(before) && !others(between) && !has(before, "您", "你")
}

// others reports that somebody acts who is not the house.
func others(s string) bool {
	return has(s, "供货商", "商家", "卖家", "商户", "店家", "银行", "运营商", "官方", "厂商", "快递", "对方", "系统", "支付宝", "微信", "平台", "短信")
}

// toCustomer reports that the act is for the customer: he is named beside it, or
// the house names itself and nobody else. What is to be done to the house (联系我)
// is the customer's to do.
func toCustomer(before, after string, back int) bool {
	act := after[back:]
	if has(act, "我们", "联系我", "回复我", "告诉我", "通知我", "联系客服", "联系在线") {
		return false
	}
	if has(after, "您", "你") {
		return true
	}
	return has(before+after[:back], "我", "这边")
}

// denies reports a denial that is not one of a length (不超过).
func denies(s string) bool {
	for _, harmless := range []string{"不超过", "不到", "不出", "不晚于", "没问题", "不好意思", "未到账", "没到账", "未成功", "不会超过"} {
		s = strings.ReplaceAll(s, harmless, "")
	}
	return has(s, "不", "没", "未", "无法", "别")
}

func has(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func hasPrefixOf(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

func hasSuffixOf(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

// first returns the byte offset of the first of words in s, or -1.
func first(s string, words ...string) int {
	at := -1
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at
}
