-- V021: devices; the three secrets of SNMP are sealed (AES-256-GCM), a stolen database does not open the network
CREATE TABLE inventory_device (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 160),
  site text NOT NULL REFERENCES inventory_site,
  kind text NOT NULL
    CHECK (kind IN ('access-point', 'router', 'switch', 'ont', 'bridge', 'ups', 'server', 'other')),
  address text NOT NULL CHECK (char_length(address) BETWEEN 1 AND 253),
  port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
  snmp_version text CHECK (snmp_version IN ('1', '2c', '3')),
  snmp_community bytea,
  snmp_user text CHECK (octet_length(snmp_user) BETWEEN 1 AND 32),
  snmp_auth_protocol text,
  snmp_auth_key bytea,
  snmp_priv_protocol text,
  snmp_priv_key bytea,
  snmp_context text CHECK (octet_length(snmp_context) BETWEEN 1 AND 255),
  profile text CHECK (char_length(profile) BETWEEN 1 AND 64),
  reachability text NOT NULL CHECK (reachability IN ('icmp', 'tcp', 'none')),
  interval_ms bigint CHECK (interval_ms BETWEEN 1000 AND 3600000),
  enabled boolean NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  -- The secrets of who is retired are wiped, so its SNMP version is taken away with them.
  CHECK ((snmp_version IN ('1', '2c')) IS TRUE = (snmp_community IS NOT NULL)),
  CHECK ((snmp_version = '3') IS TRUE = (snmp_user IS NOT NULL)),
  CHECK ((snmp_auth_protocol IS NULL) = (snmp_auth_key IS NULL)),
  CHECK ((snmp_priv_protocol IS NULL) = (snmp_priv_key IS NULL)),
  CHECK (snmp_auth_protocol IS NULL OR snmp_user IS NOT NULL),
  CHECK (snmp_priv_protocol IS NULL OR snmp_auth_protocol IS NOT NULL),
  CHECK (retired_at IS NULL OR snmp_version IS NULL),
  CONSTRAINT inventory_device_name_once EXCLUDE USING btree (site WITH =, name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_uplink (
  device text NOT NULL REFERENCES inventory_device,
  upstream text NOT NULL REFERENCES inventory_device DEFERRABLE INITIALLY DEFERRED,
  place integer NOT NULL CHECK (place BETWEEN 1 AND 8),
  PRIMARY KEY (device, upstream),
  UNIQUE (device, place),
  CHECK (device <> upstream)
);
COMMENT ON TABLE inventory_uplink IS 'device is reached through upstream; place is the order in which a person named them';
CREATE INDEX inventory_uplink_upstream ON inventory_uplink (upstream);
