-- V211: a change that goes to several access points, wave by wave
CREATE TABLE provisioning_rollout (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('proposed', 'running', 'paused', 'stopped', 'cancelled', 'finished')),
  reason text NOT NULL,
  by_whom text NOT NULL,
  at timestamptz NOT NULL,
  approved_by text,
  stop_after integer NOT NULL CHECK (stop_after > 0)
);


CREATE TABLE provisioning_rollout_step (
  rollout bigint NOT NULL REFERENCES provisioning_rollout ON DELETE CASCADE,
  place text NOT NULL REFERENCES provisioning_access_point,
  number integer NOT NULL,
  wave integer NOT NULL,
  checksum text NOT NULL,
  before text,
  progress text NOT NULL
    CHECK (progress IN ('waiting', 'queued', 'let-out', 'checking', 'done', 'rolled-back', 'skipped')),
  since timestamptz NOT NULL,
  detail text,
  PRIMARY KEY (rollout, place),
  FOREIGN KEY (place, checksum) REFERENCES provisioning_rendition (place, checksum)
);
