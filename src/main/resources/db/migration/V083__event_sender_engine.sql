-- V083: a trap of SNMPv3 that is played again after a restart is known by the clock of its sender (RFC 3414 section 3.2)
CREATE TABLE event_sender_engine (
  engine_id bytea       NOT NULL CHECK (length(engine_id) BETWEEN 5 AND 32),
  user_name text        NOT NULL CHECK (length(user_name) BETWEEN 1 AND 200),
  boots     integer     NOT NULL CHECK (boots >= 0),
  time      integer     NOT NULL CHECK (time >= 0),
  heard_at  timestamptz NOT NULL,
  device    text        NOT NULL,
  PRIMARY KEY (engine_id, user_name)
);
COMMENT ON COLUMN event_sender_engine.time IS 'snmpEngineTime of its newest trap, seconds since it booted; heard_at by our clock';
CREATE INDEX event_sender_engine_newest ON event_sender_engine (heard_at DESC);
