-- V254: people are told once that a box is not as it is to be, or was not backed up for long
CREATE TABLE provisioning_alarm (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place text NOT NULL REFERENCES provisioning_access_point ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('drift', 'old-backup')),
  began timestamptz NOT NULL,
  ended timestamptz CHECK (ended >= began)
);
CREATE UNIQUE INDEX provisioning_alarm_open ON provisioning_alarm (place, kind) WHERE ended IS NULL;
