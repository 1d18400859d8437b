-- V110__oncall_rotas.sql: somebody is on duty at any instant, and who it was stays known
CREATE TABLE oncall_rota (
  id         text        PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name       text        NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 120),
  -- Names its events in calendars; a later rota of the same id is another one.
  uid        uuid        NOT NULL DEFAULT gen_random_uuid(),
  -- Of name and rotations.
  version    integer     NOT NULL DEFAULT 1 CHECK (version > 0),
  -- Of anything that calendars show.
  changed_at timestamptz NOT NULL
);

-- Each counts from its first day until the next one begins. People are accounts by their names, which never change.
CREATE TABLE oncall_rotation (
  rota           text   NOT NULL REFERENCES oncall_rota (id) ON DELETE CASCADE,
  first          date   NOT NULL,
  every          text   NOT NULL CHECK (every IN ('DAY', 'WEEK')),
  hand_over      time   NOT NULL CHECK (extract(second FROM hand_over) = 0),
  people         text[] NOT NULL CHECK (cardinality(people) BETWEEN 1 AND 30),
  holiday_people text[] NOT NULL CHECK (cardinality(holiday_people) <= 30),
  PRIMARY KEY (rota, first)
);

CREATE TABLE oncall_override (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rota     text        NOT NULL REFERENCES oncall_rota (id) ON DELETE CASCADE,
  -- Null: nobody stands in.
  person   text        CHECK (person <> ''),
  begin_at timestamptz NOT NULL,
  end_at   timestamptz NOT NULL CHECK (end_at > begin_at AND end_at <= begin_at + interval '366 days'),
  note     text        CHECK (char_length(note) BETWEEN 1 AND 300),
  added_by text        NOT NULL,
  added_at timestamptz NOT NULL
);

CREATE INDEX oncall_override_rota ON oncall_override (rota, id);

CREATE TABLE oncall_swap (
  id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rota           text        NOT NULL REFERENCES oncall_rota (id) ON DELETE CASCADE,
  one_person     text        NOT NULL,
  one_begin_at   timestamptz NOT NULL,
  one_end_at     timestamptz NOT NULL CHECK (one_end_at > one_begin_at),
  other_person   text        NOT NULL CHECK (other_person <> one_person),
  other_begin_at timestamptz NOT NULL,
  other_end_at   timestamptz NOT NULL CHECK (other_end_at > other_begin_at),
  note           text        CHECK (char_length(note) BETWEEN 1 AND 300),
  added_by       text        NOT NULL,
  added_at       timestamptz NOT NULL,
  CHECK (NOT tstzrange(one_begin_at, one_end_at) && tstzrange(other_begin_at, other_end_at))
);

CREATE INDEX oncall_swap_rota ON oncall_swap (rota, id);

-- One calendar of each rota and of each person, opened by a secret of 256 random bits: a plain SHA-256 keeps it as safe as a
-- slow hash would, and can be looked up.
CREATE TABLE oncall_calendar (
  id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rota      text        UNIQUE REFERENCES oncall_rota (id) ON DELETE CASCADE,
  person    text        UNIQUE,
  digest    bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  issued_by text        NOT NULL,
  issued_at timestamptz NOT NULL,
  CHECK (num_nonnulls(rota, person) = 1)
);
