-- V002: each take-over by a server gets a number, so that one that was thought dead can see that it is too late
CREATE TABLE database_epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch bigint NOT NULL CHECK (epoch >= 0)
);
INSERT INTO database_epoch (epoch) VALUES (0);
