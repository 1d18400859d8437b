-- V171: when much fails for many reasons at once, a team needs one list and one message in a while, not one for each
CREATE TABLE incident_storm (
  id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The umbrella.
  incident       bigint      NOT NULL UNIQUE REFERENCES incident_record (id),
  begun_by       text        NOT NULL,
  begun_at       timestamptz NOT NULL,
  -- The digests so far, the incidents that the last message said to be down, and when the last and the next one are of.
  digests        integer     NOT NULL CHECK (digests >= 0),
  told_down      bigint[]    NOT NULL,
  told_at        timestamptz NOT NULL,
  next_digest_at timestamptz NOT NULL,
  ended_by       text,
  ended_at       timestamptz,
  CONSTRAINT incident_storm_over CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
-- One at a time.
CREATE UNIQUE INDEX incident_storm_running ON incident_storm ((true)) WHERE ended_at IS NULL;

-- Under which umbrella it hangs, or hung at last; the umbrella itself is of its own storm.
ALTER TABLE incident_record ADD COLUMN storm bigint REFERENCES incident_storm (id);
CREATE INDEX incident_record_of_storm ON incident_record (storm) WHERE storm IS NOT NULL;

-- What the server thinks should be done, as long as it is so.
CREATE TABLE incident_storm_proposal (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text        NOT NULL CHECK (kind IN ('begin', 'end')),
  proposed_at timestamptz NOT NULL,
  sites_down  integer     NOT NULL,
  sites       integer     NOT NULL,
  roots       integer     NOT NULL,
  -- Whether there was a message of it: not when there was one a short while ago.
  told        boolean     NOT NULL,
  over_at     timestamptz
);
CREATE UNIQUE INDEX incident_storm_proposal_now ON incident_storm_proposal (kind) WHERE over_at IS NULL;
