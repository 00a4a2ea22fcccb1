-- Editors: what is changed and not live yet, the history of every piece of the
-- content, and what is known of its versions.

-- +goose Up

-- draft: the last revision of any piece of the content.
INSERT INTO counters (name, n) VALUES ('draft', 0);

-- The working copy is the newest version with these over it.
CREATE TABLE changes (
    kind        TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    position    BIGINT NOT NULL,
    body        TEXT,            -- JSON; none = the piece is removed
    rev         BIGINT NOT NULL, -- its last revision
    saved       BIGINT NOT NULL, -- the revision that holds its body
    state       TEXT   NOT NULL,
    author      TEXT   NOT NULL, -- of saved
    author_name TEXT   NOT NULL,
    at          BIGINT NOT NULL, -- of saved
    note        TEXT   NOT NULL, -- of rev
    PRIMARY KEY (kind, id)
);
CREATE INDEX changes_by_rev ON changes (rev);

CREATE TABLE revisions (
    rev         BIGINT NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    step        TEXT   NOT NULL,
    body        TEXT,            -- JSON of a piece that was saved; none = removed, or:
    body_of     BIGINT NOT NULL, -- the revision whose body it has, 0 = its own
    version     BIGINT NOT NULL, -- the version whose item it is, 0 = none
    author      TEXT   NOT NULL,
    author_name TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    note        TEXT   NOT NULL
);
CREATE INDEX revisions_by_piece ON revisions (kind, id, rev);

ALTER TABLE content_versions ADD COLUMN author_name TEXT NOT NULL DEFAULT '';
ALTER TABLE content_versions ADD COLUMN reason TEXT NOT NULL DEFAULT '';       -- why although golden questions failed
ALTER TABLE content_versions ADD COLUMN entries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE content_versions ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;     -- pieces that are not what they were before
ALTER TABLE content_versions ADD COLUMN restored BIGINT NOT NULL DEFAULT 0;    -- the older version that it brought back, 0 = none
UPDATE content_versions SET entries =
    (SELECT COUNT(*) FROM content_items i WHERE i.version = content_versions.version AND i.kind = 'entry');
