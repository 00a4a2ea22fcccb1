package pack

import (
	"strconv"
	"strings"

	"yiwen/bot"
	"yiwen/bot/fault"
)

const (
	maxAspects = 32  // of talk.yaml; each is looked for in every message
	maxFillers = 500 // runes
)

// checkTalk adds what is wrong with talk.yaml. Package bot is the judge of the
// patterns; here its verdicts get their lines.
func checkTalk(t bot.TalkSpec, at source, ps *problems) {
	c := checker{TalkFile, at, ps}
	if len(t.Aspects) > maxAspects {
		c.add("has %d aspects; the most is %d", []any{"aspects"}, len(t.Aspects), maxAspects)
		return
	}
	seen := map[string]bool{}
	for i, a := range t.Aspects {
		c.text(a.Name, maxName, "aspects", i, "name")
		if seen[a.Name] {
			c.add("the aspect %q is there twice", []any{"aspects", i, "name"}, a.Name)
		}
		seen[a.Name] = true
		if len(a.Asks) == 0 {
			c.add("wants at least one pattern", []any{"aspects", i, "asks"})
		}
	}
	if t.Fillers != "" {
		c.text(t.Fillers, maxFillers, "fillers")
	}
	_, err := bot.NewTalk(t)
	if err == nil {
		return
	}
	for line := range strings.SplitSeq(fault.Text(err, err.Error()), "\n") {
		_, rest, _ := strings.Cut(line, ": ")
		list, reason, _ := strings.Cut(rest, ": ")
		list, _, _ = strings.Cut(list, " ")
		n := 0
		if quoted, err := strconv.QuotedPrefix(reason); err == nil {
			if s, err := strconv.Unquote(quoted); err == nil {
				n = at.docs[TalkFile].lineOfText(s, list)
			}
		}
		ps.at(TalkFile, n, list, []any{list}, "%s", reason)
	}
}
