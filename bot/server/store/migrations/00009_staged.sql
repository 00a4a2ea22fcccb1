-- Many edits at once: they are written beside the working copy, a few hundred at a
-- time, and become part of it in one short transaction.

-- +goose Up

-- A body stays here for good: the change and the revision that it became have none
-- of their own.
CREATE TABLE staged (
    n        BIGINT  NOT NULL PRIMARY KEY,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    position BIGINT  NOT NULL,
    state    TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    as_live  BOOLEAN NOT NULL,
    body     TEXT             -- none = the piece is removed, or is what is live
);
INSERT INTO counters (name, n) VALUES ('staged', 0);

-- The rows of staged that are not part of the working copy so far.
CREATE TABLE stagings (
    first BIGINT NOT NULL PRIMARY KEY,
    last  BIGINT NOT NULL,
    at    BIGINT NOT NULL
);

ALTER TABLE changes ADD COLUMN staged BIGINT NOT NULL DEFAULT 0;   -- the row of staged that holds its body, 0 = none
ALTER TABLE revisions ADD COLUMN staged BIGINT NOT NULL DEFAULT 0; -- likewise
DROP INDEX changes_by_rev; -- nobody asks for changes by it
