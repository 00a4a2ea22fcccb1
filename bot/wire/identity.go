package wire

import "unicode/utf8"

// Identify says who the shop says that the customer is, in the middle of a visit.
type Identify struct {
	Head
	Identity string `json:"identity"` // what the shop signed
}

// Logout ends the visit: the token proves nobody any more.
type Logout struct{ Head }

// Type implements Frame.
func (*Identify) Type() Type { return TypeIdentify }

// Type implements Frame.
func (*Logout) Type() Type { return TypeLogout }

func (f *Identify) check() *Error {
	if f.Identity == "" {
		return missing("identity")
	}
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
