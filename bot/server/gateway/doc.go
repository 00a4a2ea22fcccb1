// Package gateway holds the sessions of customers (/ws) and agents (/desk/ws): it
// lets frames of protocol v1 in, has the engine carry them out, and sends every
// event of a conversation to whoever follows it. Customers whose network lets no
// WebSocket through have the same session by long-polling (/poll).
//
// What it promises:
//   - A command is acknowledged when the engine has stored it, and only then.
//     Commands of one socket are carried out one at a time, in their order.
//   - Every follower gets the events after the seq it named, in order, with
//     neither hole nor repeat, and only what it may see. Events are read from
//     the log; a wake-up merely says when to look, so that a merged, late or
//     doubled one does no harm. A lost one is made good by the next, or within
//     half a minute.
//   - Desk lists are what a fresh snapshot would show, a moment later: a snapshot
//     and the changes after its revision, whatever was watched before.
//   - What a customer types is masked before it leaves his socket's goroutine, and
//     goes to staff alone.
//   - A slow or silent peer costs bounded memory and nobody's time: at most one
//     page of events and Limits.Pending bytes of answers wait for it, then it is
//     closed with a code that tells it to come back.
//   - Shutdown finishes the commands that it took, sends their acks, and tells
//     every client to come back.
//
// How it is built: each socket has one goroutine that reads (the HTTP handler
// has returned, which halves the memory of an idle socket) and, only while
// there is something to send, one that writes; the reader itself takes that
// part after a command, so that an ack and the events of its turn leave in one
// system call. Nothing else writes data frames. What they write to is a
// transport: a WebSocket connection, or a queue that a polling customer empties
// by GET, where a frame stays until a later GET says that it arrived. His
// frames come by POST, are taken by its handler, and no goroutine waits for him
// between two requests. Three goroutines serve all sockets: one pings and looks
// at deadlines, one keeps desk lists and places in the line current, one writes
// read marks and presence.
//
// Read marks, typing and viewers are not of the log: they are told to who is
// connected, and viewers are those of this process alone.
//
// What it does not do: it decides nothing about conversations (the engine does),
// stores nothing itself, and knows no roles (package auth does).
package gateway
