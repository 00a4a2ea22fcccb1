// Package syncspy is a file system beneath SQLite that knows what a power cut
// would leave: it notes every write to the database and its log, and copies it
// to an image on the side only when a sync has covered it. Tests open the image to
// prove that what was acknowledged was on disk. It can also refuse writes, as a
// full or broken disk does.
//
// It models the worst a power cut may do to unsynced writes, which is to lose all
// of them; it does not reorder or tear them. It is for tests only and works only in
// a program that links SQLite too. A Spy is safe for concurrent use.
package syncspy

// #cgo LDFLAGS: -lpthread
// #include <stdlib.h>
// #include "spy.h"
import "C"

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"unsafe"
)

// What Fail makes the disk say.
const (
	Works      = 0
	Full       = 13        // SQLITE_FULL
	ReadOnly   = 8         // SQLITE_READONLY
	BrokenSync = 10 | 4<<8 // SQLITE_IOERR_FSYNC
)

// Spy is a registered file system.
type Spy struct {
	c     *C.spy
	image string
}

// New registers a file system under name, for the parameter vfs of a database's
// name, and keeps its image in the folder image, which must exist and be empty.
func New(name, image string) (*Spy, error) {
	n, dir := C.CString(name), C.CString(image)
	defer C.free(unsafe.Pointer(n))
	defer C.free(unsafe.Pointer(dir))
	c := C.spy_new(n, dir)
	if c == nil {
		return nil, errors.New("register the spy: no memory, or no SQLite in this program")
	}
	return &Spy{c: c, image: image}, nil
}

// Close unregisters the file system. Nothing may be open on it, and the Spy is of
// no use afterwards.
func (s *Spy) Close() { C.spy_free(s.c) }

// Unsynced returns how many bytes are written to database and log that a power
// cut would take.
func (s *Spy) Unsynced() int64 { return int64(C.spy_unsynced(s.c)) }

// Syncs returns how often database and log were synced.
func (s *Spy) Syncs() int64 { return int64(C.spy_syncs(s.c)) }

// Fail makes every write and sync fail with code from now on; Works ends it.
func (s *Spy) Fail(code int) { C.spy_fail(s.c, C.int(code)) }

// PowerCut copies into dir what would be on disk if the power went now. The
// program goes on; its writes wait meanwhile.
func (s *Spy) PowerCut(dir string) error {
	runtime.LockOSThread() // a mutex of C is unlocked by the thread that locked it
	defer runtime.UnlockOSThread()
	C.spy_lock(s.c)
	defer C.spy_unlock(s.c)
	files, err := os.ReadDir(s.image)
	if err != nil {
		return fmt.Errorf("list the image: %w", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(s.image, f.Name()))
		if err != nil {
			return fmt.Errorf("read the image: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.Name()), b, 0o600); err != nil {
			return fmt.Errorf("copy the image: %w", err)
		}
	}
	return nil
}
