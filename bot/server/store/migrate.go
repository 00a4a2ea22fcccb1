package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"yiwen/bot/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, or refuses a schema newer than this
// program: its rows may mean what we cannot know.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	has, knows, err := p.GetVersions(ctx)
	if damaged(err) {
		return fault.New(fault.Invalid, "the database %s is damaged (%w): restore a backup, or move it away to start empty", path, err)
	}
	if err != nil {
		return fmt.Errorf("ask the schema version of %s: %w", path, err)
	}
	if has > knows {
		return fault.New(fault.Invalid, "the database %s has schema version %d, but this program knows only up to version %d: start a newer program, or restore a backup made before the update", path, has, knows)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring %s from schema version %d to %d: %w", path, has, knows, err)
	}
	return nil
}
