-- V151: an outage or alert belongs to one incident, and is known again when it is told twice
CREATE TABLE incident_part (
  source   text        PRIMARY KEY CHECK (source ~ '^(outage|alert):[0-9]+$'),
  -- Null: its end was told before its beginning, which then opens nothing.
  incident bigint      REFERENCES incident_record (id),
  object   text        NOT NULL,
  -- By which the same is known when it fails again.
  subject  text        NOT NULL,
  kind     text        NOT NULL CHECK (kind IN ('down', 'hidden', 'alert')),
  root     boolean     NOT NULL,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  -- It hangs under what has recovered, and becomes an incident of its own then.
  own_at   timestamptz,
  CONSTRAINT incident_part_lasts_somewhere CHECK (incident IS NOT NULL OR ended_at IS NOT NULL),
  CONSTRAINT incident_part_waits_while_it_lasts CHECK (own_at IS NULL OR (ended_at IS NULL AND NOT root))
);
CREATE INDEX incident_part_of_incident ON incident_part (incident);
CREATE INDEX incident_part_of_object ON incident_part (object);
CREATE INDEX incident_part_of_subject ON incident_part (subject, began_at);
CREATE INDEX incident_part_due ON incident_part (own_at) WHERE own_at IS NOT NULL;
