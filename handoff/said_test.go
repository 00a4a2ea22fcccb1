package handoff

import (
	"strings"
	"testing"
	"time"
)

// saidHours are of every day from 8 to 24, and a Wednesday at 14:00 with a
// holiday on the Friday.
func saidHours(t testing.TB) (Hours, time.Time) {
	zone := shanghai(t)
	c := &Calendar{Zone: zone, Holidays: []Date{{2027, time.March, 12}}}
	return Hours{Calendar: c, Shifts: []Shift{{From: 8 * 60, To: 24 * 60}}}, time.Date(2027, 3, 10, 14, 0, 0, 0, zone)
}

func TestReadPromise(t *testing.T) {
	h, at := saidHours(t)
	day := func(d, hour, minute int) time.Time { return time.Date(2027, 3, d, hour, minute, 0, 0, h.Calendar.Zone) }
	for _, tc := range []struct {
		text  string
		due   time.Time
		words string
	}{
		{"十分钟后回复您", day(10, 14, 10), "十分钟后"},
		{"10 分钟后回复您", day(10, 14, 10), "10 分钟后"},
		{"- 订单 **1001** 已提交\n- 预计 `30 分钟` 到账\n\n**15 分钟** 内回复您", day(10, 14, 15), "15 分钟** 内"},
		{"您好， 明天 下午 5 点前我联系您", day(11, 17, 0), "明天 下午 5 点前"},
		{"> 多久能好？\n\n半小时内回复您", day(10, 14, 30), "半小时内"},
		{"您好，我这边核实一下，10分钟内给您回复哦", day(10, 14, 10), "10分钟内"},
		{"预计半小时内联系您", day(10, 14, 30), "半小时内"},
		{"我们5到10分钟回复您", day(10, 14, 10), "5到10分钟"},
		{"技术同事２小时之内会给您答复。", day(10, 16, 0), "２小时之内"},
		{"一个半小时内给您结果", day(10, 15, 30), "一个半小时内"},
		{"两个半小时左右我回您", day(10, 16, 30), "两个半小时左右"},
		{"1小时30分钟内给您处理好", day(10, 15, 30), "1小时30分钟内"},
		{"一刻钟后给您打电话", day(10, 14, 15), "一刻钟后"},
		{"1.5小时内答复您", day(10, 15, 30), "1.5小时内"},
		{"请稍等，二十分钟内跟您同步进展", day(10, 14, 20), "二十分钟内"},
		{"不超过30分钟给您反馈", day(10, 14, 30), "30分钟"},
		{"今天内给您答复", day(11, 0, 0), "今天内"},
		{"今晚给您结果", day(10, 22, 0), "今晚"},
		{"今晚8点前回复您", day(10, 20, 0), "今晚8点前"},
		{"下午3点半之前联系您", day(10, 15, 30), "下午3点半之前"},
		{"3点前给您回复", day(10, 15, 0), "3点前"},
		{"16:20前反馈给您", day(10, 16, 20), "16:20前"},
		{"下班前给您结果", day(11, 0, 0), "下班前"},
		{"明天上午给您答复", day(11, 12, 0), "明天上午"},
		{"明早给您回电", day(11, 10, 0), "明早"},
		{"明天下午5点前我联系您", day(11, 17, 0), "明天下午5点前"},
		{"后天中午之前通知您", day(12, 14, 0), "后天中午之前"},
		{"我明天给您结论", day(12, 0, 0), "明天"},
		{"下周一给您答复", day(16, 0, 0), "下周一"},
		{"周五下午回复您", day(12, 18, 0), "周五下午"},
		{"1个工作日内回复您", day(12, 0, 0), "1个工作日内"},
		{"两个工作日内给您结果", day(16, 0, 0), "两个工作日内"},
		{"3天内给您处理结果", day(13, 14, 0), "3天内"},
		{"10分钟内先联系您，明天上午给您最终结果", day(10, 14, 10), "10分钟内"},
		{"好的，已为您登记，24小时内会有专员联系您", day(11, 14, 0), "24小时内"},
		{"已经帮您反馈，预计2小时内给您结果", day(10, 16, 0), "2小时内"},
		{"最晚明天中午12点前给您处理完", day(11, 12, 0), "明天中午12点前"},
		{"30分钟内处理好了通知您", day(10, 14, 30), "30分钟内"},
		{"晚上给您回复", day(10, 22, 0), "晚上"},
		{"虽然没到账，30分钟内我给您查清楚并回复", day(10, 14, 30), "30分钟内"},
	} {
		got, ok := ReadPromise(tc.text, at, h)
		if !ok {
			t.Errorf("%s: overlooked", tc.text)
			continue
		}
		if words := string([]rune(tc.text)[got.Start:got.End]); !got.Due.Equal(tc.due) || words != tc.words {
			t.Errorf("%s: due %s by %q, want %s by %q", tc.text, got.Due.In(h.Calendar.Zone).Format("01-02 15:04"), words, tc.due.Format("01-02 15:04"), tc.words)
		}
	}
}

// TestReadPromiseRefuses holds the false friends.
func TestReadPromiseRefuses(t *testing.T) {
	h, at := saidHours(t)
	for _, text := range []string{
		"", "好的", "稍后回复您", "我尽快给您答复", "马上联系您", "几分钟后回复您", "十几分钟回复您", "过三五分钟联系您",
		"充值10分钟后到账", "一般5到30分钟到账，请您留意", "订单30分钟内未付款会关闭",
		"请您10分钟后再试一下", "请您10分钟后再联系我们", "麻烦您明天上午联系我", "您可以半小时后查看处理结果",
		"建议您24小时后再看处理结果", "10分钟后您再联系我", "如果10分钟内没有回复您请再联系我",
		"我们一般10分钟内回复您", "人工客服通常5分钟内回复您", "正常情况下24小时内会给您答复",
		"不能保证10分钟内回复您", "10分钟内无法给您答复", "今天给您答复不了",
		"10分钟前回复您了", "半小时之前已经联系过您", "刚才10点联系过您", "昨天10点给您回复了",
		"需要我10分钟后回复您吗？", "明天上午给您答复可以吗", "10分钟内回复您？",
		"供货商1小时内会回复您", "银行1到3个工作日内通知您", "系统会在10分钟内自动通知您", "商家24小时内处理您的退款",
		"24小时客服在线", "工作时间8点到24点", "您昨天说10分钟后回复我", "验证码5分钟内有效", "还剩10分钟",
		"您的订单预计10分钟内处理完成", "退款24小时内原路退回给您", "审核2小时内会有结果", "审核结果24小时内短信通知您",
		"请在10分钟内回复", "10分钟内未收到您的回复", "商品问题请在7天内联系我们", "我半天才回复您", "今天处理了您的反馈",
		"今天回复您晚了", "今天的问题我会反馈", "周一到周五我们都会回复您", "我们每天8点前回复您", "您上午回复的内容我看到了",
		"下午好", "打扰您一分钟说明一下", "昨晚8点联系过您", "超时24小时会自动通知您",
		"> 10分钟后回复您\n这句话是谁说的", " >您好，10分钟后回复您",
		"0分钟后回复您", "999天内回复您", "订单号2027031014001分钟回复您的", "编号 1001 30", "请您 10 分钟后再联系我们",
	} {
		if got, ok := ReadPromise(text, at, h); ok {
			t.Errorf("%s: read as a promise until %s", text, got.Due.In(h.Calendar.Zone).Format("01-02 15:04"))
		}
	}
}

func FuzzReadPromise(f *testing.F) {
	h, at := saidHours(f)
	for _, s := range []string{"十分钟后回复您", "1.5小时内给您结果", "下周日前答复您", "：:点半", "\xff十分钟", "9999999999999999999小时内回复您", "25:00前回复您", strings.Repeat("1分回复您", 400)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ReadPromise(s, at, h)
		if !ok {
			return
		}
		if n := len([]rune(s)); got.Start < 0 || got.End <= got.Start || got.End > n {
			t.Fatalf("%q: words %d to %d of %d", s, got.Start, got.End, n)
		}
		if d := got.Due.Sub(at); d <= 0 || d > maxSaid {
			t.Fatalf("%q: due in %v", s, d)
		}
		if p := got.Promise(s, at); p.Remind > p.Due {
			t.Fatalf("%q: reminded after it is due", s)
		}
	})
}

// BenchmarkReadPromise: a text of nothing but times costs no more than a few.
func BenchmarkReadPromise(b *testing.B) {
	h, at := saidHours(b)
	for name, text := range map[string]string{
		"usual":   "您好，我这边核实一下，10分钟内给您回复哦",
		"hostile": strings.Repeat("1分回复您", 400),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ReadPromise(text, at, h)
			}
		})
	}
}
