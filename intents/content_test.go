package intents

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"

	"yiwen/bot/text"
)

const pack = "../testdata/xingka"

// xingka compiles the demo shop's own files.
func xingka(tb testing.TB) *Set { return compiled(tb, xingkaSpec(tb)) }

func compiled(tb testing.TB, spec Spec) *Set {
	tb.Helper()
	s, err := Compile(spec, text.Runes{})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// xingkaSpec reads the demo shop's own files.
func xingkaSpec(tb testing.TB) Spec {
	tb.Helper()
	var spec Spec
	for name, into := range map[string]any{"rules.yaml": &spec.Rules, "mood.yaml": &spec.Mood, "smalltalk.yaml": &spec.Small} {
		b, err := os.ReadFile(filepath.Join(pack, name))
		if err != nil {
			tb.Fatal(err)
		}
		if err := yaml.UnmarshalWithOptions(b, into, yaml.Strict()); err != nil {
			tb.Fatalf("%s:\n%v", name, err)
		}
	}
	b, err := os.ReadFile(filepath.Join(pack, "settings.yaml"))
	if err != nil {
		tb.Fatal(err)
	}
	var settings struct{ Entities EntitySpec }
	if err := yaml.Unmarshal(b, &settings); err != nil {
		tb.Fatal(err)
	}
	spec.Entities = settings.Entities
	return spec
}

func understand(s *Set, t string) Understanding { return s.Understand(text.Analyse(t, text.Runes{})) }
