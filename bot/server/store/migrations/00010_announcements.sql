-- What the shop tells everybody who opens the chat. Rows stay for good: they say who
-- told customers what, and from when until when.

-- +goose Up

CREATE TABLE announcements (
    n          BIGINT NOT NULL PRIMARY KEY,
    text       TEXT   NOT NULL,
    level      TEXT   NOT NULL,
    sites      TEXT   NOT NULL, -- ids with blanks between them; none = everywhere
    from_at    BIGINT NOT NULL,
    until_at   BIGINT NOT NULL, -- 0 = never
    by_id      TEXT   NOT NULL,
    by_name    TEXT   NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0,
    ended_by   TEXT   NOT NULL DEFAULT '',
    ended_name TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX announcements_standing ON announcements (n) WHERE ended_at = 0;
