package sheet

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/text/width"

	"yiwen/knowledge"
)

// The marks that separate the texts of a cell that is a list. Questions may hold
// commas, words do not.
const (
	betweenQuestions = "\n|｜"
	betweenWords     = "\n|｜,，、;；"
)

// splitList returns the texts of a cell. One in double quotes may hold separators,
// and quotes that are doubled.
func splitList(s, between string) (list []string) {
	for s = strings.TrimLeft(s, between+" \t\r\u3000"); s != ""; s = strings.TrimLeft(s, between+" \t\r\u3000") {
		item, rest, ok := quoted(s, between)
		if !ok {
			item, rest = s, ""
			if i := strings.IndexAny(s, between); i >= 0 {
				item, rest = s[:i], s[i:]
			}
			item = strings.TrimSpace(item)
		}
		if s = rest; item != "" {
			list = append(list, item)
		}
	}
	return list
}

// quoted takes a text in quotes from the front of s, if it is one to the end.
func quoted(s, between string) (item, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", s, false
	}
	var b strings.Builder
	for s = s[1:]; ; {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return "", s, false
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; !strings.HasPrefix(s, `"`) {
			break
		}
		b.WriteByte('"')
		s = s[1:]
	}
	s = strings.TrimLeft(s, " \t\r\u3000")
	return b.String(), s, s == "" || strings.IndexAny(s, between) == 0
}

// joinList is the inverse of splitList, for lists of texts that are not empty.
func joinList(list []string, between, with string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s, between)
	}
	return strings.Join(out, with)
}

func quote(s, between string) string {
	if strings.HasPrefix(s, `"`) || strings.ContainsAny(s, between) || strings.TrimSpace(s) != s {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// units is the length of s as a spreadsheet counts it.
func units(s string) int {
	n := len(s)
	if n <= MaxCell {
		return n // it is no longer in any count
	}
	n = 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// words of a cell that is one of a closed list, by their meaning.
var (
	stateOn  = closed("启用 已启用 开启 已开启 生效 生效中 已生效 有效 上线 已上线 发布 已发布 正常 是 开 on enable enabled active true 1 yes y published live 草稿 待审核 审核中 draft review new")
	stateOff = closed("停用 已停用 禁用 已禁用 关闭 已关闭 失效 已失效 下线 已下线 未启用 未生效 已过期 过期 否 关 off disable disabled inactive false 0 no n expired")

	audiences = map[string]knowledge.Audience{
		"所有人": knowledge.Everybody, "全部": knowledge.Everybody, "所有": knowledge.Everybody, "不限": knowledge.Everybody, "all": knowledge.Everybody, "everybody": knowledge.Everybody,
		"买家": knowledge.Buyers, "客户": knowledge.Buyers, "顾客": knowledge.Buyers, "buyer": knowledge.Buyers, "buyers": knowledge.Buyers,
		"商家": knowledge.Merchants, "卖家": knowledge.Merchants, "商户": knowledge.Merchants, "merchant": knowledge.Merchants, "merchants": knowledge.Merchants,
		"vip": knowledge.VIPs, "vips": knowledge.VIPs, "vip客户": knowledge.VIPs, "会员": knowledge.VIPs,
	}
	severities = map[string]string{
		"低": "low", "普通": "normal", "一般": "normal", "中": "normal", "高": "high", "紧急": "urgent",
	}
)

func closed(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// plain is a word as closed lists have it.
func plain(s string) string {
	return strings.ToLower(strings.TrimSpace(width.Fold.String(s)))
}

// dated finds the numbers of a date, with or without a time of day.
var dated = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?秒?)?分?)?Z?$`)

// errDate is what is said of a cell that is no date.
var errDate = errors.New("不是日期，请写成 2026-12-31 或 2026-12-31 18:00")

// excelDays is the day before Excel's first: 1900-01-01 is 1, and the 29 February
// of 1900 that never was is counted.
var excelDays = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// moment reads a date and perhaps a time, as text or as the number of days that a
// spreadsheet counts; day reports that no time was given. A moment is cut to the
// minute; the last second of a minute is the next one.
func moment(s string, since1904 bool) (t time.Time, day bool, err error) {
	s = strings.TrimSpace(width.Fold.String(s))
	if t, err := time.Parse("20060102", s); err == nil {
		return t, true, nil
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		if since1904 {
			n += 1462
		}
		if math.IsNaN(n) || n < 30_000 || n >= 100_000 { // 1982 to 2173: a year alone is none
			return t, false, errDate
		}
		t = excelDays.Add(time.Duration(math.Round(n*86400)) * time.Second)
		return toMinute(t), n == math.Trunc(n), nil
	}
	m := dated.FindStringSubmatch(s)
	if m == nil {
		return t, false, errDate
	}
	var n [7]int
	for i := 1; i < len(m); i++ {
		n[i], _ = strconv.Atoi(m[i]) // digits, or nothing
	}
	t = time.Date(n[1], time.Month(n[2]), n[3], n[4], n[5], n[6], 0, time.UTC)
	if n[4] == 24 && n[5] == 0 && n[6] == 0 {
		return t, false, nil
	}
	if t.Day() != n[3] || int(t.Month()) != n[2] || t.Hour() != n[4] || t.Minute() != n[5] || n[6] > 59 {
		return t, false, errors.New("没有这一天或这个时间")
	}
	return toMinute(t), m[4] == "", nil
}

func toMinute(t time.Time) time.Time {
	if t.Second() == 59 {
		t = t.Add(time.Second)
	}
	return t.Truncate(time.Minute)
}

// from and until are the moments of a validity. An end without a time counts
// that whole day.
func from(s string, since1904 bool) (knowledge.Moment, error) {
	t, _, err := moment(s, since1904)
	if err != nil {
		return "", err
	}
	return knowledge.Moment(t.Format("2006-01-02 15:04")), nil
}

func until(s string, since1904 bool) (m knowledge.Moment, wholeDay bool, err error) {
	t, day, err := moment(s, since1904)
	if err != nil {
		return "", false, err
	}
	if day {
		t = t.AddDate(0, 0, 1)
	}
	return knowledge.Moment(t.Format("2006-01-02 15:04")), day, nil
}

// untilText is the inverse of until: one at midnight is the end of the day before.
func untilText(m knowledge.Moment) string {
	t, ok := m.Time(time.UTC)
	if !ok || t.Hour() != 0 || t.Minute() != 0 {
		return string(m)
	}
	return t.AddDate(0, 0, -1).Format("2006-01-02")
}

// forever are the words for a validity without an end.
var forever = closed("永久 永久有效 长期 长期有效 不限 无 永远 forever permanent always - —")

// betweenDates separates the ends of a validity.
var betweenDates = regexp.MustCompile(`\s*(?:至|到|~|～|—+|–|\s-\s)\s*`)

// validity reads both ends from one cell, as from and until do.
func validity(s string, since1904 bool) (f, u knowledge.Moment, wholeDay bool, err error) {
	if forever[plain(s)] {
		return "", "", false, nil
	}
	parts := betweenDates.Split(strings.TrimSpace(s), -1)
	if len(parts) == 1 {
		parts = []string{"", parts[0]}
	}
	if len(parts) != 2 {
		return "", "", false, errDate
	}
	if p := plain(parts[0]); p != "" && !forever[p] {
		if f, err = from(parts[0], since1904); err != nil {
			return "", "", false, err
		}
	}
	if p := plain(parts[1]); p != "" && !forever[p] {
		u, wholeDay, err = until(parts[1], since1904)
	}
	return f, u, wholeDay, err
}
