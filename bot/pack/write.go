package pack

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
)

// files returns the canonical files of p by name. Comments and layout of the
// files that p was read from are not kept.
func (p *Pack) files() (map[string][]byte, error) {
	out := map[string][]byte{}
	var errs []error
	add := func(name string, v any, empty bool) {
		if empty {
			return
		}
		b, err := encode(v)
		if err != nil {
			errs = append(errs, fmt.Errorf("write %s: %w", name, err))
		}
		out[name] = b
	}
	add(FAQFile, p.Entries, false)
	add(RulesFile, p.Rules, len(p.Rules) == 0)
	add(MoodFile, p.Mood, reflect.ValueOf(p.Mood).IsZero())
	add(SmallFile, p.Small, len(p.Small) == 0)
	add(TalkFile, p.Talk, false)
	add(RepliesFile, p.Replies, false)
	add(SettingsFile, p.Settings, false)
	add(TeamsFile, p.Teams, p.Teams.none())
	add(CannedFile, p.Canned, len(p.Canned) == 0)
	if len(p.Synonyms) > 0 {
		out[SynonymsFile] = writeSynonyms(p.Synonyms)
	}
	if len(p.Dictionary) > 0 {
		out[DictionaryFile] = writeDictionary(p.Dictionary)
	}
	if len(p.Stops) > 0 {
		out[StopsFile] = writeStops(p.Stops)
	}
	if len(p.Homophones) > 0 {
		out[HomophonesFile] = writeHomophones(p.Homophones)
	}
	add(GoldenFile, p.Golden, len(p.Golden) == 0)
	add(FlowsFile, p.Flows, len(p.Flows) == 0)
	return out, errors.Join(errs...)
}

// Write makes the folder dir (and those above it) hold p, such that Read gives
// p again: the canonical files, and no other file of a pack. Files that do not
// belong to a pack are left alone. Before anything is written the result is
// read back, so that a pack which YAML cannot hold does not replace one that it
// can. Each file changes as a whole or not at all.
func (p *Pack) Write(dir string) error {
	files, err := p.files()
	if err != nil {
		return err
	}
	back, err := Read(memory(files))
	if err != nil {
		return fmt.Errorf("the pack is not fit to be written: %w", err)
	}
	if !reflect.DeepEqual(back, p) {
		return errors.New("write the content pack: it would not be the same when read again")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the content pack: %w", err)
	}
	for _, name := range fileNames() {
		path := filepath.Join(dir, name)
		b, ok := files[name]
		if !ok {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove a file that the content pack no longer has: %w", err)
			}
			continue
		}
		if err := replace(path, b); err != nil {
			return fmt.Errorf("write the content pack: %w", err)
		}
	}
	return nil
}

// fileNames returns all files that a pack may have.
func fileNames() []string {
	return []string{
		FAQFile, RulesFile, MoodFile, SmallFile, TalkFile, RepliesFile, SettingsFile, TeamsFile, CannedFile,
		SynonymsFile, DictionaryFile, StopsFile, HomophonesFile, GoldenFile, FlowsFile,
	}
}

// replace writes a file beside its place and moves it there.
func replace(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".yiwen-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is gone after the move
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// memory is a file system that holds the files of a pack.
type memory map[string][]byte

// Open implements fs.FS.
func (m memory) Open(name string) (fs.File, error) {
	b, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return memoryFile{bytes.NewReader(b)}, nil
}

type memoryFile struct{ *bytes.Reader }

// Stat implements fs.File; nobody asks.
func (memoryFile) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }

// Close implements fs.File.
func (memoryFile) Close() error { return nil }
