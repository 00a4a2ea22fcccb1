package intents

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
)

func compile(tb testing.TB, spec Spec) *Set {
	tb.Helper()
	s, err := Compile(spec, text.Runes{})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestPatterns(t *testing.T) {
	for name, c := range map[string]struct {
		pattern, in string
		want        []string
	}{
		"anywhere":                       {"转人工", "快给我转人工啊", []string{"转人工"}},
		"across blanks and marks":        {"转人工", "转 人，工", []string{"转 人,工"}},
		"in any width and script":        {"qq賬號", "ＱＱ账号", []string{"qq账号"}},
		"one of a group":                 {"{叫|找}客服", "找客服", []string{"找客服"}},
		"none of a group":                {"{叫|找}客服", "有客服", nil},
		"an optional group":              {"找{个|}人", "找人", []string{"找人"}},
		"a gap":                          {"找…客服", "找你们的客服", []string{"找你们的客服"}},
		"an empty gap":                   {"找…客服", "找客服", []string{"找客服"}},
		"a gap that is too long":         {"找…客服", "找一二三四五六七八九客服", nil},
		"no gap across sentences":        {"找…客服", "我找。客服", nil},
		"a gap across a comma":           {"找…客服", "我找，客服", []string{"找,客服"}},
		"a clause's beginning":           {"^人工", "你好，人工", []string{"人工"}},
		"not a clause's beginning":       {"^人工", "这人工", nil},
		"a clause's end":                 {"人工$", "人工！快", []string{"人工"}},
		"not a clause's end":             {"人工$", "人工费", nil},
		"a number by itself":             {"12345", "打12345了", []string{"12345"}},
		"a number inside a number":       {"12345", "xk20260105123456", nil},
		"a group too big to write out":   {"{一|二|三|四|五|六|七|八|九|十}{甲|乙|丙|丁|戊|己|庚|辛|壬|癸}{子|丑|寅|}班", "三丙班", []string{"三丙班"}},
		"the optional end of a big one":  {"{一|二|三|四|五|六|七|八|九|十}{甲|乙|丙|丁|戊|己|庚|辛|壬|癸}{子|丑|寅|}班", "三丙寅班", []string{"三丙寅班"}},
		"glued parts leave no gap":       {"{一|二|三|四|五|六|七|八|九|十}{甲|乙|丙|丁|戊|己|庚|辛|壬|癸}{子|丑|寅|}班", "三丙个班", nil},
		"a big optional beginning, gone": {"{一|二|三|四|五|六|七|八|九|十|}{甲|乙|丙|丁|戊|己|庚|辛|壬|癸|}班", "班", []string{"班"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := compile(t, Spec{Mood: MoodSpec{Human: HumanSpec{Ask: []string{c.pattern}}}})
			if diff := cmp.Diff(c.want, understand(s, c.in).Human); diff != "" {
				t.Errorf("%q in %q: %s", c.pattern, c.in, diff)
			}
		})
	}
}

func TestCompileReportsAllProblemsAtOnce(t *testing.T) {
	_, err := Compile(Spec{
		Rules: []Rule{
			{ID: "Bad ID", Any: []string{"a"}, Action: ActionTag, Tags: []string{"x"}},
			{ID: "empty", Action: ActionHandoff},
			{ID: "twice", Any: []string{"a"}, Action: ActionAnswer, Entry: "e"},
			{ID: "twice", Any: []string{"a"}, Action: ActionAnswer, Entry: "e", Reply: "r"},
			{ID: "regex", Regex: []string{"("}, Action: ActionHandoff},
			{ID: "braces", Any: []string{"{a", "a}", "{a|{b}}", "a|b", "…", "{|}", " ，"}, Action: ActionHandoff},
			{ID: "entity", Entities: []string{"shoe_size"}, Action: ActionHandoff},
			{ID: "action", Any: []string{"a"}, Action: "dance"},
			{ID: "tagless", Any: []string{"a"}, Action: ActionTag},
			{ID: "team", Any: []string{"a"}, Action: ActionAnswer, Entry: "e", Team: "trade"},
		},
		Mood: MoodSpec{
			Words: []MoodWords{{Class: "", Weight: 2, Words: nil}},
			Cool:  []CoolWords{{Factor: -1, Classes: []string{"nobody"}, Words: []string{"x"}}},
		},
		Small:    []SmallSpec{{Kind: "greet", Patterns: []string{"你…好"}}},
		Entities: EntitySpec{OrderNo: "[0-9]*"},
	}, text.Runes{})
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("error %v, want an invalid one", err)
	}
	for _, want := range []string{
		"rule Bad ID: id", "rule empty: any", "rule twice: id", "rule twice: entry", "rule regex: regex", "rule braces: any", "rule entity: entities",
		"rule action: action", "rule tagless: tags", "rule team: team", "mood words 1: class", "weight", "cool 1: factor", "cool 1: classes",
		"smalltalk greet: replies", "smalltalk greet: patterns", "entities: order_no",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no problem reported for %s", want)
		}
	}
	if n := strings.Count(err.Error(), "rule braces: any"); n != 7 {
		t.Errorf("%d of 7 bad patterns reported:\n%v", n, err)
	}
}

func TestRules(t *testing.T) {
	s := compile(t, Spec{Rules: []Rule{
		{ID: "low", Any: []string{"退款", "退钱"}, Action: ActionAnswer, Entry: "refund-how"},
		{ID: "high", Priority: 5, All: []string{"退款", "卡密"}, None: []string{"发票"}, Action: ActionHandoff, Team: "trade"},
		{ID: "regex", Any: []string{"错误码"}, Regex: []string{`e[0-9]{4}`}, Action: ActionTag, Tags: []string{"error"}},
		{ID: "entity", Entities: []string{EntityOrder}, Action: ActionTag, Tags: []string{"order"}},
		{ID: "bare", Regex: []string{`^\d{3}$`}, Action: ActionTag, Tags: []string{"number"}},
	}})
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"any":                        {"我要退钱", []string{"low"}},
		"all, and priority first":    {"卡密能退款吗", []string{"high", "low"}},
		"none":                       {"卡密退款发票", []string{"low"}},
		"regex behind words":         {"错误码E1003", []string{"regex"}},
		"regex without its words":    {"E1003", nil},
		"entity":                     {"XK20250618006650", []string{"entity"}},
		"regex on its own":           {"１２３", []string{"bare"}},
		"nothing in common":          {"你好", nil},
		"the words of none only":     {"发票", nil},
		"half of all is not all":     {"卡密", nil},
		"blanks inside a word":       {"退 款", []string{"low"}},
		"traditional and full width": {"錯誤碼ｅ１００３", []string{"regex"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, m := range understand(s, c.in).Rules {
				got = append(got, m.ID)
				if len(m.Why) == 0 {
					t.Errorf("%s does not say why it matched", m.ID)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if diff := cmp.Diff([]string{"bare"}, s.Costly()); diff != "" {
		t.Error(diff)
	}
}

func TestMoodOfTheDemoShop(t *testing.T) {
	s := xingka(t)
	for in, want := range map[string]string{
		"你们是骗子吧我要投诉到12315": "handoff",
		"给我转人工":            "handoff",
		"今天天气怎么样":          "calm",
		"怎么投诉商家":           "calm",
		"退款失败怎么办":          "calm",
		"账号被盗了怎么办":         "calm",
		"我没生气":             "calm",
		"刚有人打电话说是星卡客服 叫我加qq给我退款 真的假的": "calm",
		"不是生气": "calm",
		"我生气了": "handoff",
		"系统提示“您的操作太过分”": "calm",
		"": "calm",
	} {
		u := understand(s, in)
		if got := label(u); got != want {
			t.Errorf("%q is %s (%.2f %v %q), want %s", in, got, u.Mood.Score, u.Mood.Evidence, u.Human, want)
		}
	}
	if u := understand(s, "你们是骗子吧我要投诉到12315"); u.Mood.Score < handoff {
		t.Errorf("score %.2f, want at least %.2f", u.Mood.Score, handoff)
	}
}

func TestMoodArithmetic(t *testing.T) {
	spec := Spec{Mood: MoodSpec{
		Words:        []MoodWords{{Class: "anger", Weight: 0.4, Negatable: true, Words: []string{"烦", "气"}}, {Class: "threat", Weight: 0.5, Words: []string{"投诉"}}},
		Cool:         []CoolWords{{Factor: 0.5, Classes: []string{"threat"}, Words: []string{"怎么"}}, {Factor: 0, Words: []string{"哈哈"}}},
		Guard:        []string{"空气"},
		Negations:    []string{"不", "没"},
		Intensifiers: []string{"太"},
		WithoutModel: true,
	}}
	s := compile(t, spec)
	for name, c := range map[string]struct {
		in   string
		want float64
	}{
		"one word":                   {"烦", 0.4},
		"the same word twice is one": {"烦你知道吗烦", 0.4},
		"two of a class: half of it": {"烦。气", 0.52},
		"two classes":                {"烦，投诉", 0.7},
		"negated":                    {"不烦", 0},
		"negated at a distance":      {"没怎么烦", 0},
		"a question negates nothing": {"烦不烦", 0.4},
		"not across a sentence":      {"不。烦", 0.4},
		"not what cannot be negated": {"不投诉", 0.5},
		"a look-alike":               {"空气", 0},
		"strengthened":               {"太烦", 0.535},
		"cooled":                     {"怎么投诉", 0.25},
		"cooled away":                {"哈哈烦！！！", 0},
		"cited":                      {"提示“烦”", 0},
		"marks beside a word":        {"烦！！！", 0.568},
		"marks alone stay low":       {"好！！！！！！！！", 0.28},
		"a repeated phrase":          {"快停快停快停", 0.28},
		"a repeated character":       {"快快快快快", 0.28},
		"laughter is no repetition":  {"嘿嘿嘿嘿嘿嘿嘿", 0},
		"nothing at all":             {"", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := understand(s, c.in).Mood; got.Score != c.want {
				t.Errorf("%q scores %v %v, want %v", c.in, got.Score, got.Evidence, c.want)
			}
		})
	}
}

func TestBuiltInListsServeAPackWithoutAny(t *testing.T) {
	s := compile(t, Spec{})
	for in, want := range map[string]string{
		"给我转人工": "handoff", "人工": "handoff", "不用转人工": "calm", "人工智能会员怎么开": "calm",
		"你们是骗子吧我要投诉到12315": "handoff", "怎么投诉商家": "calm", "今天天气怎么样": "calm",
	} {
		if u := understand(s, in); label(u) != want {
			t.Errorf("%q is %s (%.2f %v %q), want %s", in, label(u), u.Mood.Score, u.Mood.Evidence, u.Human, want)
		}
	}
}

func TestSmallTalkCoversTheWholeMessage(t *testing.T) {
	s := compile(t, Spec{Small: []SmallSpec{
		{Kind: "bye", Patterns: []string{"再见", "没有", "{到账|好}了"}, Replies: []string{"再见！"}},
		{Kind: "greet", Patterns: []string{"你好", "在吗"}, Replies: []string{"您好！"}},
		{Kind: KindFiller, Patterns: []string{"呀", "亲"}},
	}})
	for in, want := range map[string]string{
		"你好": "greet", "亲，你好呀！": "greet", "你好 在吗": "greet", "你好，再见": "bye", "你好🌹": "greet",
		"到账了": "bye", "没有": "bye", "好了，没有": "bye", "到账了没有": "", "到账了没有呀？": "",
		"你好，怎么退款": "", "呀": "", "🌹": "", "": "", "你": "", "你好" + strings.Repeat("呀亲", 60): "",
	} {
		got := ""
		if u := understand(s, in); u.Small != nil {
			got = u.Small.Kind
		}
		if got != want {
			t.Errorf("%q is small talk %q, want %q", in, got, want)
		}
	}
}

func TestEntities(t *testing.T) {
	s := compile(t, Spec{})
	for name, c := range map[string]struct {
		in   string
		want []chat.Entity
	}{
		"order number":                {"单 xk 2025 0618 0055 21 呢", []chat.Entity{{Name: EntityOrder, Text: "xk 2025 0618 0055 21", Value: "XK20250618005521", Start: 2, End: 22}}},
		"full width":                  {"ＸＫ２０２５０６１８００５５２１", []chat.Entity{{Name: EntityOrder, Text: "ＸＫ２０２５０６１８００５５２１", Value: "XK20250618005521", End: 16}}},
		"bare order number":           {"订单20240513001", []chat.Entity{{Name: EntityOrder, Text: "20240513001", Value: "20240513001", Start: 2, End: 13}}},
		"an order number cut short":   {"XK2025061", nil},
		"ticket":                      {"WO2506180077", []chat.Entity{{Name: EntityTicket, Text: "WO2506180077", Value: "WO2506180077", End: 12}}},
		"phone":                       {"我的号13812047756。", []chat.Entity{{Name: EntityPhone, Text: "13812047756", Value: "13812047756", Start: 3, End: 14}}},
		"phone in groups after +86":   {"+86 138-1204-7756", []chat.Entity{{Name: EntityPhone, Text: "86 138-1204-7756", Value: "13812047756", Start: 1, End: 17}}},
		"phone with a hidden middle":  {"138****6621", []chat.Entity{{Name: EntityPhone, Text: "138****6621", Value: "138***6621", End: 11}}},
		"twelve digits are no phone":  {"138120477561", []chat.Entity{{Name: EntityCard, Text: "138120477561", Value: "138120477561", End: 12}}},
		"qq":                          {"qq号是123456", []chat.Entity{{Name: EntityQQ, Text: "123456", Value: "123456", Start: 4, End: 10}}},
		"card code":                   {"HG5T-90XC-2LLP用不了", []chat.Entity{{Name: EntityCard, Text: "HG5T-90XC-2LLP", Value: "HG5T-90XC-2LLP", End: 14}}},
		"a card code with blanks":     {"K7F2 9XQA 88LM 08ZT 已使用", []chat.Entity{{Name: EntityCard, Text: "K7F2 9XQA 88LM 08ZT", Value: "K7F2 9XQA 88LM 08ZT", End: 19}}},
		"a card code with dashes":     {"K7F2—9XQA—88LM—08ZT", []chat.Entity{{Name: EntityCard, Text: "K7F2—9XQA—88LM—08ZT", Value: "K7F2—9XQA—88LM—08ZT", End: 19}}},
		"a card code underlined":      {"K7F2_9XQA_88LM_08ZT", []chat.Entity{{Name: EntityCard, Text: "K7F2_9XQA_88LM_08ZT", Value: "K7F2_9XQA_88LM_08ZT", End: 19}}},
		"a card code over two lines":  {"K7F2-9XQA-88LM-\n08ZT", []chat.Entity{{Name: EntityCard, Text: "K7F2-9XQA-88LM-\n08ZT", Value: "K7F2-9XQA-88LM- 08ZT", End: 20}}},
		"a card code of letters":      {"ABCD-EFGH-JKLM", []chat.Entity{{Name: EntityCard, Text: "ABCD-EFGH-JKLM", Value: "ABCD-EFGH-JKLM", End: 14}}},
		"a card code of digits":       {"8842 1190 2234 5567打不开", []chat.Entity{{Name: EntityCard, Text: "8842 1190 2234 5567", Value: "8842 1190 2234 5567", End: 19}}},
		"english is no code":          {"what have they done", nil},
		"three numbers are none":      {"1000 2000 3000", nil},
		"an address is no code":       {"http://www.example.com/a1b2c3d4e5f6", nil},
		"an identity number is none":  {"11010519491231002X", nil},
		"amount":                      {"充了100块", []chat.Entity{{Name: EntityAmount, Text: "100块", Value: "100", Start: 2, End: 6}}},
		"amount with thousands":       {"1,299.50元", []chat.Entity{{Name: EntityAmount, Text: "1,299.50元", Value: "1299.5", End: 9}}},
		"amount in w":                 {"3w块", []chat.Entity{{Name: EntityAmount, Text: "3w块", Value: "30000", End: 3}}},
		"amount with a sign":          {"￥66", []chat.Entity{{Name: EntityAmount, Text: "￥66", Value: "66", End: 3}}},
		"amount in Chinese":           {"两万六货款", []chat.Entity{{Name: EntityAmount, Text: "两万六", Value: "26000", End: 3}}},
		"about an amount":             {"四百多块", []chat.Entity{{Name: EntityAmount, Text: "四百多块", Value: "400", End: 4}}},
		"bare amount after paying":    {"存了300准备", []chat.Entity{{Name: EntityAmount, Text: "300", Value: "300", Start: 2, End: 5}}},
		"minutes are no amount":       {"充了20分钟", nil},
		"a count is no amount":        {"买了三百张", nil},
		"day, part and hour are one":  {"前天下午三点半付的", []chat.Entity{{Name: EntityTime, Text: "前天下午三点半", Value: "前天下午三点半", End: 7}}},
		"clock":                       {"今天14:20付", []chat.Entity{{Name: EntityTime, Text: "今天14:20", Value: "今天14:20", End: 7}}},
		"date":                        {"12月3号", []chat.Entity{{Name: EntityTime, Text: "12月3号", Value: "12月3号", End: 5}}},
		"points are no time":          {"100点券", nil},
		"shape-alike digits":          {"XK2O25O618OO55２l", []chat.Entity{{Name: EntityOrder, Text: "XK2O25O618OO55２l", Value: "XK20250618005521", End: 16}}},
		"letters of a card stay":      {"AB12-OIL9-0O1I", []chat.Entity{{Name: EntityCard, Text: "AB12-OIL9-0O1I", Value: "AB12-OIL9-0O1I", End: 14}}},
		"qq by its letter":            {"我q号123456", []chat.Entity{{Name: EntityQQ, Text: "123456", Value: "123456", Start: 3, End: 9}}},
		"a game account as written":   {"角色ID：Sword_77x", []chat.Entity{{Name: EntityAccount, Text: "Sword_77x", Value: "Sword_77x", Start: 5, End: 14}}},
		"a player's number":           {"uid 100238417 没到", []chat.Entity{{Name: EntityAccount, Text: "100238417", Value: "100238417", Start: 4, End: 13}}},
		"a quoted screen":             {"页面弹“系统忙，请稍候”", []chat.Entity{{Name: EntityError, Text: "系统忙，请稍候", Value: "系统忙,请稍候", Start: 4, End: 11}}},
		"a person quoted":             {"客服说“亲请稍等”", nil},
		"the customer quoted":         {"我写了个“全网最低”", nil},
		"a quotation left open":       {"提示“系统忙", nil},
		"a screen without marks":      {"提示余额不足，咋办", []chat.Entity{{Name: EntityError, Text: "余额不足", Value: "余额不足", Start: 2, End: 6}}},
		"nothing is shown":            {"页面显示不出来", nil},
		"a screen that says all well": {"显示已经到账", nil},
		"a code of letters":           {"一直报ERR_TIMEOUT_7", []chat.Entity{{Name: EntityError, Text: "ERR_TIMEOUT_7", Value: "err_timeout_7", Start: 3, End: 16}}},
		"a hexadecimal code":          {"报0xC004C003错", []chat.Entity{{Name: EntityError, Text: "0xC004C003", Value: "0xc004c003", Start: 1, End: 11}}},
		"a status in a sentence":      {"打开是404", []chat.Entity{{Name: EntityError, Text: "404", Value: "404", Start: 3, End: 6}}},
		"a price is no status":        {"是500块", []chat.Entity{{Name: EntityAmount, Text: "500块", Value: "500", Start: 1, End: 5}}},
		"english words of failing":    {"返回invalid signature", []chat.Entity{{Name: EntityError, Text: "invalid signature", Value: "invalid signature", Start: 2, End: 19}}},
		"paid by wechat":              {"用微信付的", []chat.Entity{{Name: EntityChannel, Text: "微信", Value: "微信支付", Start: 1, End: 3}}},
		"wechat to talk":              {"加微信聊", nil},
		"a wallet by its letters":     {"zfb扣了", []chat.Entity{{Name: EntityChannel, Text: "zfb", Value: "支付宝", End: 3}}},
		"an afternoon long":           {"等了一下午", nil},
		"a greeting":                  {"下午好", nil},
		"a little":                    {"便宜一点", nil},
		"together":                    {"一块儿用", nil},
		"a date with its year":        {"2025-06-12买的", []chat.Entity{{Name: EntityTime, Text: "2025-06-12", Value: "2025-06-12", End: 10}}},
		"hours ago":                   {"两个小时前付", []chat.Entity{{Name: EntityTime, Text: "两个小时前", Value: "两个小时前", End: 5}}},
		"after a folded run of marks": {"啊！！！充了100块", []chat.Entity{{Name: EntityAmount, Text: "100块", Value: "100", Start: 6, End: 10}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, understand(s, c.in).Entities); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProductsAreTheLongestOfTheShopsList(t *testing.T) {
	s := compile(t, Spec{Entities: EntitySpec{Products: []string{"{爱奇艺|优酷|}{会员|}{季卡|月卡}", "{爱奇艺|优酷}"}}})
	for in, want := range map[string]string{"买的爱奇艺会员季卡": "爱奇艺会员季卡", "爱 奇 艺 月卡": "爱 奇 艺 月卡", "优酷": "优酷", "腾讯": ""} {
		got := ""
		for _, e := range understand(s, in).Entities {
			if e.Name == EntityProduct {
				got += e.Text
			}
		}
		if got != want {
			t.Errorf("the product in %q is %q, want %q", in, got, want)
		}
	}
	if _, err := Compile(Spec{Entities: EntitySpec{Products: []string{"{a"}, Channels: []ChannelSpec{{}}}}, text.Runes{}); err == nil ||
		!strings.Contains(err.Error(), "entities: products") || !strings.Contains(err.Error(), "channel 1: name") || !strings.Contains(err.Error(), "channel 1: words") {
		t.Errorf("bad products and channels: %v", err)
	}
}

func TestChineseNumbers(t *testing.T) {
	for in, want := range map[string]float64{
		"五": 5, "十": 10, "十五": 15, "二十": 20, "一百零五": 105, "一百五": 150, "一百九十八": 198, "一千三": 1300, "两万六": 26000, "三万五千": 35000, "一千零五十": 1050,
	} {
		if got, ok := chineseNumber(in); !ok || got != want {
			t.Errorf("%s is %v (%v), want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "三四", "百", "千万", "万", "零"} {
		if got, ok := chineseNumber(in); ok {
			t.Errorf("%q is %v, want none", in, got)
		}
	}
}

// TestRequestsBehindAComma: a look-alike ends where the request has ended, what
// takes a request back reaches over the comma.
func TestRequestsBehindAComma(t *testing.T) {
	s := compile(t, Spec{Mood: MoodSpec{WithoutModel: true, Human: HumanSpec{
		Ask: []string{"转人工", "^人工"}, Guard: []string{"人工{智能|充值}"}, Cancel: []string{"人工{不用|算了}"},
	}}})
	for in, want := range map[string][]string{
		"转人工，充值还没到": {"转人工"}, "人工充值要钱吗": nil, "人工智能怎么开": nil, "人工 智能靠谱吗": nil,
		"转人工。智能客服听不懂": {"转人工"}, "转人工，算了": nil, "转人工！不用了": nil,
	} {
		if d := cmp.Diff(want, s.Understand(text.Analyse(in, text.Runes{})).Human); d != "" {
			t.Errorf("%s (-want +got):\n%s", in, d)
		}
	}
}
