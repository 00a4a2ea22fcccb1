-- What the core of the handoff keeps of a case, and what agents say of themselves.
-- ALTER TABLE ADD COLUMN with a constant default is the same in both databases.

-- +goose Up

ALTER TABLE cases ADD COLUMN severity TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN line_at BIGINT NOT NULL DEFAULT 0; -- the key of the line
ALTER TABLE cases ADD COLUMN offer_agent TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN offer_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN wanted TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN previous TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN snoozed_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN silent_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN active_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN ticket TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN rated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN rest TEXT NOT NULL DEFAULT '{}'; -- what no query asks for, JSON

-- The line was ordered by requeued and waiting_since. An hour is what a vanished
-- agent counts for (handoff.Bonuses).
UPDATE cases SET line_at = waiting_since - CASE WHEN requeued THEN 3600000 ELSE 0 END WHERE state = 'waiting';
-- Who had the case is who the customer goes back to.
UPDATE cases SET previous = agent WHERE agent <> '';

DROP INDEX cases_waiting;
DROP INDEX cases_assigned;
CREATE INDEX cases_line ON cases (line_at, conversation) WHERE state IN ('waiting', 'offered');
CREATE INDEX cases_owned ON cases (agent) WHERE state IN ('assigned', 'snoozed');
CREATE INDEX cases_due ON cases (due_at) WHERE due_at > 0;
CREATE INDEX cases_idle ON cases (active_at) WHERE state = 'bot' AND active_at > 0;
CREATE INDEX cases_previous ON cases (previous, assigned_at) WHERE previous <> '';
CREATE INDEX cases_closed ON cases (closed_at) WHERE closed_at > 0;

ALTER TABLE presence ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE presence ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE presence ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE presence ADD COLUMN missed BIGINT NOT NULL DEFAULT 0;
