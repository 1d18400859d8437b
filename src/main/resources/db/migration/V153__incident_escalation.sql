-- V153: when nobody takes an incident the next level is told, once, also when the server was off at that moment
CREATE TABLE incident_escalation (
  incident bigint PRIMARY KEY REFERENCES incident_record (id),
  -- Grows when it is to be told from the first level on again: given back, or open again.
  round integer NOT NULL CHECK (round >= 1),
  alarmed_at timestamptz NOT NULL,
  -- The policy as it was when the round began, since policies are edited. Null: none was meant for it.
  policy text,
  levels jsonb NOT NULL,
  -- Those who were told have been told that it is over.
  over_told_at timestamptz
);

CREATE TABLE incident_level (
  incident bigint NOT NULL REFERENCES incident_record (id),
  round integer NOT NULL,
  level integer NOT NULL CHECK (level >= 0),
  told_at timestamptz NOT NULL,
  -- Empty: nobody was on duty.
  people text[] NOT NULL,
  PRIMARY KEY (incident, round, level)
);
