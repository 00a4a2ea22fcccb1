package intents

import "strings"

// agoStamp reads 半小时前, 两个多小时前, 三天前, 20分钟之前.
func agoStamp(s string) (stamp, int) {
	p := stamp{kind: stampAgo}
	n := prefix(s, "半个", "半")
	half := n > 0
	if !half {
		if p.n, n = numberAt(s); n == 0 {
			return stamp{}, 0
		}
	}
	n += prefix(s[n:], "个", "多个", "来")
	n += prefix(s[n:], "多", "半")
	switch rest := s[n:]; {
	case prefix(rest, "分钟") > 0 && !half:
		p.unit, n = unitMinute, n+len("分钟")
	case prefix(rest, "小时", "钟头") > 0 && half:
		p.n, p.unit, n = 1, unitHalfHour, n+len("小时")
	case prefix(rest, "小时", "钟头") > 0:
		p.unit, n = unitHour, n+len("小时")
	case half:
		return stamp{}, 0
	case prefix(rest, "天") > 0:
		p.unit, n = unitDay, n+len("天")
	case prefix(rest, "星期", "礼拜") > 0:
		p.unit, n = unitWeek, n+len("星期")
	case prefix(rest, "周") > 0:
		p.unit, n = unitWeek, n+len("周")
	case prefix(rest, "月") > 0 && strings.Contains(s[:n], "个"): // 3月前 is March
		p.unit, n = unitMonth, n+len("月")
	case prefix(rest, "年") > 0:
		p.unit, n = unitYear, n+len("年")
	default:
		return stamp{}, 0
	}
	m := prefix(s[n:], "前", "之前", "以前")
	if m == 0 || p.n == 0 {
		return stamp{}, 0
	}
	return p, n + m
}

// yearStamp reads a date with its year: 2025年12月3号, 2025-12-03, 2025/12/3.
func yearStamp(s string) (stamp, int) {
	if len(s) < 5 || s[0] != '1' && s[0] != '2' || digits(s[:4]) != 4 {
		return stamp{}, 0
	}
	p := stamp{kind: stampDate}
	for _, d := range s[:4] {
		p.y = p.y*10 + int(d-'0')
	}
	if p.y < 1990 || p.y > 2100 {
		return stamp{}, 0
	}
	n := 4
	if m := prefix(s[n:], "年"); m > 0 {
		day, k := numberStamp(s[n+m:], "")
		if day.kind == stampDate {
			p.n, p.m = day.n, day.m
			return p, n + m + k
		}
		return stamp{}, 0
	}
	mark := s[n]
	if mark != '-' && mark != '/' && mark != '.' {
		return stamp{}, 0
	}
	month, m := numberAt(s[n+1:])
	n += 1 + m
	if m == 0 || n >= len(s) || s[n] != mark {
		return stamp{}, 0
	}
	day, m := numberAt(s[n+1:])
	n += 1 + m
	if m == 0 || !validDay(month, day) || n < len(s) && (isDigit(s[n]) || isLetter(s[n]) || s[n] == '-') {
		return stamp{}, 0
	}
	p.n, p.m = month, day
	return p, n
}

func validDay(month, day int) bool { return month >= 1 && month <= 12 && day >= 1 && day <= 31 }

// numberStamp reads 14:20, 3点(半, 多, 20分), 12月3号 or 五号.
func numberStamp(s, before string) (stamp, int) {
	v, n := numberAt(s)
	if n == 0 {
		return stamp{}, 0
	}
	rest := s[n:]
	switch {
	case strings.HasPrefix(rest, ":") && v < 24 && len(rest) >= 3 && rest[1] <= '5' && isDigit(rest[1]) && isDigit(rest[2]):
		return stamp{kind: stampClock, n: v, m: int(rest[1]-'0')*10 + int(rest[2]-'0'), exact: true}, n + 3
	case strings.HasPrefix(rest, "点") && v <= 24 && prefix(rest, "点券", "点卡", "点击", "点开", "点数", "点进", "点钻") == 0:
		p, end := clockStamp(s, v, n+len("点"))
		if s[:end] == "一点" && !endsWith(before, "天", "午", "晚", "上", "夜", "里", "晨") {
			return stamp{}, 0 // a little
		}
		return p, end
	case strings.HasPrefix(rest, "月"):
		day, m := numberAt(rest[len("月"):])
		end := n + len("月") + m
		unit := prefix(s[end:], "号", "日")
		if m > 0 && unit > 0 && validDay(v, day) {
			return stamp{kind: stampDate, n: v, m: day}, end + unit
		}
	case strings.HasPrefix(rest, "号") && v >= 1 && v <= 31 && prefix(rest, "号码", "号楼", "号线") == 0 && !strings.HasSuffix(before, "第") && !strings.HasSuffix(before, "路"):
		return stamp{kind: stampMonthDay, m: v}, n + len("号")
	}
	return stamp{}, 0
}

// clockStamp reads what stands behind the 点 of hour h, which ends at byte n.
func clockStamp(s string, h, n int) (stamp, int) {
	p := stamp{kind: stampClock, n: h, m: -1}
	switch {
	case prefix(s[n:], "半") > 0:
		p.m = 30
		return p, n + len("半")
	case prefix(s[n:], "整") > 0:
		p.m = 0
		return p, n + len("整")
	}
	if m := prefix(s[n:], "多", "钟"); m > 0 {
		return p, n + m
	}
	if v, m := numberAt(s[n:]); m > 0 && v < 60 {
		p.m = v
		return p, n + m + prefix(s[n+m:], "分")
	}
	return p, n
}
