package text

// Analysis is a text, normalised and cut once.
type Analysis struct {
	Raw    string  // as it came, made valid UTF-8
	Norm   string  // normal form of Raw
	Tokens []Token // words of Norm
}
