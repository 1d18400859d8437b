-- V251: how pushes ended, for whoever asks what happened to a box; a row of provisioning_ssh has only the last of it
CREATE TABLE provisioning_push (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place text NOT NULL REFERENCES provisioning_access_point ON DELETE CASCADE,
  checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{32}$'),
  begun timestamptz NOT NULL,
  ended timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('applied', 'error')),
  -- The box undid it by itself.
  undid boolean NOT NULL,
  reason_code text,
  reason_arguments text[],
  CONSTRAINT provisioning_push_reason CHECK ((reason_code IS NULL) = (reason_arguments IS NULL))
);
CREATE INDEX provisioning_push_place ON provisioning_push (place, id DESC);
