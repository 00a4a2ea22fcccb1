package main

import (
	"testing"

	"yiwen/bot"
	"yiwen/bot/rehearse"
)

// TestDemoFlowsBegin: who has the shop do something for him begins its flow, and who
// asks about the same matter is answered.
func TestDemoFlowsBegin(t *testing.T) {
	c := demoContent(t)
	for flow, said := range map[string][]string{
		"invoice-request": {
			"帮我开张发票", "麻烦替我登记开个企业发票", "给我开张电子发票", "给我们公司开张专票", "麻烦开一下发票", "请开具发票，谢谢",
			"劳驾给开张普票", "帮忙把这单的发票开了", "这单发票给我开一下", "开张发票吧", "能不能帮我开张发票", "帮我开个发票可以吗", "亲，补开一张发票呗",
			"帮我开票，抬头是公司的", "麻烦帮我开一张公司抬头的发票", "你好给我开个票", "给我来张发票", "帮忙出张发票", "发票给开一下呗", "你能帮我开发票吗",
		},
		"card-missing": {
			"帮我查下卡密", "麻烦查一下我的卡密", "卡密没收到，帮我查查", "帮我看看卡密怎么还没发", "给我查查卡密发到哪了", "激活码一直没到，麻烦看一下",
			"卡密没发给我，帮查一下", "帮我催下卡密", "你帮我瞅瞅卡密咋还没来", "能帮我查一下卡密吗", "帮忙查下我买的兑换码", "付了钱没收到卡密，帮我看下",
		},
		"": { // of the matter, and no request
			"怎么开发票", "能给我开专票吗", "可以开票吗", "你们给我开发票吗", "商家不给我开发票", "上次给我开发票抬头写错了", "帮我重开一张发票，税号错了",
			"给我开的发票没收到", "发票开好了吗", "我要开发票", "发票多久能开好", "开一张发票要多久", "怎么让你们给我开张发票", "麻烦催一下发票", "帮我改下发票抬头",
			"请问开发票要钱吗", "会给我开发票吗", "帮我看看发票开了没", "帮我开发票要多久", "开发票请提供什么材料",
			"卡密在哪查", "怎么查看卡密", "卡密无效，帮我看看", "帮我看看这个卡密是不是过期了", "卡密怎么用，麻烦看看", "卡密没收到怎么办",
			"帮我查下卡密还能不能退", "麻烦问下卡密去哪看", "帮我查下卡密被谁用了", "帮我看看卡密是多少", "帮我查查卡密能不能用", "帮我找回卡密",
		},
	} {
		for _, s := range said {
			t.Run(s, func(t *testing.T) {
				turn, err := rehearse.New(rehearse.Options{Content: c}).Ask(t.Context(), rehearse.Line{Text: s})
				if err != nil {
					t.Fatal(err)
				}
				began := ""
				if f := turn.Trace.Flow; f != nil {
					began = f.ID
				}
				if began != flow || flow == "" && turn.Trace.Outcome != bot.OutcomeAnswer && turn.Trace.Outcome != bot.OutcomeClarify {
					t.Errorf("begins %q, %s %s; want %q", began, turn.Trace.Outcome, turn.Trace.Entry, flow)
				}
			})
		}
	}
}
