package bot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "yiwen/"

// layers are the floors of the house, lowest first: imports point down only.
// A folder below a named one is on the same floor, unless it is named itself.
var layers = [][]string{
	{"bot/chat", "bot/fault", "bot/quiet", "bot/text", "bot/wire"},
	{"intents", "knowledge", "handoff"},
	{"bot", "bot/flow", "bot/pack", "bot/rehearse", "bot/report"},
	{"bot/server", "bot/text/jieba", "knowledge/index", "knowledge/sheet", "widget"},
	{"cmd"},
}

// sideways are the imports allowed between rooms of one floor.
var sideways = map[string][]string{
	"bot/wire":           {"bot/chat", "bot/fault"},
	"bot/text":           {"bot/chat", "bot/fault"},
	"bot":                {"bot/flow"},
	"bot/pack":           {"bot", "bot/flow"},
	"bot/rehearse":       {"bot"},
	"bot/report":         {"bot"},
	"bot/server/gateway": {"bot/server/auth"},
	"bot/server/editing": {"knowledge/sheet"},
	"bot/server/httpd":   {"bot/server/auth", "bot/server/editing", "widget"},
}

// engines are the libraries that only one room may know, its tests and
// subfolders included.
var engines = map[string]string{
	"github.com/yanyiwu/gojieba":         "bot/text/jieba",
	"github.com/mozillazg/go-pinyin":     "bot/text/pinyin",
	"github.com/blevesearch/":            "knowledge/index",
	"github.com/gorilla/websocket":       "bot/server/gateway",
	"github.com/mattn/go-sqlite3":        "bot/server/store",
	"github.com/jackc/pgx":               "bot/server/store",
	"github.com/uptrace/bun":             "bot/server/store",
	"github.com/pressly/goose":           "bot/server/store",
	"github.com/danielgtaylor/huma":      "bot/server/httpd",
	"github.com/alexedwards/scs":         "bot/server/auth",
	"github.com/alexedwards/argon2id":    "bot/server/auth",
	"github.com/golang-jwt/jwt":          "bot/server/auth",
	"github.com/nats-io/":                "bot/server/bus",
	"github.com/failsafe-go/":            "bot/server/connect",
	"github.com/gabriel-vasile/mimetype": "bot/server/blob",
	"golang.org/x/image":                 "bot/server/blob",
	"github.com/xuri/excelize":           "knowledge/sheet",
	"github.com/petar-dambovaliev/":      "intents",
	"github.com/alecthomas/kong":         "cmd/yiwen",
	"github.com/schollz/progressbar":     "cmd/yiwen",
	"github.com/microcosm-cc/bluemonday": "bot/server/httpd",
	"github.com/yuin/goldmark":           "bot/server/httpd",
	"github.com/rogpeppe/go-internal/":   "cmd/yiwen",
}

type pkg struct {
	ImportPath, Name, Doc              string
	Imports, TestImports, XTestImports []string
	Standard                           bool
}

func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, module) }

func load(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = ".."
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, errs.Bytes())
	}
	var ps []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return ps
		} else if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
}

// under reports that path is dir or below it.
func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// place returns the floor of a package and the longest layer entry it is under.
func place(path string) (floor int, room string) {
	floor = -1
	for i, rooms := range layers {
		for _, r := range rooms {
			// "bot" is the engine itself: only folders named elsewhere are below it.
			if path == r || (r != "bot" && under(path, r)) {
				if len(r) > len(room) {
					floor, room = i, r
				}
			}
		}
	}
	return floor, room
}

// door is the room within a floor whose packages may import each other freely:
// one folder of bot/server, one domain, one leaf.
func door(path string) string {
	_, room := place(path)
	if room == "bot/server" {
		rest := strings.TrimPrefix(path, "bot/server/")
		name, _, _ := strings.Cut(rest, "/")
		return "bot/server/" + name
	}
	return room
}

func refused(from, to string) string {
	low, _ := place(to)
	high, _ := place(from)
	a, b := door(from), door(to)
	switch {
	case high < 0:
		return from + " is in no room of the design"
	case low < 0:
		return to + " is in no room of the design"
	case low > high:
		return "the arrow points up"
	case low == high && a != b && !slices.Contains(sideways[a], b):
		return "rooms of one floor do not import each other"
	}
	return ""
}

// TestImportsPointDown reads the import graph of the module, tests included.
func TestImportsPointDown(t *testing.T) {
	for _, p := range load(t) {
		for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if !strings.HasPrefix(imp, module) {
				continue
			}
			if why := refused(p.path(), strings.TrimPrefix(imp, module)); why != "" {
				t.Errorf("%s imports %s: %s", p.path(), imp, why)
			}
		}
	}
}

func TestEnginesHaveOneRoom(t *testing.T) {
	for _, p := range load(t) {
		for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for lib, room := range engines {
				if strings.HasPrefix(imp, lib) && !under(p.path(), room) {
					t.Errorf("%s imports %s, which belongs to %s alone", p.path(), imp, room)
				}
			}
			if leaf := p.path(); (leaf == "bot/chat" || leaf == "bot/fault") && strings.Contains(imp, ".") && slices.Contains(p.Imports, imp) {
				t.Errorf("%s imports %s: it may use the standard library only", leaf, imp)
			}
		}
	}
}

func TestEveryPackageHasADoc(t *testing.T) {
	for _, p := range load(t) {
		if len(p.Doc) < 40 {
			t.Errorf("%s: package doc %q says too little", p.path(), p.Doc)
		}
	}
}

// TestRefusedKnowsBadArrows makes sure that the rules can fail.
func TestRefusedKnowsBadArrows(t *testing.T) {
	for _, tc := range []struct {
		from, to string
		bad      bool
	}{
		{"bot/chat", "bot", true},
		{"bot", "bot/server/store", true},
		{"intents", "knowledge", true},
		{"handoff", "bot", true},
		{"bot/server/store", "bot/server/gateway", true},
		{"bot/server/gateway", "bot/server/store", true},
		{"knowledge/rank", "knowledge/index", true},
		{"widget", "bot/server/httpd", true},
		{"util", "bot", true},
		{"bot/server/gateway", "bot/server/auth", false},
		{"bot/server/gateway/client", "bot/server/gateway", false},
		{"knowledge/index", "knowledge/rank", false},
		{"knowledge/rank", "knowledge", false},
		{"bot", "handoff", false},
		{"cmd/yiwen", "bot/server/store", false},
	} {
		if why := refused(tc.from, tc.to); (why != "") != tc.bad {
			t.Errorf("%s -> %s: %q, want bad = %v", tc.from, tc.to, why, tc.bad)
		}
	}
}
