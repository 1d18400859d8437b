-- V175: a gateway that went with our own line can not say after a restart that it had ever answered
CREATE TABLE outage_blindness (
  one   bool        PRIMARY KEY DEFAULT true CHECK (one),
  since timestamptz NOT NULL
);
