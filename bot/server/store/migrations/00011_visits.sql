-- Visitors who logged out: their tokens, which prove a visitor for ever, prove
-- nobody any more.

-- +goose Up

CREATE TABLE ended_visits (
    visitor  TEXT   NOT NULL PRIMARY KEY,
    ended_at BIGINT NOT NULL
);
