package knowledge

import "time"

// Trial is a conversation that somebody held with the bot to see what it does.
type Trial struct {
	ID   string
	At   time.Time // when it was held
	By   string    // sign-in name of who held it
	Body []byte    // JSON: what was said, what came of it, and why
}
