//go:build race

package main

// raced says that the race detector is on, which makes long arithmetic that no
// goroutine shares ten times slower for nothing: `make figures` runs it without.
const raced = true
