-- V082: who sends informs of SNMPv3 keeps the identity of this engine and counts its starts (RFC 3414 section 2.2)
CREATE TABLE event_engine (
  one       bool    PRIMARY KEY DEFAULT true CHECK (one),
  engine_id bytea   NOT NULL CHECK (length(engine_id) BETWEEN 5 AND 32),
  boots     integer NOT NULL CHECK (boots > 0)
);
