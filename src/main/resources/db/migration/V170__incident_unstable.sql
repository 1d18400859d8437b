-- V170: what fails again and again was told each time, until nobody read it any more
CREATE TABLE incident_unstable (
  id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incident  bigint      NOT NULL REFERENCES incident_record (id),
  object    text        NOT NULL,
  -- When the first of the outages began by which it was found to be so, and how many they were.
  since     timestamptz NOT NULL,
  found_at  timestamptz NOT NULL,
  outages   integer     NOT NULL CHECK (outages > 0),
  calm_at   timestamptz,
  -- Keys of the messages, or why there was none; null: not told yet.
  told      text,
  calm_told text
);
CREATE UNIQUE INDEX incident_unstable_now ON incident_unstable (object) WHERE calm_at IS NULL;
CREATE INDEX incident_unstable_of_incident ON incident_unstable (incident) WHERE calm_at IS NULL;
CREATE INDEX incident_unstable_held ON incident_unstable (id) WHERE told IS NULL OR (calm_at IS NOT NULL AND calm_told IS NULL);
CREATE INDEX incident_root_ended ON incident_root (object, ended_at);
