-- V100: what an agent bears in one message takes polls to find out, and is not to be found out again after each restart
CREATE TABLE polling_agent_limits (
  device           text      PRIMARY KEY,
  -- the limits are those of the device that was read by this profile and said this of itself; NULL: it was not asked yet
  profile          text      NOT NULL,
  identity         text,
  -- NULL: none was found
  get_variables    integer   CHECK (get_variables > 0),
  walk_variables   integer   CHECK (walk_variables > 0),
  walk_columns     integer   CHECK (walk_columns > 0),
  walk_repetitions integer   CHECK (walk_repetitions >= 0),
  -- of each root walked how many rows it had
  roots            text[]    NOT NULL,
  rows             integer[] NOT NULL,
  refused          text[]    NOT NULL,
  CHECK (cardinality(roots) = cardinality(rows))
);
