-- V280__collector.sql: processes of ours at sites behind NAT, who may be one, and which sites each of them asks
CREATE TABLE collector_record (
  id text PRIMARY KEY,
  version integer NOT NULL CHECK (version > 0),
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  -- How it works; NULL is what the server does itself.
  interval_ms bigint CHECK (interval_ms BETWEEN 1000 AND 3600000),
  timeout_ms bigint CHECK (timeout_ms BETWEEN 50 AND 30000),
  retries integer CHECK (retries BETWEEN 0 AND 5),
  budget bigint CHECK (budget > 0),
  spool bigint NOT NULL CHECK (spool > 0),
  -- The certificate that holds, and the one before until this one was used.
  serial text,
  serial_from timestamptz,
  serial_until timestamptz,
  serial_used boolean NOT NULL DEFAULT false,
  serial_before text,
  -- As it was when it was last heard.
  software text,
  heard_at timestamptz,
  connected_at timestamptz,
  lost_at timestamptz,
  CONSTRAINT collector_record_serial CHECK ((serial IS NULL) = (serial_until IS NULL) AND (serial IS NULL) = (serial_from IS NULL)),
  CONSTRAINT collector_record_before CHECK (serial_before IS NULL OR NOT serial_used),
  CONSTRAINT collector_record_lost CHECK (lost_at IS NULL OR connected_at IS NULL)
);

-- A site has one at most. The inventory is not referred to: what is retired there comes back under its name.
CREATE TABLE collector_site (
  site text PRIMARY KEY,
  collector text NOT NULL REFERENCES collector_record ON DELETE CASCADE
);
CREATE INDEX collector_site_collector ON collector_site (collector);

CREATE TABLE collector_token (
  digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  collector text NOT NULL REFERENCES collector_record ON DELETE CASCADE,
  issued_by text NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > issued_at),
  used_at timestamptz,
  -- SHA-256 of the public key it was used for: the same process may ask again when the answer was lost.
  used_for bytea,
  CONSTRAINT collector_token_used CHECK ((used_at IS NULL) = (used_for IS NULL))
);
CREATE INDEX collector_token_collector ON collector_token (collector);

-- Who vouches for the server and for its collectors; the key is sealed.
CREATE TABLE collector_authority (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  certificate bytea NOT NULL,
  private_key bytea NOT NULL,
  made_at timestamptz NOT NULL
);
