package pack

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const demo = "../../testdata/xingka"

// faq is the least that a pack may hold.
const faq = "- id: a\n  question: 怎么退款\n  answer: 点退款。\n"

func folderOf(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestReadDemo(t *testing.T) {
	p, err := Read(os.DirFS(demo))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Entries) != 220 || len(p.Synonyms) != 102 || len(p.Dictionary) != 345 || len(p.Teams.Teams) != 6 {
		t.Errorf("read %d entries, %d synonyms, %d words, %d teams",
			len(p.Entries), len(p.Synonyms), len(p.Dictionary), len(p.Teams.Teams))
	}
	for _, e := range p.Entries {
		if !p.Teams.ids()[e.Team] {
			t.Errorf("entry %s: no team %s", e.ID, e.Team)
		}
	}
}

func TestReadDefaults(t *testing.T) {
	p, err := Read(folderOf(map[string]string{
		FAQFile:      faq,
		SettingsFile: "limits: {answer: 0.7}\n",
		RepliesFile:  "welcome: |\n  欢迎\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	limits := bot.DefaultLimits()
	limits.Answer, limits.Suggest, limits.Gap = 0.7, 0, 0
	if diff := cmp.Diff(limits, p.Settings.Limits); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
	replies := bot.DefaultReplies()
	replies.Welcome = bot.Sentence{"欢迎"}
	if diff := cmp.Diff(replies, p.Replies); diff != "" {
		t.Errorf("replies (-want +got):\n%s", diff)
	}
	if p.Settings.Sites[0].ID != chat.SiteID("default") {
		t.Errorf("sites: %v", p.Settings.Sites)
	}
}

func TestReadWindowsFiles(t *testing.T) {
	p, err := Read(folderOf(map[string]string{
		FAQFile:      "\ufeff" + strings.ReplaceAll(faq, "\n", "\r\n"),
		SynonymsFile: "\ufeff充值,充钱\r\n\r\n# 注释\r\n到账，到帐\r\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"充值", "充钱"}, {"到账", "到帐"}}, p.Synonyms); diff != "" {
		t.Errorf("synonyms (-want +got):\n%s", diff)
	}
	if p.Entries[0].Answer != "点退款。" {
		t.Errorf("answer %q", p.Entries[0].Answer)
	}
}

// TestReadProblems has a bad pack in each row and what must be said about it:
// file, line, field and the beginning of the reason.
func TestReadProblems(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"no faq":      {nil, []string{"faq.yaml: is missing"}},
		"empty faq":   {map[string]string{FAQFile: ""}, []string{"faq.yaml: is empty"}},
		"comments":    {map[string]string{FAQFile: "# 还没有\n"}, []string{"faq.yaml: is empty"}},
		"no entries":  {map[string]string{FAQFile: "[]\n"}, []string{"faq.yaml:1: wants 1 to"}},
		"not a list":  {map[string]string{FAQFile: "id: a\n"}, []string{"faq.yaml:1: wants a list"}},
		"not UTF-8":   {map[string]string{FAQFile: "- id: a\n  question: \xb3\xe4\n"}, []string{"faq.yaml:2: is not UTF-8"}},
		"control":     {map[string]string{FAQFile: "- id: a\n  question: \"a\\0b\"\n  answer: c\n"}, []string{"faq.yaml:2: [0].question: holds the control character U+0000"}},
		"bad syntax":  {map[string]string{FAQFile: "- id: a\n  question: [b\n"}, []string{"faq.yaml:2: "}},
		"alias":       {map[string]string{FAQFile: "- &x a\n- *x\n"}, []string{`faq.yaml:1: uses "&"`}},
		"documents":   {map[string]string{FAQFile: faq + "---\n" + faq}, []string{"faq.yaml:5: holds more than one"}},
		"unknown key": {map[string]string{FAQFile: faq + "  anser: x\n"}, []string{`faq.yaml:4: [0]: unknown key "anser"; known are answer`}},
		"double key":  {map[string]string{FAQFile: faq + "  answer: x\n"}, []string{"faq.yaml:4: "}},
		"number as text": {map[string]string{FAQFile: faq + "  keywords: [12315, 0123, true]\n"}, []string{
			"faq.yaml:4: [0].keywords[0]: wants a text, but YAML takes 12315",
			"faq.yaml:4: [0].keywords[1]: wants a text, but YAML takes 0123",
			"faq.yaml:4: [0].keywords[2]: wants a text, but YAML takes true",
		}},
		"all of them": {map[string]string{FAQFile: "- id: a\n  question: [b]\n- id:\n  answer: {}\n", SynonymsFile: "a"}, []string{
			"faq.yaml:2: [0].question: wants a text",
			"faq.yaml:3: [1].id: has no value",
			"faq.yaml:4: [1].answer: wants a text",
		}},
		"entries": {map[string]string{FAQFile: faq + "- id: a\n  question: ' '\n  answer: b\n- id: B c\n  question: q\n  answer: b\n"}, []string{
			"faq.yaml:5: [1].question: must not be empty",
			"faq.yaml:4: [1].id: the id \"a\" is already that of another entry, at line 1",
			`faq.yaml:7: [2].id: "B c" is not a name`,
		}},
		"unknown team": {map[string]string{FAQFile: faq + "  team: x\n", TeamsFile: "default: y\nteams:\n  - {id: y, name: 组}\n"}, []string{
			`faq.yaml:4: [0].team: there is no team "x"`,
		}},
		"teams": {map[string]string{FAQFile: faq, TeamsFile: "default: x\nteams:\n  - id: y\n    name: 组\n    members: [a, a]\n    hours:\n      - {from: \"18:00\", to: \"9:00\"}\n"}, []string{
			`teams.yaml:7: teams[0].hours[0].to: "9:00" is not a time of day`,
		}},
		"team checks": {map[string]string{FAQFile: faq, TeamsFile: "default: x\nteams:\n  - id: y\n    name: 组\n    members: [a, a]\n    hours:\n      - {from: \"18:00\", to: \"09:00\"}\n"}, []string{
			`teams.yaml:1: default: there is no team "x"`,
			`teams.yaml:5: teams[0].members[1]: the member "a" is there twice`,
			`teams.yaml:7: teams[0].hours[0]: must end after it begins`,
		}},
		"team of issue and help": {map[string]string{FAQFile: faq, TeamsFile: "default: y\nteams:\n  - id: y\n    name: 组\n    limit: 51\n    overflow: {to: y, after: 5m}\n    promises: {severity: {grave: {solution: 1h}}}\nworkdays: [{date: 2027-02-20, name: 补班}]\n"}, []string{
			`teams.yaml:5: teams[0].limit: is 51`,
			`teams.yaml:7: teams[0].promises: "grave" is no severity`,
			`teams.yaml:6: teams[0].overflow.to: "y" is no other team`,
		}},
		"settings": {map[string]string{FAQFile: faq, SettingsFile: "timezone: Mars\nsites:\n  - id: x\n    name: 店\n    origins: [\"https://a.example/\", 'https://*.b.example']\nlimits: {answer: 2, choices: 9}\n"}, []string{
			`settings.yaml:1: timezone: "Mars" is not a time zone`,
			`settings.yaml:5: sites[0].origins[0]: "https://a.example/" is not an origin`,
			`settings.yaml:5: sites[0].origins[1]: "https://*.b.example" is not an origin`,
			`settings.yaml:6: limits.answer: wants a number from 0 to 1`,
			`settings.yaml:6: limits.choices: wants 1 to 5`,
		}},
		"NaN limit": {map[string]string{FAQFile: faq, SettingsFile: "limits: {answer: .nan}\n"}, []string{"settings.yaml:1: limits.answer: wants a number"}},
		"wordings": {map[string]string{FAQFile: faq, RepliesFile: "fallback: [没有把握, '', 没有把握]\ncollect:\n  - 已记下{known}\n  - 请说{missed}\nwaiting: [1]\n"}, []string{
			"replies.yaml:5: waiting[0]: wants a text, but YAML takes 1 for something else; put it in quotes",
		}},
		"placeholders": {map[string]string{FAQFile: faq, RepliesFile: "fallback: [没有把握, '', 没有把握]\ncollect:\n  - 已记下{known}\n  - 请说{missed}\nwelcome: 您好{name}\nclarify: []\n"}, []string{
			"replies.yaml:5: welcome: nothing is filled in here: {name} would be shown as it is",
			"replies.yaml:6: clarify: must not be empty",
			"replies.yaml:1: fallback[1]: must not be empty",
			"replies.yaml:1: fallback[2]: the wording is there twice",
			"replies.yaml:4: collect[1]: nobody fills in {missed}; known are {known} {missing}",
		}},
		"replies": {map[string]string{FAQFile: faq, RepliesFile: "hot: [a, b]\nwaiting: ''\n"}, []string{
			"replies.yaml:2: waiting: must not be empty",
			`replies.yaml:1: hot[1]: there is no entry "b"`,
		}},
		"talk": {map[string]string{FAQFile: faq, TalkFile: "asks: [吗, '{怎']\naspects:\n  - {name: 多久, asks: [多久]}\n  - {name: 多久, asks: []}\n"}, []string{
			`talk.yaml:4: aspects[1].name: the aspect "多久" is there twice`,
			`talk.yaml:4: aspects[1].asks: wants at least one pattern`,
			`talk.yaml:1: asks: "{怎": 少了一个 }`,
		}},
		"canned": {map[string]string{FAQFile: faq, CannedFile: "- id: x\n  title: t\n  text: a\n- id: x\n  title: t\n  text: ''\n- id: y\n  title: t\n  text: '{姓名}您好，我是{坐席}{agent}'\n"}, []string{
			`canned.yaml:4: [1].id: the id "x" is there twice`,
			"canned.yaml:6: [1].text: must not be empty",
			"canned.yaml:9: [2].text: nobody fills in {姓名}; known are {客户} {订单号} {坐席}",
		}},
		"synonyms": {map[string]string{FAQFile: faq, SynonymsFile: "# x\n充值,充钱\n\n充钱,付钱\n单个\n有 空格,b\n"}, []string{
			`synonyms.txt:4: the word "充钱" is already in line 2`,
			"synonyms.txt:5: wants at least two words",
			`synonyms.txt:6: the word "有 空格" holds ' '`,
		}},
		"dictionary form": {map[string]string{FAQFile: faq, DictionaryFile: "卡密 0 n\n点卡 200 n x\n"}, []string{
			"dictionary.txt:1: the frequency 0 is not between",
			`dictionary.txt:2: wants "word frequency tag", but has more: "x"`,
		}},
		"dictionary": {map[string]string{FAQFile: faq, DictionaryFile: "卡密 200 n\n卡密\n点卡 名词\n"}, []string{
			`dictionary.txt:2: the word "卡密" is already in line 1`,
			`dictionary.txt:3: the tag "名词"`,
		}},
		"rules": {map[string]string{FAQFile: faq, RulesFile: "- id: r\n  any: [退款]\n  action: answer\n  entry: zz\n- id: s\n  regex: ['(']\n  action: handoff\n"}, []string{
			`rules.yaml:4: [0].entry: there is no entry "zz"`,
			"rules.yaml:6: [1].regex: ",
		}},
		"empty items": {map[string]string{FAQFile: "- \n- \n"}, []string{"faq.yaml:1: the item has no value"}},
		"rule ids": {map[string]string{FAQFile: faq, RulesFile: strings.Repeat("- {id: r, any: [退款], action: answer, entry: a}\n", 2)}, []string{
			"rules.yaml:1: id: ",
		}},
		"mood": {map[string]string{FAQFile: faq, MoodFile: "human:\n  ask:\n    - 人工\n    - '{人'\nguard: ['}']\nwords:\n  - class: x\n    weight: 2\n    words: [气]\ncool:\n  - factor: 3\n    words: [哈]\n"}, []string{
			"mood.yaml:8: words[0].weight: ",
			"mood.yaml:4: human.ask: ",
			"mood.yaml:11: cool[0].factor: ",
			"mood.yaml:5: guard: ",
		}},
		"small talk": {map[string]string{FAQFile: faq, SmallFile: "- {kind: a, patterns: [你好], replies: ['']}\n- {kind: a, patterns: [您好], replies: [您好]}\n"}, []string{
			"smalltalk.yaml:1: [0].replies: ",
		}},
		"too large":      {map[string]string{FAQFile: strings.Repeat("#", maxFile+1)}, []string{"faq.yaml: has 33554433 bytes"}},
		"too many signs": {map[string]string{FAQFile: strings.Repeat("- [", maxSigns)}, []string{"faq.yaml: has more than 3145728 lines and signs"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Read(folderOf(test.files))
			if p != nil || !fault.Is(err, fault.Invalid) {
				t.Fatalf("Read = %v, %v; want a fault.Invalid", p, err)
			}
			got := Problems(err)
			ok := len(got) == len(test.want)
			for i := 0; ok && i < len(got); i++ {
				ok = strings.HasPrefix(got[i].String(), test.want[i])
			}
			if !ok {
				t.Errorf("problems:\n%v\nwant beginnings:\n%s", err, strings.Join(test.want, "\n"))
			}
		})
	}
}

// TestReadBombs gives the recursive parser what would overflow its stack.
func TestReadBombs(t *testing.T) {
	for _, unit := range []string{
		"[", "{a: ", "- ", "a: ", "? ", "[a: ", "- [", "[\n", "? \n", "a:\n", "- \n", "[{", "!a ", "!!x [", "&a ", "|\n", "\"", "a: |\n", "a: b\n",
	} {
		var ps problems
		parseYAML("bomb.yaml", []byte(strings.Repeat(unit, 20_000)), &ps)
	}
	var stairs strings.Builder
	for i := range 2000 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	var ps problems
	if parseYAML("stairs.yaml", []byte(stairs.String()), &ps); len(ps) == 0 {
		t.Error("2,000 levels were not refused")
	}
}

func TestReadFileSystemFailure(t *testing.T) {
	_, err := Read(broken{folderOf(map[string]string{FAQFile: faq})})
	if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), TeamsFile) {
		t.Errorf("Read = %v; want an error of no kind that names the file", err)
	}
}

// broken is a file system on which one file cannot be read.
type broken struct{ fs.FS }

func (b broken) Open(name string) (fs.File, error) {
	if name == TeamsFile {
		return nil, errors.New("input/output error")
	}
	return b.FS.Open(name)
}

func TestWriteReplacesAPack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "pack")
	p, err := Read(os.DirFS(demo))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	q, err := Read(folderOf(map[string]string{FAQFile: faq}))
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Write(dir); err != nil {
		t.Fatal(err)
	}
	back, err := Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(q, back); diff != "" {
		t.Errorf("files of the pack before are left (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "notes.txt")); err != nil {
		t.Errorf("a file that is not of a pack: %v", err)
	}
}
