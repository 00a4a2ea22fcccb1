package jieba

import (
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yiwen/bot/fault"
)

//go:generate go run gen.go

//go:embed dict/*.gz dict/SHA256SUMS
var dictionaries embed.FS

// unpack makes sure that dir holds the five files and returns their paths in
// the order that the C++ core takes them. A file whose sum is wrong (cut short by
// a power loss, edited) is written anew: the core ends the process on a bad line.
// A new file gets its name only when its bytes are on disk, so several processes
// may do this at once.
func unpack(dir string) ([]string, error) {
	if strings.ContainsAny(dir, "|;") {
		return nil, fault.New(fault.Invalid, "dictionary folder %s: the characters | and ; are not possible in its path", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make dictionary folder: %w", err)
	}
	sums, err := readSums()
	if err != nil {
		return nil, err
	}
	paths := make([]string, 0, 5)
	for _, name := range []string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"} {
		path := filepath.Join(dir, name)
		if !intact(path, sums[name]) {
			if err := write(path, name, sums[name]); err != nil {
				return nil, fmt.Errorf("unpack dictionary %s: %w", name, err)
			}
		}
		paths = append(paths, path)
	}
	return paths, nil
}

func readSums() (map[string]string, error) {
	b, err := fs.ReadFile(dictionaries, "dict/SHA256SUMS")
	if err != nil {
		return nil, fmt.Errorf("read dictionary sums: %w", err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			sums[name] = sum
		}
	}
	return sums, nil
}

// intact reports whether the file is there with the right contents. What cannot
// be read is not intact; write then says why if it cannot be mended.
func intact(path, sum string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return err == nil && hex.EncodeToString(h.Sum(nil)) == sum
}

// write unpacks the embedded file to path, through a temporary name.
func write(path, name, sum string) (err error) {
	packed, err := dictionaries.Open("dict/" + name + ".gz")
	if err != nil {
		return err
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+name+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()           // already closed after success: nothing to lose here
			os.Remove(tmp.Name()) // a leftover would only take room
		}
	}()
	h := sha256.New()
	if _, err = io.Copy(io.MultiWriter(tmp, h), z); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return fmt.Errorf("the embedded file has sum %s, want %s: the program is damaged", got, sum)
	}
	if err = tmp.Chmod(0o644); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
