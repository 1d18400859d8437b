-- V031__metric_chunks.sql: samples are one row a batch first and one row a series and two hours later, about a byte each
CREATE TABLE metric_head (
    id      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    n       integer NOT NULL CHECK (n > 0),
    samples bytea   NOT NULL
);

CREATE TABLE metric_chunk (
    series      integer NOT NULL,
    window_ms   bigint  NOT NULL,
    first_ms    bigint  NOT NULL,
    last_ms     bigint  NOT NULL,
    n           integer NOT NULL CHECK (n > 0),
    min_value   double precision NOT NULL,
    max_value   double precision NOT NULL,
    sum_value   double precision NOT NULL,
    first_value double precision NOT NULL,
    last_value  double precision NOT NULL,
    samples     bytea   NOT NULL,
    PRIMARY KEY (series, window_ms),
    CHECK (window_ms <= first_ms AND first_ms <= last_ms)
);

-- They are compressed already.
ALTER TABLE metric_head ALTER COLUMN samples SET STORAGE EXTERNAL;
ALTER TABLE metric_chunk ALTER COLUMN samples SET STORAGE EXTERNAL;

-- Rows lie in the order of time, nearly: a few pages of index are enough to find the old ones.
CREATE INDEX metric_chunk_age ON metric_chunk USING brin (window_ms);
