-- V210: what each access point is to be, and which box fills it
-- Each change of a template is a row; a body that is null is its end.
CREATE TABLE provisioning_template (
  id text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  at timestamptz NOT NULL,
  who text NOT NULL,
  reason text NOT NULL,
  body jsonb,
  PRIMARY KEY (id, version)
);

CREATE TABLE provisioning_value (
  level text NOT NULL CHECK (level IN ('commune', 'village', 'site', 'group', 'access-point')),
  place text NOT NULL,
  name text NOT NULL,
  value text,
  sealed bytea,
  at timestamptz NOT NULL,
  who text NOT NULL,
  PRIMARY KEY (level, place, name),
  CONSTRAINT provisioning_value_of_the_commune CHECK ((level = 'commune') = (place = '')),
  CONSTRAINT provisioning_value_plain_or_sealed CHECK ((value IS NULL) <> (sealed IS NULL))
);

-- No reference to the inventory: an access point is planned before its device has an address.
CREATE TABLE provisioning_access_point (
  id text PRIMARY KEY,
  version integer NOT NULL,
  name text NOT NULL,
  site text NOT NULL,
  method text NOT NULL,
  group_name text,
  chosen text[] NOT NULL,
  left_off text[] NOT NULL,
  own text NOT NULL,
  expected text,
  notes jsonb NOT NULL,
  planned timestamptz NOT NULL,
  registered timestamptz,
  approved timestamptz,
  configured timestamptz,
  in_service timestamptz,
  retired timestamptz
);
-- One box can not be expected in two places.
CREATE UNIQUE INDEX provisioning_access_point_expects ON provisioning_access_point (expected) WHERE retired IS NULL;

CREATE TABLE provisioning_rendition (
  place text NOT NULL REFERENCES provisioning_access_point ON DELETE CASCADE,
  checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{32}$'),
  archive bytea NOT NULL,
  shown text NOT NULL,
  sources jsonb NOT NULL,
  made timestamptz NOT NULL,
  -- When it was let out to the box last; what was let out last is what the box gets.
  let_out timestamptz,
  PRIMARY KEY (place, checksum)
);

CREATE TABLE provisioning_box (
  id uuid PRIMARY KEY,
  key_hash bytea NOT NULL UNIQUE,
  key bytea NOT NULL,
  place text REFERENCES provisioning_access_point ON DELETE SET NULL,
  name text NOT NULL,
  mac text NOT NULL,
  hardware_id text,
  model text NOT NULL,
  os text NOT NULL,
  system text NOT NULL,
  tags text[] NOT NULL,
  registered timestamptz NOT NULL,
  seen timestamptz NOT NULL,
  last_ip text NOT NULL,
  management_ip text,
  status text NOT NULL CHECK (status IN ('modified', 'applied', 'error', 'deactivating', 'deactivated')),
  status_since timestamptz NOT NULL,
  fetched text,
  fetched_at timestamptz,
  fetches integer NOT NULL DEFAULT 0,
  reason text
);
-- A place is filled by one box at a time; one that is sent home keeps its place until it has given everything back.
CREATE UNIQUE INDEX provisioning_box_fills ON provisioning_box (place) WHERE status NOT IN ('deactivating', 'deactivated');
CREATE INDEX provisioning_box_mac ON provisioning_box (mac);

-- Secrets by which boxes come in: the commune's, good for all until revoked, or one place's, good once.
CREATE TABLE provisioning_shared_secret (
  hash bytea PRIMARY KEY,
  sealed bytea NOT NULL,
  place text REFERENCES provisioning_access_point ON DELETE CASCADE,
  made timestamptz NOT NULL,
  who text NOT NULL,
  used timestamptz,
  revoked timestamptz
);
