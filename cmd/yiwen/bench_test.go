package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/server/gateway/client/load"
	"yiwen/bot/text/pinyin"
)

func TestReadTexts(t *testing.T) {
	for name, tc := range map[string]struct {
		file string
		want []string
		err  string
	}{
		"lines":        {"在吗\n\n  充值没到账 \r\n", []string{"在吗", "充值没到账"}, ""},
		"nothing":      {" \n\n", nil, "holds no text"},
		"too long":     {"好\n" + strings.Repeat("长", 2001), nil, ":2: longer than 2000"},
		"endless line": {strings.Repeat("a", 1<<17), nil, "cannot read"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "texts")
			if err := os.WriteFile(path, []byte(tc.file), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := readTexts(path)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if (err == nil) != (tc.err == "") || err != nil && (!strings.Contains(err.Error(), tc.err) || !fault.Is(err, fault.Invalid)) {
				t.Errorf("error %v, want %q", err, tc.err)
			}
		})
	}
	if _, err := readTexts(filepath.Join(t.TempDir(), "missing")); !fault.Is(err, fault.Invalid) {
		t.Errorf("missing file: %v", err)
	}
}

func TestTypingIsTheBeginningOfWhatIsSaid(t *testing.T) {
	said := []string{"充值没到账", "充值没到账", "充值没到账", "Q币", "好"}
	want := []string{"充值", "chongzhimei", "czmd", "Q币", "hao"}
	if d := cmp.Diff(want, typing(said, pinyin.New())); d != "" {
		t.Error(d)
	}
}

func TestBenchReport(t *testing.T) {
	rep := benchReport{
		Server:     []load.Report{{PerSecond: 10}, {PerSecond: 30}, {PerSecond: 20, Error: "connection lost"}},
		EchoServer: []load.Report{{PerSecond: 100}, {PerSecond: 200}, {PerSecond: 90}},
	}
	rep.finish()
	if rep.PerSecond != 20 || rep.EchoRate != 100 || rep.Share != .2 {
		t.Errorf("medians %v of %v, share %v", rep.PerSecond, rep.EchoRate, rep.Share)
	}
	var text, asJSON bytes.Buffer
	if err := rep.print(&text, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"median 20 msg/s, 0.200 of the echo's 100", "first error: connection lost"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("lacks %q:\n%s", want, text.String())
		}
	}
	var back benchReport
	if err := rep.print(&asJSON, true); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(asJSON.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rep, back); diff != "" {
		t.Error(diff)
	}
}

func TestResidentMemory(t *testing.T) {
	page := "# HELP process_resident_memory_bytes Resident memory size in bytes.\nprocess_resident_memory_bytes 1.5e+08\n"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/metrics" {
			_, _ = w.Write([]byte(page))
		}
	}))
	defer server.Close()
	if got, err := residentMemory(t.Context(), server.URL+"/metrics"); err != nil || got != 1.5e8 {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := residentMemory(t.Context(), server.URL+"/else"); err == nil {
		t.Error("a page without the figure gave one")
	}
	if _, err := residentMemory(t.Context(), "http://127.0.0.1:1/metrics"); err == nil {
		t.Error("nobody there gave a figure")
	}
}

func TestBenchValidate(t *testing.T) {
	good := benchCmd{URL: "ws://localhost/ws", Customers: 1, Duration: 1, Rounds: 1}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*benchCmd){
		"no customers":   func(c *benchCmd) { c.Customers = 0 },
		"no time":        func(c *benchCmd) { c.Duration = 0 },
		"negative turns": func(c *benchCmd) { c.Turns = -1 },
		"no rounds":      func(c *benchCmd) { c.Rounds = 0 },
		"not a socket":   func(c *benchCmd) { c.URL = "http://localhost/ws" },
		"poll nowhere":   func(c *benchCmd) { c.Transport, c.URL = "poll", "ws://localhost/socket" },
	} {
		bad := good
		spoil(&bad)
		if bad.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestBenchAddress(t *testing.T) {
	for _, tc := range []struct{ transport, url, want string }{
		{"websocket", "ws://h:1/ws", "ws://h:1/ws"},
		{"poll", "ws://h:1/ws", "http://h:1/poll"},
		{"poll", "wss://h/base/ws", "https://h/base/poll"},
	} {
		if got := (&benchCmd{Transport: tc.transport, URL: tc.url}).address(); got != tc.want {
			t.Errorf("%s by %s: %s, want %s", tc.url, tc.transport, got, tc.want)
		}
	}
}
