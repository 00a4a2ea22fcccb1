-- What customers asked and what became of it: for figures, the inbox of questions
-- that found no answer, and replays. And what editors did about such questions.

-- +goose Up

CREATE TABLE asked (
    conversation TEXT    NOT NULL REFERENCES conversations (id),
    seq          BIGINT  NOT NULL, -- of the customer's message
    case_number  BIGINT  NOT NULL,
    site         TEXT    NOT NULL,
    at           BIGINT  NOT NULL,
    text         TEXT    NOT NULL,
    outcome      TEXT    NOT NULL,
    entry        TEXT    NOT NULL,
    offered      TEXT    NOT NULL, -- ids with blanks between them
    best         TEXT    NOT NULL,
    score        BIGINT  NOT NULL, -- of best, in thousandths
    reason       TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    chosen       TEXT    NOT NULL DEFAULT '',
    vote         BIGINT  NOT NULL DEFAULT 0,
    handoff      BOOLEAN NOT NULL,
    settled      TEXT    NOT NULL DEFAULT '',
    owner        TEXT    NOT NULL DEFAULT '',
    subject      TEXT    NOT NULL, -- the entry that it counts for: the answer, the one chosen, the first offered
    missed       BOOLEAN NOT NULL, -- it found no answer, or one that did not help
    PRIMARY KEY (conversation, seq)
);
-- Everything that figures are made of, so that they read no row.
CREATE INDEX asked_by_time ON asked (at, subject, outcome, chosen, vote, handoff);
CREATE INDEX asked_missed ON asked (at) WHERE missed = TRUE;

CREATE TABLE settlements (
    id      BIGINT  NOT NULL PRIMARY KEY,
    at      BIGINT  NOT NULL,
    undone  BOOLEAN NOT NULL,
    body    TEXT    NOT NULL -- JSON
);
CREATE INDEX settlements_by_time ON settlements (at);
