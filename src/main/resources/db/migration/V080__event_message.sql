-- V080: what devices say of themselves, so that it can be found beside what polls show
CREATE SEQUENCE event_message_number;
CREATE TABLE event_message (
  id          bigint      PRIMARY KEY DEFAULT nextval('event_message_number'),
  device      text        NOT NULL,
  protocol    text        NOT NULL CHECK (protocol IN ('snmp-v1', 'snmp-v2c', 'snmp-v3', 'syslog-udp', 'syslog-tcp')),
  address     text        NOT NULL CHECK (length(address) <= 64),
  kind        text        NOT NULL CHECK (kind ~ '^[a-z0-9-]{1,40}$'),
  name        text        NOT NULL CHECK (length(name) <= 200),
  severity    smallint    NOT NULL CHECK (severity BETWEEN 0 AND 7),
  body        text        NOT NULL CHECK (length(body) <= 2000),
  happened_at timestamptz NOT NULL,
  first_at    timestamptz NOT NULL,
  last_at     timestamptz NOT NULL CHECK (last_at >= first_at),
  times       bigint      NOT NULL DEFAULT 1 CHECK (times > 0)
);
ALTER SEQUENCE event_message_number OWNED BY event_message.id;
COMMENT ON COLUMN event_message.name IS 'OID of a trap, program of a syslog message';
COMMENT ON COLUMN event_message.severity IS 'of RFC 5424 section 6.2.1: 0 emergency to 7 debug';
COMMENT ON COLUMN event_message.happened_at IS 'the first of them, by the device''s own uptime where that is known, else when it came in';
CREATE INDEX event_message_newest ON event_message (last_at DESC, id DESC);
CREATE INDEX event_message_of_device ON event_message (device, last_at DESC, id DESC);
