// Package pack reads, checks and writes a content pack: the folder of text
// files that holds everything a shop teaches its bot.
//
// Read takes all of a pack or nothing. It reports every problem that it finds,
// each with file, line and reason, so that an editor mends a pack in one round.
// Only faq.yaml is required; a missing file or setting takes its default. The
// files are foreign bytes: sizes, depth and counts are bounded, YAML anchors,
// aliases and tags are refused (a few bytes of them unfold into gigabytes), and
// nothing in a file makes the package panic.
//
// A Pack travels in two more forms. Write makes a folder of it, in one canonical
// layout, such that Read(Write(p)) equals p; Items makes the rows that a data
// base keeps, and FromItems checks and joins them again.
//
// The package is pure but for the file system it is given. A Pack is safe to
// share while nobody changes it. It knows no segmenter, compiles no rule and
// indexes nothing.
package pack
