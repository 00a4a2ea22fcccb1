package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
)

// maxEvalFile bounds a file given to eval, in bytes.
const maxEvalFile = 256 << 20

// readEntries reads knowledge from a faq.yaml or from JSON lines, told apart by
// the name.
func readEntries(path string) ([]knowledge.Entry, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml":
		p, err := pack.Read(faqOnly(path))
		if err != nil {
			return nil, atPath(err, path)
		}
		return p.Entries, nil
	}
	var entries []knowledge.Entry
	seen := map[string]bool{}
	err := eachFileLine(path, func(b []byte) error {
		var e knowledge.Entry
		switch err := decodeLine(b, &e); {
		case err != nil:
			return err
		case e.ID == "":
			return fault.New(fault.Invalid, `has no "id"`)
		case seen[e.ID]:
			return fault.New(fault.Invalid, "the id %q is already that of another entry", e.ID)
		case strings.TrimSpace(e.Question) == "":
			return fault.New(fault.Invalid, `has no "question"`)
		}
		seen[e.ID] = true
		entries = append(entries, e)
		return nil
	})
	if err == nil && len(entries) == 0 {
		err = fault.New(fault.Invalid, "%s: holds no entries", path)
	}
	return entries, err
}

// faqOnly is a content pack that has nothing but the file of that path, whatever
// its name and whatever lies beside it.
type faqOnly string

// Open implements fs.FS.
func (f faqOnly) Open(name string) (fs.File, error) {
	if name != pack.FAQFile {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return os.Open(string(f))
}

// readQueries reads judged questions; known are the ids that they may name, and
// check, or nil, what their texts must pass.
func readQueries(path string, known map[string]bool, check func(string) error) ([]eval.Query, error) {
	var queries []eval.Query
	err := eachFileLine(path, func(b []byte) error {
		q, err := parseQuery(b)
		if err == nil && check != nil {
			err = check(q.Text)
		}
		if err != nil {
			return err
		}
		for _, id := range q.Right {
			if !known[id] {
				return fault.New(fault.Invalid, "names the entry %q, which --entries does not hold", id)
			}
		}
		queries = append(queries, q)
		return nil
	})
	if err == nil && len(queries) == 0 {
		err = fault.New(fault.Invalid, "%s: holds no queries", path)
	}
	return queries, err
}

func parseQuery(b []byte) (eval.Query, error) {
	var line struct {
		Text string   `json:"text"`
		ID   *string  `json:"id"`
		IDs  []string `json:"ids"`
		Kind string   `json:"kind"`
	}
	if err := decodeLine(b, &line); err != nil {
		return eval.Query{}, err
	}
	if line.ID != nil && !slices.Contains(line.IDs, *line.ID) {
		line.IDs = append(line.IDs, *line.ID)
	}
	q := eval.Query{Text: line.Text, Kind: kindName(line.Kind), Right: line.IDs}
	switch {
	case strings.TrimSpace(q.Text) == "":
		return q, fault.New(fault.Invalid, `has no "text"`)
	case q.Kind == "" && len(q.Right) > 0:
		q.Kind = eval.In
	case q.Kind == "":
		q.Kind = eval.Out
	}
	return q, nil
}

func decodeLine(b []byte, dst any) error {
	if !utf8.Valid(b) {
		return fault.New(fault.Invalid, "the line is not UTF-8")
	}
	if err := json.Unmarshal(b, dst); err != nil {
		return fault.New(fault.Invalid, "not a JSON object of the expected form: %w", err)
	}
	return nil
}

// readDictionary reads words for the segmenter; none for an empty path.
func readDictionary(path string) ([]pack.Word, error) {
	if path == "" {
		return nil, nil
	}
	b, err := readBounded(path)
	if err != nil {
		return nil, err
	}
	words, err := pack.ParseDictionary(b)
	return words, atPath(err, path)
}

func eachFileLine(path string, f func([]byte) error) error {
	b, err := readBounded(path)
	if err != nil {
		return err
	}
	return eachJSONLine(path, bytes.NewReader(b), f)
}

// readBounded reads a file that somebody named on the command line.
func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "read a file: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxEvalFile+1))
	switch {
	case err != nil: // a folder, for one
		return nil, fault.New(fault.Invalid, "read a file: %w", err)
	case len(b) > maxEvalFile:
		return nil, fault.New(fault.Invalid, "%s: is larger than %d bytes", path, maxEvalFile)
	}
	return b, nil
}

// atPath names the problems of a pack's file with the path that it was read from.
func atPath(err error, path string) error {
	ps := pack.Problems(err)
	if len(ps) == 0 {
		return err
	}
	var b strings.Builder
	for i, p := range ps {
		if i == maxShown {
			fmt.Fprintf(&b, "\n... and %d more", len(ps)-maxShown)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		p.File = path
		b.WriteString(p.String())
	}
	return fault.New(fault.Invalid, "%s", b.String())
}
