package trie

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	words := []string{"退款", "退", "款", "id", "微信a", "3d"}
	for name, c := range map[string]struct {
		text string
		want []Hit
	}{
		"nothing":               {"开发票", nil},
		"empty":                 {"", nil},
		"one inside the other":  {"退款", []Hit{{1, 0, 3}, {0, 0, 6}, {2, 3, 6}}},
		"behind other text":     {"要退", []Hit{{1, 3, 6}}},
		"begun, not ended":      {"微信", nil},
		"letters by themselves": {"我的id是", []Hit{{3, 6, 8}}},
		"part of a longer run":  {"android ids 23d", nil},
		"end among letters":     {"微信ab", nil},
		"broken bytes":          {"\xff退\xe9", []Hit{{1, 1, 4}}},
	} {
		t.Run(name, func(t *testing.T) {
			var tr Trie
			for i, w := range words {
				if n := tr.Add(w); n != int32(i) {
					t.Fatalf("%s has the number %d, want %d", w, n, i)
				}
			}
			if diff := cmp.Diff(c.want, tr.Find(nil, c.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAddAgain(t *testing.T) {
	var tr Trie
	if a, b, c := tr.Add("退款"), tr.Add("退"), tr.Add("退款"); a != 0 || b != 1 || c != 0 {
		t.Errorf("numbers %d, %d, %d; want 0, 1, 0", a, b, c)
	}
}

func TestZero(t *testing.T) {
	if got := (&Trie{}).Find(nil, "退款"); got != nil {
		t.Errorf("a trie without words finds %v", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("退款", "我要退款退")
	f.Add("id", "id android")
	f.Fuzz(func(t *testing.T, word, text string) {
		if word == "" {
			return
		}
		var tr Trie
		tr.Add(word)
		for _, h := range tr.Find(nil, text) {
			// A broken byte stands for any other: both read as U+FFFD.
			got := strings.ToValidUTF8(text[h.Start:h.End], "\ufffd")
			if len([]rune(got)) > len([]rune(word)) {
				t.Fatalf("%q found as %q", word, got)
			}
		}
	})
}
