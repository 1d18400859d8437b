-- V040: uptime is computed from intervals that can not overlap, and from when somebody was looking
CREATE TABLE outage_record (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  object           text        NOT NULL CHECK (object ~ '^(device|link|service):.+'),
  condition        text        NOT NULL CHECK (condition IN ('DEGRADED', 'DOWN', 'UNREACHABLE')),
  root             text        NOT NULL,
  fault            text        NOT NULL DEFAULT '',
  began_earliest   timestamptz NOT NULL,
  began            timestamptz NOT NULL,
  began_latest     timestamptz NOT NULL,
  ended_earliest   timestamptz,
  ended            timestamptz,
  ended_latest     timestamptz,
  cause            text        NOT NULL,
  evidence         jsonb       NOT NULL DEFAULT '[]',
  during           tstzrange   NOT NULL GENERATED ALWAYS AS (tstzrange(began, ended, '[)')) STORED,
  CONSTRAINT outage_record_began_in_order CHECK (began_earliest <= began AND began <= began_latest),
  CONSTRAINT outage_record_ended_in_order CHECK (
    (ended IS NULL AND ended_earliest IS NULL AND ended_latest IS NULL)
    OR (ended_earliest <= ended AND ended <= ended_latest)),
  CONSTRAINT outage_record_not_empty CHECK (ended IS NULL OR ended > began),
  CONSTRAINT outage_record_one_condition EXCLUDE USING gist (object WITH =, during WITH &&)
);
CREATE INDEX outage_record_open ON outage_record (object) WHERE ended IS NULL;
CREATE INDEX outage_record_during ON outage_record USING gist (during);

-- When an object's condition was known. What no row covers is UNKNOWN.
CREATE TABLE outage_watch (
  object text      NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT outage_watch_once EXCLUDE USING gist (object WITH =, during WITH &&)
);
CREATE INDEX outage_watch_open ON outage_watch (object) WHERE upper_inf(during);

-- The last instant at which this program was certainly looking; survives a crash.
CREATE TABLE outage_heartbeat (
  one bool        PRIMARY KEY DEFAULT true CHECK (one),
  at  timestamptz NOT NULL
);
