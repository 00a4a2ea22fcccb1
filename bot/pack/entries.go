package pack

import "yiwen/knowledge"

// EncodeEntries returns entries as faq.yaml has them, in the canonical layout.
// The files of several calls, joined by a blank line, are one.
func EncodeEntries(entries []knowledge.Entry) ([]byte, error) { return encode(entries) }
