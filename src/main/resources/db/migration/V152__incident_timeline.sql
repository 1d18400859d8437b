-- V152: who did what about an incident stays, as facts of which words are made when it is read
CREATE TABLE incident_entry (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incident bigint      NOT NULL REFERENCES incident_record (id),
  at       timestamptz NOT NULL,
  -- Null: the system.
  actor    text,
  kind     text        NOT NULL,
  facts    jsonb       NOT NULL,
  version  integer     NOT NULL
);
CREATE INDEX incident_entry_of_incident ON incident_entry (incident, id);

CREATE TABLE incident_photo (
  id       uuid        PRIMARY KEY,
  incident bigint      NOT NULL REFERENCES incident_record (id),
  caption  text        CHECK (char_length(caption) BETWEEN 1 AND 200),
  content  bytea       NOT NULL,
  width    integer     NOT NULL CHECK (width > 0),
  height   integer     NOT NULL CHECK (height > 0),
  added_by text        NOT NULL,
  added_at timestamptz NOT NULL
);
CREATE INDEX incident_photo_of_incident ON incident_photo (incident, added_at);

-- Messages about an incident beside those that tell its outages.
CREATE TABLE incident_told (
  incident bigint NOT NULL REFERENCES incident_record (id),
  key      text   NOT NULL,
  PRIMARY KEY (incident, key)
);
