package pack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// around is a content of one entry and one site.
func around() Around {
	return Around{Entry: func(id string) bool { return id == "refund" }, Settings: defaultSettings()}
}

func TestCheckOfOneItem(t *testing.T) {
	type said struct {
		Path []any
		Text string
	}
	for name, c := range map[string]struct {
		kind, id, body string
		want           []said
	}{
		"entry":        {KindEntry, "a", `{"id":"a","question":"q","answer":"x","related":["refund"]}`, nil},
		"other id":     {KindEntry, "a", `{"id":"b","question":"q","answer":"x"}`, []said{{nil, "编号和内容里的「b」不一致"}}},
		"bad entry":    {KindEntry, "a", `{"id":"a","question":"q","answer":" ","related":["a","no"]}`, []said{{[]any{"answer"}, "不能为空"}, {[]any{"related", 0}, "不能关联自己"}, {[]any{"related", 0}, "没有「a」这个条目"}, {[]any{"related", 1}, "没有「no」这个条目"}}},
		"unknown key":  {KindEntry, "a", `{"id":"a","question":"q","answer":"x","answers":[{"site":"default","answer":"x","x":1}]}`, []said{{[]any{"answers", 0, "x"}, "有不认识的字段「x」"}}},
		"type":         {KindEntry, "a", `{"id":"a","question":"q","answer":"x","variants":[1]}`, []said{{[]any{"variants", 0}, "格式不对：这里的内容类型不符"}}},
		"null":         {KindEntry, "a", ` null`, []said{{nil, "格式不对：这里的内容类型不符"}}},
		"no settings":  {KindSettings, KindSettings, `null`, []said{{nil, "格式不对：这里的内容类型不符"}}},
		"no JSON":      {KindEntry, "a", `{`, []said{{nil, "不是有效的 JSON"}}},
		"rule":         {KindRule, "r", `{"id":"r","any":["退"],"action":"answer","entry":"refund"}`, nil},
		"bad rule":     {KindRule, "r", `{"id":"r","action":"answer","entry":"no"}`, []said{{[]any{"entry"}, "没有「no」这个条目"}, {[]any{"any"}, "规则没有任何条件（all、any、regex、entities、when 至少写一项）"}}},
		"mood":         {KindMood, KindMood, `{"words":[{"class":"a","weight":2,"words":["气"]}]}`, []said{{[]any{"words", 0, "weight"}, "2 不在 0（不含）到 1 之间"}}},
		"mood by name": {KindMood, "other", `{}`, []said{{nil, "编号和内容里的「mood」不一致"}}},
		"replies":      {KindReplies, KindReplies, `{"hot":["refund","no"]}`, []said{{[]any{"hot", 1}, "没有「no」这个条目"}}},
		"settings":     {KindSettings, KindSettings, `{"timezone":"Moon"}`, []said{{[]any{"timezone"}, "「Moon」不是时区，请写成 Asia/Shanghai 这样"}}},
		"fronts": {KindSettings, KindSettings, `{"sites":[{"id":"default","name":"店","colour":"blue","theme":"neon","locale":"fr","hot":["no","refund"],
			"at":[{"from":"22:00","until":"08:00","welcome":"夜里好"},{"from":"07:00","until":"09:00","welcome":"早"},{"from":"10:00","until":"10:00","welcome":"x"},{"from":"11:00","until":"12:00"}]}],
			"entrances":[{"id":"recharge","name":"充值页","sites":["app"],"form":["order_no","order_no","shoe"]},{"id":"recharge","name":" ","hot":["refund"]}]}`, []said{
			{[]any{"sites", 0, "colour"}, "「blue」不是颜色，请写成 #1668dc 这样"},
			{[]any{"sites", 0, "theme"}, "没有「neon」这种外观，可选：浅色（light）、深色（dark）、跟随系统（auto）"},
			{[]any{"sites", 0, "locale"}, "聊天窗口没有「fr」这种语言，可选：zh-CN、zh-TW、en"},
			{[]any{"sites", 0, "hot", 0}, "没有「no」这个条目"},
			{[]any{"sites", 0, "at", 1}, "和上面的 22:00 到 08:00 重叠"},
			{[]any{"sites", 0, "at", 2}, "这个时段是空的：开始和结束不能是同一时刻"},
			{[]any{"sites", 0, "at", 3}, "这个时段既没有欢迎语，也没有常见问题"},
			{[]any{"entrances", 0, "sites", 0}, "没有「app」这个站点"},
			{[]any{"entrances", 0, "form", 1}, "这一项「order_no」重复"},
			{[]any{"entrances", 0, "form", 2}, "没有「shoe」这一项，可选：订单号（order_no）、时间（when）、金额（amount）、报错（error）、截图（files）、已试步骤（tried）"},
			{[]any{"entrances", 1, "id"}, "入口「recharge」重复"},
			{[]any{"entrances", 1, "name"}, "不能为空"},
		}},
		"no such hour":  {KindSettings, KindSettings, `{"sites":[{"id":"a","name":"店","at":[{"from":"25:00","until":"08:00"}]}]}`, []said{{[]any{"sites", 0, "at", 0, "from"}, "格式不对：这里的内容类型不符"}}},
		"synonyms":      {KindSynonyms, KindSynonyms, `[["充值","充钱"],["充钱"]]`, []said{{[]any{1}, "一组至少要有两个词"}, {[]any{1, 0}, "词「充钱」已在第 1 个"}}},
		"dictionary":    {KindDictionary, KindDictionary, `[{"text":"卡密","freq":-1,"tag":"名词"}]`, []said{{[]any{0, "freq"}, "词频 -1 不在 1 到 10000000 之间"}, {[]any{0, "tag"}, "「名词」不是词性，词性用字母表示，例如 n、nz"}}},
		"stop words":    {KindStops, KindStops, `["请问","请 问"]`, []said{{[]any{1}, "词「请 问」里有分隔词的字符「 」"}}},
		"homophones":    {KindHomophones, KindHomophones, `[{"typed":"冲值","meant":"充值"},{"typed":"充值","meant":"充值"}]`, []said{{[]any{1, "meant"}, "「充值」打成的和本意一样"}}},
		"a chain":       {KindHomophones, KindHomophones, `[{"typed":"冲直","meant":"冲值"},{"typed":"冲值","meant":"充值"}]`, []said{{[]any{0, "meant"}, "本意「冲值」在第 2 个又被当作别的词的错字"}}},
		"golden":        {KindGolden, "g", `{"id":"g","text":"怎么退","entry":"refund","wants":"offer","site":"default"}`, nil},
		"bad golden":    {KindGolden, "g", `{"id":"g","text":"","wants":"offer","site":"app"}`, []said{{[]any{"text"}, "不能为空"}, {[]any{"site"}, "没有「app」这个站点"}, {[]any{"entry"}, "要写明应当列为第一个选项的条目"}}},
		"nobody's kind": {"recipe", "r", `{}`, []said{{nil, "是本程序不认识的内容，由更新的版本写入"}}},
	} {
		_, problems := Check(Item{Kind: c.kind, ID: c.id, Body: []byte(c.body)}, around())
		var got []said
		for _, p := range problems {
			if p.Kind != c.kind || p.ID != c.id {
				t.Errorf("%s: a problem of %s %s", name, p.Kind, p.ID)
			}
			if len(p.Path) == 0 {
				p.Path = nil
			}
			got = append(got, said{p.Path, p.Chinese()})
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestCanonicalIsWhatItemsWrites: what an editor saves and what an operator
// imports are the same bytes where they say the same.
func TestCanonicalIsWhatItemsWrites(t *testing.T) {
	p := anyPack().Example(1)
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		got, err := Canonical(i)
		if err != nil || string(got.Body) != string(i.Body) {
			t.Errorf("%s %s: %v\n%s\n%s", i.Kind, i.ID, err, i.Body, got.Body)
		}
	}
}

func TestReferences(t *testing.T) {
	for kind, body := range map[string]string{
		KindEntry: `{"id":"a","related":["x"]}`, KindRule: `{"id":"a","entry":"x"}`, KindGolden: `{"id":"a","entry":"x"}`, KindReplies: `{"hot":["x"]}`,
	} {
		if ids, paths := References(Item{Kind: kind, ID: "a", Body: []byte(body)}); !slices.Equal(ids, []string{"x"}) || len(paths[0]) == 0 {
			t.Errorf("%s names %v at %v", kind, ids, paths)
		}
	}
	if ids, _ := References(Item{Kind: KindMood, ID: KindMood, Body: []byte(`{}`)}); ids != nil {
		t.Errorf("mood names %v", ids)
	}
}

// TestEveryReasonHasAChineseOne looks for the reasons in the sources of those who
// judge what editors write in forms.
func TestEveryReasonHasAChineseOne(t *testing.T) {
	known := map[string]bool{"%s": true, "%v": true} // what another wrote
	for _, p := range phrases() {
		known[plainVerbs(p.english)] = true
		if strings.Count(p.english, "%") != strings.Count(p.chinese, "%") {
			t.Errorf("%q has other verbs than %q", p.chinese, p.english)
		}
	}
	files := []string{"../text/check.go", "../../knowledge/check.go", "../../knowledge/checkfields.go"}
	for _, name := range []string{
		"canned", "check", "faq", "front", "golden", "intent", "item", "lines", "settings", "talk", "teams", "words",
	} {
		files = append(files, name+".go")
	}
	n := 0
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, reason := range reasons(call) {
				n++
				if !known[plainVerbs(reason)] {
					t.Errorf("%s: %q has no Chinese", file, reason)
				}
			}
			return true
		})
	}
	if n < 60 {
		t.Errorf("found %d reasons only", n)
	}
}

// plainVerbs makes numbers texts: a phrase for texts fits them too.
func plainVerbs(format string) string { return strings.ReplaceAll(format, "%d", "%s") }

// reasons are the texts of a call that say what is wrong. One for operators says
// what was attempted: "read the teams: %w".
func reasons(call *ast.CallExpr) (out []string) {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains([]string{"add", "at", "Errorf", "New", "Sprintf"}, fun.Sel.Name) {
		return nil
	}
	for _, arg := range call.Args {
		lit, ok := arg.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil || !strings.Contains(s, " ") || strings.HasSuffix(s, ": %w") || strings.HasPrefix(s, "cool ") || strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func TestChineseOfReasonsInReasons(t *testing.T) {
	for reason, want := range map[string]string{
		`the level "" must not be empty`:                           "分类中的「」不能为空",
		`the word "充值" is already in number 3`:                     "词「充值」已在第 3 个",
		`the id "a" is already that of another entry, at number 2`: "编号「a」已被另一个条目使用（第 2 个）",
		`there is no entry "a \"b\"" in faq.yaml`:                  "没有「a \"b\"」这个条目",
		"没有写": "没有写",
	} {
		if got := chinese(reason); got != want {
			t.Errorf("%s: %s, want %s", reason, got, want)
		}
	}
}
