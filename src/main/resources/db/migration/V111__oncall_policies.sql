-- V111__oncall_policies.sql: an incident that nobody takes passes on to somebody else
CREATE TABLE oncall_policy (
  id          text    PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name        text    NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 120),
  -- They are asked in this order.
  position    integer NOT NULL CHECK (position BETWEEN 1 AND 9999),
  -- None: all. The places are ids of the inventory.
  severities  text[]  NOT NULL CHECK (severities <@ ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW']),
  villages    text[]  NOT NULL,
  power_areas text[]  NOT NULL,
  -- Null: all day.
  from_time   time,
  until_time  time    CHECK (until_time <> from_time),
  CHECK ((from_time IS NULL) = (until_time IS NULL))
);

CREATE TABLE oncall_policy_level (
  policy  text     NOT NULL REFERENCES oncall_policy (id) ON DELETE CASCADE,
  -- From 0 on, as the targets of a level.
  number  smallint NOT NULL CHECK (number BETWEEN 0 AND 9),
  minutes integer  NOT NULL CHECK (minutes BETWEEN 1 AND 10080),
  PRIMARY KEY (policy, number)
);

CREATE TABLE oncall_policy_target (
  policy text     NOT NULL,
  level  smallint NOT NULL,
  number smallint NOT NULL CHECK (number BETWEEN 0 AND 19),
  rota   text     REFERENCES oncall_rota (id),
  person text     CHECK (person <> ''),
  PRIMARY KEY (policy, level, number),
  FOREIGN KEY (policy, level) REFERENCES oncall_policy_level (policy, number) ON DELETE CASCADE,
  CHECK (num_nonnulls(rota, person) = 1)
);
