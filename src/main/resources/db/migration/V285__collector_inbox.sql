-- V285: what a collector sent is kept until it has had its effect, and a batch that comes again has none
CREATE TABLE collector_life (
  collector text NOT NULL REFERENCES collector_record ON DELETE CASCADE,
  life uuid NOT NULL,
  -- By the clock of the collector, which may be wrong by years.
  started_at timestamptz NOT NULL,
  heard_at timestamptz NOT NULL,
  -- The numbers of its batches that were kept.
  received int8multirange NOT NULL DEFAULT '{}',
  -- The newest reading of the server's clock: of the life, by the server, as far off as it can be.
  sync_millis bigint,
  sync_server timestamptz,
  sync_error bigint,
  PRIMARY KEY (collector, life),
  CONSTRAINT collector_life_sync CHECK ((sync_millis IS NULL) = (sync_server IS NULL) AND (sync_millis IS NULL) = (sync_error IS NULL))
);

CREATE TABLE collector_batch (
  collector text NOT NULL,
  life uuid NOT NULL,
  number bigint NOT NULL,
  from_ms bigint NOT NULL,
  until_ms bigint NOT NULL,
  received_at timestamptz NOT NULL,
  -- Its results wait for the gap to be complete.
  late boolean NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (collector, life, number),
  FOREIGN KEY (collector, life) REFERENCES collector_life ON DELETE CASCADE
);
-- It is deflated already.
ALTER TABLE collector_batch ALTER COLUMN body SET STORAGE EXTERNAL;

-- When nothing came of a collector, and what its own records said of that time.
CREATE TABLE collector_gap (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collector text NOT NULL REFERENCES collector_record ON DELETE CASCADE,
  began timestamptz NOT NULL,
  -- From when on it came fresh again.
  ended timestamptz,
  judged_at timestamptz,
  batches bigint NOT NULL DEFAULT 0,
  -- Of lives whose time nobody can tell.
  undated bigint NOT NULL DEFAULT 0,
  outages bigint NOT NULL DEFAULT 0,
  changed bigint NOT NULL DEFAULT 0,
  CONSTRAINT collector_gap_in_order CHECK (ended IS NULL OR ended >= began),
  CONSTRAINT collector_gap_judged CHECK (judged_at IS NULL OR ended IS NOT NULL)
);
CREATE UNIQUE INDEX collector_gap_open ON collector_gap (collector) WHERE ended IS NULL;
CREATE INDEX collector_gap_collector ON collector_gap (collector, began DESC);
