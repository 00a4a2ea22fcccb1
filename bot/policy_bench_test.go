package bot

import (
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/intents"
)

// BenchmarkDecide walks the ladder: down to a sure answer without a flow and with
// one that the message is of no use to, and to the rung of the flow.
func BenchmarkDecide(b *testing.B) {
	f, err := flow.Compile(flow.Spec{
		ID: "claim", Name: "理赔", Confirm: true, End: flow.End{Do: flow.DoHandoff},
		Slots: []flow.SlotSpec{
			{Name: "order", Label: "订单号", Kind: flow.KindEntity, Entity: intents.EntityOrder, Ask: Sentence{"订单号？"}},
			{Name: "kind", Label: "类型", Kind: flow.KindChoice, Ask: Sentence{"哪一种？"}, Options: []flow.Option{{Label: "企业"}, {Label: "个人"}}},
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	at := func(said string, running bool) Situation {
		return situation(func(s *Situation) {
			s.Said = said
			s.Alone.Text = text.Normalise(said)
			if !running {
				return
			}
			s.Flows = map[string]*flow.Flow{"claim": f}
			run := f.Begin(nil, flow.Said{})
			run.At = noon.UnixMilli()
			s.Memory.Flow = &run
		})
	}
	sure := func(s Situation) Situation {
		s.Alone.Candidates = found("refund-how", 0.9, "refund-time", 0.1)
		return s
	}
	told := at("XK20250101001", true)
	told.Alone.Understood.Entities = []chat.Entity{{Name: intents.EntityOrder, Text: "XK20250101001", Value: "XK20250101001", End: 13}}
	for _, bm := range []struct {
		name string
		s    Situation
		want Outcome
		run  bool // the decision is about the flow
	}{
		{"no flow", sure(at("怎么申请退款", false)), OutcomeAnswer, false},
		{"a slot of the flow", told, OutcomeCollect, true},
		{"beside the flow", sure(at("怎么申请退款", true)), OutcomeAnswer, true},
		{"of no use to the flow", at("那个什么", true), OutcomeCollect, true},
	} {
		b.Run(bm.name, func(b *testing.B) {
			if d := Decide(bm.s); d.Outcome != bm.want || (d.Run != nil) != bm.run {
				b.Fatalf("came to %s, run %+v: %+v", d.Outcome, d.Run, d.Rungs)
			}
			b.ReportAllocs()
			for b.Loop() {
				Decide(bm.s)
			}
		})
	}
}
