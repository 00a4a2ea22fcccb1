package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"yiwen/bot/fault"
)

// folder is a data folder that this process alone may change, until close. The
// lock is the kernel's: it ends with the process, however that ends.
type folder struct {
	dir  string
	lock *os.File
}

const (
	lockName      = "lock"
	socketName    = "control.sock"
	storeName     = "yiwen.db"
	jiebaFolder   = "jieba"
	filesFolder   = "files"
	importsFolder = "imports"
)

// openFolder makes the folder where it is missing and locks it. A folder that
// another process holds is a fault.Conflict that says who. It does not wait.
func openFolder(dir, command string) (_ *folder, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close() // nothing was written through it
		}
	}()
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, fault.New(fault.Conflict, "the data folder %s is in use by %s; only one program at a time may change it", dir, holder(f))
	case err != nil:
		return nil, fmt.Errorf("lock the data folder %s: %w", dir, err)
	}
	if err := errors.Join(f.Truncate(0), writeAt(f, fmt.Sprintf("yiwen %s, process %d\n", command, os.Getpid()))); err != nil {
		return nil, fmt.Errorf("write the lock of the data folder: %w", err)
	}
	return &folder{dir: dir, lock: f}, nil
}

func writeAt(f *os.File, s string) error {
	_, err := f.WriteAt([]byte(s), 0)
	return err
}

// holder reads who holds the lock, for the message only.
func holder(f *os.File) string {
	b := make([]byte, 200)
	n, _ := f.ReadAt(b, 0) // a short read is the rule, and nothing is an answer too
	if s := strings.TrimSpace(string(b[:n])); s != "" {
		return s
	}
	return "another process"
}

// store is the path of the database, jieba that of the unpacked dictionaries,
// files that of the uploads, imports that of the sheets that wait for their import.
func (f *folder) store() string   { return filepath.Join(f.dir, storeName) }
func (f *folder) jieba() string   { return filepath.Join(f.dir, jiebaFolder) }
func (f *folder) files() string   { return filepath.Join(f.dir, filesFolder) }
func (f *folder) imports() string { return filepath.Join(f.dir, importsFolder) }

// listen opens the control socket, through which the other commands reach the
// server. A socket that a crashed server left is replaced: who holds the lock
// knows that nobody answers there. Only the user of the server can connect.
func (f *folder) listen() (net.Listener, error) {
	path := filepath.Join(f.dir, socketName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove an old control socket: %w", err)
	}
	short, done, err := shortPath(path)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	defer done()
	l, err := net.Listen("unix", short)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	// It would be unlinked by the short path, which means another file by then.
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("close the control socket to others: %w", err), l.Close())
	}
	return l, nil
}

// close lets others use the folder. The lock file stays: removing it would let
// two processes lock two files of the same name.
func (f *folder) close() error { return f.lock.Close() }

// maxSocketPath is what a socket address holds on every Unix, in bytes.
const maxSocketPath = 100

// shortPath returns a path to the same file that fits in a socket address, by
// way of Linux's name of an open folder, and what frees it.
func shortPath(path string) (string, func(), error) {
	if len(path) <= maxSocketPath {
		return path, func() {}, nil
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", d.Fd(), filepath.Base(path)), func() { d.Close() }, nil
}
