package editing

import (
	"fmt"
	"strings"

	"yiwen/bot"
	"yiwen/bot/flow"
	"yiwen/knowledge"
)

// What the engine writes down of a turn is for operators and in English. Editors
// read it in Chinese: each sentence has one here, with the parts that vary in the
// same order. What is not known is shown as it is.

// saying is a sentence of the engine and what editors read. %s is what varies; %e
// one entry or several, with commas or blanks between them; %f a flow, %l a slot of
// the flow before it.
type saying struct{ of, english, chinese string }

// rungSayings are why a rung took a turn or did not; of is the rung.
func rungSayings() []saying {
	return []saying{
		{"person", "asks for a person: %s", "要求人工：%s"},
		{"person", "mood over its limit", "情绪超过转人工阈值"},
		{"person", "mood over its limit, but already waiting", "情绪超过阈值，但已在排队"},
		{"person", "not asked for, mood under its limit", "没有要求人工，情绪在阈值以内"},
		{"choice", "nothing offered", "之前没有给出选项"},
		{"choice", "not one of those offered", "不是给出的选项"},
		{"choice", "tapped %e", "点选了%e"},
		{"choice", "typed choice %e, which is no longer there", "输入的选项%e已经不在"},
		{"choice", "typed choice %e", "输入了选项%e"},
		{"rule", "none that acts", "没有命中会动作的规则"},
		{"rule", "%s hands off, but already waiting", "规则 %s 要转人工，但已在排队"},
		{"rule", "%s starts %f, which may not begin now", "规则 %s 要开始流程%f，现在不能开始"},
		{"rule", "%s: %s", "命中规则 %s：%s"},
		{"denied", "takes nothing back, or says what was meant", "没有否定上文，或者已说明本意"},
		{"smalltalk", "is not small talk", "不是闲聊"},
		{"smalltalk", "%s", "是闲聊：%s"},
		{"named", "names none of those offered", "没有说出给过的选项"},
		{"named", "names the choice %e", "说的是选项%e"},
		{"needs", "does not surely ask two things", "看不出问了两件事"},
		{"needs", "the whole is surer than its sentences", "整句比拆开的各句更有把握"},
		{"needs", "asks for %e and %e", "同时问了%e和%e"},
		{"point", "no sentence of the last answer holds it", "上一条答案里没有对应的句子"},
		{"point", "does not ask, or complains, or asks again", "不是提问，或在抱怨，或重复提问"},
		{"point", "the sentence that holds it was shown just now", "对应的句子刚刚给过"},
		{"point", "another entry goes with the topic and is sure", "同话题的另一条更有把握"},
		{"point", "the last answer holds it", "上一条答案里有对应的句子"},
		{"card", "a card without words", "顾客只发来一张卡片"},
		{"card", "a card that %e needs", "卡片里有%e要的信息，还缺别的"},
		{"card", "the card that %e needed", "卡片补齐了%e要的信息"},
		{"faq", "no candidate over the answer limit and clear of the next", "没有候选既过直接回答阈值又明显领先下一条"},
		{"faq", "too short to be sure of", "太短，没有把握"},
		{"faq", "surest candidate %e", "最有把握的是%e"},
		{"faq", "asks about %e again after its answer", "回答过%e之后又问"},
		{"faq", "asks about %e again, which people will see to", "又问%e，留给人工处理"},
		{"faq", "asks about %e again; unresolved too often", "又问%e，未解决次数太多"},
		{"sentences", "no sentence is sure by itself", "拆开的各句都没有把握"},
		{"sentences", "one sentence and the whole ask for %e", "其中一句和整句都指向%e"},
		{"sentences", "sentences ask for %e, to be asked back", "各句分别指向%e，需要反问"},
		{"collect", "names nothing, or more than that", "没有提供信息，或不只是提供信息"},
		{"collect", "names nothing that is needed", "没有提供需要的信息"},
		{"collect", "may be part of a number that nothing needs", "像是号码的一部分，但没有条目需要"},
		{"collect", "everything that %e needs is named", "%e需要的信息齐了"},
		{"collect", "names some of what %e needs", "提供了%e需要的部分信息"},
		{"collect", "names something, but not what it is about", "提供了信息，但没说是什么事"},
		{"collect", "part of a number that %e needs", "%e需要的号码不完整"},
		{"picture", "a picture that %e needs", "%e需要的图片"},
		{"picture", "the picture that %e needed", "%e需要的图片"},
		{"picture", "added to ticket %s", "补充到工单 %s"},
		{"picture", "files without words", "只有图片或文件，没有文字"},
		{"again", "does not complain of the last answer", "没有抱怨上一条答案"},
		{"comfort", "sounds uneasy right after %e", "答完%e紧接着显得不安"},
		{"comfort", "sounds uneasy where nothing was answered", "没有答上来，客户显得不安"},
		{"clarify", "no candidate over the suggest limit", "没有候选过反问阈值"},
		{"clarify", "candidates over the suggest limit", "有候选过反问阈值"},
		{"clarify", "would ask back, but unresolved too often", "本该反问，但未解决次数太多"},
		{"fallback", "nothing fits", "没有合适的内容"},
		{"fallback", "unresolved too often", "未解决次数太多"},
		{"ticket", "quotes a ticket that is not the customer's", "报的工单号不是这位客户的"},
		{"ticket", "quotes ticket %s", "报了工单号 %s"},
		{"flow", "%f is no longer there", "流程%f已经不在或停用"},
		{"flow", "%f is over: people will see to it", "已转人工，流程%f到此为止"},
		{"flow", "%f is over: nothing was said for too long", "太久没有回话，流程%f到此为止"},
		{"flow", "%f is over: a rule hands off", "命中转人工的规则，流程%f到此为止"},
		{"flow", "%f goes on after something else", "先答了别的，流程%f接着办"},
		{"flow", "%f is told something, and something is asked", "回答流程%f的同时还问了别的"},
		{"flow", "%f goes on after files", "收下图片或文件，流程%f接着办"},
		{"flow", "%f begins instead of %f", "开始流程%f，不再办%f"},
		{"flow", "%f goes on from %e", "开始流程%f，接在%e后面"},
		{"flow", "a person was chosen in %f", "在流程%f里选了转人工"},
		{"flow", "%f: filled %l", "流程%f：记下了「%l」"},
		{"flow", "%f: filled ", "流程%f：改好了"},
		{"flow", "%f: missed %l", "流程%f：没听出「%l」，再问一次"},
		{"flow", "%f: missed ", "流程%f：没听出对不对，再问一次"},
		{"flow", "%f: waited %s", "流程%f：客户要等一等"},
		{"flow", "%f: waited ", "流程%f：客户要等一等"},
		{"flow", "%f: left %s", "流程%f：客户不办了"},
		{"flow", "%f: left ", "流程%f：客户不办了"},
		{"flow", "%f: lost %s", "流程%f：问了几次都没问清，转人工"},
		{"flow", "%f: lost ", "流程%f：问了几次都没问清，转人工"},
		{"flow", "%f: done %s", "流程%f：都问齐了"},
		{"flow", "%f: done ", "流程%f：都问齐了"},
		{"flow", "%f: %s", "流程%f进行中"},
	}
}

// closedSayings are why an entry is closed to a customer.
func closedSayings() []saying {
	return []saying{
		{"", "switched off", "已停用"},
		{"", "for vip only", "仅 VIP 可见"},
		{"", "for merchant only", "仅商户可见"},
		{"", "for buyer only", "仅买家可见"},
		{"", "not before %s", "%s 才生效"},
		{"", "over since %s", "%s 已失效"},
	}
}

// nearSayings are what a rule that shares words with a message misses.
func nearSayings() []saying {
	return []saying{
		{"", "none: %s", "出现了排除词：%s"},
		{"", "any: %s", "缺少任一词：%s"},
		{"", "all: %s", "缺少必需词：%s"},
		{"", "entities: %s", "缺少实体：%s"},
		{"", "regex", "正则没有匹配"},
		{"", "when: %s", "条件不成立：%s"},
		{"", "entry: %e is %s", "要回答的%e现在不可用：%s"},
	}
}

// speaker puts what the engine says into Chinese, with the entries and flows of a
// content.
type speaker struct {
	entries map[string]knowledge.Entry
	flows   map[string]*flow.Flow
}

func newSpeaker(c *bot.Content) speaker { return speaker{c.Entries, c.Flows} }

// rung is why a rung took the turn or did not.
func (s speaker) rung(r bot.Rung) string { return s.say(rungSayings(), r.Rung, r.Why) }

// closed is why an entry is closed.
func (s speaker) closed(why string) string { return s.say(closedSayings(), "", why) }

// missing is what a near rule misses.
func (s speaker) missing(what string) string {
	if entry, why, ok := strings.Cut(strings.TrimPrefix(what, "entry: "), " is "); ok && strings.HasPrefix(what, "entry: ") {
		what = "entry: " + entry + " is " + s.closed(why)
	}
	return s.say(nearSayings(), "", what)
}

// say returns the Chinese of the first of the sayings that what is.
func (s speaker) say(all []saying, of, what string) string {
	for _, x := range all {
		if x.of != of {
			continue
		}
		if parts, ok := parse(x.english, what); ok {
			return s.fill(x.chinese, parts)
		}
	}
	return what
}

// parse returns what stands for the %s and %e of a format in what, if it is of
// that format. What varies is as short as it can be, but the last.
func parse(format, what string) (parts []string, ok bool) {
	for {
		i := strings.Index(format, "%")
		if i < 0 {
			return parts, format == what
		}
		if !strings.HasPrefix(what, format[:i]) {
			return nil, false
		}
		format, what = format[i+2:], what[i:]
		fixed, _, more := strings.Cut(format, "%")
		end := strings.Index(what, fixed)
		if !more { // the rest of the format ends the text
			end = len(what) - len(fixed)
		}
		if end <= 0 && (fixed != "" || what == "") || end < 0 || what[end:] == "" && fixed != "" {
			return nil, false
		}
		parts, what = append(parts, what[:end]), what[end:]
	}
}

// fill puts the parts into a Chinese format in their order.
func (s speaker) fill(format string, parts []string) string {
	var b strings.Builder
	var in *flow.Flow
	for {
		i := strings.Index(format, "%")
		if i < 0 || len(parts) == 0 {
			return b.String() + format
		}
		b.WriteString(format[:i])
		switch format[i+1] {
		case 'e':
			b.WriteString(s.names(parts[0]))
		case 'f':
			in = s.flows[parts[0]]
			b.WriteString("「" + flowName(in, parts[0]) + "」")
		case 'l':
			b.WriteString(slotLabel(in, parts[0]))
		default:
			b.WriteString(parts[0])
		}
		format, parts = format[i+2:], parts[1:]
	}
}

// names are entries as editors know them.
func (s speaker) names(ids string) string {
	var names []string
	for _, id := range strings.FieldsFunc(ids, func(r rune) bool { return r == ' ' || r == ',' }) {
		names = append(names, s.name(id))
	}
	return strings.Join(names, "")
}

// name is one entry as editors know it.
func (s speaker) name(id string) string {
	switch id {
	case "human":
		return "「转人工」"
	case "+rephrase":
		return "「换个说法」"
	}
	if e, ok := s.entries[id]; ok {
		return "「" + e.Question + "」"
	}
	return "「" + id + "」"
}

// flowName is a flow as editors know it.
func flowName(f *flow.Flow, id string) string {
	if f == nil || f.Name == "" {
		return id
	}
	return f.Name
}

// slotLabel is a slot of f as editors know it.
func slotLabel(f *flow.Flow, name string) string {
	if f != nil {
		for _, s := range f.Slots {
			if s.Name == name && s.Label != "" {
				return s.Label
			}
		}
	}
	return name
}

// rungName is what editors call a rung.
func rungName(rung string) string {
	names := map[string]string{
		"person": "要人工或情绪", "choice": "选项", "rule": "规则", "denied": "撤回上句", "smalltalk": "闲聊", "named": "点名",
		"needs": "多个问题", "point": "追问细节", "faq": "知识库", "sentences": "逐句", "collect": "收集信息", "picture": "图片",
		"again": "重复提问", "comfort": "安抚", "clarify": "反问", "fallback": "兜底", "ticket": "工单", "flow": "流程", "card": "卡片",
	}
	if n := names[rung]; n != "" {
		return n
	}
	return rung
}

// why is why a turn did not answer with an entry.
func (s speaker) why(w bot.Why) string {
	name := s.name(w.Entry)
	switch w.Because {
	case bot.BecauseClosed:
		return fmt.Sprintf("%s对这位客户在这个时间不可用：%s。", name, s.closed(w.Closed))
	case bot.BecauseUnknown:
		return fmt.Sprintf("没有 ID 为「%s」的条目。", w.Entry)
	case bot.BecauseAnswer:
		return fmt.Sprintf("回答的就是%s：%s。", name, s.rung(w.Rung))
	case bot.BecauseRung:
		return fmt.Sprintf("还没查知识库，「%s」这一层就处理了：%s。", rungName(w.Rung.Rung), s.rung(w.Rung))
	case bot.BecauseExcluded:
		return fmt.Sprintf("消息里有%s的排除词「%s」。", name, w.Word)
	case bot.BecauseUnfound:
		return fmt.Sprintf("%s和这句话相同的内容太少，没有进入比较的候选。可以加一条相似问题。", name)
	}
	says := fmt.Sprintf("%s排第 %d，得分 %.3f，最接近的问法是「%s」%s", name, w.Place, w.Found.Score, w.Found.Text, told(w.Found))
	if w.Topic != "" {
		says += "，按上文话题" + s.name(w.Topic) + "加权"
	}
	switch w.Because {
	case bot.BecauseSuggest:
		return says + fmt.Sprintf("，低于反问阈值 %.3f。", w.Limit)
	case bot.BecauseLimit:
		return says + fmt.Sprintf("，够反问，但低于直接回答阈值 %.3f。", w.Limit)
	case bot.BecauseLoses:
		return says + fmt.Sprintf("，输给%s的 %.3f%s。", s.name(w.Other.ID), w.Other.Score, told(w.Other))
	case bot.BecauseGap:
		return says + fmt.Sprintf("，只比%s高 %.3f，要高出 %.3f 才直接回答。", s.name(w.Other.ID), w.Found.Score-w.Other.Score, w.Limit)
	}
	return says + fmt.Sprintf("；但「%s」这一层处理了：%s。", rungName(w.Rung.Rung), s.rung(w.Rung))
}

// toldMost is how many features a sentence names.
const toldMost = 3

// told names the features that moved a score most.
func told(c knowledge.Candidate) string {
	var parts []string
	for _, f := range c.Told[:min(len(c.Told), toldMost)] {
		parts = append(parts, fmt.Sprintf("%s %+.2f", featureName(f.Feature), f.By))
	}
	if len(parts) == 0 {
		return ""
	}
	return "（" + strings.Join(parts, "，") + "）"
}

// featureName is what editors call a feature of package rank.
func featureName(feature string) string {
	if n := featureNames()[feature]; n != "" {
		return n
	}
	return feature
}

// featureNames are what editors call the features.
func featureNames() map[string]string {
	return map[string]string{
		"bm25": "用字相关度", "char_text": "问法里的字被覆盖", "pair_asked": "相邻两字相同", "word_asked": "词相同", "cosine": "整体用字相似",
		"entry_char": "条目认得的字", "entry_pair": "条目认得的相邻两字", "entry_word": "条目认得的词", "entry_sound": "条目认得的读音",
		"entry_concept": "条目认得的概念", "answer_pair": "答案里有", "second": "第二接近的问法", "texts": "相似问题数量",
		"sequence": "字的先后顺序", "edit": "差几个字", "char_asked": "字相同", "pair_text": "问法里的相邻两字被覆盖",
		"word_text": "问法里的词被覆盖", "sound_asked": "读音相同", "sound_text": "问法里的读音被覆盖",
		"missing": "有条目不认得的词", "extra": "问法里多出的词", "negation": "一方是否定", "number": "只有一方有数字", "kind": "问的类型（怎么、为什么…）",
		"char_cosine": "用字相似", "aligned": "对齐程度", "equal": "完全一样", "lengths": "长短相差", "gap_asked": "有一段对不上问法",
		"gap_entry": "有一段条目里没有", "gap_text": "问法有一段没说到", "content_asked": "实词相同", "content_text": "问法里的实词被覆盖",
		"content_miss": "对不上的实词", "content_extra": "问法里多出的实词", "clash": "数字不同",
		"concept_asked": "概念相同", "concept_text": "问法里的概念被覆盖", "contrast": "概念相反",
		"best_bm25": "用字相关度在候选中最好", "best_cosine": "用字相似在候选中最好", "best_entry_char": "认得的字在候选中最多", "best_aligned": "对齐程度在候选中最好",
		"agree": "各项都领先", "margin": "领先第二名", "third": "领先第三名", "length": "这句话的长短", "share": "对其余候选的优势",
		"known_content": "实词有条目认得", "shared": "共同的内容多", "known_pair": "相邻两字有条目认得",
	}
}
