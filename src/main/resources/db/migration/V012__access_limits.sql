-- V012__access_limits.sql: rights end somewhere: at some villages, at a kind of use, with an old password, in a second step
ALTER TABLE access_person
  -- Null: before this was noted.
  ADD password_set_at      timestamptz,
  ADD must_change_password boolean NOT NULL DEFAULT false,
  ADD signed_in_at         timestamptz,
  -- When it was enabled last: from then on it may lie unused.
  ADD enabled_at           timestamptz,
  -- Issuer and subject of an account that another server signs in.
  ADD outside              text UNIQUE;

UPDATE access_person SET password_set_at = created_at, enabled_at = now();

-- None for a person: all villages. The ids are those of the inventory, which may come later.
CREATE TABLE access_person_village (
  person  text NOT NULL REFERENCES access_person (name) ON DELETE CASCADE,
  village text NOT NULL CHECK (village ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' AND char_length(village) <= 63),
  PRIMARY KEY (person, village)
);

ALTER TABLE access_token
  ADD scope     text NOT NULL DEFAULT 'ALL' CHECK (scope IN ('ALL', 'READ', 'METRICS', 'WALLBOARD')),
  ADD issued_by text;

CREATE TABLE access_token_village (
  token   bigint NOT NULL REFERENCES access_token (id) ON DELETE CASCADE,
  village text   NOT NULL CHECK (village ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' AND char_length(village) <= 63),
  PRIMARY KEY (token, village)
);

CREATE TABLE access_totp (
  person       text        PRIMARY KEY REFERENCES access_person (name) ON DELETE CASCADE,
  -- AES-256-GCM, with the key of the secrets.
  secret       bytea       NOT NULL,
  begun_at     timestamptz NOT NULL,
  -- Null: not confirmed by a code yet, so not asked for.
  confirmed_at timestamptz,
  -- The last 30 seconds whose code was taken: none is taken twice.
  last_step    bigint      NOT NULL DEFAULT 0
);

CREATE TABLE access_recovery_code (
  person text  NOT NULL REFERENCES access_totp (person) ON DELETE CASCADE,
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  PRIMARY KEY (person, digest)
);
