-- V231: the running configurations of access points, kept when they differ from the one before
CREATE TABLE provisioning_backup (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place text NOT NULL REFERENCES provisioning_access_point ON DELETE CASCADE,
  taken timestamptz NOT NULL,
  -- When the same was seen last.
  seen timestamptz NOT NULL,
  -- Why it was taken first.
  cause text NOT NULL CHECK (cause IN ('nightly', 'applied', 'asked')),
  -- SHA-256 of the lines that do not change by themselves.
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  -- Checksum of what was applied just before this was seen; null when it was not taken after that.
  applied text,
  raw bytea NOT NULL,
  shown text NOT NULL
);
CREATE INDEX provisioning_backup_place ON provisioning_backup (place, id DESC);
