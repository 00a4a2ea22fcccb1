package wire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAttributes: too much is cut, the same every time, and never refused.
func TestAttributes(t *testing.T) {
	many, first := map[string]string{}, map[string]string{}
	for i := range 100 {
		name := fmt.Sprintf("a%02d", i)
		many[name] = "x"
		if i < MaxAttributes {
			first[name] = "x"
		}
	}
	for name, tc := range map[string]struct{ said, want map[string]string }{
		"none":                {nil, nil},
		"none any more":       {map[string]string{}, map[string]string{}},
		"too many":            {many, first},
		"a long value":        {map[string]string{"a": strings.Repeat("长", 300)}, map[string]string{"a": strings.Repeat("长", 200)}},
		"a long name":         {map[string]string{strings.Repeat("长", 41): "x", strings.Repeat("长", 40): "x"}, map[string]string{strings.Repeat("长", 40): "x"}},
		"control and bidi":    {map[string]string{"a\x00b": "c\u2066d\te\u2028f"}, map[string]string{"a b": "c d e f"}},
		"markup is no markup": {map[string]string{"<b>": "<img src=x onerror=alert(1)>"}, map[string]string{"<b>": "<img src=x onerror=alert(1)>"}},
	} {
		if d := cmp.Diff(tc.want, attributes(tc.said)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
