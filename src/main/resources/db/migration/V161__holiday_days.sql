-- V161: days are exchanged and Tet is decided each year, so the list that is shipped must be corrected without a new version
CREATE TABLE holiday_day (
  date       date        PRIMARY KEY CHECK (date BETWEEN '2000-01-01' AND '2199-12-31'),
  -- Ordinary: as its day of the week, whatever the list that is shipped says.
  kind       text        NOT NULL CHECK (kind IN ('holiday', 'day-off', 'working-day', 'ordinary')),
  estimated  boolean     NOT NULL,
  vietnamese text        NOT NULL CHECK (char_length(vietnamese) BETWEEN 1 AND 120),
  english    text        NOT NULL CHECK (char_length(english) BETWEEN 1 AND 120),
  instead_of date,
  source     text        NOT NULL CHECK (char_length(source) BETWEEN 1 AND 200),
  changed_by text        NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK ((kind IN ('day-off', 'working-day')) = (instead_of IS NOT NULL)),
  CHECK (instead_of <> date)
);
