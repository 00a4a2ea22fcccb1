package cell

import (
	"errors"
	"strings"
	"testing"
)

func TestGuard(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "'": "'", "退款": "退款", "1-1": "1-1", "it's": "it's",
		"=1": "'=1", "+86": "'+86", "-": "'-", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\n=1": "'\n=1", "\r=1": "'\r=1",
		"＝1": "'＝1", "＠": "'＠", "'=1": "''=1", "''－1": "'''－1", "'a": "'a",
	} {
		if got := Guard(s); got != want {
			t.Errorf("Guard(%q) = %q, want %q", s, got, want)
		}
	}
}

func FuzzUnguardIsTheInverse(f *testing.F) {
	for _, s := range []string{"", "=1", "'=1", "''", "'＋", "退款", "\xff="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := Guard(s)
		if back := Unguard(g); back != s {
			t.Errorf("%q became %q and then %q", s, g, back)
		}
		if strings.IndexAny(g, calculated) == 0 {
			t.Errorf("%q is calculated", g)
		}
	})
}

func TestWriter(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b, "行", "=标题")
	w.Row("1", "逗号,引号\"和\n换行")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if want := "\ufeff行,'=标题\r\n1,\"逗号,引号\"\"和\r\n换行\"\r\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// full takes nothing.
type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterTellsWhatItCouldNotWrite(t *testing.T) {
	w := NewWriter(full{}, "行")
	w.Row("1")
	if err := w.Close(); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}
