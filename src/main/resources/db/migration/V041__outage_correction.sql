-- V041: a person knows what no machine can; what the machine thought stays beside it, and so does every earlier word
CREATE TABLE outage_correction (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  outage bigint NOT NULL REFERENCES outage_record,
  cause text NOT NULL CHECK (cause IN (
    'POWER', 'DEVICE', 'LINK', 'UPSTREAM', 'PLANNED', 'UNKNOWN', 'CONFIGURATION', 'PROVIDER', 'DISASTER')),
  reason text NOT NULL CHECK (reason <> ''),
  corrected_by text NOT NULL,
  corrected_at timestamptz NOT NULL
);

CREATE INDEX outage_correction_outage ON outage_correction (outage, id DESC);

-- What the machine thinks, of an outage that somebody corrected; else the same as its cause.
ALTER TABLE outage_record ADD COLUMN guess text;
