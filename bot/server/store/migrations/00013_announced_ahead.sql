-- An announcement may begin later than it is made: when it was made is kept besides.

-- +goose Up

ALTER TABLE announcements ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
UPDATE announcements SET made_at = from_at;
