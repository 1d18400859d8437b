-- V150: what people do about a failure is kept under a number that they can say on the phone
CREATE TABLE incident_serial (
  year integer PRIMARY KEY,
  last integer NOT NULL CHECK (last > 0)
);

CREATE TABLE incident_record (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  year            integer     NOT NULL CHECK (year BETWEEN 1000 AND 9999),
  serial          integer     NOT NULL CHECK (serial > 0),
  object          text        NOT NULL,
  severity        text        NOT NULL CHECK (severity IN ('warning', 'critical')),
  villages        text[]      NOT NULL,
  began_at        timestamptz NOT NULL,
  opened_at       timestamptz NOT NULL,
  state           text        NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved', 'closed')),
  alarmed_at      timestamptz NOT NULL,
  acknowledged_by text,
  acknowledged_at timestamptz,
  assignee        text,
  waiting_for     text        CHECK (waiting_for IN ('provider', 'power', 'parts')),
  waiting_since   timestamptz,
  waiting_ticket  text,
  waiting_contact text,
  -- Null with a resolved_at: the system.
  resolved_by     text,
  resolved_at     timestamptz,
  guess           text        NOT NULL,
  cause           text,
  fix             text,
  closed_at       timestamptz,
  merged_into     bigint      REFERENCES incident_record (id),
  version         integer     NOT NULL CHECK (version > 0),
  -- The order of the list: what nobody has taken comes first.
  rank            smallint    NOT NULL GENERATED ALWAYS AS (
    CASE state WHEN 'open' THEN 0 WHEN 'acknowledged' THEN 1 WHEN 'resolved' THEN 2 ELSE 3 END) STORED,
  UNIQUE (year, serial),
  CONSTRAINT incident_record_owned CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL)),
  CONSTRAINT incident_record_open_is_not_owned CHECK (state <> 'open' OR acknowledged_at IS NULL),
  CONSTRAINT incident_record_taken_is_owned CHECK (state <> 'acknowledged' OR acknowledged_at IS NOT NULL),
  CONSTRAINT incident_record_over CHECK ((state IN ('resolved', 'closed')) = (resolved_at IS NOT NULL)),
  CONSTRAINT incident_record_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CONSTRAINT incident_record_waits CHECK ((waiting_for IS NULL) = (waiting_since IS NULL)),
  CONSTRAINT incident_record_merged CHECK (merged_into IS NULL OR (state = 'closed' AND merged_into <> id))
);
CREATE INDEX incident_record_listed ON incident_record (rank, id DESC);
CREATE INDEX incident_record_of_village ON incident_record USING gin (villages);
