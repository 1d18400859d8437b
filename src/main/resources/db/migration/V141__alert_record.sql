-- V141: an alert is the interval in which a rule held for a series; one row at a time of each rule and series can last
CREATE TABLE alert_record (
  id           bigint           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule         text             NOT NULL,
  -- What the rule asked: after a restart an alert goes on only under the same.
  terms        text             NOT NULL,
  severity     text             NOT NULL CHECK (severity IN ('warning', 'critical')),
  device       text             NOT NULL,
  metric       text             NOT NULL,
  series_index text             NOT NULL,
  unit         text             NOT NULL,
  criterion    text             NOT NULL CHECK (criterion IN ('above', 'below', 'no-data')),
  fire         double precision,
  value        double precision,
  began        timestamptz      NOT NULL,
  fired        timestamptz      NOT NULL,
  ended        timestamptz,
  ended_by     text             CHECK (ended_by IN ('cleared', 'rule-changed', 'device-left')),
  during       tstzrange        NOT NULL GENERATED ALWAYS AS (tstzrange(began, ended, '[)')) STORED,
  CONSTRAINT alert_record_fired_after_began CHECK (fired >= began),
  CONSTRAINT alert_record_not_empty CHECK (ended > began),
  CONSTRAINT alert_record_end_has_reason CHECK ((ended IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX alert_record_lasts ON alert_record (rule, device, metric, series_index) WHERE ended IS NULL;
CREATE INDEX alert_record_during ON alert_record USING gist (during);
CREATE INDEX alert_record_of_device ON alert_record (device, began);
