package knowledge

import "time"

// Difference is a piece that one version has otherwise than another. Of a piece
// that is removed Item is what it was.
type Difference struct {
	Item
	What What
}

// What is what became of a piece. The list is closed.
type What string

// The closed list of what becomes of pieces.
const (
	Added   What = "added"
	Changed What = "changed"
	Removed What = "removed"
)

// Edition names what was staged under a number at a time: where a publish is
// called off at the last moment, the next one has its number.
type Edition struct {
	Number int64
	At     time.Time
}

// Node is one of the servers over one data base, and what it answers from.
type Node struct {
	Name    string
	SeenAt  time.Time
	Version int64
	// Built is the version beyond Version that it could answer from at once, or
	// less than 0 where it tried the version -Built and could not; 0 = none.
	Built int64
}
