// Package store keeps everything that must survive a restart: conversation
// logs, the desk's cases, tickets, reviews, what staff know of customers, canned
// replies, feedback, what is known of uploads, staff, sessions, secrets and content
// versions, in one SQLite file. All SQL of the program is here.
//
// Durability. Every write goes through one writer goroutine. It takes whatever
// queued while its last commit ran, at most Options.MaxBatch writes, puts each
// in a savepoint of its own inside one transaction, and answers all of them
// after the commit was synced to disk (WAL, synchronous=FULL). There is no
// timer: a lone write is committed at once, a crowd shares one sync. A write
// that fails alone (a conflict, say) is rolled back alone. When the disk is full
// or broken the group fails as a whole with fault.Busy, nothing of it is
// acknowledged, and the store works again as soon as the disk does.
//
// Concurrency. A Store is safe for concurrent use. Writes block until they are
// durable; a full queue refuses with fault.Busy instead of growing. When the
// context of a write ends while it is queued, the caller gets the context's error
// and the write is never done. Once the writer has begun with it the context counts
// no more: the caller waits for the commit of its group, some milliseconds where the
// disk works, and gets its outcome. What a caller passes to a write must not be
// changed afterwards. Reads run on connections of their own, see the last commit,
// and never wait for the writer. Methods that take a function of what is stored
// (ChangeTicket, ChangeReview and their like) run it inside the one transaction: it
// must be quick and pure.
// Two programs that write to one file are kept apart by the caller (a lock on the
// data folder): the cache of newest events would not see the other's.
//
// SQL. One text serves SQLite and, later, PostgreSQL: placeholders $1, $2 ... in
// order of first appearance, TEXT, BIGINT and BOOLEAN, ON CONFLICT, RETURNING.
// What only SQLite knows is in sqlite.go. The statements are prepared on
// database/sql directly and not built by bun: a turn is six statements in some
// 40 µs of the one goroutine that everybody waits for, with no time in it to put
// texts together.
//
// The package decides nothing about conversations: it stores what the engine
// computed if, and only if, the log is still where the engine saw it. It does not
// publish wake-ups and does not back up.
package store
