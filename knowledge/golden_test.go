package knowledge_test

import (
	"testing"

	"yiwen/knowledge"
)

func TestGoldenPasses(t *testing.T) {
	answer := func(id string) knowledge.Came { return knowledge.Came{Outcome: "answer", Entry: id} }
	offer := func(ids ...string) knowledge.Came { return knowledge.Came{Outcome: "clarify", Offered: ids} }
	wants := func(entry, what string) knowledge.Golden { return knowledge.Golden{Entry: entry, Wants: what} }
	for name, tc := range map[string]struct {
		golden knowledge.Golden
		came   knowledge.Came
		want   bool
	}{
		"AnswersIt":              {wants("a", ""), answer("a"), true},
		"AnswersAnother":         {wants("a", ""), answer("b"), false},
		"AnswersItSecond":        {wants("a", ""), knowledge.Came{Outcome: "answer", Entry: "b", Also: "a"}, true},
		"OffersItOnly":           {wants("a", ""), offer("a", "b"), false},
		"OfferedFirst":           {wants("a", knowledge.WantsOffer), offer("a", "b"), true},
		"OfferedSecond":          {wants("a", knowledge.WantsOffer), offer("b", "a"), false},
		"AnsweredNotOffered":     {wants("a", knowledge.WantsOffer), answer("a"), true},
		"AnotherNotOffered":      {wants("a", knowledge.WantsOffer), answer("b"), false},
		"RuleAnswersInItsOwn":    {wants("a", ""), answer(""), false},
		"NoneFallsBack":          {wants("", ""), knowledge.Came{Outcome: "fallback"}, true},
		"NoneIsAskedBack":        {wants("", ""), offer("a"), true},
		"NoneIsARulesOwnWords":   {wants("", ""), answer(""), true},
		"NoneIsAnswered":         {wants("", ""), answer("a"), false},
		"NoneSecondIsAnswered":   {wants("", ""), knowledge.Came{Outcome: "answer", Entry: "a", Also: "b"}, false},
		"HandedOff":              {wants("", knowledge.WantsHandoff), knowledge.Came{Outcome: "handoff"}, true},
		"HandoffWantedAnswered":  {wants("", knowledge.WantsHandoff), answer("a"), false},
		"EntryWantedHandedOff":   {wants("a", ""), knowledge.Came{Outcome: "handoff"}, false},
		"HandoffOfAnEntryStands": {wants("a", knowledge.WantsHandoff), knowledge.Came{Outcome: "handoff"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tc.golden.Passes(tc.came); got != tc.want {
				t.Errorf("passes: %v, want %v", got, tc.want)
			}
		})
	}
}
