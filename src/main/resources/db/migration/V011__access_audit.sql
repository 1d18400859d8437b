-- V011__access_audit.sql: who changed what is seen later, and so is a change of that record itself
CREATE TABLE access_audit (
  -- Without gaps: a row that is missing is seen.
  id       bigint      PRIMARY KEY CHECK (id > 0),
  at       timestamptz NOT NULL,
  actor    text        NOT NULL CHECK (char_length(actor) BETWEEN 1 AND 200),
  address  text        CHECK (char_length(address) <= 100),
  action   text        NOT NULL CHECK (action ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$' AND char_length(action) <= 100),
  subject  text        NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 300),
  -- A list of {"field", "old", "now"}.
  changes  jsonb       NOT NULL CHECK (jsonb_typeof(changes) = 'array'),
  -- SHA-256 of the row before, and of that and this row.
  previous bytea       NOT NULL CHECK (octet_length(previous) = 32),
  hash     bytea       NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE INDEX access_audit_at ON access_audit (at);
CREATE INDEX access_audit_action ON access_audit (action, id);

-- Where the trail ends on both sides, one row. Whoever appends locks it, so that each row knows the one before.
CREATE TABLE access_audit_ends (
  single     boolean PRIMARY KEY DEFAULT true CHECK (single),
  -- The last row that was expired.
  first_id   bigint  NOT NULL,
  first_hash bytea   NOT NULL CHECK (octet_length(first_hash) = 32),
  last_id    bigint  NOT NULL CHECK (last_id >= first_id),
  last_hash  bytea   NOT NULL CHECK (octet_length(last_hash) = 32)
);

INSERT INTO access_audit_ends (first_id, first_hash, last_id, last_hash)
VALUES (0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

-- The job that expires old rows says, for its own transaction, how far it may go.
CREATE FUNCTION access_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.at < nullif(current_setting('langsong.audit_expired_before', true), '')::timestamptz THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'access_audit is append-only: % is refused', TG_OP
    USING HINT = 'Old rows go by langsong.access.audit-retention alone.';
END $$;

CREATE TRIGGER access_audit_rows BEFORE UPDATE OR DELETE ON access_audit
  FOR EACH ROW EXECUTE FUNCTION access_audit_is_append_only();
CREATE TRIGGER access_audit_whole BEFORE TRUNCATE ON access_audit
  FOR EACH STATEMENT EXECUTE FUNCTION access_audit_is_append_only();
