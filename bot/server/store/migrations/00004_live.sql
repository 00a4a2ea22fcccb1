-- The bot's cases are a list of the desk: their rows have a revision of their own,
-- so that who does not look at them need not read what the bot says to thousands.

-- +goose Up

ALTER TABLE cases ADD COLUMN live BIGINT NOT NULL DEFAULT 0; -- the revision of the newest change of any kind
UPDATE cases SET live = rev;
CREATE INDEX cases_live ON cases (live);
