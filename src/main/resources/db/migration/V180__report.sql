-- How much the villages' Wi-Fi was used, day by day; the village of the commune is empty.
CREATE TABLE report_usage (
  day          date             NOT NULL,
  village      text             NOT NULL,
  client_hours double precision NOT NULL CHECK (client_hours >= 0),
  -- In which people were counted.
  hours        double precision NOT NULL CHECK (hours BETWEEN 0 AND 24),
  most         bigint           NOT NULL CHECK (most >= 0),
  in_bytes     bigint           CHECK (in_bytes >= 0),
  out_bytes    bigint           CHECK (out_bytes >= 0),
  PRIMARY KEY (day, village)
);

-- What was counted of a period, each time it came out otherwise; a version that was issued is never touched again.
CREATE TABLE report_version (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- First day of the month by which people name the period.
  month       date        NOT NULL CHECK (extract(day FROM month) = 1),
  version     integer     NOT NULL CHECK (version > 0),
  begins      timestamptz NOT NULL,
  ends        timestamptz NOT NULL CHECK (ends > begins),
  state       text        NOT NULL CHECK (state IN ('draft', 'reviewed', 'issued', 'replaced')),
  made_at     timestamptz NOT NULL,
  -- A person, or the server itself.
  made_by     text        NOT NULL,
  facts       jsonb       NOT NULL,
  reviewed_by text,
  reviewed_at timestamptz,
  issued_by   text,
  issued_at   timestamptz,
  UNIQUE (month, version),
  CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL)),
  CHECK ((issued_by IS NULL) = (issued_at IS NULL)),
  CHECK ((state = 'issued') = (issued_at IS NOT NULL))
);
-- One that is worked on at a time.
CREATE UNIQUE INDEX report_version_current ON report_version (month) WHERE state IN ('draft', 'reviewed');

-- What people wrote, by section; of an issued version a copy that stays.
CREATE TABLE report_text (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  month      date        NOT NULL,
  section    text        NOT NULL,
  text       text        NOT NULL,
  written_by text        NOT NULL,
  written_at timestamptz NOT NULL
);
CREATE INDEX report_text_month ON report_text (month, section, id);

-- What left the house: the evidence file, each chained to the one before it, and the documents by their hashes.
CREATE TABLE report_issue (
  version   bigint      PRIMARY KEY REFERENCES report_version,
  serial    integer     NOT NULL UNIQUE CHECK (serial > 0),
  evidence  bytea       NOT NULL,
  hash      bytea       NOT NULL UNIQUE CHECK (length(hash) = 32),
  previous  bytea       UNIQUE CHECK (length(previous) = 32),
  CHECK ((serial = 1) = (previous IS NULL))
);

CREATE TABLE report_document (
  version bigint NOT NULL REFERENCES report_version,
  -- pdf, docx, xlsx, and which variant of them.
  name    text   NOT NULL,
  sha256  bytea  NOT NULL CHECK (length(sha256) = 32),
  content bytea  NOT NULL,
  PRIMARY KEY (version, name)
);
CREATE INDEX report_document_hash ON report_document (sha256);
