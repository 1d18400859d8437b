-- V162: an office is measured in its office hours, so a calendar has a name and whom it is for
CREATE TABLE uptime_calendar (
  id       text    PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' AND id <> 'all-hours'),
  name     text    NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 120),
  -- Closed on holidays and days off, open on days that are worked in exchange.
  holidays boolean NOT NULL,
  version  integer NOT NULL DEFAULT 1 CHECK (version > 0)
);

CREATE TABLE uptime_calendar_hours (
  calendar text     NOT NULL REFERENCES uptime_calendar (id) ON DELETE CASCADE,
  -- 1 is Monday.
  weekday  smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  -- Minutes of the day; 1440 is the end of it.
  opens    smallint NOT NULL CHECK (opens BETWEEN 0 AND 1439),
  closes   smallint NOT NULL CHECK (closes BETWEEN 1 AND 1440 AND closes > opens),
  PRIMARY KEY (calendar, weekday, opens)
);

-- A service without one has that of its site; a site without one is measured at all hours.
CREATE TABLE uptime_calendar_use (
  object   text PRIMARY KEY CHECK (object ~ '^(site|service):.+'),
  calendar text NOT NULL REFERENCES uptime_calendar (id) ON DELETE CASCADE
);
CREATE INDEX uptime_calendar_use_calendar ON uptime_calendar_use (calendar);

-- Hours of offices of other northern provinces in summer; those of the commune are to be entered.
INSERT INTO uptime_calendar (id, name, holidays) VALUES ('gio-hanh-chinh', 'Giờ hành chính', true);
INSERT INTO uptime_calendar_hours (calendar, weekday, opens, closes)
  SELECT 'gio-hanh-chinh', weekday, opens, closes
    FROM generate_series(1, 5) AS weekday, (VALUES (420, 690), (810, 1020)) AS hours (opens, closes);
