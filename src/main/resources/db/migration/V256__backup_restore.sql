-- V256: that a server is one that was put back is seen afterwards, and written into the audit trail by its first start
CREATE TABLE backup_restore (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  restored_at timestamptz NOT NULL,
  made_at     timestamptz NOT NULL,
  -- Version of the program that made the backup.
  product     text        NOT NULL,
  file        text        NOT NULL,
  asked_by    text        NOT NULL,
  audited     boolean     NOT NULL DEFAULT false
);
