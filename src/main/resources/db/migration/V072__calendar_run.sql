-- V072: an operator wants to know whether the nightly work was done, how long it took, and why it was not
CREATE TABLE calendar_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job text NOT NULL,
    began_at timestamptz NOT NULL,
    -- by a clock that is never set; NULL while it runs, and of a run that was killed
    took_ms bigint CHECK (took_ms >= 0),
    outcome text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'done', 'failed', 'killed')),
    error text CHECK ((error IS NOT NULL) = (outcome = 'failed')),
    -- NULL: its hour had come
    asked_by text,
    CHECK ((took_ms IS NOT NULL) = (outcome IN ('done', 'failed')))
);

CREATE INDEX calendar_run_newest ON calendar_run (job, id DESC);
CREATE INDEX calendar_run_failures ON calendar_run (job, id DESC) WHERE outcome IN ('failed', 'killed');
