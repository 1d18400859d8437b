-- V272: different clients are counted within a day; the key by which they are known again is destroyed with it
CREATE TABLE agent_day (
  day date PRIMARY KEY,
  key bytea NOT NULL
);
CREATE TABLE agent_day_client (
  day date NOT NULL REFERENCES agent_day,
  device text NOT NULL,
  code bytea NOT NULL CHECK (octet_length(code) = 16),
  PRIMARY KEY (day, device, code)
);
