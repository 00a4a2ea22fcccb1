//go:build ignore

// gen writes dict/ from the module cache: the dictionary files of the gojieba
// version in go.mod, compressed, and the sums of their contents. Run it with
// go generate after a change of that version.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yanyiwu/gojieba").Output()
	if err != nil {
		log.Fatalf("find gojieba: %v", err)
	}
	from := filepath.Join(strings.TrimSpace(string(out)), "deps/cppjieba/dict")
	var sums strings.Builder
	put := func(name string, plain []byte) {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		z.Write(plain)
		z.Close()
		if err := os.WriteFile(filepath.Join("dict", name+".gz"), b.Bytes(), 0o644); err != nil {
			log.Fatal(err)
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(plain), name)
	}
	for _, name := range []string{"jieba.dict.utf8", "hmm_model.utf8"} {
		plain, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			log.Fatal(err)
		}
		put(name, plain)
	}
	// The core wants five files. Its sample user words are none of ours, and the
	// other two serve keyword extraction, which this package does not offer: one
	// line each instead of 6 MB saves memory and start time.
	put("user.dict.utf8", nil)
	put("idf.utf8", []byte("的 1.0\n"))
	put("stop_words.utf8", []byte("的\n"))
	if err := os.WriteFile("dict/SHA256SUMS", []byte(sums.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}
