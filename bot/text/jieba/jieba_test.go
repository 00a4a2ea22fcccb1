package jieba

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

// shared is the one instance of this test process: each costs memory and time.
var shared = sync.OnceValues(func() (*Segmenter, error) {
	dir, err := os.MkdirTemp("", "jieba")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) // everything is in memory after loading
	return Open(dir, []Word{{Text: "花呗"}, {Text: "Ｑ币", Freq: 200, Tag: "nz"}, {Text: "二次放号", Freq: 20000}})
})

func open(tb testing.TB) *Segmenter {
	tb.Helper()
	s, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func words(s text.Segmenter, t string) []string {
	var out []string
	for _, tok := range s.Cut(nil, t) {
		out = append(out, tok.Text)
	}
	return out
}

func TestCut(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"words of the dictionary": {"手机充值没有到账", []string{"手机", "充值", "没有", "到", "账"}},
		"words of the caller":     {"花呗充q币", []string{"花呗", "充", "q币"}},
		"a longer word wins":      {"这是二次放号", []string{"这是", "二次放号"}},
		"blanks and marks":        {"a b,。", []string{"a", " ", "b", ",", "。"}},
		"NUL does not end it":     {"充值\x00退款", []string{"充值", "\x00", "退款"}},
		"broken UTF-8":            {"充值\xff\xe4退款\xe4", []string{"充值", "\xff", "\xe4", "退款", "\xe4"}},
		"a real U+FFFD":           {"充值\ufffd退款", []string{"充值", "\ufffd", "退款"}},
		"four-byte characters":    {"🌹退款𠮷", []string{"🌹", "退款", "𠮷"}},
		"nothing":                 {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, words(s, c.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCutAppends(t *testing.T) {
	first := text.Token{Text: "x", Start: 0, End: 1}
	got := open(t).Cut([]text.Token{first}, "退款")
	if diff := cmp.Diff([]text.Token{first, {Text: "退款", Start: 0, End: 6}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCutIsSafeForConcurrentUse(t *testing.T) {
	s := open(t)
	want := words(s, "我昨天给手机充值了一百块话费")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if diff := cmp.Diff(want, words(s, "我昨天给手机充值了一百块话费")); diff != "" {
					t.Error(diff)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestCloseBesideReaders(t *testing.T) {
	s, err := Open(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 500 {
				if got := strings.Join(words(s, "手机充值没有到账"), ""); got != "手机充值没有到账" {
					t.Errorf("tokens join to %q", got)
				}
			}
		})
	}
	s.Close()
	s.Close()
	all.Wait()
	if got := words(s, "退款"); len(got) != 2 {
		t.Errorf("after Close: %q, want single characters", got)
	}
}

func TestOpenRefusesBadWords(t *testing.T) {
	for name, w := range map[string]Word{
		"empty":              {Text: " "},
		"too long":           {Text: strings.Repeat("卡密", MaxWord/2+1)},
		"a blank inside":     {Text: "星卡 商城"},
		"a full stop inside": {Text: "星卡。商城"},
		"negative weight":    {Text: "星卡", Freq: -1},
		"too much weight":    {Text: "星卡", Freq: MaxFreq + 1},
		"odd tag":            {Text: "星卡", Tag: "n z"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(filepath.Join(t.TempDir(), "never made"), []Word{{Text: "好词"}, w, w})
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("error %v, want an invalid one", err)
			}
			if n := strings.Count(err.Error(), "the word "); n < 2 {
				t.Errorf("%q does not name both bad words", err)
			}
		})
	}
}

func TestOpenRefusesAFolderTheCoreWouldMisread(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "a|b"), nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("error %v, want an invalid one", err)
	}
}

func TestOpenSaysWhereItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, nil); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v does not name the path", err)
	}
}

func TestDamagedFilesAreMended(t *testing.T) {
	dir := t.TempDir()
	paths, err := unpack(dir)
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(paths[1])
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func() error{
		"cut short": func() error { return os.Truncate(paths[0], 1000) },
		"edited":    func() error { return os.WriteFile(paths[0], []byte("one two three four\n"), 0o600) },
		"removed":   func() error { return os.Remove(paths[0]) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			if _, err := unpack(dir); err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(paths[0]); err != nil || string(got) != string(good) {
				t.Errorf("%d bytes, error %v; want the %d good ones", len(got), err, len(good))
			}
		})
	}
	if after, err := os.Stat(paths[1]); err != nil || !os.SameFile(before, after) {
		t.Errorf("a good file was written again, or is gone: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestConcurrentStartsShareAFolder(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := unpack(dir); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	sums, err := readSums()
	if err != nil {
		t.Fatal(err)
	}
	for name, sum := range sums {
		if !intact(filepath.Join(dir, name), sum) {
			t.Errorf("%s is damaged", name)
		}
	}
}

var alone = flag.Bool("alone", false, "be the program that TestProgramNeedsNoModuleCache runs")

// The core's own idea of where its dictionaries are is the module cache of the
// machine that compiled it. This test runs this very program where none is.
func TestProgramNeedsNoModuleCache(t *testing.T) {
	if *alone {
		s, err := Open("dict", nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(words(s, "手机充值"), "|"); got != "手机|充值" {
			t.Fatalf("cut %q", got)
		}
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestProgramNeedsNoModuleCache$", "-test.v", "-alone")
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"GOMODCACHE=/nonexistent", "GOPATH=/nonexistent", "GOFLAGS=-mod=mod"}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	made, _ := filepath.Glob(filepath.Join(cmd.Dir, "dict", "*"))
	if len(made) != 5 {
		t.Errorf("the program made %q in its own folder, want the five files", made)
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{"", "充值没到账", "a\x00b", "\xff充", "🌹1.5元 ok", strings.Repeat("啊", 100), "１２３ａｂｃ。，", "\u0301\u200d\ufffd"} {
		f.Add(s)
	}
	for _, name := range []string{"young", "mature", "mood"} { // as customers write, with the JSON around it
		b, err := os.ReadFile("../../../testdata/xingka/dev/" + name + ".jsonl")
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			f.Add(line)
		}
	}
	s := open(f)
	f.Fuzz(func(t *testing.T, in string) {
		at := 0
		for _, tok := range s.Cut(nil, in) {
			if tok.Start != at || tok.End <= at || tok.End > len(in) || tok.Text != in[tok.Start:tok.End] {
				t.Fatalf("token %+v at byte %d of %q", tok, at, in)
			}
			if utf8.ValidString(in) && !utf8.ValidString(tok.Text) {
				t.Fatalf("token %+v of %q cuts a rune", tok, in)
			}
			at = tok.End
		}
		if at != len(in) {
			t.Fatalf("tokens cover %d of %d bytes of %q", at, len(in), in)
		}
		// In the way that messages come: normalised first.
		var joined strings.Builder
		a := text.Analyse(in, s)
		for _, tok := range a.Tokens {
			joined.WriteString(tok.Text)
		}
		if joined.String() != a.Norm {
			t.Fatalf("words of %q join to %q", a.Norm, joined.String())
		}
	})
}
