package pack

import "slices"

// phrase is a reason as this package and those that judge for it write it, and
// the same in Chinese, where %s are what the verbs stand for, in their order.
type phrase struct{ english, chinese string }

// phrases are all reasons that an editor can meet who writes in forms, those that
// fit much last. What is not here is Chinese already (package intents) or is of
// the notation of files.
func phrases() []phrase {
	return slices.Concat(ofEntries(), ofSentences(), ofWords(), ofTheShop(), ofJSON())
}

// ofEntries are of the knowledge and of what names its entries.
func ofEntries() []phrase {
	return []phrase{
		// package text
		{"holds bytes that are not text", "含有非文本字符"},
		{"must not be empty", "不能为空"},
		{"has %d characters; the most is %d", "有 %s 个字，最多 %s 个"},
		{"%q is not a name of 1 to 64 lower-case letters, digits and hyphens", "「%s」不能用作编号：只能由 1 到 64 个小写英文字母、数字和连字符组成"},

		// package knowledge
		{"wants 1 to %d entries", "知识库要有 1 到 %s 个条目"},
		{"the id %q is already that of another entry", "编号「%s」已被另一个条目使用"},
		{"holds neither letter nor digit", "没有文字或数字"},
		{"%q stands in a question of the entry itself", "「%s」就在本条目自己的问法里，会把自己排除掉"},
		{"has %d texts; the most is %d", "有 %s 条，最多 %s 条"},
		{"the tag %q is there twice", "标签「%s」重复"},
		{"has %d levels; the most is %d", "分类有 %s 层，最多 %s 层"},
		{"the level %q begins or ends with a blank, or holds a line break", "分类中的「%s」首尾有空格，或含有换行"},
		{"the level %q %w", "分类中的「%s」%s"},
		{"has %d answers; the most is %d", "有 %s 个站点答案，最多 %s 个"},
		{"the site %q is there twice", "站点「%s」重复"},
		{"has %d entries; the most is %d", "有 %s 个关联条目，最多 %s 个"},
		{"is the entry itself", "不能关联自己"},
		{"the entry %q is there twice", "条目「%s」重复"},
		{"%q is no audience; leave it out, or write buyer, merchant or vip", "没有「%s」这种受众，可选：全部、买家（buyer）、商户（merchant）、VIP（vip）"},
		{"is not after from: it would never answer", "失效时间不晚于生效时间，这个条目永远不会生效"},
		{"%q is no day; write it like 2026-12-31", "「%s」不是日期，请写成 2026-12-31 这样"},
		{"%q is no minute; write it like 2026-12-01 00:00", "「%s」不是时间，请写成 2026-12-01 00:00 这样"},

		// references
		{"there is no team %q in teams.yaml", "没有「%s」这个团队"},
		{"there is no site %q in settings.yaml", "没有「%s」这个站点"},
		{"there is no entry %q in faq.yaml", "没有「%s」这个条目"},
		{"there is no flow %q in flows.yaml", "没有「%s」这个流程"},
		{"has %d flows; the most is %d", "有 %s 个流程，最多 %s 个"},
	}
}

// ofSentences are of what the bot says and how it is spoken to, and of pieces of any kind.
func ofSentences() []phrase {
	return []phrase{
		// canned.yaml
		{"has %d sentences; the most is %d", "有 %s 条话术，最多 %s 条"},
		{"nobody fills in %s; known are {%s}", "没有 %s 这个变量，可用的有 {%s}"},

		// golden.yaml, replies.yaml
		{"has %d wordings; the most is %d", "有 %s 种说法，最多 %s 种"},
		{"the wording is there twice", "这种说法重复"},
		{"nothing is filled in here: %s would be shown as it is", "这句话没有可填的变量，%s 会原样显示给客户"},
		{"has %d questions; the most is %d", "有 %s 个问题，最多 %s 个"},
		{"the id %q is there twice", "编号「%s」重复"},
		{"wants an entry that is to be offered", "要写明应当列为第一个选项的条目"},
		{"%q is nothing that a question may want; leave it out, or write offer or handoff", "没有「%s」这种期望，可选：回答、列为选项（offer）、转人工（handoff）"},

		// smalltalk.yaml
		{"has %d kinds; the most is %d", "有 %s 类，最多 %s 类"},

		// items
		{"is of a kind that this program does not know; a newer one wrote it", "是本程序不认识的内容，由更新的版本写入"},
		{"holds the id %q", "编号和内容里的「%s」不一致"},
		{"the id of the item %w", "编号%s"},

		// talk.yaml
		{"has %d aspects; the most is %d", "有 %s 个方面，最多 %s 个"},
		{"the aspect %q is there twice", "方面「%s」重复"},
		{"wants at least one pattern", "至少要写一个词"},
	}
}

// ofWords are of dictionary.txt, synonyms.txt, stopwords.txt and homophones.txt.
func ofWords() []phrase {
	return []phrase{
		{"the frequency %s is not between 1 and %d", "词频 %s 不在 1 到 %s 之间"},
		{"wants \"word frequency tag\", but has more: %q", "格式是“词 词频 词性”，多出了「%s」"},
		{"holds an empty word", "有空的词"},
		{"the word %q has %d characters; the most is %d", "词「%s」有 %s 个字，最多 %s 个"},
		{"is not UTF-8", "不是 UTF-8 编码"},
		{"the word %q holds %q, which separates words", "词「%s」里有分隔词的字符「%s」"},
		{"has %d groups; the most is %d", "有 %s 组，最多 %s 组"},
		{"wants at least two words, separated by commas", "一组至少要有两个词"},
		{"the word %q is already in %s", "词「%s」已在%s"},
		{"has %d words; the most is %d", "有 %s 个词，最多 %s 个"},
		{"the tag %q is not a part of speech in letters, like n or nz", "「%s」不是词性，词性用字母表示，例如 n、nz"},
		{"wants what is typed and what is meant, separated by a comma", "要写明打成什么、本意是什么，中间用逗号隔开"},
		{"has %d pairs; the most is %d", "有 %s 对，最多 %s 对"},
		{"%q is a number, which stays as it is", "「%s」是数字，数字不会被当作错字"},
		{"%q is typed for itself", "「%s」打成的和本意一样"},
		{"what is meant, %q, is typed for something else in %s", "本意「%s」在%s又被当作别的词的错字"},
		{"line %d", "第 %s 行"},
		{"number %d", "第 %s 个"},
	}
}

// ofTheShop are of the shop and its people.
func ofTheShop() []phrase {
	return []phrase{
		// settings.yaml
		{"%q is not a time zone; write it like Asia/Shanghai", "「%s」不是时区，请写成 Asia/Shanghai 这样"},
		{"wants 1 to %d sites", "要有 1 到 %s 个站点"},
		{"has %d origins; the most is %d", "有 %s 个来源网址，最多 %s 个"},
		{"%q is not an origin; write it like https://www.example.com, without a path", "「%s」不是来源网址，请写成 https://www.example.com 这样，不带路径"},
		{"%q is not a colour; write it like \"#1668dc\"", "「%s」不是颜色，请写成 #1668dc 这样"},
		{"there is no theme %q; write light, dark or auto", "没有「%s」这种外观，可选：浅色（light）、深色（dark）、跟随系统（auto）"},
		{"the chat does not speak %q; write zh-CN, zh-TW or en", "聊天窗口没有「%s」这种语言，可选：zh-CN、zh-TW、en"},
		{"has %d parts of the day; the most is %d", "有 %s 个时段，最多 %s 个"},
		{"the part of the day is empty: it must end at another time than it begins", "这个时段是空的：开始和结束不能是同一时刻"},
		{"says neither a welcome nor hot questions for this part of the day", "这个时段既没有欢迎语，也没有常见问题"},
		{"overlaps %s to %s above", "和上面的 %s 到 %s 重叠"},
		{"has %d entrances; the most is %d", "有 %s 个入口，最多 %s 个"},
		{"the entrance %q is there twice", "入口「%s」重复"},
		{"there is no field %q; write order_no, when, amount, error, files or tried", "没有「%s」这一项，可选：订单号（order_no）、时间（when）、金额（amount）、报错（error）、截图（files）、已试步骤（tried）"},
		{"the field %q is there twice", "这一项「%s」重复"},
		{"wants a number from 0 to 1, has %v", "要在 0 到 1 之间，现在是 %s"},
		{"%v is above the answer limit %v: nothing would ever be suggested", "%s 高于直接回答的阈值 %s，就永远不会给出选项了"},
		{"%v is above the mood limit %v", "%s 高于转人工的情绪阈值 %s"},
		{"wants 1 to 5, has %d", "要在 1 到 5 之间，现在是 %s"},
		{"wants 1 to 10, has %d", "要在 1 到 10 之间，现在是 %s"},

		// teams.yaml
		{"%q is not a day; days are mon tue wed thu fri sat sun", "「%s」不是星期几，可选 mon tue wed thu fri sat sun"},
		{"%q is not a time of day; write it like \"08:30\", at most \"24:00\"", "「%s」不是钟点，请写成 08:30 这样，最晚 24:00"},
		{"%q is not a length of time up to %v; write it like 30m, 1h30m or 72h", "「%s」不是时长（最长 %s），请写成 30m、1h30m 或 72h 这样"},
		{"%q is not a date; write it like 2027-01-31", "「%s」不是日期，请写成 2027-01-31 这样"},
		{"wants 1 to %d teams", "要有 1 到 %s 个团队"},
		{"there is no team %q below", "下面没有「%s」这个团队"},
		{"the team %q is there twice", "团队「%s」重复"},
		{"%q is no other team of these", "「%s」不是这里的另一个团队"},
		{"has %d days; the most is %d", "有 %s 天，最多 %s 天"},
		{"has more than %d members or %d shifts", "成员超过 %s 人，或班次超过 %s 个"},
		{"wants a sign-in name of 1 to %d characters", "要写 1 到 %s 个字的登录名"},
		{"the member %q is there twice", "成员「%s」重复"},
		{"must end after it begins; a night shift is two shifts, one to 24:00 and one from 00:00", "下班要晚于上班；跨夜的班请拆成两段，一段到 24:00，一段从 00:00 起"},
		{"%q is not a day", "「%s」不是星期几"},
		{"is %d; a member has 1 to %d cases at once", "现在是 %s；每人同时接待 1 到 %s 个"},
		{"%q is no severity; they are low normal high urgent", "没有「%s」这种紧急程度，可选 low normal high urgent"},
		{"wants lengths of time up to %v", "时长最长 %s"},
	}
}

// ofJSON are of what a form sends, and of the places that any reason may name.
func ofJSON() []phrase {
	return []phrase{
		// of JSON
		{"unknown key %q", "有不认识的字段「%s」"},
		{"is not of the type that it must be", "格式不对：这里的内容类型不符"},
		{"is not valid JSON", "不是有效的 JSON"},

		{"%s, at %s", "%s（%s）"},
	}
}
