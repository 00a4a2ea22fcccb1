-- What people do together in a conversation and after it: messages taken back,
-- colleagues called in, who the customer is, tickets, reviews of bad ratings,
-- canned replies, feedback to editors, what staff keep of customers, uploads.

-- +goose Up

ALTER TABLE events ADD COLUMN recalled BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE conversations ADD COLUMN profile TEXT NOT NULL DEFAULT '{}'; -- what the shop says of him, JSON
ALTER TABLE conversations ADD COLUMN who TEXT NOT NULL DEFAULT '';       -- his user id and name in small letters, to search
CREATE INDEX conversations_who ON conversations (who, id) WHERE who <> '';

ALTER TABLE cases ADD COLUMN called TEXT NOT NULL DEFAULT ''; -- who was invited or mentioned: ' a1 a2 '
ALTER TABLE cases ADD COLUMN stars BIGINT NOT NULL DEFAULT 0; -- of the rating, 0 = none
ALTER TABLE cases ADD COLUMN words TEXT NOT NULL DEFAULT '';  -- of one that is over, in small letters, to search
-- A rating begins with {"stars":5, and a brief is JSON of the words it holds.
UPDATE cases SET stars = CAST(SUBSTR(rating, 10, 1) AS BIGINT) WHERE rating IS NOT NULL;
UPDATE cases SET words = LOWER(SUBSTR(brief, 1, 600) || ' ' || ticket) WHERE closed_at > 0;

CREATE INDEX cases_called ON cases (conversation) WHERE called <> '';
-- Everything that finished cases are searched by, so that no search reads their rows.
DROP INDEX cases_closed;
CREATE INDEX cases_finished ON cases (closed_at, conversation, number, previous, assigned_at, team, stars, words) WHERE closed_at > 0;

CREATE TABLE tickets (
    number       TEXT   NOT NULL PRIMARY KEY,
    conversation TEXT   NOT NULL REFERENCES conversations (id),
    case_number  BIGINT NOT NULL,
    visitor      TEXT   NOT NULL,
    phone        TEXT   NOT NULL,
    team         TEXT   NOT NULL,
    severity     TEXT   NOT NULL,
    info         TEXT   NOT NULL, -- JSON
    due_at       BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    owner        TEXT   NOT NULL,
    owner_name   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    solved_at    BIGINT NOT NULL,
    closed_at    BIGINT NOT NULL,
    reopened     BIGINT NOT NULL,
    words        TEXT   NOT NULL  -- in small letters, to search
);
CREATE INDEX tickets_by_change ON tickets (changed_at);
CREATE INDEX tickets_by_state ON tickets (state, changed_at);
CREATE INDEX tickets_by_owner ON tickets (owner, changed_at);
CREATE INDEX tickets_by_conversation ON tickets (conversation);

CREATE TABLE ticket_entries (
    number     TEXT    NOT NULL REFERENCES tickets (number),
    step       BIGINT  NOT NULL, -- 1, 2, 3 ... without holes
    at         BIGINT  NOT NULL,
    by_kind    TEXT    NOT NULL,
    by_id      TEXT    NOT NULL,
    by_name    TEXT    NOT NULL,
    move       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    owner_name TEXT    NOT NULL,
    files      TEXT    NOT NULL, -- JSON
    told       BOOLEAN NOT NULL, -- the conversation has heard of it, or need not
    PRIMARY KEY (number, step)
);
CREATE INDEX ticket_entries_untold ON ticket_entries (number, step) WHERE told = FALSE;

-- Proofs that did not fit a ticket, so that nobody tries them all.
CREATE TABLE proofs (
    number TEXT   NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX proofs_by_number ON proofs (number, at);
CREATE INDEX proofs_by_time ON proofs (at);

CREATE TABLE reviews (
    id           BIGINT NOT NULL PRIMARY KEY,
    conversation TEXT   NOT NULL REFERENCES conversations (id),
    case_number  BIGINT NOT NULL,
    rated        TEXT   NOT NULL, -- JSON
    agent        TEXT   NOT NULL,
    agent_name   TEXT   NOT NULL,
    team         TEXT   NOT NULL,
    opened_at    BIGINT NOT NULL,
    cause        TEXT   NOT NULL,
    finding      TEXT   NOT NULL,
    by_id        TEXT   NOT NULL,
    by_name      TEXT   NOT NULL,
    closed_at    BIGINT NOT NULL, -- 0 = open
    UNIQUE (conversation, case_number)
);
CREATE INDEX reviews_open ON reviews (id) WHERE closed_at = 0;

CREATE TABLE canned (
    id         TEXT    NOT NULL PRIMARY KEY,
    scope      TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    team       TEXT    NOT NULL,
    heading    TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    picture    TEXT, -- JSON
    opener     BOOLEAN NOT NULL,
    changed_at BIGINT  NOT NULL,
    changed_by TEXT    NOT NULL
);
-- Apart from the replies: those of the content pack are counted too.
CREATE TABLE canned_uses (
    id      TEXT   NOT NULL PRIMARY KEY,
    uses    BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);

CREATE TABLE feedback (
    id           BIGINT NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL,
    conversation TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    question     TEXT   NOT NULL,
    entry        TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    by_id        TEXT   NOT NULL,
    by_name      TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    answer       TEXT   NOT NULL,
    done_by      TEXT   NOT NULL,
    done_at      BIGINT NOT NULL
);
CREATE INDEX feedback_by_state ON feedback (state, id);

CREATE TABLE customers (
    conversation TEXT   NOT NULL PRIMARY KEY REFERENCES conversations (id),
    tags         TEXT   NOT NULL DEFAULT '[]', -- JSON
    block_reason TEXT   NOT NULL DEFAULT '',   -- none = not blocked
    block_until  BIGINT NOT NULL DEFAULT 0,
    block_by     TEXT   NOT NULL DEFAULT '',
    block_name   TEXT   NOT NULL DEFAULT '',
    block_at     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX customers_blocked ON customers (block_at) WHERE block_reason <> '';

CREATE TABLE customer_notes (
    id           BIGINT NOT NULL PRIMARY KEY,
    conversation TEXT   NOT NULL REFERENCES conversations (id),
    text         TEXT   NOT NULL,
    by_id        TEXT   NOT NULL,
    by_name      TEXT   NOT NULL,
    at           BIGINT NOT NULL
);
CREATE INDEX customer_notes_by_conversation ON customer_notes (conversation, id);

-- What was uploaded; the content is not in the database.
CREATE TABLE files (
    id           TEXT    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    size         BIGINT  NOT NULL,
    width        BIGINT  NOT NULL,
    height       BIGINT  NOT NULL,
    by_kind      TEXT    NOT NULL,
    by_id        TEXT    NOT NULL,
    conversation TEXT    NOT NULL, -- none = not known
    at           BIGINT  NOT NULL,
    used         BOOLEAN NOT NULL  -- a message, a ticket or a canned reply shows it
);
CREATE INDEX files_unused ON files (at) WHERE used = FALSE;
