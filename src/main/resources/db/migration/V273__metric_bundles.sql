-- V273__metric_bundles.sql: series of one poll have the same times, and a row of its own costs a series as much as its samples
CREATE TABLE metric_bundle (
    window_ms bigint  NOT NULL,
    bundle    integer NOT NULL,
    members   integer NOT NULL CHECK (members <> 0),
    n         integer NOT NULL CHECK (n > 0),
    sums      bytea   NOT NULL,
    samples   bytea   NOT NULL,
    PRIMARY KEY (bundle, window_ms)
);

COMMENT ON COLUMN metric_bundle.bundle IS 'number of the series divided by 32';
COMMENT ON COLUMN metric_bundle.members IS 'one bit for each series that has samples here, the lowest for the first of the 32';
COMMENT ON COLUMN metric_bundle.sums IS 'a directory of samples, and what questions over many devices need to know of each series';
COMMENT ON TABLE metric_chunk IS 'written before there was metric_bundle; moved there little by little';

-- They are compressed already.
ALTER TABLE metric_bundle ALTER COLUMN sums SET STORAGE EXTERNAL;
ALTER TABLE metric_bundle ALTER COLUMN samples SET STORAGE EXTERNAL;

-- Rows lie in the order of time, nearly: a few pages of index are enough to find the old ones.
CREATE INDEX metric_bundle_age ON metric_bundle USING brin (window_ms);
