package text

import "strings"

// grammar is the characters that hold a sentence together and say nothing of
// what it is about: pronouns, particles, auxiliaries, question words, measure
// words, numbers in words, greetings.
const grammar = "的了着过地得吗呢吧啊呀哦嗯哈嘛啦哎唉诶噢哟喂么" +
	"我你您他她它们咱俺人家自己大" +
	"这那哪此该某每各本之其" +
	"是有在就都也还很太最更又再才只却并且而但和与跟及或如若因为所以于由从向往对把被给让叫使将比" +
	"一二两三四五六七八九十百千个些点下次回位种样" +
	"不没无未别莫勿" +
	"要想会能可以应该得需必肯敢请" +
	"什怎咋啥谁几多少何为何吗" +
	"来去上下里外前后中间起出进到" +
	"说问看知道觉告诉求帮忙谢麻烦好行" +
	"现今刚已经正老总直一般时候时天"

// Grammatical reports whether word, in normal form, is made of characters that
// say nothing of what a sentence is about: 怎么, 可以, 一下.
func Grammatical(word string) bool {
	for _, r := range word {
		if !strings.ContainsRune(grammar, r) {
			return false
		}
	}
	return true
}
