package editing

import (
	"context"
	"fmt"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// VersionBook is where versions are looked up.
type VersionBook interface {
	// Versions returns a page of the versions, newest first, and how many there are.
	Versions(ctx context.Context, page, size int) ([]knowledge.Version, int, error)
	// VersionItem returns what a piece said in a version, nil where it was not there.
	VersionItem(ctx context.Context, number int64, ref knowledge.Ref) ([]byte, error)
	// CompareVersions returns what version to has otherwise than version from.
	CompareVersions(ctx context.Context, from, to int64) ([]knowledge.Difference, error)
}

// Versions returns a page of the versions, newest first, and how many there are.
// Pages count from 1; the first of all is live.
func (s *Service) Versions(ctx context.Context, page, size int) ([]knowledge.Version, int, error) {
	list, total, err := s.book.Versions(ctx, page, size)
	if err != nil {
		return nil, 0, fmt.Errorf("list versions: %w", err)
	}
	return list, total, nil
}

// CompareVersions returns the pieces that version to has otherwise than version
// from, by kind, position and id; from 0 = all of to. A version that is not there
// is a fault.NotFound.
func (s *Service) CompareVersions(ctx context.Context, from, to int64) ([]knowledge.Difference, error) {
	if from < 0 || to < 1 {
		return nil, fault.New(fault.NotFound, "没有这个版本")
	}
	list, err := s.book.CompareVersions(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("compare version %d with %d: %w", to, from, err)
	}
	return list, nil
}

// VersionItem returns what a piece said in a version, nil where it was not there.
// A version that is not there is a fault.NotFound.
func (s *Service) VersionItem(ctx context.Context, number int64, ref knowledge.Ref) ([]byte, error) {
	body, err := s.book.VersionItem(ctx, number, ref)
	if err != nil {
		return nil, fmt.Errorf("read %s %s of version %d: %w", ref.Kind, ref.ID, number, err)
	}
	return body, nil
}
