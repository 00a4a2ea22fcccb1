// Package widget holds everything of Yiwen that runs in a browser: the loader
// that a shop puts on its pages, the chat page in its iframe, the console (desk
// and knowledge) and the demo shop.
//
// The sources are TypeScript under src/, built by `npm run build` into dist/,
// which is not in git; this package embeds whatever dist/ holds at compile time.
// Before the first build that is one placeholder, so that the program compiles
// without Node: whoever serves the files must expect that they are missing. The
// package serves nothing itself.
package widget

import (
	"embed"
	"fmt"
	"io/fs"
)

// The prefix all: takes in names that begin with "_" or ".", which a bundler may choose.
//
//go:embed all:dist
var dist embed.FS

// Files returns the built files, rooted so that the loader is "loader/yiwen.js",
// and the pages are "chat/index.html", "console/index.html" and
// "demo/index.html". It is read-only and safe for concurrent use. An error means
// that the program was put together wrongly.
func Files() (fs.FS, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open embedded browser files: %w", err)
	}
	return files, nil
}
