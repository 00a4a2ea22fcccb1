// Package auth says who somebody is and what he may do: visitors by a signed
// token, staff by name, password and a session that lives on the server. HTTP
// and WebSocket ask the same Auth, so that no transport has rules of its own.
//
// What it promises:
//   - A visitor token cannot be made or changed without the key, which is drawn
//     once and kept in the data base. It proves its visitor until he logs out,
//     which is looked up.
//   - Staff are read again on every call: who is disabled, gets another role or
//     another password, is out with his next request. Nothing is cached.
//   - An unknown name costs the same work as a wrong password, and password
//     hashing never takes more than a fixed share of memory and processor.
//   - Guessing is slowed down by name, by address and by device, in bounded
//     memory, in a way that cannot shut the staff out (see throttle.go).
//
// Every method is safe for concurrent use. Those that take a context or a
// request may read the data base; SignIn also waits, for a bounded time, for
// its turn to hash. The package writes no responses: cookies are returned, and
// status codes are the business of httpd.
package auth
