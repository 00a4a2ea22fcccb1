// Package httpd is everything that Yiwen serves over HTTP but the sockets
// themselves: the JSON API, the browser's files, the health checks, and the
// private listener with metrics and profiles. It is the only place that knows
// status codes; package auth decides who may do what.
//
// What it promises:
//   - Errors of the API are RFC 9457 problems whose detail is Chinese and meant
//     for people. What is our own fault is answered by an id alone, and the id
//     leads to the line in the log.
//   - State-changing requests that a page of another site caused are refused.
//   - Files of the browser come from a table made at the start: no path of a
//     request ever reaches a file system. Without a build a page says what to do.
//   - Uploads are served under ids that cannot be guessed, as what their bytes are,
//     to be run by nobody.
//   - What a customer may do without a session (upload, look a ticket up) is slowed
//     down by sender and by address, and a wrong proof tells no more than a number
//     that does not exist.
//   - A panic ends one request, with a 500, never the program.
//   - No query, header or body is logged; paths are.
//
// Handlers are safe for concurrent use. Between requests they keep nothing but
// who asked how often, in memory and bounded.
package httpd
