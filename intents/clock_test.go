package intents

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

// TestTimesAreOneEntity: what is said of one time is one entity, as it was written.
func TestTimesAreOneEntity(t *testing.T) {
	s := compile(t, Spec{})
	for _, in := range []string{
		"今天", "前天", "大前天", "昨晚10点", "昨晚十点半", "昨晚2点", "今晚12点", "昨天半夜两点", "半夜11点", "昨晚", "明早七点",
		"前天下午三点", "今天14:20", "今天 14:20", "昨天3:05", "昨天3点", "三点", "三点半", "三点整", "三点多", "16点", "24点", "上午", "晚上",
		"中午12点", "3号下午", "3号", "31号", "上个月20号", "5月20号", "2025-06-12", "2025/6/12", "2025年6月12日", "今年6月12日",
		"周一", "上周三", "下个星期天上午", "上周", "这礼拜", "上个月", "月底", "上个月底", "半小时前", "20分钟前", "两个多小时前",
		"三天前", "一周前", "两个月前", "一年以前", "刚才", "前几天",
	} {
		want := []chat.Entity{{Name: EntityTime, Text: in, Value: in, End: len([]rune(in))}}
		if diff := cmp.Diff(want, understand(s, in).Entities); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
	for _, in := range []string{
		"不是时间", "25点", "32号", "2月32号", "1989-06-12", "2025-13-12", "0分钟前", "半天前", "三个前", "周围", "第3号", "3号楼",
	} {
		for _, e := range understand(s, in).Entities {
			if e.Name == EntityTime {
				t.Errorf("%s is no time, found %q", in, e.Text)
			}
		}
	}
}
