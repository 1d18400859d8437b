-- V090: a scan goes on for minutes, and what it found is worked through for days
CREATE TABLE discovery_scan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('RANGES', 'INVENTORY')),
  ranges text[] NOT NULL,
  port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
  -- Whether the credentials of devices in the inventory are tried too.
  known boolean NOT NULL,
  rate integer NOT NULL CHECK (rate BETWEEN 1 AND 5000),
  state text NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'CANCELLED', 'INTERRUPTED')),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  began_at timestamptz,
  ended_at timestamptz,
  aims integer NOT NULL DEFAULT 0,
  looked integer NOT NULL DEFAULT 0,
  answered integer NOT NULL DEFAULT 0,
  finished integer NOT NULL DEFAULT 0,
  sent bigint NOT NULL DEFAULT 0
);
-- Two at once would ask each line twice as fast as was allowed.
CREATE UNIQUE INDEX discovery_scan_one_runs ON discovery_scan ((state)) WHERE state = 'RUNNING';

CREATE TABLE discovery_credential (
  scan bigint NOT NULL REFERENCES discovery_scan ON DELETE CASCADE,
  number integer NOT NULL,
  -- The device of the inventory whose credentials these are; they are read there, not copied.
  device text,
  version text,
  community bytea,
  username text,
  auth_protocol text,
  auth_key bytea,
  priv_protocol text,
  priv_key bytea,
  context text,
  PRIMARY KEY (scan, number),
  CHECK ((device IS NULL) <> (version IS NULL))
);

CREATE TABLE discovery_found (
  scan bigint NOT NULL REFERENCES discovery_scan ON DELETE CASCADE,
  number integer NOT NULL,
  address text NOT NULL,
  port integer NOT NULL,
  -- -1 when none worked.
  credential integer NOT NULL,
  fault text,
  profile text,
  profile_reason text,
  sys_object_id text,
  sys_descr text,
  sys_name text,
  sys_location text,
  vendor text,
  model text,
  firmware text,
  serial text,
  engine_id text,
  kind text NOT NULL,
  -- Of the device's own ports; those of people are kept nowhere.
  macs text[] NOT NULL,
  accepted_as text,
  PRIMARY KEY (scan, number)
);

CREATE TABLE discovery_uplink (
  scan bigint NOT NULL REFERENCES discovery_scan ON DELETE CASCADE,
  number integer NOT NULL,
  place integer NOT NULL,
  parent_number integer,
  parent_device text,
  evidence text[] NOT NULL,
  PRIMARY KEY (scan, number, place),
  CHECK ((parent_number IS NULL) <> (parent_device IS NULL))
);

-- By what a device of the inventory is known again when its address has changed.
CREATE TABLE discovery_mark (
  device text PRIMARY KEY,
  sys_name text,
  serial text,
  engine_id text,
  macs text[] NOT NULL,
  seen_at timestamptz NOT NULL
);
