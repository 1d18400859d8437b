-- V177: two sites that a person knows to hang on different lines are not proposed again by what had happened until then
CREATE TABLE outage_refuted (
  one        text        NOT NULL,
  other      text        NOT NULL CHECK (one < other COLLATE "C"),
  refuted_by text        NOT NULL,
  refuted_at timestamptz NOT NULL,
  PRIMARY KEY (one, other)
);
