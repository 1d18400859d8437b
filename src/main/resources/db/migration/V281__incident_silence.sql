-- V281__incident_silence.sql: while a collector can not be heard, nobody sees what is at its sites, and people work on that
CREATE TABLE incident_silence (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  collector text NOT NULL,
  name text NOT NULL,
  devices integer NOT NULL CHECK (devices > 0),
  villages text[] NOT NULL,
  since timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= since)
);
CREATE UNIQUE INDEX incident_silence_now ON incident_silence (collector) WHERE ended_at IS NULL;

ALTER TABLE incident_part DROP CONSTRAINT incident_part_source_check;
ALTER TABLE incident_part ADD CONSTRAINT incident_part_source_check CHECK (source ~ '^(outage|alert|collector):[0-9]+$');
ALTER TABLE incident_part DROP CONSTRAINT incident_part_kind_check;
ALTER TABLE incident_part ADD CONSTRAINT incident_part_kind_check CHECK (kind IN ('down', 'hidden', 'alert', 'collector'));
