// Package blob keeps the content of uploads on a disk.
//
// What it promises: a file that Save returned is on the disk as a whole, also
// after a power cut; its id is 128 random bits, so that who knows it was shown it;
// its type is what its bytes are, whatever its name says; pictures are decoded and
// written anew, so that nothing is left of what a camera or an attacker put beside
// the pixels (animated GIFs are not decoded: what is no frame is cut out of them).
// Limits hold before memory is taken. Names that people gave are never names on the disk.
//
// What it does not do: it knows nobody and refuses nobody, it does not know which
// files are still shown (Delete is called for those that are not), and it looks
// into no document: what is not a picture is stored as it came and must be served
// as a download. Of a film it reads what it is made of, and plays nothing.
//
// A Store is safe for concurrent use. One picture at a time is worked on; others
// wait for it. Methods block for the disk.
package blob

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// MaxSize is the greatest size of a file, in bytes.
const MaxSize = 10 << 20

// picturesAtOnce bounds the memory that pictures take: one of 40 megapixels that
// is turned takes some 450 MB, for a second or two.
const picturesAtOnce = 1

const (
	idBytes   = 16
	temporary = ".new-" // prefix of what is not whole yet
)

// Store is a folder of files.
type Store struct {
	dir    string
	random io.Reader
	slots  chan struct{} // one for each picture that is worked on
}

// Open returns the store in the folder dir, which it makes where it is missing.
// What an earlier program left half written is removed.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of uploads: %w", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, temporary+"*"))
	if err != nil {
		return nil, fmt.Errorf("look for half uploads: %w", err)
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return nil, fmt.Errorf("remove a half upload: %w", err)
		}
	}
	return &Store{dir: dir, random: rand.Reader, slots: make(chan struct{}, picturesAtOnce)}, nil
}

// Save reads r to its end and keeps it under a new id. name is what the file is
// called from then on; it is kept as it is but for its ending, which becomes that
// of its type where the picture's type changed. Errors are fault.Invalid with a
// Chinese text where the file is empty, too large, of a kind that is not taken or a
// picture that cannot be read, and fault.Busy where ctx ended first; nothing is kept then.
func (s *Store) Save(ctx context.Context, name string, r io.Reader) (chat.Attachment, error) {
	return s.take(r, nobodyFilms, func(f *os.File) (chat.Attachment, error) { return s.look(ctx, f, name, errKind) })
}

// SaveFilm does what Save does, and takes films, too, of up to MaxFilm bytes: MP4
// and WebM that are whole and in a coding that browsers play. They are kept as they came.
func (s *Store) SaveFilm(ctx context.Context, name string, r io.Reader) (chat.Attachment, error) {
	return s.take(r, filmed, func(f *os.File) (chat.Attachment, error) {
		if kind, err := head(f); err != nil || kind != "" {
			return film(f, kind, name, err)
		}
		return s.look(ctx, f, name, errKindOrFilm)
	})
}

// SaveFace reads the picture of a person from r to its end and keeps the middle of
// it, a square of FaceSide pixels, as a JPEG. Errors are those of Save; what is no
// picture or moves is a fault.Invalid, too.
func (s *Store) SaveFace(ctx context.Context, r io.Reader) (chat.Attachment, error) {
	return s.take(r, nobodyFilms, func(f *os.File) (chat.Attachment, error) { return s.face(ctx, f) })
}

// take reads r to its end and keeps what look makes of it, under a new id. films says
// of how a file begins which type of film it is, and may be longer for that.
func (s *Store) take(r io.Reader, films func(head []byte) string, look func(*os.File) (chat.Attachment, error)) (chat.Attachment, error) {
	f, err := os.CreateTemp(s.dir, temporary+"*")
	if err != nil {
		return chat.Attachment{}, fmt.Errorf("begin an upload: %w", err)
	}
	defer os.Remove(f.Name()) // gone already where it was kept
	defer f.Close()           // closed already where it was kept
	b := bufio.NewReaderSize(r, headSize)
	begin, err := b.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) { // it is told once
		return chat.Attachment{}, fmt.Errorf("read an upload: %w", err)
	}
	most, isFilm := int64(MaxSize), films(begin) != ""
	if isFilm {
		most = MaxFilm
	}
	size, err := io.Copy(f, io.LimitReader(b, most+1))
	switch {
	case err != nil:
		return chat.Attachment{}, fmt.Errorf("read an upload: %w", err)
	case size > most && isFilm:
		return chat.Attachment{}, fault.New(fault.Invalid, "视频不能超过50MB；请剪短，或用较低的清晰度导出再传")
	case size > most:
		return chat.Attachment{}, fault.New(fault.Invalid, "文件不能超过10MB")
	case size == 0:
		return chat.Attachment{}, fault.New(fault.Invalid, "文件是空的")
	}
	a, err := look(f)
	if err != nil {
		return chat.Attachment{}, err
	}
	id := make([]byte, idBytes)
	if _, err := io.ReadFull(s.random, id); err != nil {
		return chat.Attachment{}, fmt.Errorf("draw the id of an upload: %w", err)
	}
	a.ID = hex.EncodeToString(id)
	return a, s.keep(f, &a)
}

// keep makes the finished file f the content of a.
func (s *Store) keep(f *os.File, a *chat.Attachment) error {
	info, err := f.Stat()
	if err == nil {
		a.Size = info.Size()
		err = errors.Join(f.Sync(), f.Close())
	}
	if err != nil {
		return fmt.Errorf("write an upload: %w", err)
	}
	path := s.path(a.ID)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make a folder of uploads: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("keep an upload: %w", err)
	}
	// The name is on the disk when the folder is, and a new folder when the one
	// above it is.
	return errors.Join(syncFolder(filepath.Dir(path)), syncFolder(s.dir))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("keep a folder of uploads: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// path is where the content of id is: a folder of its first byte keeps folders
// short.
func (s *Store) path(id string) string { return filepath.Join(s.dir, id[:2], id) }

// valid reports whether id can be one of ours, and so never leads out of the folder.
func valid(id string) bool {
	return len(id) == 2*idBytes && strings.Trim(id, "0123456789abcdef") == ""
}

// Open returns the content of id, to be closed by the caller, or a fault.NotFound.
func (s *Store) Open(id string) (io.ReadSeekCloser, error) {
	if !valid(id) {
		return nil, fault.New(fault.NotFound, "文件不存在")
	}
	f, err := os.Open(s.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "文件不存在")
	}
	if err != nil {
		return nil, fmt.Errorf("open an upload: %w", err)
	}
	return f, nil
}

// Delete removes the content of id. What is not there is gone already.
func (s *Store) Delete(id string) error {
	if !valid(id) {
		return nil
	}
	if err := os.Remove(s.path(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete an upload: %w", err)
	}
	return nil
}

// Strays returns the ids of files that were written before a time, for who knows
// which of them anybody has heard of: a crash between Save and the data base
// leaves a file without a row.
func (s *Store) Strays(before time.Time, known func(id string) (bool, error)) ([]string, error) {
	var ids []string
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !valid(d.Name()) {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			return nil // deleted meanwhile, or too young to tell
		}
		if err != nil {
			return err
		}
		has, err := known(d.Name())
		if err == nil && !has {
			ids = append(ids, d.Name())
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for stray uploads: %w", err)
	}
	return ids, nil
}
