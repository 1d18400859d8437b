-- V271: what agents on access points report is remembered by device, so that a box is known again after a restart
CREATE TABLE agent_box (
  device text PRIMARY KEY,
  box uuid NOT NULL,
  sent timestamptz,
  arrived timestamptz,
  reports bigint NOT NULL CHECK (reports >= 0),
  left_out bigint NOT NULL CHECK (left_out >= 0),
  wrong_clock bigint NOT NULL CHECK (wrong_clock >= 0),
  clock_is_wrong boolean NOT NULL,
  uptime_s bigint CHECK (uptime_s >= 0),
  macs text[] NOT NULL,
  chosen boolean NOT NULL,
  start_sent timestamptz,
  start_seen timestamptz,
  other_macs text[] NOT NULL,
  other_since timestamptz,
  other_last timestamptz CHECK (other_last >= other_since),
  doubt_at timestamptz,
  CHECK ((other_since IS NULL) = (other_last IS NULL))
);
COMMENT ON COLUMN agent_box.macs IS 'of ports of the box itself, never of clients';

CREATE TABLE agent_stamp (
  box uuid NOT NULL,
  sent timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (box, sent)
);
COMMENT ON TABLE agent_stamp IS 'reports of wrong clocks: what comes again is kept at the time of its first arrival';
CREATE INDEX agent_stamp_at ON agent_stamp (at);
