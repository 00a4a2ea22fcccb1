package text

// Clip returns s cut to its first n runes, with an ellipsis behind them, or s where
// it has no more.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}
