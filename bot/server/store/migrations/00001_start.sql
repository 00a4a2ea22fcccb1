-- The first schema. One text for SQLite and PostgreSQL: TEXT, BIGINT and
-- BOOLEAN only; a time is Unix milliseconds, 0 = never; JSON is TEXT.

-- +goose Up

CREATE TABLE counters (
    name TEXT   NOT NULL PRIMARY KEY,
    n    BIGINT NOT NULL
);
-- desk: revision of the desk lists. content: version of the content.
INSERT INTO counters (name, n) VALUES ('desk', 0), ('content', 0);

CREATE TABLE conversations (
    id          TEXT   NOT NULL PRIMARY KEY,
    site        TEXT   NOT NULL,
    visitor     TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    case_number BIGINT NOT NULL, -- of the current or last case, 0 = none yet
    page_url    TEXT   NOT NULL,
    page_title  TEXT   NOT NULL,
    page_entry  TEXT   NOT NULL,
    memory      TEXT   NOT NULL,
    UNIQUE (site, visitor)
);

CREATE TABLE cases (
    conversation  TEXT    NOT NULL REFERENCES conversations (id),
    number        BIGINT  NOT NULL,
    state         TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    team          TEXT    NOT NULL,
    agent         TEXT    NOT NULL,
    agent_name    TEXT    NOT NULL,
    opened_at     BIGINT  NOT NULL,
    waiting_since BIGINT  NOT NULL,
    requeued      BOOLEAN NOT NULL,
    assigned_at   BIGINT  NOT NULL,
    closed_at     BIGINT  NOT NULL,
    rating        TEXT,
    brief         TEXT    NOT NULL,
    rev           BIGINT  NOT NULL,
    PRIMARY KEY (conversation, number)
);
CREATE INDEX cases_by_rev ON cases (rev);
CREATE INDEX cases_waiting ON cases (requeued DESC, waiting_since, conversation) WHERE state = 'waiting';
CREATE INDEX cases_assigned ON cases (agent) WHERE state = 'assigned';

CREATE TABLE events (
    conversation TEXT   NOT NULL REFERENCES conversations (id),
    seq          BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    case_number  BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    from_kind    TEXT   NOT NULL,
    from_id      TEXT   NOT NULL,
    from_name    TEXT   NOT NULL,
    sender       TEXT   NOT NULL, -- client ids are unique per conversation and sender
    cid          TEXT,
    payload      TEXT   NOT NULL,
    trace        TEXT,
    PRIMARY KEY (conversation, seq)
);
CREATE UNIQUE INDEX events_by_cid ON events (conversation, sender, cid) WHERE cid IS NOT NULL;

CREATE TABLE reads (
    conversation TEXT   NOT NULL REFERENCES conversations (id),
    reader       TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    PRIMARY KEY (conversation, reader)
);

CREATE TABLE presence (
    agent   TEXT   NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

CREATE TABLE leases (
    name       TEXT   NOT NULL PRIMARY KEY,
    holder     TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE staff (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    disabled   BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL
);

CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL -- base64
);

CREATE TABLE sessions (
    token      TEXT   NOT NULL PRIMARY KEY,
    data       TEXT   NOT NULL, -- base64
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE content_versions (
    version BIGINT NOT NULL PRIMARY KEY,
    author  TEXT   NOT NULL,
    note    TEXT   NOT NULL,
    at      BIGINT NOT NULL
);

CREATE TABLE content_items (
    version  BIGINT NOT NULL REFERENCES content_versions (version),
    kind     TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    position BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (version, kind, id)
);
