package intents

// DefaultHuman is how customers ask for a person where a pack does not say. It
// holds the plain ways; a pack's own list replaces it.
func DefaultHuman() HumanSpec {
	return HumanSpec{
		Ask: []string{
			"{转|找|要|叫|接|换}{人工|真人|活人}", "转…{人工|真人|客服}", "{找|叫|要}…{人工|真人|客服}",
			"人工{客服|服务|坐席}", "^{有|是}{人工|真人|活人}", "^人工{吧|啊|呢|}$", "^客服{呢|在吗|}$",
			"{不要|不想跟|别让}机器人",
		},
		Guard: []string{
			"{不|不用|先不|别|暂时不}{要|}转人工", "人工{智能|费|湖|审核|成本|客服几点|客服时间}", "{客|个|工}人工", "要人工{智能|费}",
		},
	}
}

// DefaultMood is the mood where a pack does not say: threats, insults and
// despair that mean the same in every trade. It has no DefaultHuman in it.
func DefaultMood() MoodSpec {
	return MoodSpec{
		Words: []MoodWords{
			{Class: "threat", Weight: 0.62, Negatable: true, Words: []string{"投诉到", "投诉你们", "打12315", "去12315", "曝光你们", "{起诉|告}你们", "律师函"}},
			{Class: "threat", Weight: 0.3, Negatable: true, Words: []string{"投诉", "12315", "报警", "律师", "起诉", "曝光"}},
			{Class: "swear", Weight: 0.65, Negatable: true, Words: []string{"骗子", "垃圾平台", "傻逼", "他妈的", "滚蛋", "不要脸"}},
			{Class: "despair", Weight: 0.62, Negatable: true, Words: []string{"崩溃", "要疯了", "绝望"}},
			{Class: "anger", Weight: 0.62, Negatable: true, Words: []string{"生气", "气死", "忍无可忍", "太过分"}},
			{Class: "waiting", Weight: 0.25, Words: []string{"还没", "到底", "等了…{天|小时|半天}", "没人{理|管|回}"}},
		},
		Cool: []CoolWords{{Factor: 0.3, Classes: []string{"threat"}, Words: []string{
			"{怎么|如何|在哪|哪里|咋}…{投诉|举报|报警|起诉}", "{投诉|举报|起诉|报警}…{流程|入口|电话|多久|哪}"}}},
		Negations:    []string{"不", "没", "没有", "别", "不是", "不用", "不会"},
		Intensifiers: []string{"太", "真", "非常", "特别", "死"},
	}
}
