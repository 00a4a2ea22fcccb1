package intents

import (
	"errors"
	"fmt"

	"yiwen/bot/fault"
)

// SignList is a named list of patterns, written as in a Spec.
type SignList struct {
	Name  string
	Words []string
}

// Sign is a place where a pattern of a list stands: bytes of the normal form,
// marks between its first and last character included.
type Sign struct{ List, Start, End int }

// Signs finds the patterns of several lists in one pass over a text. It serves
// those who look for more than an Understanding tells. It never changes and is
// safe for concurrent use.
type Signs struct {
	words *lexicon
	lists []int // by pattern
}

// CompileSigns checks lists and makes their Signs. All problems are reported at
// once, in one fault.Invalid with a line for each: "signs: name: what is wrong".
func CompileSigns(lists []SignList) (*Signs, error) {
	b := newLexiconBuilder()
	s := &Signs{}
	var wrong []error
	for i, l := range lists {
		for _, written := range l.Words {
			if _, err := b.add(written); err != nil {
				wrong = append(wrong, fmt.Errorf("signs: %s: %q: %v", l.Name, written, err))
				continue
			}
			s.lists = append(s.lists, i)
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, fault.New(fault.Invalid, "%w", err)
	}
	s.words = b.build()
	return s, nil
}

// In returns every place in norm, a normal form, where a pattern stands, in the
// order of the ends of their first parts; places may overlap. List is the place
// of the pattern's list in what was compiled.
func (s *Signs) In(norm string) []Sign {
	v := newView(norm)
	var room [32]found
	all := s.words.find(room[:0], v)
	if len(all) == 0 {
		return nil
	}
	out := make([]Sign, len(all))
	for i, f := range all {
		out[i] = Sign{s.lists[f.pattern], int(v.at[f.start]), int(v.at[f.end-1]) + 1}
	}
	return out
}
