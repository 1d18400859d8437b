-- V140: rules that people made, or put in the place of a shipped one; the shipped ones lie in the program
CREATE TABLE alert_rule (
  id              text             PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name            text,
  metric          text             NOT NULL,
  series_index    text             NOT NULL,
  of_metric       text,
  criterion       text             NOT NULL CHECK (criterion IN ('above', 'below', 'no-data')),
  fire            double precision,
  clear           double precision,
  average_seconds integer          NOT NULL DEFAULT 0 CHECK (average_seconds >= 0),
  holds_seconds   integer          NOT NULL CHECK (holds_seconds >= 0),
  severity        text             NOT NULL CHECK (severity IN ('warning', 'critical')),
  scope           text             NOT NULL CHECK (scope ~ '^(all|(village|site|profile|device):.+)$'),
  enabled         boolean          NOT NULL,
  version         bigint           NOT NULL DEFAULT 1,
  CONSTRAINT alert_rule_limits CHECK ((criterion = 'no-data') = (fire IS NULL) AND (fire IS NULL) = (clear IS NULL)),
  CONSTRAINT alert_rule_hysteresis CHECK (
    (criterion <> 'above' OR clear <= fire) AND (criterion <> 'below' OR clear >= fire))
);
