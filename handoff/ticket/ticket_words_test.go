package ticket

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryStateHasAName(t *testing.T) {
	seen := map[string]State{}
	for _, s := range all() {
		name := s.Name()
		if (name == "") != (s == "") || seen[name] != "" {
			t.Errorf("%q is called %q, as is %q", s, name, seen[name])
		}
		seen[name] = s
	}
}

func TestNewestNews(t *testing.T) {
	tk := after(opened(), taken())
	if e, ok := tk.News(); ok {
		t.Errorf("nothing was told, but %+v", e)
	}
	tk = after(opened(), taken(), Entry{By: lin(), Move: Tell, Text: "已联系供应商"}, Entry{By: lin(), Move: Note, Text: "催"}, Entry{By: visitor(), Move: Add, Text: "急"})
	if e, ok := tk.News(); !ok || e.Text != "已联系供应商" {
		t.Errorf("news = %+v", e)
	}
}

func TestInfoOr(t *testing.T) {
	known := Info{OrderNo: "XK1", When: "昨天", Amount: "100元", Story: "没到账", Error: "失败", Files: []string{"f"}, Tried: []string{"重登"}, Contact: "微信"}
	if d := cmp.Diff(known, Info{}.Or(known)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	said := Info{OrderNo: "XK2", Story: "到了一半", Files: []string{"g"}}
	want := known
	want.OrderNo, want.Story, want.Files = said.OrderNo, said.Story, said.Files
	if d := cmp.Diff(want, said.Or(known)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
