-- Versions share what they have in common, nodes tell each other what they answer
-- from, and what takes longer than a request is a job.

-- +goose Up

-- A piece of the content as it is from version since on and before version until.
-- A publish writes what it changes, however large the rest is.
CREATE TABLE content_pieces (
    kind     TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    since    BIGINT NOT NULL,
    until    BIGINT NOT NULL DEFAULT 9223372036854775807,
    position BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (kind, id, since)
);
INSERT INTO content_pieces (kind, id, since, until, position, body)
    SELECT i.kind, i.id, i.version,
        COALESCE((SELECT MIN(v.version) FROM content_versions v WHERE v.version > i.version), 9223372036854775807), i.position, i.body
    FROM content_items i;
DROP TABLE content_items;
CREATE INDEX content_pieces_since ON content_pieces (since);
CREATE INDEX content_pieces_until ON content_pieces (until);

-- A version beyond the counter "content" is being written (FALSE) or is whole
-- (TRUE) and waits for the nodes to have built it.
ALTER TABLE content_versions ADD COLUMN whole BOOLEAN NOT NULL DEFAULT TRUE;

-- The servers over this data base.
CREATE TABLE nodes (
    node    TEXT   NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL,
    version BIGINT NOT NULL, -- that it answers from
    built   BIGINT NOT NULL  -- that it could answer from at once, 0 = none beside
);

CREATE TABLE jobs (
    id          TEXT    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    lane        TEXT    NOT NULL, -- jobs of one lane never run together
    node        TEXT    NOT NULL, -- that runs it
    state       TEXT    NOT NULL,
    called      BOOLEAN NOT NULL, -- somebody called it off
    step        TEXT    NOT NULL,
    done        BIGINT  NOT NULL,
    total       BIGINT  NOT NULL,
    author      TEXT    NOT NULL,
    author_name TEXT    NOT NULL,
    at          BIGINT  NOT NULL,
    ended_at    BIGINT  NOT NULL,
    error       TEXT    NOT NULL,
    result      TEXT -- JSON
);
CREATE UNIQUE INDEX jobs_running ON jobs (lane) WHERE state = 'running';
CREATE INDEX jobs_by_time ON jobs (at, id);
CREATE INDEX jobs_by_kind ON jobs (kind, at, id);
