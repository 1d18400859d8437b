-- V120: planned silence must stay explainable: a plan says who entered it and when, and is ended or withdrawn, never changed
CREATE TABLE maintenance_plan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('work', 'power-cut')),
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 160),
  reason text CHECK (char_length(reason) BETWEEN 1 AND 2000),
  -- What it was read from.
  notice text CHECK (char_length(notice) BETWEEN 1 AND 2000),
  -- Each kind:id, or all alone.
  scope text[] NOT NULL CHECK (cardinality(scope) > 0),
  -- Of the first interval, and behind the last one; NULL for no last one.
  begins_at timestamptz NOT NULL,
  ends_at timestamptz CHECK (ends_at > begins_at),
  -- NULL: once, from begins_at to ends_at.
  rhythm text CHECK (rhythm IN ('daily', 'weekly', 'monthly')),
  weekdays text[] CHECK (cardinality(weekdays) > 0),
  month_day smallint CHECK (month_day BETWEEN 1 AND 31),
  day_from time,
  day_until time,
  first_day date,
  last_day date CHECK (last_day >= first_day),
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= entered_at),
  ended_by text,
  ended_why text,
  withdrawn_at timestamptz CHECK (withdrawn_at >= entered_at),
  withdrawn_by text,
  withdrawn_why text,
  CHECK (rhythm IS NOT NULL OR ends_at IS NOT NULL),
  CHECK ((rhythm IS NOT NULL) = (first_day IS NOT NULL AND day_from IS NOT NULL AND day_until IS NOT NULL)),
  CHECK ((rhythm IS NOT DISTINCT FROM 'weekly') = (weekdays IS NOT NULL)),
  CHECK ((rhythm IS NOT DISTINCT FROM 'monthly') = (month_day IS NOT NULL)),
  CHECK ((last_day IS NULL) OR (rhythm IS NOT NULL)),
  CHECK (reason IS NOT NULL OR entered_at < begins_at),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_why IS NULL))
);

CREATE INDEX maintenance_plan_time ON maintenance_plan (ends_at, begins_at);
