package intents

import (
	"cmp"
	"slices"
	"strings"
)

// ChannelSpec is a way of paying.
type ChannelSpec struct {
	Name  string   `yaml:"name" json:"name"`   // the value of the entity
	Words []string `yaml:"words" json:"words"` // patterns
	// Paying says that the words mean other things too (微信, 余额) and count only
	// where the clause around them speaks of paying.
	Paying bool `yaml:"paying,omitempty" json:"paying,omitempty"`
}

// DefaultChannels are the ways of paying where a pack does not say.
func DefaultChannels() []ChannelSpec {
	return []ChannelSpec{
		{Name: "微信支付", Words: []string{"{微信|wx|vx}{支付|付款|零钱|钱包}"}},
		{Name: "微信支付", Words: []string{"{微信|wx}"}, Paying: true},
		{Name: "支付宝", Words: []string{"{支付宝|zfb|alipay}"}},
		{Name: "花呗", Words: []string{"{花呗|花贝}"}},
		{Name: "云闪付", Words: []string{"{云闪付|银联}"}},
		{Name: "数字人民币", Words: []string{"数字人民币"}},
		{Name: "Apple Pay", Words: []string{"{apple pay|苹果支付}"}},
		{Name: "信用卡", Words: []string{"信用卡"}},
		{Name: "银行卡", Words: []string{"{银行卡|储蓄卡|借记卡}", "{工行|农行|建行|招行|中行|交行|邮储}{卡|}"}},
		{Name: "对公转账", Words: []string{"对公{转账|汇款|打款}"}},
		{Name: "余额支付", Words: []string{"余额{支付|付款}"}},
	}
}

// goods recognises products and ways of paying, of several in one place the
// longest.
func (s *Set) goods(c *claims, v view, all []found) {
	var goods []found
	for _, f := range all {
		if r := s.owners[f.pattern].role; r == roleProduct || r == roleChannel {
			goods = append(goods, f)
		}
	}
	slices.SortStableFunc(goods, func(a, b found) int { return cmp.Compare(b.end-b.start, a.end-a.start) })
	for _, f := range goods {
		start, end := int(v.at[f.start]), int(v.at[f.end-1])+1
		o := s.owners[f.pattern]
		if o.role == roleProduct {
			c.add(EntityProduct, start, end, c.s[start:end])
			continue
		}
		ch := s.channels[o.index]
		if !ch.Paying || paysAround(c.s, start, end) {
			c.add(EntityChannel, start, end, ch.Name)
		}
	}
}

// paysAround reports whether the clause speaks of paying near the bytes
// [start, end) of s, which are not part of a name for something else (微信号).
func paysAround(s string, start, end int) bool {
	before, after := lastRunes(s[:start], 8), s[end:]
	if prefix(after, "号", "群", "登", "好友", "客服", "聊", "公众", "授权", "账号", "消息", "联系") > 0 || endsWith(before, "加", "加我", "加个", "加了") {
		return false
	}
	if i := strings.LastIndexAny(before, ",。!?;"); i >= 0 {
		before = before[i:]
	}
	return strings.ContainsAny(before, paying) || strings.ContainsAny(firstRunes(after, 8), paying)
}

// paying are the characters of words for moving money.
const paying = "付扣充交买划退钱绑刷转收提"

// firstRunes returns the first n runes of the clause that s begins with.
func firstRunes(s string, n int) string {
	for i, r := range s {
		if n == 0 || strings.ContainsRune(",。!?;", r) {
			return s[:i]
		}
		n--
	}
	return s
}
