-- V071: the end of a month is told once, also when the server was off at midnight or told it twice
CREATE TABLE calendar_period (
    first_day date PRIMARY KEY CHECK (extract(day FROM first_day) = 1),
    -- NULL: was over before the first start
    published_at timestamptz
);
