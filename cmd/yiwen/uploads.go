package main

import (
	"context"
	"log/slog"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// orphanAge is how long an upload may lie before something shows it: a draft
// that is sent the next day keeps its pictures.
const orphanAge = 48 * time.Hour

// fileRows and fileBlobs are the two halves of uploads: what is known of them,
// and what is in them.
type fileRows interface {
	OrphanFiles(ctx context.Context, before time.Time) ([]string, error)
	DropFile(ctx context.Context, id string) (bool, error)
	File(ctx context.Context, id string) (chat.Attachment, error)
}

type fileBlobs interface {
	Delete(id string) error
	Strays(before time.Time, known func(id string) (bool, error)) ([]string, error)
}

// sweepUploads deletes what was uploaded and never sent, all of it: first what is
// known of it, then its content.
func sweepUploads(ctx context.Context, rows fileRows, blobs fileBlobs, now time.Time, logger *slog.Logger) error {
	deleted := 0
	defer func() {
		if deleted > 0 {
			logger.Info("uploads that nobody sent deleted", "files", deleted)
		}
	}()
	for {
		orphans, err := rows.OrphanFiles(ctx, now.Add(-orphanAge))
		if err != nil || len(orphans) == 0 {
			return err
		}
		for _, id := range orphans { // each that is dropped is not named again, and neither is one in use by now
			dropped, err := rows.DropFile(ctx, id)
			if err != nil {
				return err
			}
			if dropped {
				if err := blobs.Delete(id); err != nil {
					return err
				}
				deleted++
			}
		}
	}
}

// sweepStrays deletes content of before a time that nothing is known of: what a
// crash left between the two halves of an upload. Once after a start is enough.
func sweepStrays(ctx context.Context, rows fileRows, blobs fileBlobs, before time.Time, logger *slog.Logger) error {
	strays, err := blobs.Strays(before, func(id string) (bool, error) {
		_, err := rows.File(ctx, id)
		if fault.Is(err, fault.NotFound) {
			return false, nil
		}
		return true, err
	})
	if err != nil {
		return err
	}
	for _, id := range strays {
		if err := blobs.Delete(id); err != nil {
			return err
		}
	}
	if len(strays) > 0 {
		logger.Info("uploads that a crash left deleted", "files", len(strays))
	}
	return nil
}
