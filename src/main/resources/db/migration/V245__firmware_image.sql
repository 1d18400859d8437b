-- V245: firmware that was given, and what boxes said of theirs
CREATE TABLE firmware_image (
  -- Of the file, which is kept under this name.
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  name text NOT NULL,
  family text NOT NULL CHECK (family IN ('openwrt', 'routeros')),
  octets bigint NOT NULL CHECK (octets > 0),
  version text NOT NULL,
  revision text,
  boards text[] NOT NULL CHECK (cardinality(boards) > 0),
  -- The file itself says what it is for; else a person did.
  described boolean NOT NULL,
  package_name text,
  by_whom text NOT NULL,
  at timestamptz NOT NULL
);

CREATE TABLE firmware_box (
  place text PRIMARY KEY,
  family text NOT NULL CHECK (family IN ('openwrt', 'routeros')),
  board text NOT NULL,
  model text NOT NULL,
  version text NOT NULL,
  revision text,
  free_octets bigint NOT NULL,
  boot text NOT NULL,
  packages text[] NOT NULL,
  asked timestamptz NOT NULL
);
