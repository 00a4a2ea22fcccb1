package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/store"
	"yiwen/bot/text"
	"yiwen/intents"
)

type importCmd struct {
	Dir  string `arg:"" help:"Folder of the content pack."`
	Data string `help:"Data folder; made where it is missing (${default})." default:"data" env:"YIWEN_DATA" placeholder:"DIR"`

	Override string `help:"Why the pack goes live although golden questions of it fail; kept with the version." placeholder:"REASON"`
}

// Help is what --help shows below the flags.
func (*importCmd) Help() string {
	return `Checks the whole pack first: one bad line stops the import with file, line and reason, and changes nothing.
Where a server runs on the data folder, it builds the import beside what is live, asks its golden questions, and answers
from it on every node at once. Changes that editors have under way stay.
The content before is kept in the database as an older version.

Examples:
  yiwen import testdata/xingka --data data
  yiwen export backup --data data && $EDITOR backup/faq.yaml && yiwen import backup --data data`
}

// Run imports the pack.
func (c *importCmd) Run(a *app) error {
	bar := a.newProgress(-1, "checking the pack", false)
	defer bar.finish()
	p, err := readPack(c.Dir)
	if err != nil {
		return err
	}
	items, err := p.Items()
	if err != nil {
		return err
	}
	set, err := intents.Compile(p.Intents(), text.Runes{})
	if err != nil {
		return err
	}
	bar.step("waiting for the data folder")
	return a.withOffice(c.Data, "import", func(o office) error {
		bar.step("building and storing")
		version, err := o.importPack(a.ctx, items, c.Override)
		bar.finish() // or the line below would stand behind it
		if err != nil {
			return fmt.Errorf("import %s: %w", c.Dir, err)
		}
		for _, w := range append(set.Warnings(), set.Costs(a.clock)...) {
			if _, err := fmt.Fprintf(a.stderr, "warning: %s\n", w); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintf(a.stdout, "imported %s as version %d: %d entries, %d rules\n",
			c.Dir, version, len(p.Entries), len(p.Rules))
		return err
	})
}

type exportCmd struct {
	Dir   string `arg:"" help:"Folder to write the content pack to."`
	Data  string `help:"Data folder (${default})." default:"data" env:"YIWEN_DATA" placeholder:"DIR"`
	Force bool   `help:"Write over the content pack that is in the folder."`
}

// Help is what --help shows below the flags.
func (*exportCmd) Help() string {
	return `Writes the active content in one canonical layout; importing it again gives the same content.
A folder that holds something is left alone without --force.

Example:
  yiwen export backup --data data`
}

// Run exports the content.
func (c *exportCmd) Run(a *app) error {
	if err := c.refuseFull(); err != nil {
		return err
	}
	if err := needFolder(c.Data); err != nil {
		return err
	}
	bar := a.newProgress(-1, "waiting for the data folder", false)
	defer bar.finish()
	return a.withOffice(c.Data, "export", func(o office) error {
		bar.step("loading the content")
		items, err := o.exportPack(a.ctx)
		if err != nil {
			return err
		}
		bar.step("checking the content")
		p, err := pack.FromItems(items)
		if err != nil {
			return fmt.Errorf("read the stored content: %w", err)
		}
		bar.step("writing the pack")
		if err := p.Write(c.Dir); err != nil {
			return err
		}
		bar.finish()
		_, err = fmt.Fprintf(a.stdout, "exported %d entries, %d rules to %s\n", len(p.Entries), len(p.Rules), c.Dir)
		return err
	})
}

// needFolder refuses a folder without a database, which a mistyped --data would
// otherwise make.
func needFolder(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, storeName)); err != nil {
		return fault.New(fault.Invalid, "%s is not a data folder: %w", dir, err)
	}
	return nil
}

// refuseFull keeps an export from writing over somebody's work.
func (c *exportCmd) refuseFull() error {
	found, err := os.ReadDir(c.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fault.New(fault.Invalid, "export: %w", err)
	case len(found) > 0 && !c.Force:
		return fault.New(fault.Invalid, "export: the folder %s is not empty; --force writes over the content pack in it", c.Dir)
	}
	return nil
}

// readPack reads a content pack from a folder. What is wrong in it is named
// with the path as the operator knows it, one problem a line.
func readPack(dir string) (*pack.Pack, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", dir)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "read the content pack: %w", err)
	}
	p, err := pack.Read(os.DirFS(dir))
	ps := pack.Problems(err)
	if len(ps) == 0 {
		return p, err
	}
	var b strings.Builder
	for i, problem := range ps {
		if i == maxShown {
			fmt.Fprintf(&b, "... and %d more\n", len(ps)-maxShown)
			break
		}
		problem.File = filepath.Join(dir, problem.File)
		b.WriteString(problem.String() + "\n")
	}
	return nil, fault.New(fault.Invalid, "%sthe content pack has %d problem(s); nothing was changed", b.String(), len(ps))
}

// maxShown is how many problems of a pack are shown.
const maxShown = 100

// withStore calls f with an office over the database of a locked folder, and
// frees both.
func (a *app) withStore(folder *folder, f func(office) error) (err error) {
	defer func() { err = errors.Join(err, folder.close()) }()
	// The interrupt must not stop a commit half way through its report.
	s, err := store.Open(context.WithoutCancel(a.ctx), store.Options{Path: folder.store(), Now: a.clock})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return f(newKeeper(s, a.clock, nil))
}
