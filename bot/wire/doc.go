// Package wire is version 1 of the chat protocol: the frames that customers and
// agents exchange with the server, their limits, the closed lists of error and
// close codes. docs/protocol.md is the reference in prose, testdata/wire holds
// frames that this package and the browser's client both must understand.
//
// DecodeClient is the door: what passes it is valid UTF-8 without U+0000,
// strict JSON of bounded size and depth, of a known type, with every field
// inside its limits. The Append functions build frames for one reader and are
// the only way an event leaves the server, so that nobody gets what he may not
// see.
//
// The package does no I/O, decides nothing, keeps no state and is safe for
// concurrent use. It does not know who may send what: the gateway asks for
// that, and for everything else that needs more than the frame itself.
package wire
