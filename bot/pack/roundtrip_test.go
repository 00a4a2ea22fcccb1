package pack

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/intents"
	"yiwen/knowledge"
)

// oddTexts are what a notation may trip over: YAML's signs, numbers and words
// with a meaning, blanks at the ends, lines, characters beyond the BMP. Each
// has broken one library or another.
func oddTexts() []string {
	return []string{
		"true", "yes", "y", "null", "~", "0123", "0o17", "0x1f", "1_000", "1e3", ".5", ".nan", "1:30", "2026-01-01",
		"- a", "a: b", "a #b", "#a", "[a", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "---", "...", "=", "<<", "a:", "? a",
		"'", `"`, `\`, "a\\nb", `\U0001F600`, "\t", "\t前", " 前后 ", "\u00a0", "\u3000全角", "零\u200d宽\ufe0f",
		"第一行\n第二行", "  缩进\n行", "行\n\n\n行", "\n开头", "\n\n  开头", "行\n  ", "行 \n行", "行\n\t行", "- a\n- b", "# 一\n\n## 二", "---\n行", "a: b\nc: d",
		"😀", "👨‍👩‍👧\n第二行 😊", "\uf8ff😀\ue000\n行", "\U000f0000", "𠮷野家",
	}
}

func anyText() *rapid.Generator[string] {
	odd := rapid.SampledFrom(oddTexts())
	free := rapid.StringOfN(rapid.RuneFrom([]rune("充值到账aZ09 -:#'\"\\{}[]&*!|>%@,\n\t，。？😀")), 1, 30, -1)
	return rapid.Map(rapid.OneOf(odd, free), func(s string) string {
		s = strings.TrimRight(s, "\n")
		if strings.TrimSpace(s) == "" {
			return "空"
		}
		return s
	})
}

func anyPack() *rapid.Generator[*Pack] {
	return rapid.Custom(func(t *rapid.T) *Pack {
		text := anyText()
		texts := rapid.Map(rapid.SliceOfN(text, 0, 4), func(s []string) []string {
			if len(s) == 0 {
				return nil
			}
			return s
		})
		name := rapid.Map(text, func(s string) string { // of a category: in one line, and no path
			s = strings.TrimSpace(strings.NewReplacer("\n", "", "\t", "", "/", "").Replace(s))
			if s == "" {
				return "空"
			}
			return s
		})
		p := &Pack{Talk: bot.DefaultTalk(), Replies: bot.DefaultReplies(), Settings: defaultSettings()}
		for i := range rapid.IntRange(1, 4).Draw(t, "entries") {
			p.Entries = append(p.Entries, knowledge.Entry{
				ID: fmt.Sprintf("entry-%d", i), Category: name.Draw(t, "category"), Question: text.Draw(t, "question"),
				Variants: texts.Draw(t, "variants"), Answer: text.Draw(t, "answer"), Severity: "low",
				Answers: rapid.SampledFrom([][]knowledge.SiteAnswer{nil, {{Site: "default", Answer: "好"}}}).Draw(t, "answers"),
				Tags:    rapid.SampledFrom([][]string{nil, {"true", "0123"}}).Draw(t, "tags"), Audience: knowledge.VIPs,
				From: "2026-12-01 00:00", Until: rapid.SampledFrom([]knowledge.Moment{"", "2026-12-24 18:30"}).Draw(t, "until"),
				Off: rapid.Bool().Draw(t, "off"), Owner: "0123", ReviewOn: "2027-01-01",
			})
			if i > 0 {
				p.Entries[i].Related = []string{"entry-0"}
			}
		}
		p.Stops = rapid.SampledFrom([][]string{nil, {"请问", "true", "0123"}}).Draw(t, "stops")
		p.Homophones = rapid.SampledFrom([][]Homophone{nil, {{"冲值", "充值"}, {"0x23", "null"}}}).Draw(t, "homophones")
		for i := range rapid.IntRange(0, 2).Draw(t, "golden") {
			p.Golden = append(p.Golden, knowledge.Golden{
				ID: fmt.Sprintf("g%d", i), Text: text.Draw(t, "golden text"), Entry: rapid.SampledFrom([]string{"", "entry-0"}).Draw(t, "golden entry"),
				Site: "default", Note: text.Draw(t, "golden note"),
			})
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "flows") {
			say := strings.NewReplacer("{", "(").Replace(text.Draw(t, "flow say"))
			p.Flows = append(p.Flows, flow.Spec{
				ID: fmt.Sprintf("f%d", i), Name: "开票", Off: rapid.Bool().Draw(t, "flow off"), Confirm: rapid.Bool().Draw(t, "confirm"),
				Intro: rapid.SampledFrom([]bot.Sentence{nil, {"好"}, {"好", "0123"}}).Draw(t, "intro"),
				Slots: []flow.SlotSpec{
					{Name: "order", Label: "订单号", Kind: flow.KindEntity, Entity: "order_no", Ask: bot.Sentence{say}, Example: "0123"},
					{Name: "kind", Label: "类型", Kind: flow.KindChoice, Ask: bot.Sentence{"{order}?", "true"}, Options: []flow.Option{{Label: "0x1", Words: []string{"null", "是"}}, {Label: "否"}}},
					{Name: "tail", Label: "尾号", Kind: flow.KindPattern, Pattern: "[0-9]{4}", Plain: true, Ask: bot.Sentence{"?"}, Optional: true, Skip: []string{"0123", "没有"}, Retry: bot.Sentence{"再说一次"}},
					{Name: "what", Label: "经过", Kind: flow.KindText, Min: 2, Max: rapid.IntRange(2, 9).Draw(t, "max"), Ask: bot.Sentence{"?"}},
				},
				End: flow.End{Do: flow.DoTicket, Say: bot.Sentence{"{number} {what}"}},
			})
			p.Entries[0].Flow = "f0"
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "canned") {
			p.Canned = append(p.Canned, Canned{
				ID: fmt.Sprintf("c%d", i), Title: text.Draw(t, "title"), Opener: rapid.Bool().Draw(t, "opener"),
				Text: strings.ReplaceAll(text.Draw(t, "text"), "{", "(") + "{客户}", // a name in braces must be known
			})
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "rules") {
			p.Rules = append(p.Rules, intents.Rule{
				ID: fmt.Sprintf("r%d", i), Any: []string{"退款"}, Action: intents.ActionAnswer, Reply: text.Draw(t, "reply"),
			})
		}
		if rapid.Bool().Draw(t, "teams") {
			p.Teams = Teams{Default: "x", Teams: []Team{{
				ID: "x", Name: text.Draw(t, "team"), Members: []chat.AgentID{"123", "true"}, Holidays: true,
				Hours: []Shift{{Days: []Day{"mon", "sun"}, From: Clock(rapid.IntRange(0, 700).Draw(t, "from")), To: Clock(rapid.IntRange(701, 1440).Draw(t, "to"))}},
				Promises: Promises{
					FirstReply: Span(rapid.Int64Range(0, int64(maxPromise)).Draw(t, "promise")),
					Ticket:     Span(rapid.Int64Range(0, int64(maxPromise)).Draw(t, "ticket")),
					Severity:   map[chat.Severity]Target{chat.SeverityUrgent: {Solution: Span(time.Minute)}, chat.SeverityLow: {}},
				},
				Limit: rapid.IntRange(0, maxLimit).Draw(t, "limit"), Urgent: rapid.Bool().Draw(t, "urgent"),
				Overflow: Overflow{To: "y", After: Span(rapid.Int64Range(0, int64(maxPromise)).Draw(t, "after"))},
			}, {ID: "y", Name: "y"}}, Holidays: []Holiday{{Date: "2027-01-01", Name: text.Draw(t, "holiday")}}}
			p.Teams.Workdays = p.Teams.Holidays
		}
		spoken := rapid.Map(text, func(s string) string { return strings.ReplaceAll(s, "{", "(") }) // nothing is filled in
		p.Replies.Welcome = rapid.SliceOfNDistinct(spoken, 1, 3, rapid.ID[string]).Draw(t, "welcome")
		p.Replies.Hot = []string{"entry-0"}
		p.Settings.Limits.Answer = rapid.Float64Range(p.Settings.Limits.Suggest, 1).Draw(t, "answer limit")
		p.Synonyms = [][]string{{"充值", "充钱"}, {"true", "0123"}}
		p.Dictionary = []Word{{"卡密", rapid.IntRange(0, maxFreq).Draw(t, "freq"), "n"}, {Text: "点卡"}}
		return p
	})
}

// TestRoundTrip: a pack survives its files and its items unchanged.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPack().Draw(t, "pack")
		files, err := p.files()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(memory(files))
		if err != nil {
			t.Fatalf("%v\n%s", err, files[FAQFile])
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatalf("files (-want +got):\n%s\n%s", diff, files[FAQFile])
		}
		items, err := p.Items()
		if err != nil {
			t.Fatal(err)
		}
		back, err = FromItems(rapid.Permutation(items).Draw(t, "order"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatalf("items (-want +got):\n%s", diff)
		}
	})
}

func TestOddTextsKeepTheirForm(t *testing.T) {
	long := strings.Repeat("很长的一行 with words, ", 250)
	many := make([]rune, 0, 8000) // more than there are stand-ins
	for r := range rune(8000) {
		many = append(many, 0x20000+r)
	}
	for _, s := range append(oddTexts(), long, long+"\n"+long, string(many), "两行\n"+string(many)) {
		p := &Pack{Replies: bot.DefaultReplies(), Settings: defaultSettings()}
		p.Entries = []knowledge.Entry{{ID: "a", Question: "q", Answer: s}, {ID: "b", Question: "q", Answer: s}}
		files, err := p.files()
		if err != nil {
			t.Fatalf("%.80q: %v", s, err)
		}
		back, err := Read(memory(files))
		if strings.TrimSpace(s) == "" && err != nil {
			continue // refused as empty, not changed
		}
		if err != nil {
			t.Errorf("%.80q: %v\n%.300s", s, err, files[FAQFile])
		} else if diff := cmp.Diff(p, back); diff != "" {
			t.Errorf("%.80q (-want +got):\n%s\n%.300s", s, diff, files[FAQFile])
		}
	}
}

// TestLayout shows the file that an editor gets.
func TestLayout(t *testing.T) {
	entries := []knowledge.Entry{
		{
			ID: "refund", Question: "怎么退款？", Variants: []string{"能退吗 😊", "a: b", "0123"},
			Answer: "您好 😊\n\n1. 打开订单\n2. 点退款\uf8ff",
		},
		{ID: "on", Question: "y", Answer: " 前\n后"},
	}
	got, err := encode(entries)
	if err != nil {
		t.Fatal(err)
	}
	want := `- id: refund
  question: 怎么退款？
  variants:
    - 能退吗 😊
    - 'a: b'
    - "0123"
  answer: |-
    您好 😊

    1. 打开订单
    2. 点退款\uf8ff

- id: "on"
  question: "y"
  answer: " 前\n后"
`
	if diff := cmp.Diff(strings.ReplaceAll(want, `\uf8ff`, "\uf8ff"), string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestItemsOfDemo(t *testing.T) {
	p, err := Read(os.DirFS(demo))
	if err != nil {
		t.Fatal(err)
	}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, i := range items {
		if key := i.Kind + " " + i.ID; seen[key] || i.ID == "" {
			t.Errorf("two items %s", key)
		} else {
			seen[key] = true
		}
	}
	back, err := FromItems(items)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFromItemsRefuses(t *testing.T) {
	good := Item{Kind: KindEntry, ID: "a", Body: []byte(`{"id":"a","question":"q","answer":"x"}`)}
	for name, test := range map[string]struct {
		items []Item
		want  string
	}{
		"no entries":   {nil, "faq.yaml: wants 1 to"},
		"unknown kind": {[]Item{good, {Kind: "dream", ID: "f"}}, "dream: f: is of a kind"},
		"unknown key":  {[]Item{{Kind: KindEntry, ID: "a", Body: []byte(`{"id":"a","q":1}`)}}, `entry: a: unknown key "q"`},
		"other id":     {[]Item{{Kind: KindEntry, ID: "b", Body: good.Body}}, `entry: b: holds the id "a"`},
		"two values":   {[]Item{{Kind: KindEntry, ID: "a", Body: []byte(string(good.Body) + "{}")}}, "entry: a: "},
		"no JSON":      {[]Item{good, {Kind: KindTeams, ID: KindTeams, Body: []byte("teams:")}}, "teams: teams: is not valid JSON"},
		"bad settings": {[]Item{good, {Kind: KindSettings, ID: KindSettings, Body: []byte(`{"timezone":"x"}`)}}, `settings.yaml: timezone: "x" is not`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := FromItems(test.items)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("FromItems = %v; want %s...", err, test.want)
			}
		})
	}
}

func FuzzReadFAQ(f *testing.F) {
	f.Add([]byte(faq))
	f.Add([]byte("- {id: a, question: \"q\\n\", answer: 'x', variants: [a, b]}\n"))
	f.Add([]byte("- id: a\n  answer: |-\n    x\n\n    y\n  question: >\n    folded\n    text\n"))
	f.Add([]byte("? a\n: b\n"))
	f.Add([]byte("- &a [*a]\n- !!str x\n- <<: {}\n"))
	f.Add([]byte("%YAML 1.2\n---\n...\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Read(memory{FAQFile: b})
		if err != nil {
			if len(Problems(err)) == 0 {
				t.Fatalf("an error that names no problem: %v", err)
			}
			return
		}
		files, err := p.files()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(memory(files))
		if err != nil {
			t.Fatalf("%v\n%s", err, files[FAQFile])
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatalf("written and read again (-want +got):\n%s", diff)
		}
	})
}

func FuzzReadFlows(f *testing.F) {
	f.Add([]byte("- id: a\n  name: 开票\n  slots:\n    - {name: o, label: 单号, kind: entity, entity: order_no, ask: [a, b]}\n    - {name: k, label: 类, kind: choice, ask: x, options: [{label: a}, {label: b, words: [c]}]}\n  end: {do: ticket, say: \"{number} {o}\"}\n"))
	f.Add([]byte("- id: a\n  name: x\n  slots: [{name: t, label: 尾, kind: pattern, pattern: '[0-9]{4}', plain: true, ask: ''}]\n  end: {do: dance}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Read(memory{FAQFile: []byte(faq), FlowsFile: b})
		if err != nil {
			if len(Problems(err)) == 0 {
				t.Fatalf("an error that names no problem: %v", err)
			}
			return
		}
		files, err := p.files()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(memory(files))
		if err != nil {
			t.Fatalf("%v\n%s", err, files[FlowsFile])
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatalf("written and read again (-want +got):\n%s", diff)
		}
	})
}

func FuzzReadSynonyms(f *testing.F) {
	f.Add([]byte("充值,充钱\n# x\n到账，到帐\r\n"))
	f.Add([]byte(",,\n"))
	fuzzLines(f, SynonymsFile)
}

func FuzzReadDictionary(f *testing.F) {
	f.Add([]byte("卡密 200 n\n点卡\n# x\nQ币 nz\n"))
	f.Add([]byte("a -1 n\na 99999999999999999999\n+\n"))
	fuzzLines(f, DictionaryFile)
}

// fuzzLines holds that what a plain file gives is refused with a line or
// written as it was.
func fuzzLines(f *testing.F, name string) {
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Read(memory{FAQFile: []byte(faq), name: b})
		if err != nil {
			for _, problem := range Problems(err) {
				if problem.File != name {
					t.Fatalf("%v", problem)
				}
			}
			return
		}
		files, err := p.files()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(memory(files))
		if err != nil {
			t.Fatalf("%v\n%s", err, files[name])
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatalf("written and read again (-want +got):\n%s", diff)
		}
		again, err := back.files()
		if err != nil || !bytes.Equal(files[name], again[name]) {
			t.Fatalf("the canonical file is not stable: %v", err)
		}
	})
}

// TestOldKeysAreRead: before rules, mood and small talk had names of their own in
// JSON they were stored under those of Go.
func TestOldKeysAreRead(t *testing.T) {
	items := []Item{
		{Kind: KindEntry, ID: "a", Body: []byte(`{"id":"a","question":"怎么退款","answer":"点退款"}`)},
		{Kind: KindRule, ID: "r", Body: []byte(`{"ID":"r","Priority":5,"All":null,"Any":["退款"],"When":"","Action":"answer","Entry":"a"}`)},
		{Kind: KindMood, ID: KindMood, Body: []byte(`{"Human":{"Ask":["转人工"]},"Words":[{"Class":"words","Weight":0.5,"Negatable":true,"Words":["气死"]}],"WithoutModel":true}`)},
		{Kind: KindSmall, ID: "hi/1", Body: []byte(`{"Kind":"hi","Patterns":["你好"],"Replies":["您好"]}`)},
	}
	p, err := FromItems(items)
	if err != nil {
		t.Fatal(err)
	}
	want := []intents.Rule{{ID: "r", Priority: 5, Any: []string{"退款"}, Action: intents.ActionAnswer, Entry: "a"}}
	if diff := cmp.Diff(want, p.Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if !p.Mood.WithoutModel || !p.Mood.Words[0].Negatable || p.Mood.Human.Ask[0] != "转人工" || len(p.Small) != 1 {
		t.Errorf("mood %+v, small talk %+v", p.Mood, p.Small)
	}
}
