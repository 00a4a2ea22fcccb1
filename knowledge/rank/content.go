package rank

import (
	"strings"
	"unicode/utf8"

	"yiwen/bot/text"
)

// content are the content words of a text: what it is about when question
// words, pronouns, particles and auxiliaries are taken away. They count alike,
// however often the corpus holds them: that 花呗 is in every second entry of a
// wallet's knowledge makes it no less wrong to answer 借呗 with it.
//
// A word is a stretch of ids: n, n terms that must all be there for the word to
// be there, n that may stand for them if all are. The terms are its characters
// as pairs, or the one it has; the others are how those sound, unsaid where they
// have no sound.
type content []term

// lacking returns how many words there are, and how many of them are not there,
// neither as spelt nor as heard.
func (c content) lacking(holds func(term) bool) (all, lacking int) {
	there := func(ids []term) bool {
		for _, id := range ids {
			if id < 0 || !holds(id) {
				return false
			}
		}
		return true
	}
	for i := 0; i < len(c); all++ {
		n := int(c[i])
		spelt, heard := c[i+1:i+1+n], c[i+1+n:i+1+2*n]
		i += 1 + 2*n
		if !there(spelt) && !there(heard) {
			lacking++
		}
	}
	return all, lacking
}

// appendContent appends the content words among the tokens of a.
func (v *vocab) appendContent(dst content, a *text.Analysis) content {
	var single []string
	for _, word := range a.Words() {
		w := word.Text
		if !isWord(w) || isFunction(w) {
			continue
		}
		single = AppendTerms(single[:0], text.Plain(w))
		if len(single) == 0 {
			continue
		}
		n := max(1, len(single)-1)
		dst = append(dst, term(n))
		at := len(dst)
		for range n {
			dst = append(dst, none)
		}
		for range n {
			dst = append(dst, unsaid)
		}
		before, heard := none, 0
		for k, s := range single {
			t := lookup(v, v.single, s, asking)
			r, _ := utf8.DecodeRuneInString(s)
			h := v.sounder.Sound(r)
			switch {
			case len(single) == 1:
				dst[at] = t
			case k > 0:
				if t != none && before != none {
					dst[at+k-1] = lookup(v, v.pair, [2]term{before, t}, asking)
				}
				if h > 0 && heard > 0 {
					dst[at+n+k-1] = lookup(v, v.sound, [2]int{heard, h}, asking)
				}
			}
			before, heard = t, h
		}
	}
	return dst
}

// agreeing fills in how far the content words of query, entry and nearest text
// are the same.
func (s *scratch) agreeing(t *table, c *scored, n *row) {
	e := &t.entries.row[c.entry]
	all, miss := s.query.content.lacking(func(id term) bool { return s.knows(t, e, c.entry, id) })
	x := &c.features
	x[ContentAsked], x[ContentMiss] = 1-portion(miss, all), float64(min(4, miss))
	all, miss = t.texts.content[n.content[0]:n.content[1]].lacking(func(id term) bool { return s.weight[id] > 0 })
	x[ContentText], x[ContentExtra] = 1-portion(miss, all), float64(min(4, miss))
}

// familiar returns the share of the query's content words that some entry knows.
func (s *scratch) familiar(t *table) float64 {
	all, miss := s.query.content.lacking(func(id term) bool { return s.held == nil || t.df[id] > s.held.fewer[id] })
	return 1 - portion(miss, all)
}

func portion(n, all int) float64 { return float64(n) / float64(max(1, all)) }

// isFunction reports whether a word says nothing by itself of what a question is
// about.
func isFunction(w string) bool {
	if utf8.RuneCountInString(w) > 4 {
		return false
	}
	return strings.Contains(functionWords, " "+w+" ")
}

// functionWords are words of the closed classes of Chinese, and what people say
// around a question whatever it is about.
const functionWords = " 的 地 得 了 着 过 吗 呢 吧 啊 呀 哦 嘛 么 啦 哈 嗯 呐 哎 唉 喂 诶 额 噢 哟 咯 嘞 哇 耶 哩 咧 " +
	"我 你 您 他 她 它 我们 你们 他们 她们 它们 咱 咱们 俺 自己 人家 大家 别人 本人 俺们 " +
	"这 那 这个 那个 这些 那些 这样 那样 这么 那么 这里 那里 这儿 那儿 这边 那边 此 该 某 每 各 其 其他 另 另外 " +
	"什么 怎么 怎样 怎么样 怎么办 咋 咋样 咋办 如何 为什么 为啥 为何 干嘛 干吗 啥 哪 哪里 哪儿 哪个 哪些 哪种 谁 几 多少 多久 多长 多大 何时 何 啥时候 什么时候 " +
	"是 是不是 是否 不是 就是 还是 也是 都是 不 没 没有 有 有没有 无 别 未 " +
	"能 不能 能不能 能否 可以 可不可以 不可以 可 会 不会 会不会 要 不要 要不要 想 想要 需要 得 应该 该 必须 一定 可能 肯定 让 叫 给 帮 帮忙 帮我 请 请问 麻烦 " +
	"在 从 到 向 往 对 对于 关于 跟 和 与 及 或 或者 还有 并 并且 而 而且 但 但是 可是 不过 因为 所以 如果 要是 的话 虽然 然后 那么 于是 把 被 将 由 用 以 为 为了 按 按照 通过 根据 比 除了 " +
	"就 才 都 也 还 又 再 很 太 挺 真 好 更 最 只 只是 只能 已 已经 正在 刚 刚刚 刚才 曾 曾经 马上 立刻 现在 目前 一直 总 总是 老 老是 经常 常常 往往 到底 究竟 竟然 居然 突然 其实 真的 确实 反正 大概 大约 左右 差不多 一下 一点 有点 有些 一些 一样 一般 " +
	"上 下 里 中 内 外 前 后 时 时候 之 之前 之后 以前 以后 以上 以下 之间 里面 上面 下面 " +
	"个 些 种 次 下 点 件 位 份 张 条 " +
	"一 两 二 三 四 五 六 七 八 九 十 " +
	"来 去 做 弄 搞 整 看 说 问 知道 觉得 请教 咨询 了解 告诉 出现 显示 说是 进行 办 办理 处理 操作 使用 情况 问题 原因 方法 办法 方式 步骤 流程 东西 事 事情 " +
	"你好 您好 在吗 在不在 亲 谢谢 客服 老师 朋友 "
