-- The pictures of the staff, which customers see beside what they say: the id of an
-- upload, or none.

-- +goose Up

ALTER TABLE staff ADD COLUMN face TEXT NOT NULL DEFAULT '';
