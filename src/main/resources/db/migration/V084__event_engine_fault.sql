-- V084: engines of SNMPv3 that share one id, or whose clocks go back, are told of until that is over
CREATE TABLE event_engine_fault (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('shared-id', 'set-back')),
  device       text        NOT NULL,
  address      text        NOT NULL CHECK (length(address) <= 64),
  engine_id    bytea       NOT NULL CHECK (length(engine_id) BETWEEN 5 AND 32),
  first_at     timestamptz NOT NULL,
  last_at      timestamptz NOT NULL CHECK (last_at >= first_at),
  ended_at     timestamptz CHECK (ended_at >= last_at),
  times        bigint      NOT NULL CHECK (times > 0),
  boots_before integer     NOT NULL CHECK (boots_before >= 0),
  boots        integer     NOT NULL CHECK (boots >= 0)
);
COMMENT ON COLUMN event_engine_fault.ended_at IS 'when it was seen to be over; NULL while it lasts';
COMMENT ON COLUMN event_engine_fault.boots IS 'snmpEngineBoots after a clock went back; 0 of a shared id, as boots_before';
CREATE UNIQUE INDEX event_engine_fault_lasts ON event_engine_fault (device, kind) WHERE ended_at IS NULL;
CREATE INDEX event_engine_fault_shared ON event_engine_fault (engine_id) WHERE ended_at IS NULL;
CREATE INDEX event_engine_fault_over ON event_engine_fault (ended_at DESC) WHERE ended_at IS NOT NULL;
