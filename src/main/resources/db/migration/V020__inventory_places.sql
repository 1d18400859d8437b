-- V020: places come first, everything else stands in one; who is retired stays as a row, because reports of past months name it
CREATE TABLE inventory_revision (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  revision bigint NOT NULL
);
COMMENT ON TABLE inventory_revision IS 'Grows with each change; its row lock puts writers in a line';
INSERT INTO inventory_revision (revision) VALUES (0);

CREATE TABLE inventory_village (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  position integer NOT NULL CHECK (position BETWEEN 1 AND 10000),
  people integer NOT NULL CHECK (people BETWEEN 0 AND 1000000),
  contact text CHECK (char_length(contact) BETWEEN 1 AND 200),
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  -- Deferred: an import may exchange two names or positions.
  CONSTRAINT inventory_village_name_once EXCLUDE USING btree (name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT inventory_village_position_once EXCLUDE USING btree (position WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_power_area (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CONSTRAINT inventory_power_area_name_once EXCLUDE USING btree (name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_site (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  village text NOT NULL REFERENCES inventory_village,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 160),
  kind text NOT NULL
    CHECK (kind IN ('culture-house', 'school', 'clinic', 'peoples-committee', 'service-centre', 'other')),
  power_area text REFERENCES inventory_power_area,
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CONSTRAINT inventory_site_name_once EXCLUDE USING btree (village WITH =, name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);
