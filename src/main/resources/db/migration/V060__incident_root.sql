-- V060: people are told once about a root, also after a restart and when objects join it later
CREATE TABLE incident_root (
  outage_id bigint PRIMARY KEY,
  object text NOT NULL,
  began_at timestamptz NOT NULL,
  behind integer NOT NULL CHECK (behind >= 0),
  ended_at timestamptz,
  -- Keys of the messages that told it; null is held back for the next digest, or (the second) not over yet.
  start_told text,
  end_told text
);

CREATE INDEX incident_root_open ON incident_root (object) WHERE ended_at IS NULL;
CREATE INDEX incident_root_held ON incident_root (outage_id)
  WHERE start_told IS NULL OR (ended_at IS NOT NULL AND end_told IS NULL);

CREATE TABLE incident_message (
  key text PRIMARY KEY,
  posted_at timestamptz NOT NULL
);

CREATE INDEX incident_message_posted ON incident_message (posted_at);
