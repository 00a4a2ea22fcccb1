// Package bot is the engine: it carries out one command at a time in each
// conversation, decides what the bot says, and hands the conversation to people.
//
// The parts, in the order in which a customer's message meets them: Service.Do
// takes a Command; the mailbox lets one turn at a time into a conversation; the
// reader has the message understood and its candidates found; Decide, a pure
// function, walks the ladder; a turn writes the Decision down as events; the Log
// stores them as a whole or not at all; a Wake tells who follows. Only then does
// Do return, so that an acknowledgement means stored.
//
// What the bot knows is a Content, immutable and swapped as a whole. Package
// handoff defines what may happen to a case; this package applies it, each time
// on the state that it expects: the log refuses a turn computed on an old one.
//
// Where tickets are kept (Options.Tickets), what nobody is there for becomes one:
// route.go says where a case belongs, ticketing.go makes and adds, quoting.go tells
// how one goes. desk.go answers an agent's questions with the same search.
//
// The package does no I/O of its own and never reads the clock for a decision.
// A Service is safe for concurrent use; commands of one conversation wait for
// each other, conversations do not.
package bot
