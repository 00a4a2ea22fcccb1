package editing

import "sync"

// words are the texts of an entry as they are searched, made when they are first
// needed.
type words struct {
	once sync.Once
}
