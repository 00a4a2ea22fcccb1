-- Questions that editors asked the bot to see what it does with them, kept so
-- that a colleague sees the same.

-- +goose Up

CREATE TABLE trials (
    id     TEXT   NOT NULL PRIMARY KEY,
    at     BIGINT NOT NULL,
    author TEXT   NOT NULL,
    body   TEXT   NOT NULL -- JSON
);
CREATE INDEX trials_by_time ON trials (at);
