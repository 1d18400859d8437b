-- V030__metric_series.sql: what is measured of which device; both metric stores take kinds, units and ids from here
CREATE SEQUENCE metric_series_revision;

CREATE TABLE metric_series (
    id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device   text    NOT NULL,
    metric   text    NOT NULL,
    index    text    NOT NULL,
    counter  boolean NOT NULL,
    kind     text    NOT NULL CHECK (kind IN ('GAUGE', 'COUNTER32', 'COUNTER64')),
    unit     text    NOT NULL,
    revision bigint  NOT NULL DEFAULT nextval('metric_series_revision'),
    UNIQUE (device, metric, index, counter)
);

COMMENT ON COLUMN metric_series.counter IS
    'part of the key: bits of a gauge and of a counter mean different things, so what changes its kind becomes another series';
COMMENT ON COLUMN metric_series.revision IS 'of two series that differ only in "counter" the one with the higher number is current';
