-- V246: an image that goes to several access points, wave by wave
CREATE TABLE firmware_upgrade (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  image text NOT NULL REFERENCES firmware_image,
  state text NOT NULL CHECK (state IN ('proposed', 'running', 'paused', 'stopped', 'cancelled', 'finished')),
  reason text NOT NULL,
  by_whom text NOT NULL,
  at timestamptz NOT NULL,
  approved_by text,
  stop_after integer NOT NULL CHECK (stop_after > 0),
  at_once integer NOT NULL CHECK (at_once > 0),
  not_before timestamptz,
  -- By the clock of the place, each day.
  window_from time,
  window_until time,
  CONSTRAINT firmware_upgrade_window CHECK ((window_from IS NULL) = (window_until IS NULL) AND window_from <> window_until)
);

CREATE TABLE firmware_step (
  upgrade bigint NOT NULL REFERENCES firmware_upgrade ON DELETE CASCADE,
  place text NOT NULL,
  number integer NOT NULL,
  wave integer NOT NULL,
  token uuid NOT NULL,
  version_before text NOT NULL,
  progress text NOT NULL CHECK (
    progress IN ('waiting', 'checking', 'uploading', 'flashing', 'booting', 'verified', 'failed', 'skipped')),
  since timestamptz NOT NULL,
  boot text,
  -- Written before the box is told: what is not here was never told.
  flashed timestamptz,
  back timestamptz,
  maintenance bigint,
  detail text,
  said text,
  -- When it is looked at next, who does it now, and until when that counts.
  due timestamptz NOT NULL,
  worker uuid,
  worker_until timestamptz,
  PRIMARY KEY (upgrade, place),
  CONSTRAINT firmware_step_worker CHECK ((worker IS NULL) = (worker_until IS NULL)),
  CONSTRAINT firmware_step_flashed CHECK (progress NOT IN ('flashing', 'booting', 'verified') OR flashed IS NOT NULL)
);
-- One box is in one upgrade at a time.
CREATE UNIQUE INDEX firmware_step_place ON firmware_step (place) WHERE progress NOT IN ('verified', 'failed', 'skipped');
CREATE INDEX firmware_step_due ON firmware_step (due) WHERE progress IN ('checking', 'uploading', 'flashing', 'booting');
