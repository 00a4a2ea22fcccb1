package flow

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// This file reads what fills slots out of a message.

// bare is norm without what says nothing at its ends.
func bare(norm string) string {
	for {
		before := norm
		norm = strings.Trim(norm, " ,.。!?;:、~…'\"")
		for _, w := range []string{"那", "嗯", "哦", "啊", "那就", "就"} {
			if rest, ok := strings.CutPrefix(norm, w); ok && rest != "" {
				norm = rest
			}
		}
		for _, w := range []string{"吧", "了吧", "的", "啊", "呢", "哈", "谢谢", "哦", "呀"} {
			if rest, ok := strings.CutSuffix(norm, w); ok && rest != "" {
				norm = rest
			}
		}
		if norm == before {
			return norm
		}
	}
}

// answerOf is yes or no, or "" where a message is neither as a whole.
func answerOf(norm string) string {
	switch norm {
	case "是", "是的", "对", "对对", "对对对", "没错", "没问题", "好", "好的", "可以", "行", "嗯", "嗯嗯", "确认", "正确", "ok", "有", "要", "需要", "都对", "对了", "y", "yes":
		return yes
	case "否", "不是", "不对", "不", "没", "没有", "不要", "不用", "不用了", "不需要", "不行", "错了", "错", "有误", "n", "no":
		return no
	}
	return ""
}

// changes reports that a message wants something changed, without saying what.
func changes(norm string) bool {
	switch norm {
	case "改", "要改", "改一下", "修改", "改改", "我要改", "要修改", "有地方不对", "填错了", "写错了", "改下":
		return true
	}
	return false
}

// knowsNot reports that a message is no answer but says that there is none.
func knowsNot(norm string) bool {
	switch norm {
	case "不知道", "不清楚", "忘了", "忘记了", "没有", "找不到", "不记得", "不记得了", "不晓得", "什么", "啥", "什么意思", "不懂", "不明白", "在吗", "你好", "是", "不是", "对", "不对":
		return true
	}
	return waits(norm)
}

// waits reports that a message only says that its writer has heard, or wants a
// moment.
func waits(norm string) bool {
	switch norm {
	case "好", "好的", "嗯", "嗯嗯", "哦", "哦哦", "行", "ok", "等一下", "等下", "稍等", "等等", "等我一下", "我找找", "我找一下", "我看看", "我看一下", "马上", "稍等我找一下", "稍等一下", "收到", "知道了":
		return true
	}
	return false
}

// wrongs reports that a message calls something not right.
func wrongs(norm string) bool {
	return slices.ContainsFunc([]string{"不对", "错", "有误", "不是这", "改", "不正确"}, func(w string) bool { return strings.Contains(norm, w) })
}

// wrong returns the slot that a message names and calls wrong, and in StepChange
// the one that it names, or "".
func (f *Flow) wrong(r Run, norm string) string {
	found := ""
	for _, s := range f.slots {
		if !strings.Contains(norm, text.Normalise(s.Label)) || !r.has(s.Name) {
			continue
		}
		if found != "" {
			return ""
		}
		found = s.Name
	}
	if found == "" || r.Step != StepChange && !wrongs(norm) {
		return ""
	}
	return found
}

// fill fills what the message names; false where it names nothing.
func (f *Flow) fill(r *Run, said Said) bool {
	before := slices.Clone(r.Values)
	some := f.entities(r, said.Entities)
	some = f.labelled(r, said) || some
	some = f.options(r, said) || some
	some = f.patterns(r, said, !slices.Equal(before, r.Values)) || some
	return some
}

// entities puts entities in the slots that take them: the one asked for first,
// then those that are empty; one that is filled is changed where no other takes
// its kind.
func (f *Flow) entities(r *Run, found []chat.Entity) (some bool) {
	var taken []string
	for _, e := range found {
		name := f.taker(*r, e, taken)
		if name == "" {
			continue
		}
		r.set(f, name, valueOf(e))
		taken, some = append(taken, name), true
	}
	return some
}

func (f *Flow) taker(r Run, e chat.Entity, taken []string) string {
	var empty, full []string
	for _, s := range f.slots {
		switch {
		case s.Kind != KindEntity || s.Entity != e.Name || slices.Contains(taken, s.Name):
		case s.Name == r.Asked && r.Step == StepAsk:
			return s.Name
		case !r.has(s.Name):
			empty = append(empty, s.Name)
		default:
			full = append(full, s.Name)
		}
	}
	switch {
	case len(empty) > 0:
		return empty[0]
	case len(full) == 1:
		return full[0]
	}
	return ""
}

// lead returns the words that stand between what something is called and what it
// is, at the beginning of s: 不对，应该是. It is empty where they are not those.
func lead(s string) string {
	rest, is := s, false
	for again := true; again; {
		again = false
		rest = strings.TrimLeft(rest, " ,，。.!！\t")
		for _, w := range []string{"号码", "号", "填错了", "写错了", "错了", "不对", "有误"} {
			if after, ok := strings.CutPrefix(rest, w); ok && !is {
				rest, again = after, true
			}
		}
		for _, w := range []string{"改成", "改为", "应该是", "应为", "是", "为", ":", "："} {
			if after, ok := strings.CutPrefix(rest, w); ok {
				rest, again, is = after, true, true
			}
		}
	}
	if !is {
		return ""
	}
	return s[:len(s)-len(strings.TrimLeft(rest, " \t"))]
}

// labelled fills text slots, and those of patterns, that the message names by
// their label: 抬头不对，是星卡科技.
func (f *Flow) labelled(r *Run, said Said) (some bool) {
	for _, s := range f.slots {
		if s.Kind != KindText && s.Kind != KindPattern {
			continue
		}
		_, after, ok := strings.Cut(said.Text, s.Label)
		if !ok {
			continue
		}
		lead := lead(after)
		rest := strings.TrimSpace(after[len(lead):])
		value, fits := rest, lead != "" && s.fits(rest)
		if s.Kind == KindPattern {
			value, fits = s.found(after)
		}
		if fits {
			r.set(f, s.Name, value)
			some = true
		}
	}
	return some
}

// unlabelled is a message without the label that its writer puts before the value.
func (*Flow) unlabelled(s *slot, said string) string {
	said = strings.TrimSpace(said)
	if after, ok := strings.CutPrefix(said, s.Label); ok {
		if lead := lead(after); lead != "" && len(lead) < len(after) {
			return after[len(lead):]
		}
	}
	return said
}

// options fills choices that the message names: the one asked for, and others by
// two characters at least. One that is filled is changed where something is
// called wrong.
func (f *Flow) options(r *Run, said Said) (some bool) {
	for _, s := range f.slots {
		asked := s.Name == r.Asked && r.Step == StepAsk
		if s.Kind != KindChoice || r.has(s.Name) && !(wrongs(said.Norm) || strings.Contains(said.Norm, "是") || r.Step != StepAsk) {
			continue
		}
		least := 2
		if asked {
			least = 1
		}
		if i := s.option(said.Norm, least); i >= 0 {
			some = some || asked || r.Value(s.Name) != s.Options[i].Label
			r.set(f, s.Name, s.Options[i].Label)
		}
	}
	return some
}

// option returns the one option that norm names in words of least runes, or -1:
// of two the later, where the other is denied.
func (s *slot) option(norm string, least int) int {
	found := -1
	for i, names := range s.options {
		named := false
		for _, w := range names {
			at := strings.LastIndex(norm, w)
			if at < 0 || utf8.RuneCountInString(w) < least {
				continue
			}
			before := norm[:at]
			if strings.HasSuffix(before, "不是") || strings.HasSuffix(before, "不要") || strings.HasSuffix(before, "不开") {
				continue
			}
			// 个人 in 个人信息 of another option's words: the longer wins
			named = named || !slices.ContainsFunc(slices.Concat(s.options...), func(o string) bool {
				return o != w && strings.Contains(o, w) && strings.Contains(norm, o)
			})
		}
		switch {
		case named && found >= 0:
			return -1
		case named:
			found = i
		}
	}
	return found
}

// patterns fills the slot asked for, or the one to be asked next where the message
// filled that already, with what its pattern finds: the message as a
// whole, or what is left of it without what was recognised, or, where nothing
// else was found in it, anywhere.
func (f *Flow) patterns(r *Run, said Said, filled bool) bool {
	s := f.slot(r.Asked)
	if filled && s != nil && r.has(s.Name) {
		if i := slices.IndexFunc(f.slots, func(s slot) bool { return !r.has(s.Name) }); i >= 0 {
			s = &f.slots[i]
		}
	}
	if s == nil || r.Step != StepAsk || s.Kind != KindPattern || r.has(s.Name) {
		return false
	}
	rest := said.Text
	for _, e := range said.Entities {
		rest = strings.Replace(rest, e.Text, "\x00", 1)
	}
	tries := []string{rest}
	if !filled {
		tries = append(tries, said.Text, compact(said.Text))
	}
	if whole := strings.TrimSpace(said.Text); s.whole(whole) {
		r.set(f, s.Name, whole)
		return true
	}
	for _, t := range tries {
		if v, ok := s.found(t); ok {
			r.set(f, s.Name, v)
			return true
		}
	}
	return false
}

// compact is s without blanks and dashes, which people put into long numbers.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// whole reports that the pattern matches all of t.
func (s *slot) whole(t string) bool {
	at := s.find.FindStringIndex(t)
	return at != nil && at[0] == 0 && at[1] == len(t) && utf8.RuneCountInString(t) <= MaxText
}

// found returns what the pattern finds in t that is no piece of a longer number
// or word of letters.
func (s *slot) found(t string) (string, bool) {
	for _, at := range s.find.FindAllStringIndex(t, 20) {
		first, _ := utf8.DecodeRuneInString(t[at[0]:])
		last, _ := utf8.DecodeLastRuneInString(t[:at[1]])
		before, _ := utf8.DecodeLastRuneInString(t[:at[0]])
		after, _ := utf8.DecodeRuneInString(t[at[1]:])
		if at[0] < at[1] && !(latin(first) && latin(before)) && !(latin(last) && latin(after)) {
			return t[at[0]:at[1]], utf8.RuneCountInString(t[at[0]:at[1]]) <= MaxText
		}
	}
	return "", false
}

func latin(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// restRunes is how much a message must say besides what was recognised in it to
// be a text of its own.
const restRunes = 4

// storyRunes is how much it must say to be one where it filled another slot.
const storyRunes = 8

// takes reports that a text slot takes a message.
func (s *slot) takes(said Said, norm string) bool {
	return !knowsNot(norm) && s.fits(strings.TrimSpace(said.Text)) && rest(said, norm) >= min(restRunes, utf8.RuneCountInString(norm))
}

// besides reports that a message that filled another slot tells a story as well,
// and does not just put something right.
func (s *slot) besides(said Said, norm string) bool {
	return len(said.Entities) > 0 && !wrongs(norm) && rest(said, norm) >= storyRunes
}

// rest is how many runes of a message are nothing that was recognised.
func rest(said Said, norm string) int {
	for _, e := range said.Entities {
		norm = strings.Replace(norm, text.Normalise(e.Text), "", 1)
	}
	return utf8.RuneCountInString(norm)
}

// fits reports that a text is as long as the slot wants it, and says something.
func (s *slot) fits(t string) bool {
	least, most := s.bounds()
	n := utf8.RuneCountInString(t)
	return n >= least && n <= most && strings.ContainsFunc(t, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
