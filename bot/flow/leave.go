package flow

import (
	"slices"
	"strings"

	"yiwen/bot/text"
)

// This file reads what is not to be: a flow that is left, a slot that is left out.

// leaves reports that a message as a whole wants to hear no more of it: it is
// made of such words alone, one or several (「算了不开了」).
func leaves(norm string) bool {
	rest, some := norm, false
	for rest != "" {
		word := ""
		for _, w := range leaving() {
			if strings.HasPrefix(rest, w) && len(w) > len(word) {
				word = w
			}
		}
		if word == "" {
			return false
		}
		rest, some = bare(rest[len(word):]), true
	}
	return some
}

// leaving are the words that a dialogue is left with.
func leaving() []string {
	return []string{
		"算了", "不用了", "不办了", "取消", "退出", "不弄了", "不需要了", "先不办了", "不查了", "不开了", "不要了", "先算了", "不想办了",
		"不想弄了", "先不弄了", "还是算了", "停", "不填了", "先这样",
	}
}

// leaveOut empties the optional slots that the message names and wants left out:
// 税号不对，跳过.
func (f *Flow) leaveOut(r *Run, norm string) (some bool) {
	for _, s := range f.slots {
		if s.Optional && s.leftOut(norm) {
			r.set(f, s.Name, "")
			some = true
		}
	}
	return some
}

// leftOut reports that a message names the slot, and says nothing else but that it
// is wrong and not wanted.
func (s *slot) leftOut(norm string) bool {
	before, after, ok := strings.Cut(norm, text.Normalise(s.Label))
	if !ok {
		return false
	}
	unwanted := false
	for word := range strings.FieldsFuncSeq(before+","+after, func(r rune) bool { return !text.IsWord(r) }) {
		switch word = trimmed(word); {
		case slices.Contains(s.skip, word) || slices.Contains(unwanting(), word):
			unwanted = true
		case word != "" && !slices.Contains(faulty(), word):
			return false
		}
	}
	return unwanted
}

// trimmed is word without what only joins it to the label.
func trimmed(word string) string {
	for _, w := range []string{"把", "那个", "这个", "先", "都", "就", "的话", "也"} {
		word = strings.TrimPrefix(word, w)
	}
	return bare(strings.TrimSuffix(word, "了"))
}

// unwanting are the words, beside those of the slot, that leave out what they are
// said of, and faulty those that only call it wrong.
func unwanting() []string {
	return []string{
		"跳过", "略过", "不要", "不填", "不用填", "不写", "不用写", "不提供", "不用", "不需要", "去掉", "删掉", "删除", "删", "清空", "空着", "留空", "算",
	}
}

func faulty() []string {
	return []string{"不对", "错", "填错", "写错", "有误", "不正确", "号码", "号", "是", "我", "我们"}
}
