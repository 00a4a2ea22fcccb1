package flow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// invoice has a slot of each kind.
func invoice() Spec {
	return Spec{
		ID: "invoice", Name: "开发票", Confirm: true,
		Slots: []SlotSpec{
			{Name: "order", Label: "订单号", Kind: KindEntity, Entity: "order_no", Ask: chat.Sentence{"订单号？"}},
			{Name: "kind", Label: "抬头类型", Kind: KindChoice, Ask: chat.Sentence{"企业还是个人？"}, Options: []Option{{Label: "企业", Words: []string{"公司"}}, {Label: "个人"}}},
			{Name: "title", Label: "抬头", Kind: KindText, Min: 2, Max: 20, Ask: chat.Sentence{"抬头？"}},
			{Name: "tail", Label: "尾号", Kind: KindPattern, Pattern: "[0-9]{4}", Ask: chat.Sentence{"尾号？"}, Optional: true},
			{Name: "paper", Label: "纸质", Kind: KindYesNo, Ask: chat.Sentence{"要纸质的吗？"}},
		},
		End: End{Do: DoAnswer, Say: chat.Sentence{"{title} {order}"}},
	}
}

func compiled(t testing.TB, s Spec) *Flow {
	t.Helper()
	if p := s.Check([]string{"order_no", "time"}); len(p) > 0 {
		t.Fatal(p)
	}
	f, err := Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// say is a message in which what begins with XK is an order number.
func say(s string) Said {
	said := Said{Text: s, Norm: text.Normalise(s)}
	for word := range strings.FieldsSeq(strings.NewReplacer("，", " ", "是", " ").Replace(s)) {
		if strings.HasPrefix(word, "XK") {
			said.Entities = append(said.Entities, chat.Entity{Name: "order_no", Text: word, Value: word})
		}
	}
	return said
}

func TestTake(t *testing.T) {
	for name, tc := range map[string]struct {
		first string
		said  []string
		out   Result
		want  string // of the slots, and what is waited for
	}{
		"InOrder":             {"开票", []string{"XK1", "公司", "星卡科技", "1234", "要"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail=1234 paper=是 confirm"},
		"SeveralAtOnce":       {"公司开票 XK1", []string{"抬头是星卡科技", "尾号1234"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail=1234 ask paper"},
		"Corrects":            {"公司开票 XK1", []string{"订单号不对，是XK2"}, Filled, "order=XK2 kind=企业 ask title"},
		"CallsWrong":          {"公司开票 XK1", []string{"订单号不对"}, Filled, "kind=企业 ask order"},
		"ChangesChoice":       {"公司开票 XK1", []string{"不是公司，是个人"}, Filled, "order=XK1 kind=个人 ask title"},
		"ChangesText":         {"公司开票 XK1", []string{"星卡科技", "抬头错了，改成星卡网络"}, Filled, "order=XK1 kind=企业 title=星卡网络 ask tail"},
		"LeavesOut":           {"公司开票 XK1", []string{"星卡科技", "跳过"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= ask paper"},
		"NoIsAnAnswer":        {"公司开票 XK1", []string{"星卡科技", "没有", "不用了"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= paper=否 confirm"},
		"NoPieceOfANumber":    {"公司开票 XK1", []string{"星卡科技", "123456"}, Missed, "order=XK1 kind=企业 title=星卡科技 ask tail"},
		"OptionalAfterMisses": {"公司开票 XK1", []string{"星卡科技", "12", "13"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= ask paper"},
		"TooLong":             {"公司开票 XK1", []string{strings.Repeat("长", 21)}, Missed, "order=XK1 kind=企业 ask title"},
		"KnowsNot":            {"公司开票 XK1", []string{"不知道"}, Missed, "order=XK1 kind=企业 ask title"},
		"Waits":               {"公司开票", []string{"我找找"}, Waited, "kind=企业 ask order"},
		"Leaves":              {"公司开票", []string{"算了"}, Left, "kind=企业 ask order"},
		"Lost":                {"公司开票", []string{"啊", "啊啊", "啊啊啊"}, Lost, "kind=企业 ask order"},
		"Done":                {"开票", []string{"XK1", "公司", "星卡科技", "1234", "要", "对"}, Done, "order=XK1 kind=企业 title=星卡科技 tail=1234 paper=是 confirm"},
		"ConfirmNo":           {"开票", []string{"XK1", "公司", "星卡科技", "1234", "要", "不对"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail=1234 paper=是 change"},
		"WrongAndLeftOut":     {"开票", []string{"XK1", "公司", "星卡科技", "1234", "要", "尾号不对，跳过"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= paper=是 confirm"},
		"LeftOutAhead":        {"公司开票 XK1", []string{"尾号就不填了", "星卡科技"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= ask paper"},
		"LeftOutByName":       {"公司开票 XK1", []string{"星卡科技", "1234", "不要尾号"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= ask paper"},
		"LeftOutToChange":     {"开票", []string{"XK1", "公司", "星卡科技", "1234", "要", "不对", "把尾号去掉吧"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail= paper=是 confirm"},
		"WrongIsNotLeftOut":   {"公司开票 XK1", []string{"星卡科技", "1234", "尾号不对"}, Filled, "order=XK1 kind=企业 title=星卡科技 ask tail"},
		"NewIsNotLeftOut":     {"公司开票 XK1", []string{"星卡科技", "1234", "尾号不对，是5678"}, Filled, "order=XK1 kind=企业 title=星卡科技 tail=5678 ask paper"},
		"AskedIsNotLeftOut":   {"公司开票 XK1", []string{"星卡科技", "尾号没有会怎么样"}, Missed, "order=XK1 kind=企业 title=星卡科技 ask tail"},
		"NeededIsNotLeftOut":  {"公司开票 XK1", []string{"星卡科技", "订单号不对，跳过"}, Filled, "kind=企业 title=星卡科技 ask order"},
		"NamesWhatToChange":   {"开票", []string{"XK1", "公司", "星卡科技", "1234", "要", "不对", "尾号"}, Filled, "order=XK1 kind=企业 title=星卡科技 paper=是 ask tail"},
	} {
		t.Run(name, func(t *testing.T) {
			f := compiled(t, invoice())
			r, out := f.Begin(nil, say(tc.first)), Result("")
			for _, s := range tc.said {
				r, out, _ = f.Take(r, say(s))
			}
			if got := shown(r); out != tc.out || got != tc.want {
				t.Errorf("%s, %s; want %s, %s", out, got, tc.out, tc.want)
			}
		})
	}
}

func shown(r Run) string {
	var b strings.Builder
	for _, v := range r.Values {
		fmt.Fprintf(&b, "%s=%s ", v.Slot, v.Text)
	}
	return strings.TrimSpace(b.String() + string(r.Step) + " " + r.Asked)
}

// TestNeverAsksForWhatIsKnown: one value named before is taken, of two it asks.
func TestNeverAsksForWhatIsKnown(t *testing.T) {
	f := compiled(t, invoice())
	one := []chat.Entity{{Name: "order_no", Value: "XK1"}}
	if got := shown(f.Begin(one, say("开票"))); got != "order=XK1 ask kind" {
		t.Error(got)
	}
	if got := shown(f.Begin(append(one, chat.Entity{Name: "order_no", Value: "XK2"}), say("开票"))); got != "ask order" {
		t.Error(got)
	}
}

// TestChoicesFillWhatTheySay: a tap on a choice of each step does what it says, and
// one of another step nothing.
func TestChoicesFillWhatTheySay(t *testing.T) {
	f := compiled(t, invoice())
	r := f.Begin(nil, say("XK1"))
	r, out, _ := f.Take(r, Said{Key: f.Choices(r)[1].Key})
	if out != Filled || r.Value("kind") != "个人" {
		t.Errorf("%s %s", out, shown(r))
	}
	if _, out, _ = f.Take(r, Said{Key: KeyYes}); out != Missed {
		t.Errorf("a stale yes is %s", out)
	}
}

// TestEveryRunEnds: whatever is said, a run ends in a bounded number of turns, and
// keeps to what it is.
func TestEveryRunEnds(t *testing.T) {
	f := compiled(t, invoice())
	words := []string{"XK1", "XK2", "公司", "个人", "不对", "对", "算了", "跳过", "1234", "啊", "订单号不对", "抬头是星卡", "改", "你好吗这是什么", "", "好的", "要"}
	rapid.Check(t, func(t *rapid.T) {
		r := f.Begin(nil, say(rapid.SampledFrom(words).Draw(t, "first")))
		for turn := 1; ; turn++ {
			if turn > MaxTurns {
				t.Fatalf("still runs after %d turns: %s", turn, shown(r))
			}
			said := say(rapid.SampledFrom(words).Draw(t, "said"))
			if cs := f.Choices(r); len(cs) > 0 && rapid.Bool().Draw(t, "taps") {
				said = Said{Key: rapid.SampledFrom(cs).Draw(t, "choice").Key}
			}
			before := shown(r)
			next, out, _ := f.Take(r, said)
			if got := shown(r); got != before {
				t.Fatalf("the run before is changed from %s to %s", before, got)
			}
			r = next
			if out == Done || out == Left || out == Lost {
				if out == Done && r.Step == StepAsk && !r.has(r.Asked) {
					t.Fatalf("done, and %s is missing", r.Asked)
				}
				return
			}
		}
	})
}

func FuzzTake(f *testing.F) {
	for _, s := range []string{"XK1", "抬头不对，是{order}", "不是公司，是个人", "\x00", "1234", "：：："} {
		f.Add(s, "公司")
	}
	flow := compiled(f, invoice())
	f.Fuzz(func(t *testing.T, a, b string) {
		r := flow.Begin(nil, say(a))
		for _, s := range []string{b, a, b, a, b} {
			r, _, _ = flow.Take(r, say(s))
		}
		for _, v := range r.Values {
			if flow.slot(v.Slot) == nil {
				t.Errorf("fills %q", v.Slot)
			}
		}
	})
}

func TestCheck(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Spec)
		want   string // path and a piece of the text
	}{
		"Fine":               {func(*Spec) {}, ""},
		"NoSlots":            {func(s *Spec) { s.Slots = nil; s.End.Say = chat.Sentence{"好"} }, "[slots] 要有 1 到"},
		"SlotTwice":          {func(s *Spec) { s.Slots[1].Name = "order" }, "[slots 1 name] 名称「order」重复"},
		"LabelTwice":         {func(s *Spec) { s.Slots[1].Label = "订单号" }, "[slots 1 label] 叫法「订单号」重复"},
		"UnknownEntity":      {func(s *Spec) { s.Slots[0].Entity = "shoe" }, "[slots 0 entity] 没有「shoe」"},
		"NoOptions":          {func(s *Spec) { s.Slots[1].Options = nil }, "[slots 1 options] 要有 2 到"},
		"OptionTwice":        {func(s *Spec) { s.Slots[1].Options[1].Words = []string{"公司"} }, "[slots 1 options 1 words 0] 「公司」和第 1 个选项重复"},
		"BadPattern":         {func(s *Spec) { s.Slots[3].Pattern = "(" }, "[slots 3 pattern] 正则写错了"},
		"EmptyPattern":       {func(s *Spec) { s.Slots[3].Pattern = "x*" }, "[slots 3 pattern] 「x*」会匹配空的内容"},
		"UnknownPlaceholder": {func(s *Spec) { s.End.Say = chat.Sentence{"{shoe}"} }, "[end say] 没有 {shoe} 这个词槽"},
		"NumberOfNoTicket":   {func(s *Spec) { s.End.Say = chat.Sentence{"{number}"} }, "[end say] 没有 {number}"},
		"NoLastWord":         {func(s *Spec) { s.End.Say = nil }, "[end say] 结束时要说的话没有写"},
		"UnknownEnd":         {func(s *Spec) { s.End.Do = "dance" }, "[end do] 没有「dance」"},
		"NoQuestion":         {func(s *Spec) { s.Slots[2].Ask = nil }, "[slots 2 ask] 不能为空"},
		"SkipOfRequired":     {func(s *Spec) { s.Slots[2].Skip = []string{"不"} }, "[slots 2 skip] 只有可以不填"},
		"BadID":              {func(s *Spec) { s.ID = "开票" }, "[id] 「开票」不能用作编号"},
		"Bounds":             {func(s *Spec) { s.Slots[2].Max = 1 }, "[slots 2 max] 字数"},
	} {
		t.Run(name, func(t *testing.T) {
			s := invoice()
			tc.change(&s)
			var got []string
			for _, p := range s.Check([]string{"order_no"}) {
				got = append(got, fmt.Sprint(p.Path, " ", p.Text))
			}
			if tc.want == "" && len(got) > 0 || tc.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tc.want)) {
				t.Errorf("%q, want %s", got, tc.want)
			}
		})
	}
}

func TestPlaceholders(t *testing.T) {
	if diff := cmp.Diff([]string{"a", "b-1"}, Placeholders("{a}{中}{b-1} {x")); diff != "" {
		t.Error(diff)
	}
}
