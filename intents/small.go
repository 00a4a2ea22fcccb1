package intents

import (
	"strings"
	"unicode/utf8"

	"yiwen/bot/text"
)

// maxSmall is the greatest length of small talk, in bytes of the view: some 40
// characters. Longer messages carry a question.
const maxSmall = 120

// smallTalk returns what kind of small talk v is, if patterns of small talk
// cover all its letters and digits. Symbols between them do not count.
func (s *Set) smallTalk(v view, all []found) *Small {
	if len(s.small) == 0 || len(v.s) == 0 || len(v.s) > maxSmall || asksWhether(v.norm) {
		return nil
	}
	// best[i] is the first kind that covers v.s[:i], len(s.small) where only
	// fillers do, and -1 where nothing does.
	var best [maxSmall + 1]int
	for i := range best {
		best[i] = -1
	}
	best[0] = len(s.small)
	for i, r := range v.s + "\x00" {
		if best[i] < 0 {
			continue
		}
		for _, f := range all {
			o := s.owners[f.pattern]
			if int(f.start) != i || o.role != roleSmall {
				continue
			}
			kind := best[i]
			if s.small[o.index].Kind != KindFiller {
				kind = min(kind, int(o.index))
			}
			best[f.end] = better(best[f.end], kind)
		}
		if r >= 0x80 && !text.IsWord(r) {
			n := i + utf8.RuneLen(r)
			best[n] = better(best[n], best[i])
		}
	}
	kind := best[len(v.s)]
	if kind < 0 || kind == len(s.small) {
		return nil
	}
	return &Small{Kind: s.small[kind].Kind, Replies: s.small[kind].Replies}
}

// asksWhether reports whether a text ends in 了没有, with nothing between: a
// question whether it is so, although 到账了 and 没有 alone are none.
func asksWhether(norm string) bool {
	said := strings.TrimRight(norm, "?!。,~… 啊呀呢哦哈")
	return strings.HasSuffix(said, "了没有") || strings.HasSuffix(said, "了没")
}

// better returns the earlier of two kinds, of which a may be "none yet".
func better(a, b int) int {
	if a < 0 {
		return b
	}
	return min(a, b)
}
