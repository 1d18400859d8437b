-- V010__access_people_and_tokens.sql: nothing may be seen or changed by somebody the commune has not let in
CREATE TABLE access_person (
  name         text        PRIMARY KEY CHECK (name ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'),
  display_name text        NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 120),
  role         text        NOT NULL CHECK (role IN ('VIEWER', 'TECHNICIAN', 'ADMIN')),
  password     text        NOT NULL CHECK (password LIKE '$argon2id$%'),
  language     text        CHECK (language IN ('vi', 'en')),
  enabled      boolean     NOT NULL DEFAULT true,
  -- Tries since the last one that was right; counted before the password is looked at, so that parallel tries count too.
  tries        integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
  locked_until timestamptz,
  created_at   timestamptz NOT NULL
);

-- A token is 256 random bits, so a plain SHA-256 keeps it as safe as a slow hash would, and can be looked up.
CREATE TABLE access_token (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text        NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 80),
  digest       bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
  role         text        NOT NULL CHECK (role IN ('VIEWER', 'TECHNICIAN', 'ADMIN')),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz CHECK (expires_at > created_at),
  last_used_at timestamptz
);
