-- What people were told is broken in the server itself, until they were told that it is well again.
CREATE TABLE health_trouble (
    check_name text PRIMARY KEY,
    since timestamptz NOT NULL
);
