package intents

import "strings"

// codes recognises words of letters and digits: tickets, phones, QQ, cards.
func codes(c *claims) {
	s := c.s
	for i := 0; i < len(s); {
		if !isDigit(s[i]) && !isLetter(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && (isDigit(s[end]) || isLetter(s[end]) || dashInside(s, end)) {
			end++
		}
		if n := accountEnd(s, i); n > 0 {
			c.add(EntityAccount, i, n, "") // accounts may tell capitals apart
			i = n
			continue
		}
		if n := groupedEnd(s, i); n > 0 {
			c.add(EntityCard, i, n, strings.ToUpper(s[i:n]))
			i = max(end, n)
			continue
		}
		if inAddress(s, i, end) {
			i = end
			continue
		}
		if n := phoneEnd(c.mended, i); n > 0 {
			c.add(EntityPhone, i, n, phoneValue(c.mended[i:n]))
			end = max(end, n)
		} else {
			code(c, i, end)
		}
		i = end
	}
}

func dashInside(s string, i int) bool {
	return s[i] == '-' && i+1 < len(s) && i > 0 && (isDigit(s[i+1]) || isLetter(s[i+1])) && (isDigit(s[i-1]) || isLetter(s[i-1]))
}

// inAddress reports whether a word is part of a web or mail address or of a
// program's name.
func inAddress(s string, start, end int) bool {
	return start > 0 && strings.ContainsRune("/.=_@&", rune(s[start-1])) || end < len(s) && strings.ContainsRune("/_@=:", rune(s[end])) && end+1 < len(s) && s[end+1] < 0x80 && s[end+1] != ' '
}

// phoneEnd returns where the mobile number that begins at i ends, or 0: eleven
// digits, also in groups of 3, 4, 4 and after 86; the middle may be hidden.
func phoneEnd(s string, i int) int {
	start := i
	if strings.HasPrefix(s[i:], "86") && i+2 < len(s) {
		j := i + 2
		if s[j] == ' ' || s[j] == '-' {
			j++
		}
		if j < len(s) && s[j] == '1' {
			i = j
		}
	}
	if i+3 > len(s) || s[i] != '1' || s[i+1] < '3' || s[i+1] > '9' || !isDigit(s[i+2]) || start > 0 && (isDigit(s[start-1]) || isLetter(s[start-1])) {
		return 0
	}
	n, stars := 3, 0
	for i += 3; i < len(s) && n+stars < 12; i++ {
		switch {
		case isDigit(s[i]):
			n++
		case s[i] == '*' && n == 3:
			stars++
		case (s[i] == ' ' || s[i] == '-') && (n == 3 || n == 7) && i+1 < len(s) && isDigit(s[i+1]):
			continue
		default:
			goto done
		}
	}
done:
	if i < len(s) && (isDigit(s[i]) || isLetter(s[i])) {
		return 0
	}
	if n == 11 && stars == 0 || n == 7 && stars > 0 {
		return i
	}
	return 0
}

func phoneValue(s string) string {
	return strings.TrimPrefix(compact(s), "86")
}

// code classifies one word.
func code(c *claims, start, end int) {
	word := c.s[start:end]
	n, letters, dashes := digits(word), 0, strings.Count(word, "-")
	letters = len(word) - n - dashes
	switch {
	case strings.HasPrefix(word, "wo") && letters == 2 && dashes == 0 && n >= 8 && n <= 14:
		c.add(EntityTicket, start, end, compact(word))
	case letters == 0 && dashes == 0 && n >= 5 && n <= 11 && afterQQ(c.s[:start]):
		c.add(EntityQQ, start, end, word)
	case letters == 2 && dashes == 0 && strings.HasPrefix(word, "qq") && n >= 5 && n <= 11:
		c.add(EntityQQ, start+2, end, word[2:])
	case idNumber(word):
	case dashes >= 2 && n+letters >= 10 && n > 0 && evenGroups(word),
		letters > 0 && n > 0 && dashes == 0 && len(word) >= 12 && len(word) <= 32 && !strings.HasPrefix(word, "0x"),
		letters == 0 && dashes == 0 && n >= 12 && n <= 20:
		c.add(EntityCard, start, end, strings.ToUpper(word))
	}
}

// evenGroups reports whether the groups between dashes are of three or more:
// dates and phone numbers have shorter ones.
func evenGroups(word string) bool {
	for g := range strings.SplitSeq(word, "-") {
		if len(g) < 3 {
			return false
		}
	}
	return true
}

// Codes are printed in groups of so many characters, at least so many of them.
const groupLeast, groupMost, groupsLeast = 4, 6, 3

// groupedEnd returns where the code in groups of one size that begins at i ends,
// or 0. People part the groups with any dash, a line's end or a blank: behind
// marks they may be of letters alone, between blanks that would be English, and
// sums and years would be codes if three numbers were enough.
func groupedEnd(s string, i int) int {
	if i > 0 && strings.IndexByte("/.=_@&-", s[i-1]) >= 0 {
		return 0
	}
	end, groups, numbered, blank := i, 0, 0, false
	size := wordLen(s[i:])
	for j := i; wordLen(s[j:]) == size; {
		end, groups = j+size, groups+1
		if digits(s[j:end]) > 0 {
			numbered++
		}
		n, gap := parting(s[end:])
		if n == 0 || groups > 1 && gap != blank {
			break
		}
		blank, j = gap, end+n
	}
	figures := digits(s[i:end])
	switch {
	case size < groupLeast || size > groupMost || groups < groupsLeast:
		return 0
	case blank && figures == groups*size && groups == groupsLeast, blank && 2*numbered < groups:
		return 0
	case end < len(s) && strings.IndexByte("/@=", s[end]) >= 0:
		return 0
	}
	return end
}

// wordLen returns how many letters and digits s begins with.
func wordLen(s string) int {
	n := 0
	for n < len(s) && (isDigit(s[n]) || isLetter(s[n])) {
		n++
	}
	return n
}

// parting returns the length of what parts two groups at the beginning of s, up
// to three characters, and whether it is blanks alone.
func parting(s string) (n int, blank bool) {
	blank = true
	runes := 0
	for i, r := range s {
		if n = i; !strings.ContainsRune(" \n-_‐‑–—−·", r) {
			return n, blank && n > 0
		}
		if runes++; runes > 3 {
			break
		}
		blank = blank && (r == ' ' || r == '\n')
	}
	return 0, false // too long, or nothing behind it
}

// idNumber reports whether s is a mainland identity number by its check digit;
// those are nobody's card code and must not travel on as one. GB 11643.
func idNumber(s string) bool {
	if len(s) != 18 || digits(s[:17]) != 17 {
		return false
	}
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10x98765432"[sum%11] == s[17]
}

// afterQQ reports whether before ends with a word for a QQ number.
func afterQQ(before string) bool {
	before = strings.TrimRight(before, " :,是为号码")
	for _, w := range [...]string{"qq", "扣扣", "企鹅"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return strings.HasSuffix(before, "q") && (len(before) == 1 || !isLetter(before[len(before)-2]))
}

// accountEnd returns where the account in a game that begins at byte i ends, or
// 0: four to 24 letters, digits and _ # . with a digit among them, behind a word
// for an account.
func accountEnd(s string, i int) int {
	end := i
	for end < len(s) && (isCodeByte(s[end]) || s[end] == '#' || s[end] == '.' && end+1 < len(s) && isCodeByte(s[end+1])) {
		end++
	}
	if end-i < 4 || end-i > 24 || digits(s[i:end]) == 0 {
		return 0
	}
	before := strings.TrimRight(s[:i], " :,是为叫号码")
	if endsWith(before, "角色id", "游戏id", "玩家id", "uid", "游戏账", "游戏账户", "游戏", "角色名", "昵称", "战网", "战网账", "steam账", "通行证", "区服账") {
		return end
	}
	return 0
}
