-- V022: lines that matter by themselves, and the services that the monthly report counts
CREATE TABLE inventory_link (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 160),
  near_device text NOT NULL REFERENCES inventory_device,
  near_port text NOT NULL CHECK (char_length(near_port) BETWEEN 1 AND 64),
  far_device text REFERENCES inventory_device,
  far_port text CHECK (char_length(far_port) BETWEEN 1 AND 64),
  provider text CHECK (char_length(provider) BETWEEN 1 AND 120),
  committed_bps bigint CHECK (committed_bps > 0),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CHECK ((far_device IS NULL) = (far_port IS NULL)),
  CHECK ((near_device, near_port) IS DISTINCT FROM (far_device, far_port)),
  CONSTRAINT inventory_link_name_once EXCLUDE USING btree (name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_service (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 160),
  site text NOT NULL REFERENCES inventory_site,
  kind text NOT NULL CHECK (kind IN ('public-wifi', 'office-line')),
  required integer NOT NULL CHECK (required BETWEEN 0 AND 200),
  link text REFERENCES inventory_link,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CHECK ((kind = 'office-line') = (link IS NOT NULL)),
  CHECK ((kind = 'public-wifi') = (required > 0)),
  CONSTRAINT inventory_service_name_once EXCLUDE USING btree (site WITH =, name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_service_member (
  service text NOT NULL REFERENCES inventory_service,
  device text NOT NULL REFERENCES inventory_device,
  place integer NOT NULL CHECK (place BETWEEN 1 AND 200),
  PRIMARY KEY (service, device),
  UNIQUE (service, place)
);
CREATE INDEX inventory_service_member_device ON inventory_service_member (device);
