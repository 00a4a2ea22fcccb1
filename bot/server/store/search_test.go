package store

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzLike: whatever part of a text one looks for, the text is found by it, and a
// text is found by nothing that is not in it.
func FuzzLike(f *testing.F) {
	s := openAt(f, Options{Path: tempPath(f)}, nil)
	for _, seed := range []string{"", "退款 100% 的 a_b", `\%_\`, "İstanbul ſ K", "\xff\x00退", strings.Repeat("长", 500), strings.Repeat("%", 60000), "ΑΣ Σ"} {
		f.Add(seed, "款", 0, 7)
		f.Add(seed, seed, 3, 400)
	}
	found := func(t *testing.T, text, needle string) (found bool) {
		t.Helper()
		err := s.readDB.QueryRowContext(context.Background(), `SELECT $1 LIKE $2 ESCAPE '\'`, text, like(needle)).Scan(&found)
		if err != nil {
			t.Fatalf("%q in %q: %v", needle, text, err)
		}
		return found
	}
	f.Fuzz(func(t *testing.T, text, other string, from, to int) {
		kept := words(text)
		if len(kept) > maxWords || !utf8.ValidString(kept) || strings.ContainsRune(kept, 0) {
			t.Fatalf("kept %q", kept)
		}
		runes := []rune(kept)
		from = min(max(from, 0), len(runes))
		if part := string(runes[from:min(max(to, from), len(runes))]); !found(t, kept, part) {
			t.Errorf("%q is not found in %q", part, kept)
		}
		needle := cut(strings.ToLower(strings.TrimSpace(clean(other))))
		if got := found(t, kept, other); got != strings.Contains(kept, needle) {
			t.Errorf("%q in %q: %v", other, kept, got)
		}
	})
}
