package wire

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Identify says who the customer is, in the middle of a visit: by what the shop
// signed of him, by what its page says of him unsigned, or both.
type Identify struct {
	Head
	Identity string `json:"identity,omitempty"` // what the shop signed; "" = as it was
	// Attributes replace those before; nil = as they were. See Hello.
	Attributes map[string]string `json:"attributes,omitzero"`
}

// Logout ends the visit: the token proves nobody any more.
type Logout struct{ Head }

// Type implements Frame.
func (*Identify) Type() Type { return TypeIdentify }

// Type implements Frame.
func (*Logout) Type() Type { return TypeLogout }

func (f *Identify) check() *Error {
	if f.Identity == "" && f.Attributes == nil {
		return missing("identity")
	}
	f.Attributes = attributes(f.Attributes)
	return identityFits(f.Identity)
}

func (*Logout) check() *Error { return nil }

// identityFits bounds what is read of an identity.
func identityFits(s string) *Error {
	if utf8.RuneCountInString(s) > MaxIdentity {
		return tooLong("identity", MaxIdentity)
	}
	return nil
}

// attributes returns the attributes that are kept: the first by name, each of one
// line, without those whose name says nothing or too much. A shop's page that says
// too much must not keep its customer from asking. Nil stays nil.
func attributes(said map[string]string) map[string]string {
	if said == nil {
		return nil
	}
	kept := make(map[string]string, min(len(said), MaxAttributes))
	for _, name := range slices.Sorted(maps.Keys(said)) {
		label, value := oneLine(name), cut(oneLine(said[name]), MaxAttribute)
		if len(kept) == MaxAttributes {
			break
		}
		if label != "" && value != "" && utf8.RuneCountInString(label) <= MaxAttributeName {
			kept[label] = value
		}
	}
	return kept
}

// oneLine returns s without what does not belong into a line: signs that control,
// and those that turn the direction of what follows, are no text.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
}
