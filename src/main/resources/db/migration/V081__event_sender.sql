-- V081: whoever speaks and is in no inventory is counted, so that a forgotten device is found
CREATE TABLE event_sender (
  address   text        NOT NULL CHECK (length(address) <= 64),
  protocol  text        NOT NULL CHECK (protocol IN ('snmp-v1', 'snmp-v2c', 'snmp-v3', 'syslog-udp', 'syslog-tcp')),
  times     bigint      NOT NULL CHECK (times > 0),
  first_at  timestamptz NOT NULL,
  last_at   timestamptz NOT NULL,
  last_body text        NOT NULL CHECK (length(last_body) <= 2000),
  PRIMARY KEY (address, protocol)
);
CREATE INDEX event_sender_newest ON event_sender (last_at DESC);
