package widget_test

import (
	"io/fs"
	"testing"

	"yiwen/widget"
)

func TestFilesAreRootedAtDist(t *testing.T) {
	files, err := widget.Files()
	if err != nil {
		t.Fatal(err)
	}
	// The placeholder is committed and must survive every build: without it a
	// fresh clone does not compile.
	if _, err := fs.Stat(files, "placeholder.txt"); err != nil {
		t.Errorf("placeholder.txt: %v", err)
	}
}
