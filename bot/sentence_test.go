package bot

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	strictjson "github.com/go-json-experiment/json"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

func TestSentenceIsATextOrAList(t *testing.T) {
	type holder struct {
		S Sentence `yaml:"s" json:"s"`
	}
	for name, c := range map[string]struct {
		yaml, json string
		want       Sentence
		short      string // JSON
	}{
		"a text":           {"s: 您好", `{"s":"您好"}`, Sentence{"您好"}, `{"s":"您好"}`},
		"a list":           {"s: [您好, 您来了]", `{"s":["您好","您来了"]}`, Sentence{"您好", "您来了"}, `{"s":["您好","您来了"]}`},
		"a list of one":    {"s: [您好]", `{"s":["您好"]}`, Sentence{"您好"}, `{"s":"您好"}`},
		"nothing":          {"s: ''", `{"s":""}`, nil, `{"s":""}`},
		"over other words": {"s: 再见", `{"s":"再见"}`, Sentence{"再见"}, `{"s":"再见"}`},
	} {
		t.Run(name, func(t *testing.T) {
			was := holder{Sentence{"原来的", "两句"}}
			fromYAML, fromJSON := was, was
			if err := yaml.Unmarshal([]byte(c.yaml), &fromYAML); err != nil {
				t.Fatal(err)
			}
			if err := strictjson.Unmarshal([]byte(c.json), &fromJSON); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(holder{c.want}, fromYAML); diff != "" {
				t.Errorf("YAML (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(holder{c.want}, fromJSON); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
			b, err := json.Marshal(fromJSON)
			if err != nil || string(b) != c.short {
				t.Errorf("written as %s, %v; want %s", b, err, c.short)
			}
		})
	}
	var h holder
	for _, bad := range []string{`{"s":1}`, `{"s":{"a":1}}`, `{"s":[1]}`} {
		if err := strictjson.Unmarshal([]byte(bad), &h); err == nil {
			t.Errorf("%s is read as %v", bad, h.S)
		}
	}
}

// TestWordingsTakeTurns has a customer go into the line and leave it again, over
// the end of a case and with another sentence between: every wording has its turn,
// and none comes twice running.
func TestWordingsTakeTurns(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := *r.Content()
	c.Replies.Cancelled = Sentence{"一", "二", "三"}
	c.Replies.HandoffAsked = Sentence{"甲", "乙"}
	r.Activate(&c)
	var got []string
	for i := range 5 {
		r.do(customer, Human{})
		got = append(got, r.said(chat.Bot))
		r.do(customer, Cancel{})
		got = append(got, r.said(chat.Bot))
		if i == 2 {
			r.do(customer, Human{})
			r.do(lin, Accept{})
			r.do(lin, Close{})
		}
	}
	want := []string{"甲", "一", "乙", "二", "甲", "三", "甲", "一", "乙", "二"} // 乙 when the third case went to 小林
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPickIsOfTheMemoryAlone(t *testing.T) {
	three := Sentence{"一", "二", "三"}
	next := func(m Memory, s Sentence) (string, Memory) {
		w := turn{memory: m}
		said := w.pick(s)
		return said, w.memory
	}
	first, m := next(Memory{}, three)
	again, _ := next(Memory{}, three)
	if first != "一" || again != first {
		t.Errorf("the first is %s, and %s from the same memory", first, again)
	}
	second, m2 := next(m, three)
	if second != "二" || len(m.Spoken) != 1 || len(m2.Spoken) != 2 {
		t.Errorf("then %s; the memory before has %d, the one after %d", second, len(m.Spoken), len(m2.Spoken))
	}
	if reordered, _ := next(m, Sentence{"一", "四"}); reordered != "四" {
		t.Errorf("after an edit the customer hears %s again", reordered)
	}
	if one, kept := next(m, Sentence{"只有一句"}); one != "只有一句" || !reflect.DeepEqual(kept, m) {
		t.Errorf("a sentence of one wording is %q and leaves %v", one, kept.Spoken)
	}
	if none, _ := next(m, nil); none != "" {
		t.Errorf("no wording is %q", none)
	}
	for range 2 * spokenMost {
		for _, s := range []Sentence{three, {"甲", "乙"}} {
			_, m = next(m, s)
		}
	}
	if len(m.Spoken) != 5 {
		t.Errorf("five wordings leave %d notes", len(m.Spoken))
	}
}

// TestPlaceholdersAreOfSentences guards the list of names against renaming: each
// sentence that has something filled in by default says so.
func TestPlaceholdersAreOfSentences(t *testing.T) {
	v := reflect.ValueOf(DefaultReplies())
	for f := range v.Type().Fields() {
		name := f.Tag.Get("yaml")
		s, ok := v.FieldByIndex(f.Index).Interface().(Sentence)
		known := Placeholders(name)
		if !ok && len(known) > 0 {
			t.Errorf("%s is no sentence and has placeholders", name)
		}
		for _, p := range known {
			if !ok {
				continue
			}
			s = Sentence{strings.ReplaceAll(s.First(), "{"+p+"}", "")}
		}
		if ok && strings.Contains(s.First(), "{") {
			t.Errorf("%s: nobody knows what is in braces: %s", name, s.First())
		}
	}
}
