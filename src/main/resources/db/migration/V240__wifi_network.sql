-- V240: wireless networks that people describe in a form; what boxes get of them are templates of provisioning
CREATE TABLE wifi_network (
  id bigint PRIMARY KEY CHECK (id > 0),
  version integer NOT NULL CHECK (version > 0),
  ssid text NOT NULL CHECK (octet_length(ssid) BETWEEN 1 AND 32),
  security text NOT NULL CHECK (security IN ('OPEN', 'OWE', 'OWE_TRANSITION', 'WPA2', 'WPA2_WPA3', 'WPA3')),
  bands text[] NOT NULL CHECK (cardinality(bands) > 0),
  vlan integer CHECK (vlan BETWEEN 1 AND 4094),
  isolated boolean NOT NULL,
  hidden boolean NOT NULL,
  down_kbit integer CHECK (down_kbit > 0),
  up_kbit integer CHECK (up_kbit > 0),
  days text[] NOT NULL,
  on_from time,
  on_until time,
  villages text[] NOT NULL,
  groups text[] NOT NULL,
  models text[] NOT NULL,
  -- Versions of the templates as they were written; others are somebody's by hand.
  openwrt_version integer NOT NULL,
  routeros_version integer NOT NULL,
  CONSTRAINT wifi_network_hours CHECK ((on_from IS NULL) = (on_until IS NULL) AND (on_from IS NULL) = (cardinality(days) = 0))
);

-- The last number given to a network. A sequence would give one away for each look at what a network would be.
CREATE TABLE wifi_number (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL
);
INSERT INTO wifi_number (last) VALUES (0);
