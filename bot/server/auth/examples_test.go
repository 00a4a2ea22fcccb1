package auth

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

// TestExamples runs the programs of docs/examples/identity, one a language, and
// holds what they print against this package. A language that is not at hand is
// skipped, and says so.
func TestExamples(t *testing.T) {
	const site, user, name = "shop", `会员 "1"\`, "张伟\t<b>"
	a := newAuth(t, newWorld(), func(o *Options) { o.Identities = keyRing{"identity:shop": shopKey} })
	for language, command := range map[string][]string{
		"go":     {"go", "run", "main.go"},
		"node":   {"node", "identity.js"},
		"php":    {"php", "identity.php"},
		"java":   {"java", "Identity.java"},
		"python": {"python3", "identity.py"},
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(command[0]); err != nil {
				t.Skipf("%s is not at hand: its example was not run", command[0])
			}
			run := func(key string, args ...string) (string, error) {
				cmd := exec.CommandContext(t.Context(), command[0], append(command[1:], args...)...)
				cmd.Dir = filepath.Join("..", "..", "..", "docs", "examples", "identity", language)
				// Java reads its arguments by the locale.
				cmd.Env = append(os.Environ(), "YIWEN_KEY="+key, "YIWEN_SITE="+site, "LC_ALL=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1")
				var problem strings.Builder
				cmd.Stderr = &problem
				out, err := cmd.Output()
				if err != nil && problem.Len() == 0 {
					t.Errorf("%v failed and said nothing", args)
				}
				return strings.TrimSuffix(string(out), "\n"), err
			}
			for form, want := range map[string]chat.Profile{
				"jwt":  {User: user, Name: "张伟<b>"},
				"hmac": {User: user},
			} {
				token, err := run(shopKey, form, user, name)
				if err != nil {
					t.Errorf("%s: %v", form, err)
					continue
				}
				got, _, err := a.Identity(t.Context(), site, token)
				if d := cmp.Diff(want, got); err != nil || d != "" {
					t.Errorf("%s prints %q: %v (-want +got):\n%s", form, token, err, d)
				}
			}
			for what, args := range map[string][]string{
				"an id that is too long": {"hmac", strings.Repeat("长", 65)}, "nobody, in no form": nil,
			} {
				if out, err := run(shopKey, args...); err == nil {
					t.Errorf("%s is signed: %q", what, out)
				}
			}
			if out, err := run("", "hmac", user); err == nil {
				t.Errorf("signed without a key: %q", out)
			}
		})
	}
}
