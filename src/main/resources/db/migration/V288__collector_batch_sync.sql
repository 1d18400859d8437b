-- V288: each late batch is dated by its own reading of the clock, and its messages are handed on once
ALTER TABLE collector_batch
  ADD COLUMN sync_millis bigint,
  ADD COLUMN sync_server timestamptz,
  ADD COLUMN sync_error bigint,
  ADD COLUMN relayed boolean NOT NULL DEFAULT false;
-- Both are looked for every few seconds, among all that waits of days.
CREATE INDEX collector_batch_fresh ON collector_batch (received_at) WHERE NOT late;
CREATE INDEX collector_batch_unrelayed ON collector_batch (received_at) WHERE late AND NOT relayed;
