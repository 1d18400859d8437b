-- V163: what a report said stays what it said; a figure that comes out otherwise later is a new one beside it, with its reason
CREATE TABLE uptime_figure (
  id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  object    text        NOT NULL CHECK (object ~ '^(device|link|service):.+'),
  begins    timestamptz NOT NULL,
  ends      timestamptz NOT NULL CHECK (ends > begins),
  calendar  text        NOT NULL,
  figures   jsonb       NOT NULL,
  -- A person, or the server itself.
  made_by   text        NOT NULL,
  made_at   timestamptz NOT NULL CHECK (made_at >= ends),
  -- Why it is another than the one before: a plan, the calendar, or the record of outages.
  because   text        NOT NULL CHECK (because IN ('first', 'maintenance', 'calendar', 'record')),
  plan      bigint,
  reason    text,
  issued_by text,
  issued_at timestamptz,
  replaces  bigint      UNIQUE REFERENCES uptime_figure,
  CHECK ((because = 'first') = (replaces IS NULL)),
  CHECK ((because = 'maintenance') = (plan IS NOT NULL)),
  CHECK ((issued_by IS NULL) = (issued_at IS NULL))
);
CREATE UNIQUE INDEX uptime_figure_first ON uptime_figure (object, begins, ends, calendar) WHERE replaces IS NULL;
CREATE INDEX uptime_figure_period ON uptime_figure (begins, ends, object);

-- How many people use a service in each hour of a week, by what was counted in the last weeks.
CREATE TABLE uptime_expected (
  service    text             NOT NULL,
  -- From Monday 00:00, Vietnamese time.
  hour       smallint         NOT NULL CHECK (hour BETWEEN 0 AND 167),
  users      double precision NOT NULL CHECK (users >= 0),
  counted_at timestamptz      NOT NULL,
  PRIMARY KEY (service, hour)
);
